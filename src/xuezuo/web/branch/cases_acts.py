"""One case: what it says, what was done, and the acts of people on it, each its own address."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.cases import actions, queries, rules
from xuezuo.cases.models import Case, StepKind
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.cases_forms import ArrangementForm, ClosureForm, LookBackForm, ReplyForm, StepForm

Act = Callable[..., object]

ACTS: dict[str, tuple[type[forms.Form], Act, object]] = {
    "step": (StepForm, actions.add_step, gettext_lazy("The step is entered.")),
    "look_back": (LookBackForm, actions.look_back, gettext_lazy("The look-back is entered.")),
    "closure": (
        ClosureForm,
        actions.close_case,
        gettext_lazy("Closed. A look-back that finds a relapse opens it again."),
    ),
    "arrangement": (ArrangementForm, actions.arrange, gettext_lazy("Changed. What stood before is kept below.")),
    "reply": (ReplyForm, actions.reply, gettext_lazy("The reply stands beside the case.")),
}


@access(*SEES_FIGURES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return _page(request, queries.case(scope, pk), {})


@access("secretary", "officer")
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "step")


@access("officer", "inspector")
@require_POST
def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "look_back")


@access(*SEES_FIGURES)
@require_POST
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "closure")


@access("secretary", "officer")
@require_POST
def arrangement(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "arrangement")


@access("secretary", "officer")
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "reply")


def _act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    case = queries.case(scope, pk)
    if name not in _open_acts(scope, case):
        raise NotVisible(pk)
    form = _form(name, case, request.POST)
    if form.is_valid():
        try:
            ACTS[name][1](by=scope, case=case, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(ACTS[name][2]))
            return redirect("case", pk)
    return _page(request, case, {name: form})


def _form(name: str, case: Case, data: Any = None) -> forms.Form:
    more: dict[str, Any] = {"prefix": None}
    if name == "step":
        more |= {"case": case, "locked": locked_steps(case)}
    elif name == "reply":
        more["case"] = case
    elif name == "arrangement":
        more["initial"] = {"owner": case.owner, "due_on": case.due_on}
    return ACTS[name][0](data, auto_id=f"id_{name}_%s", **more)


def locked_steps(case: Case) -> list[str]:
    """Steps that nobody has published guidance for."""
    return [one for one in rules.NEED_GUIDANCE if not queries.guidance_for(case.organization_id, one, today())]


def _open_acts(scope: Scope, case: Case) -> list[str]:
    """What the viewer may do with this case as it stands, in the order of the page."""
    path = placement_of(scope, case.organization_id).path
    is_open = queries.is_open(scope, case)
    found = []
    for name, check, stands in (
        ("step", lambda: rules.may_step(scope, case, path), is_open),
        ("closure", lambda: rules.may_close(scope, case, path), is_open),
        ("arrangement", lambda: rules.may_arrange(scope, case, path), is_open),
        ("look_back", lambda: rules.may_decide(scope, path), True),
        ("reply", lambda: rules.may_reply(scope, path), True),
    ):
        try:
            check()
        except NotVisible:
            continue
        if stands:
            found.append(name)
    return found


def _page(request: HttpRequest, case: Case, bound: dict[str, forms.Form]) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_of(scope, case.organization_id)
    sees = rules.sees_words(scope, case, placement.path)
    acts = _open_acts(scope, case)
    steps, replies, arrangements = (
        _with_names(rows) if sees else []
        for rows in (
            case.steps.order_by("taken_on", "pk"),
            case.replies.order_by("pk"),
            case.arrangements.order_by("pk"),
        )
    )
    locked = [StepKind(one).label for one in locked_steps(case)] if case.kind == "lost_contact" else []
    context = {
        "case": case,
        "placement": placement,
        "sees_words": sees,
        "names": scope.sees_names_at(placement.path),
        "is_open": queries.is_open(scope, case),
        "today": today(),
        "steps": steps,
        "latest": {one.kind: one for one in steps},
        "look_backs": _with_names(case.look_backs.order_by("looked_on", "pk")) if sees else [],
        "closures": _with_names(case.closures.order_by("closed_on", "pk")) if sees else [],
        "replies": replies,
        "arrangements": arrangements,
        "locked": locked,
        "forms": {name: bound.get(name) or _form(name, case) for name in acts},
        "opened": next(iter(bound), "step"),
        "wrong": next((form for form in bound.values() if form.errors), None),
    }
    return render(request, "branch/case.html", context, status=422 if context["wrong"] else 200)


def _with_names(rows: QuerySet[Any]) -> list[Any]:
    """The rows, each with `who` acted."""
    found = list(rows)
    ids: dict[int, int] = {
        one.pk: getattr(one, "entered_by", None) or getattr(one, "decided_by", None) or 0 for one in found
    }
    names = names_of(sorted(set(ids.values())))
    for one in found:
        one.who = names.get(ids[one.pk], "")
    return found
