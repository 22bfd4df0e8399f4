"""The branch's own say (R15): content of its own, and its own way of meeting a requirement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.own_say import add_own
from xuezuo.campaigns.queries import campaigns_for, own_requirements, requirements_for
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.records import actions, queries
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch.own_ways_forms import OwnItemForm, OwnWayForm, RecordForm, WithdrawalForm


def _requirement(scope: Scope, placement: Placement, pk: int) -> Requirement:
    """One that stands and addresses the organization. Raises `NotVisible` for any other."""
    found = next((one for one in requirements_for(scope, placement) if one.pk == pk), None)
    if found is None:
        raise NotVisible(pk)
    return found


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def own_way(request: HttpRequest, code: str, requirement: int) -> HttpResponse:
    """What the organization does instead, and why; whether it stands; on POST say it, or name the meeting that did it."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    asked = _requirement(scope, placement, requirement)
    own = scope.organization_id == placement.organization_id
    if request.method == "POST" and not own:
        raise NotVisible(code)
    said = queries.states_of(queries.own_ways_of(scope, placement.organization_id, asked), today())
    current = next((one for one, state in said if state != "asked"), None)
    records = queries.records_of(scope, placement.organization_id).filter(held_on__gte=asked.opens_on)
    form = (RecordForm if current else OwnWayForm)(request.POST or None, records=records)
    if request.method == "POST" and form.is_valid():
        try:
            if current:
                actions.name_record(by=scope, own_way=current, record=form.cleaned_data["record"])
            else:
                actions.say_own_way(
                    by=scope, organization=placement.organization, requirement=asked, **form.cleaned_data
                )
        except Refusal as refusal:
            form.add_error("record" if refusal.code == "own_way_too_early" else None, str(refusal))
        else:
            messages.success(request, _("Said. The level above sees it and may ask back."))
            return redirect("own-way", code, requirement)
    context = {
        "placement": placement,
        "requirement": asked,
        "said": [(one, state, queries.stands_from(one)) for one, state in said],
        "current": current,
        "form": form,
        "may_say": own and not asked.no_own_way and asked.issuer_id != placement.organization_id,
    }
    return render(request, "branch/own_way.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.own_way(scope, pk)
    actions.take_back_own_way(by=scope, own_way=one)
    messages.success(request, _("Taken back; the requirement is open again."))
    return redirect("own-way", one.organization.code, one.requirement_id)


@access("secretary", "officer")
@require_safe
def own_items(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the organization set for itself, and every way of its own."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    said = queries.states_of(queries.own_ways_of(scope, placement.organization_id), today())
    context = {
        "placement": placement,
        "items": own_requirements(scope, placement),
        "said": [(one, state, queries.stands_from(one)) for one, state in said],
        "own": scope.organization_id == placement.organization_id,
    }
    return render(request, "branch/own_items.html", context)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, code: str) -> HttpResponse:
    """Content of its own: title, kind, text, day."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    if scope.organization_id != placement.organization_id:
        raise NotVisible(code)
    running = campaigns_for(scope).filter(issued_at__isnull=False, ends_on__gte=today())
    texts = queries.readings_for(scope, placement.organization_id)
    form = OwnItemForm(request.POST or None, campaigns=running, texts=texts)
    if request.method == "POST" and form.is_valid():
        try:
            add_own(by=scope, placement=placement, **form.asked())
        except Refusal as refusal:
            form.add_error("readings" if refusal.code == "campaign_reading_unknown" else None, str(refusal))
        else:
            messages.success(request, _("Added. It stands among what is due, marked as our own."))
            return redirect("own-items", code)
    context = {"placement": placement, "form": form}
    return render(request, "branch/own_item_new.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def withdraw_item(request: HttpRequest, code: str, requirement: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    one = _requirement(scope, placement, requirement)
    if one.issuer_id != placement.organization_id or scope.organization_id != placement.organization_id:
        raise NotVisible(requirement)
    form = WithdrawalForm(request.POST)
    form.is_valid()
    campaigns.withdraw_requirement(by=scope, requirement=one, reason=form.cleaned_data.get("reason", ""))
    messages.success(request, _("Taken out. What is recorded for it stays."))
    return redirect("own-items", code)
