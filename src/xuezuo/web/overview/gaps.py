"""Blank spots: which text did not reach whom, most people first, and a draft to make it up."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.gaps import COVERAGE, Gap, blank_spots
from xuezuo.indicators.queries import AT_ONCE, Asked, figure, indicator_by_code, lines
from xuezuo.indicators.row_sets.duties import readings_due
from xuezuo.organizations.kinds import MemberGroup
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.records import actions
from xuezuo.records.queries import is_planned, readings_for
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, refusals_shown
from xuezuo.web.overview.organizations import path_to

STEP, MOST = 20, 500
IN_TWO_WEEKS = timedelta(days=14)


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    top = _wanted(request.GET.get("top", ""))
    if "now" not in request.GET and _is_large(asked):
        return render(request, "overview/gaps_below.html", _below(request, asked))
    when: dict[str, Any] = {"as_of": asked.question.day, "tree": asked.tree}
    found = blank_spots(asked.scope, asked.organization.code, top, **when)
    indicator = indicator_by_code(COVERAGE)
    query = request.GET.copy()
    query["top"] = str(min(top + 4 * STEP, MOST))
    context = {
        "asked": asked,
        "path": path_to(asked),
        "count": found.count,
        "is_due": bool(found.found or readings_due(asked.question.day)),
        "gaps": [_shown(asked, indicator, gap) for gap in found.found],
        "more": query.urlencode() if found.count > len(found.found) and top < MOST else "",
        "may_draft": asked.scope.role in ("secretary", "officer") and asked.question.day == today(),
        "figure": Addresses(asked).figure(indicator),
        "here": request.get_full_path(),
    }
    return render(request, "overview/gaps.html", context)


def _wanted(text: str) -> int:
    """How many to show, 1 to `MOST`; a number too long to be meant is the most there is."""
    if not text.isdecimal():
        return STEP
    return min(max(int(text), 1), MOST) if len(text) <= len(str(MOST)) else MOST


def _is_large(asked: Asked) -> bool:
    size = figure(asked, indicator_by_code("organizations"))
    return size is not None and size.settled > AT_ONCE


def _below(request: HttpRequest, asked: Asked) -> dict[str, object]:
    """Where the whole takes long, the way leads through the organizations below."""
    query = request.GET.copy()
    query["now"] = "1"
    children = lines(asked, indicator_by_code("organizations"), "children")
    found = [(one.name, one.code) for one in children if one.path != asked.placement.path]
    return {"asked": asked, "path": path_to(asked), "children": found, "now": query.urlencode()}


def _shown(asked: Asked, indicator: Indicator, gap: Gap) -> dict[str, object]:
    """A blank spot with the addresses of its numbers."""
    addresses = Addresses(asked)
    names = dict(MemberGroup.choices)
    return {
        "gap": gap,
        "organization": addresses.organization(gap.code),
        "missed": addresses.list(indicator, "outstanding", gap.code, reading=gap.key),
        "members": addresses.list(indicator, "expected", gap.code, reading=gap.key),
        "groups": [
            (names[group], people, addresses.list(indicator, "outstanding", gap.code, reading=gap.key, group=group))
            for group, people in gap.groups.items()
        ],
    }


@access("secretary", "officer")
@require_POST
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Draft a make-up plan for one text that is due and reaches the branch; the branch confirms it."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    wanted = [one for one in readings_due(today()) if str(one.pk) == request.POST.get("reading")]
    if not wanted or not readings_for(scope, placement.organization_id).filter(pk=wanted[0].pk).exists():
        raise NotVisible(code)
    before = is_planned(scope, placement.organization_id, wanted[0])
    try:
        actions.draft_make_up(
            by=scope,
            organization=placement.organization,
            reading=wanted[0],
            way=request.POST.get("way") or "",
            planned_on=today() + IN_TWO_WEEKS,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = (
            _("%(name)s has a make-up plan for this text already; no new one was drafted.")
            if before
            else _("A make-up plan is drafted for %(name)s; the branch confirms it.")
        )
        say = messages.info if before else messages.success
        say(request, told % {"name": placement.organization.name})
    organization = request.POST.get("organization", "")
    return redirect(reverse("gaps") + (f"?organization={organization}" if organization.isalnum() else ""))
