"""Make-ups: who missed what, made good one by one or several at once; plans for texts that did not reach everybody."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.records import actions, queries, rules
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import MakeUpForm, ids

IN_TWO_WEEKS = timedelta(days=14)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The list, and on POST the make-up of one person (`one`) or of everybody ticked (`absences`)."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    form = MakeUpForm(request.POST or None, initial={"done_on": today()})
    chosen = ids(request.POST.getlist("one")) or ids(request.POST.getlist("absences"))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_up(by=scope, absences=chosen, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("done_on" if refusal.code.startswith("make_up_too") else None, str(refusal))
        else:
            text = ngettext("%(count)s make-up entered.", "%(count)s make-ups entered.", len(made))
            messages.success(request, text % {"count": len(made)})
            return redirect("make-ups", code)
    missed = queries.make_up_list(scope, placement.organization_id)
    plans = queries.plans_of(scope, placement.organization_id)
    planned = {one.plan.reading_id for one in plans}
    context = {
        "placement": placement,
        "form": form,
        "chosen": chosen,
        "missed": missed,
        "made": queries.made_up_lately(scope, placement.organization_id),
        "plans": plans,
        "spots": [
            spot for spot in queries.blank_spots(scope, placement.organization_id) if spot.reading.pk not in planned
        ],
    }
    return render(request, "branch/make_ups.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a make-up back within the day."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    make_up = queries.make_up(scope, pk)
    organization = make_up.absence.record.organization
    try:
        actions.undo_make_up(by=scope, make_up=make_up)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back; the person stands on the list again."))
    return redirect("make-ups", organization.code)


@access("secretary", "officer")
@require_POST
def draft_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Draft a plan for one text that did not reach everybody."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    asked = ids(request.POST.getlist("reading"))
    reading = queries.readings_for(scope, placement.organization_id).filter(pk__in=asked).first()
    if reading is None:
        raise NotVisible(code)
    before = queries.is_planned(scope, placement.organization_id, reading)
    try:
        plan = actions.draft_make_up(
            by=scope, organization=placement.organization, reading=reading, planned_on=today() + IN_TWO_WEEKS
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("make-ups", code)
    if before:
        messages.info(request, _("There is a plan for this text already; no new one was drafted."))
    else:
        messages.success(request, _("Drafted. Choose the way and the day, then confirm."))
    # an office far above drafts without seeing who it is for
    return redirect("make-up-plan", plan.pk) if scope.sees_names_at(placement.path) else redirect("make-ups", code)
