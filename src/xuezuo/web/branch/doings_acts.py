"""One goal, one commitment, and what is done with them: a deed, a closing, a correction, a withdrawal and its undoing."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.commitments import actions, queries, rules
from xuezuo.commitments.models import Commitment, Deed, Goal
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.doings import FIELD_OF, form_page, may_write
from xuezuo.web.branch.doings_forms import (
    CommitmentCorrectionForm,
    DeedCorrectionForm,
    DeedForm,
    GoalClosingForm,
    GoalCorrectionForm,
    WithdrawalForm,
)
from xuezuo.web.shared.sent import sent

One = Goal | Commitment | Deed
FINDS: dict[str, Callable[[Scope, int], One]] = {
    "goal": queries.goal,
    "commitment": queries.commitment,
    "deed": queries.deed,
}


@access(*SEES_FIGURES)
@require_safe
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.goal(scope, pk)
    placement = placement_of(scope, one.organization_id)
    context = {
        "goal": one,
        "placement": placement,
        "withdrawal": getattr(one, "withdrawal", None),
        "closing": getattr(one, "closing", None),
        "commitments": queries.doers_told_apart(
            scope, one.organization_id, queries.commitments_of(scope, one.organization_id).filter(goal=one)
        ),
        "names": rules.sees_names(scope, placement.path),
        "may_write": may_write(scope, placement.path),
        "corrections": one.corrections.order_by("pk"),
        "form": GoalClosingForm(),
        "today": today(),
    }
    return render(request, "branch/goal.html", context)


@access("secretary", "officer")
@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return _commitment(request, queries.commitment(scope, pk), DeedForm())


@access("secretary", "officer")
@require_POST
def enter_deed(request: HttpRequest, pk: int) -> HttpResponse:
    """A deed for a commitment: it is kept by that."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.commitment(scope, pk)
    form = DeedForm(request.POST)
    if form.is_valid():
        try:
            actions.enter_deed(by=scope, organization_id=one.organization_id, commitment=one, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("The deed is entered; the commitment is kept."))
            return redirect("commitment", pk)
    return _commitment(request, one, form)


def _commitment(request: HttpRequest, one: Commitment, form: forms.Form) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_of(scope, one.organization_id)
    deeds = list(queries.deeds_of(scope, one))
    queries.doers_told_apart(scope, one.organization_id, [one])
    queries.doers_told_apart(scope, one.organization_id, deeds)
    context = {
        "one": one,
        "placement": placement,
        "withdrawal": getattr(one, "withdrawal", None),
        "deeds": deeds,
        "may_write": may_write(scope, placement.path),
        "corrections": one.corrections.order_by("pk"),
        "form": form,
        "today": today(),
    }
    return render(request, "branch/commitment.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.goal(scope, pk)
    form = GoalClosingForm(request.POST)
    try:
        rules.may_write(scope, placement_of(scope, one.organization_id).path)
        if form.is_valid():
            actions.close_goal(by=scope, goal=one, **form.cleaned_data)
            messages.success(request, _("The goal is closed. Within a day this can be taken back."))
        else:
            messages.error(request, _("Say when the goal was closed and what came of it."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("goal", pk)


@access("secretary", "officer")
@require_POST
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        actions.reopen_goal(by=scope, goal=queries.goal(scope, pk))
        messages.success(request, _("The goal goes on."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("goal", pk)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    """What it says, changed with a reason; what it said before is kept."""
    scope, one, placement = _writing(request, pk, noun)
    form = _correction_form(request, scope, one)
    if request.method == "POST" and form.is_valid():
        said = form.said() if isinstance(form, CommitmentCorrectionForm) else form.cleaned_data
        try:
            actions.correct(by=scope, one=one, **said)
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("Corrected. What it said before is kept."))
            return _back(one)
    words = {"title": _("Correct it"), "button": _("Save the correction"), "text": ""}
    return form_page(request, placement, form, words)


def _correction_form(request: HttpRequest, scope: Scope, one: One) -> forms.Form:
    if isinstance(one, Goal):
        names = ("title", "topic", "starts_on", "ends_on")
        return GoalCorrectionForm(**sent(request), initial={name: getattr(one, name) for name in names})
    if isinstance(one, Deed):
        names = ("what", "done_on", "amount", "unit")
        return DeedCorrectionForm(**sent(request), initial={name: getattr(one, name) for name in names})
    goals = list(queries.goals_to_link(scope, one.organization_id))
    if one.goal is not None and one.goal not in goals:
        goals.append(one.goal)
    initial = {"what": one.what, "vehicle": one.vehicle, "due_on": one.due_on, "goal_id": str(one.goal_id or "")}
    return CommitmentCorrectionForm(**sent(request), sector=one.organization.sector, goals=goals, initial=initial)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    """Take it back, with a reason. Within a day this can be undone."""
    scope, one, placement = _writing(request, pk, noun)
    form = WithdrawalForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(by=scope, one=one, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Taken back. Within a day this can be undone."))
            return _back(one)
    said = one.title if isinstance(one, Goal) else one.what
    words = {"title": _("Take it back"), "button": _("Take it back"), "text": said}
    return form_page(request, placement, form, words)


@access("secretary", "officer")
@require_POST
def restoration(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    scope, one, _placement = _writing(request, pk, noun)
    try:
        actions.restore(by=scope, one=one)
        messages.success(request, _("It stands again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(one)


def _writing(request: HttpRequest, pk: int, noun: str):  # type: ignore[no-untyped-def]
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = FINDS[noun](scope, pk)
    placement = placement_of(scope, one.organization_id)
    rules.may_write(scope, placement.path)
    return scope, one, placement


def _back(one: One) -> HttpResponse:
    if isinstance(one, Goal):
        return redirect("goal", one.pk)
    if isinstance(one, Commitment):
        return redirect("commitment", one.pk)
    if one.commitment_id:
        return redirect("commitment", one.commitment_id)
    return redirect("commitments", one.organization.code)
