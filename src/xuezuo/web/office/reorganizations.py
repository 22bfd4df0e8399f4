"""Changing an organization: choose an act, fill in its form, read what would happen, confirm; and the history of it all."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.accounts.queries.affected import affected_by
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import children_of, placement_by_code, roster
from xuezuo.refusals import Refusal
from xuezuo.reorganizations import queries, rules
from xuezuo.reorganizations.actions import carry_out, undo
from xuezuo.reorganizations.kinds import ActKind
from xuezuo.reorganizations.models import Act
from xuezuo.reorganizations.queries.standing import code_of
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.office.reorganizations_forms import FORMS, ActForm, UndoForm
from xuezuo.web.office.reorganizations_words import EXPLAINED, in_words
from xuezuo.web.shared.sent import sent


@access("officer")
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """The acts in the viewer's part of the tree, the last first."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    page = Paginator(queries.acts_in(scope), 30).get_page(request.GET.get("page"))
    return render(request, "office/reorganizations.html", {"page": page, "lines": _lines(scope, list(page))})


def _lines(scope: Scope, found: list[Act]) -> list[dict[str, Any]]:
    """Each act with who decided it, and whether the viewer may still undo it."""
    names = names_of([one.decided_by for one in found])
    return [
        {
            "act": one,
            "kind": ActKind(one.kind).label,
            "who": names.get(one.decided_by, _("the operator")),
            "undone": hasattr(one, "undone_by_act"),
            "may_undo": _may_undo(scope, one),
        }
        for one in found
    ]


def _may_undo(scope: Scope, act: Act) -> bool:
    young = timezone.localdate() - timezone.localtime(act.decided_at).date() <= rules.UNDO_WITHIN
    own = act.organization_id == scope.organization_id
    return (
        scope.role == "officer" and young and not own and act.kind != ActKind.UNDO and not hasattr(act, "undone_by_act")
    )


@access(*SEES_FIGURES)
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Names, places, predecessors, successors and acts of one organization."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    told = queries.history(scope, code)
    visible = {act.pk for act in queries.acts_in(scope).filter(pk__in=[one.pk for one in told.acts])}
    lines = _lines(scope, told.acts)
    for line in lines:
        line["may_undo"] = line["may_undo"] and line["act"].pk in visible
    others = [*(one.predecessor for one in told.came_from), *(one.successor for one in told.went_into)]
    context = {"told": told, "lines": lines, "open": {one.pk for one in others if _is_open(scope, one.code)}}
    return render(request, "office/reorganizations_history.html", context)


def _is_open(scope: Scope, code: str) -> bool:
    try:
        queries.history(scope, code)
    except NotVisible:
        return False
    return True


@access("officer")
@require_safe
def choices(request: HttpRequest, code: str) -> HttpResponse:
    """Which act: those that the organization, as it stands, can have."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    told = queries.history(scope, code)
    own = told.organization.pk == scope.organization_id
    if told.place is None:
        kinds = ["reopen"]
    else:
        kinds = [kind for kind in FORMS if kind != "reopen" and (kind == "found" or not own)]
    listed = [(kind, ActKind(kind).label, EXPLAINED[kind]) for kind in kinds]
    return render(request, "office/reorganizations_choices.html", {"told": told, "own": own, "kinds": listed})


@access("officer")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The form; then, sent without the digest of a plan that was read, the plan; then, with it, the act."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if kind not in FORMS:
        raise Http404
    told = queries.history(scope, code)
    form = FORMS[kind](**sent(request), organization=told.organization, **_chosen_from(scope, kind, told.place))
    context = {"form": form, "told": told, "kind": kind, "title": ActKind(kind).label, "explained": EXPLAINED[kind]}
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        digest = request.POST.get("digest", "")
        wish = form.wish(kind)
        try:
            wish = replace(wish, to=code_of(scope, wish.to))
            if digest:
                carry_out(by=scope, wish=wish, digest=digest)
                messages.success(request, _("It is entered, with its day and reason. It can be undone for 30 days."))
                return redirect("reorganizations")
            return _preview(request, scope, wish, context)
        except Refusal as refusal:
            if refusal.code == "tree_plan_stale":
                return _stale(request, scope, wish, context, form, str(refusal))
            form.add_error("to" if refusal.code == "tree_target_twice" else None, str(refusal))
        except NotVisible:
            sentence = _("No organization with this code or full name in your part.")
            form.add_error("to" if "to" in form.fields else None, sentence)
    return render(request, "office/reorganizations_form.html", context, status=422 if form.errors else 200)


def _chosen_from(scope: Scope, kind: str, place: Placement | None) -> dict[str, Any]:
    """Who and what may go with a split. Names only where the viewer may see them."""
    if kind != "split":
        return {}
    if place is None:
        return {"members": [], "children": [], "sees_names": True}
    here = placement_by_code(scope, place.organization.code)
    sees_names = scope.sees_names_at(here.path)
    members = [(one.pk, one.name) for one in roster(scope, here.organization_id)] if sees_names else []
    children = [(one.organization.code, one.organization.name) for one in children_of(scope, here)]
    return {"members": members, "children": children, "sees_names": sees_names}


def _preview(
    request: HttpRequest, scope: Scope, wish: Wish, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    plan = queries.plan(scope, wish)
    hidden = [
        (name, value) for name, values in request.POST.lists() for value in values if name in context["form"].fields
    ]
    more = {
        "plan": plan.document,
        "sentences": in_words(plan.document),
        "affected": affected_by(scope, plan),
        "digest": plan.digest,
        "hidden": hidden,
    }
    return render(request, "office/reorganizations_preview.html", context | more, status=status)


def _stale(
    request: HttpRequest, scope: Scope, wish: Wish, context: dict[str, Any], form: ActForm, sentence: str
) -> HttpResponse:
    try:
        return _preview(request, scope, wish, context | {"stale": sentence}, status=409)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return render(request, "office/reorganizations_form.html", context, status=422)


@access("officer")
@require_http_methods(["GET", "POST"])
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    act = queries.act_by_id(scope, pk)
    form = UndoForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            undo(by=scope, act=act, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is undone. Both entries stay in the history."))
            return redirect("reorganizations")
    context = {"form": form, "line": _lines(scope, [act])[0]}
    return render(request, "office/reorganizations_undo.html", context, status=422 if form.errors else 200)
