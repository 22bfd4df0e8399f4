"""Study and do: the goals of a unit, what was taken on, what was done (R06, R24)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.commitments import actions, queries, rules
from xuezuo.organizations.models import Placement
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.doings_forms import CommitmentForm, GoalForm, OwnDeedForm, as_id
from xuezuo.web.shared.sent import sent


@access(*SEES_FIGURES)
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Goals, commitments and deeds of one unit. Whoever sees no names there reads how many, and the goals."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    unit = placement.organization_id
    due, kept = queries.counts_of(scope, unit)
    context = {
        "placement": placement,
        "names": rules.sees_names(scope, placement.path),
        "may_write": may_write(scope, placement.path),
        "goals": queries.goals_of(scope, unit),
        "commitments": queries.doers_told_apart(scope, unit, queries.commitments_of(scope, unit)),
        "deeds": queries.doers_told_apart(scope, unit, queries.own_deeds(scope, unit)[:30]),
        "due": due,
        "kept": kept,
        "today": today(),
    }
    return render(request, "branch/doings.html", context)


def may_write(scope: Scope, path: str) -> bool:
    try:
        rules.may_write(scope, path)
    except NotVisible:
        return False
    return True


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, code: str) -> HttpResponse:
    scope, placement = _writing(request, code)
    form = GoalForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_goal(by=scope, organization_id=placement.organization_id, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The goal is set; commitments can serve it now."))
            return redirect("goal", made.pk)
    words = {
        "title": _("Set a goal"),
        "button": _("Set the goal"),
        "text": _("A goal or project of the year, as decided."),
    }
    return form_page(request, placement, form, words)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new_commitment(request: HttpRequest, code: str) -> HttpResponse:
    scope, placement = _writing(request, code)
    unit = placement.organization
    form = CommitmentForm(
        **sent(request),
        sector=unit.sector,
        people=told_apart(queries.members_to_name(scope, unit.pk, today()), unit.pk),
        goals=list(queries.goals_to_link(scope, unit.pk)),
        initial={"goal_id": request.GET.get("goal", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_commitment(by=scope, organization_id=unit.pk, **form.said())
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("Entered. A deed entered for it keeps it."))
            return redirect("commitment", made.pk)
    words = {
        "title": _("Enter a commitment"),
        "button": _("Enter the commitment"),
        "text": _(
            "What somebody takes on of their own will; it is not handed out. What is voiced at a meeting is entered with the meeting."
        ),
    }
    return form_page(request, placement, form, words)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new_deed(request: HttpRequest, code: str) -> HttpResponse:
    scope, placement = _writing(request, code)
    unit = placement.organization_id
    form = OwnDeedForm(**sent(request), people=told_apart(queries.members_to_name(scope, unit, today()), unit))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["member_id"] = as_id(said.pop("member"))
        try:
            actions.enter_deed(by=scope, organization_id=placement.organization_id, **said)
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("The deed is entered."))
            return redirect("commitments", code)
    words = {
        "title": _("Enter a deed"),
        "button": _("Enter the deed"),
        "text": _(
            "For something done that nobody had taken on before. A deed for a commitment is entered on its page."
        ),
    }
    return form_page(request, placement, form, words)


FIELD_OF = {
    "commitment_due_too_early": "due_on",
    "commitment_member_elsewhere": "member",
    "deed_in_future": "done_on",
    "deed_before_commitment": "done_on",
    "deed_amount_without_unit": "unit",
}


def _writing(request: HttpRequest, code: str) -> tuple[Scope, Placement]:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    return scope, placement


def form_page(request: HttpRequest, placement: Placement, form: forms.Form, words: dict[str, Any]) -> HttpResponse:
    """One form, one button."""
    context = {"placement": placement, "form": form, **words}
    return render(request, "branch/doing_form.html", context, status=422 if form.errors else 200)
