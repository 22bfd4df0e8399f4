"""One make-up plan: who, which text, which day, which way; followed to done line by line; a sheet for the doors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.cases.queries import lost_members
from xuezuo.organizations.kinds import NEW_SECTORS
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.queries import placement_by_code, roster
from xuezuo.periods import today
from xuezuo.records import actions, queries, rules
from xuezuo.records.models import MakeUpLine, MakeUpPlan, Way
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import ids
from xuezuo.web.branch.plans_forms import BroughtForm, LineForm, OutOfReachForm, PlanForm


def plan_initial(plan: MakeUpPlan | MakeUpLine) -> dict[str, object]:
    return {"way": plan.way, "planned_on": max(plan.planned_on, today())}


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan; `?way=` leaves those of one way, all ticked. On POST, the text reached everybody ticked."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    plan = queries.plan(scope, pk)
    placement = placement_by_code(scope, plan.organization.code)
    rules.may_write(scope, placement.path)
    form = BroughtForm(request.POST or None, initial={"done_on": today()})
    chosen = ids(request.POST.getlist("one")) or ids(request.POST.getlist("lines"))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.bring_text(by=scope, plan=plan, lines=chosen, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None if refusal.code == "make_up_of_nobody" else "done_on", str(refusal))
        else:
            text = ngettext("The text reached %(count)s person.", "The text reached %(count)s people.", len(made))
            messages.success(request, text % {"count": len(made)})
            return redirect("make-up-plan", pk)
    found = queries.plan_page(scope, plan, lost_members(scope, plan.organization_id))
    waiting = found.of(still_open=True)
    ways = [(way, label, sum(one.line.way == way for one in waiting)) for way, label in Way.choices]
    only = request.GET.get("way", "")
    context = {
        "placement": placement,
        "plan": plan,
        "form": form,
        "confirm": PlanForm(initial=plan_initial(plan), prefix=f"plan{pk}"),
        "found": found,
        "waiting": [one for one in waiting if not only or one.line.way == only],
        "settled": found.of(still_open=False),
        "ways": [one for one in ways if one[2]],
        "only": only,
        "chosen": chosen or ({one.line.pk for one in waiting} if only else set()),
        "withdrawn": queries.withdrawn_for(plan),
        "new_sector": placement.organization.sector in NEW_SECTORS,
    }
    return render(request, "branch/plan.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The branch takes a plan on, with its own way and day."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    plan = queries.plan(scope, pk)
    rules.may_write(scope, placement_by_code(scope, plan.organization.code).path)
    form = PlanForm(request.POST, prefix=f"plan{pk}")
    if not form.is_valid():
        messages.error(request, _("Choose a way and a day for the plan."))
        return redirect("make-up-plan", pk)
    try:
        actions.confirm_make_up_plan(by=scope, plan=plan, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is confirmed."))
    return redirect("make-up-plan", pk)


@access("secretary", "officer")
@require_POST
def add_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody whom the text has not reached and who has no line yet."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    added = actions.add_to_plan(by=scope, plan=queries.plan(scope, pk))
    text = ngettext("%(count)s person joined the plan.", "%(count)s people joined the plan.", added)
    messages.success(request, text % {"count": added})
    return redirect("make-up-plan", pk)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One person of a plan: another way, day or partner; or why it cannot be done (`reason`)."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.line(scope, pk)
    rules.may_write(scope, placement_by_code(scope, one.plan.organization.code).path)
    everybody = roster(scope, one.plan.organization_id)
    people = everybody.exclude(pk=one.member_id)
    names = told_apart(everybody, one.plan.organization_id)
    cannot = "reason" in request.POST
    initial = plan_initial(one) | {"partner": one.partner_id}
    form = LineForm(None if cannot else request.POST or None, initial=initial, people=people, names=names)
    reason = OutOfReachForm(request.POST if cannot else None)
    sent = reason if cannot else form
    if request.method == "POST" and sent.is_valid():
        try:
            if cannot:
                actions.say_out_of_reach(by=scope, line=one, **reason.cleaned_data)
            else:
                actions.change_line(by=scope, line=one, **form.cleaned_data)
        except Refusal as refusal:
            sent.add_error(_field_of(refusal), str(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("make-up-plan", one.plan_id)
    context = {"line": one, "form": form, "reason": reason}
    return render(request, "branch/plan_line.html", context, status=422 if sent.errors else 200)


def _field_of(refusal: Refusal) -> str | None:
    fields = {"plan_in_past": "planned_on", "line_reason_missing": "reason"}
    return "partner" if refusal.code.startswith("plan_partner") else fields.get(refusal.code)


@access("secretary", "officer")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a line is done or cannot be done."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.line(scope, pk)
    try:
        actions.reopen_line(by=scope, line=one)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back; the person stands on the list again."))
    return redirect("make-up-plan", one.plan_id)


@access("secretary", "officer")
@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Whom to visit with which texts, to print and take along; `?way=` for another way than the door."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    way = request.GET.get("way", "")
    way = way if way in Way.values else Way.DOOR.value
    context = {
        "placement": placement,
        "way": Way(way),
        "ways": Way.choices,
        "errands": queries.errands(scope, placement.organization_id, way),
        "today": today(),
    }
    return render(request, "branch/plan_sheet.html", context)
