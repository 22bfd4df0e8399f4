"""What was asked: fields, minutes, branches and hours by month and issuer, for everybody who has signed in (AF10)."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.burdens import queries
from xuezuo.burdens.queries import Asked, Sum
from xuezuo.known_figures.queries import title_of
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code, top_of
from xuezuo.periods import Period, month_of, today
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import EVERYBODY, access

READERS = ("officer", "inspector", "secretary", "member")
"""They read what was asked; the three administrators see how much it is, and no content."""

AHEAD = 12
"""Months to come that are shown one by one: a campaign seldom reaches further."""


def _place(request: HttpRequest) -> Placement | None:
    """The place that the address asks for, else one's own; None for somebody without a role."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    code = request.GET.get("organization")
    if code:
        return placement_by_code(scope, code)
    try:
        return top_of(scope)
    except NotVisible:
        return None


def _months(day: date) -> list[Period]:
    ahead = [month_of(day)]
    while len(ahead) <= AHEAD:
        ahead.append(month_of(ahead[-1].end))
    return [*reversed(ahead[1:]), *queries.months_back(day)]


def _asked(scope: Scope, placement: Placement, months: list[Period]) -> list[Asked]:
    return queries.asked_of(scope, placement, months[-1].start, months[0].last_day)


@access(*EVERYBODY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = _place(request)
    if placement is None:
        return render(request, "relief/burden.html", {"placement": None})
    day, months = today(), _months(today())
    asked = _asked(scope, placement, months)
    lines = [one for one in queries.by_month(asked, months) if one.asked or one.period == month_of(day)]
    reads = scope.role in READERS
    context = {
        "placement": placement,
        "reads": reads,
        "branches": queries.branches_of(placement, day),
        "now": next(one for one in lines if one.period == month_of(day)),
        "months": [_line(placement, one, reads) for one in lines],
        "issuers": [_line(placement, one, reads) for one in queries.by_issuer(asked)],
        "whole": Sum(tuple(asked)),
        "first": months[-1].start,
        "last": months[0].last_day,
    }
    if reads:
        context |= _not_asked(scope, placement, asked, months)
    return render(request, "relief/burden.html", context)


def _line(placement: Placement, one: Sum, reads: bool) -> dict[str, Any]:
    """A sum and the address of its list."""
    narrow = {"month": one.period.code} if one.period else {}
    narrow |= {"issuer": one.issuer.code} if one.issuer else {}
    return {"sum": one, "list": list_of(placement, **narrow) if reads else ""}


def list_of(placement: Placement, **narrow: str) -> str:
    return "?" + urlencode({"organization": placement.organization.code, **narrow})


def _not_asked(scope: Scope, placement: Placement, asked: list[Asked], months: list[Period]) -> dict[str, Any]:
    """What was refused because it is known, and what is asked although it has the name of a figure (AF09)."""
    refused = queries.refused(scope, placement, months[-1].start, today())
    other = queries.said_to_be_other(scope, placement, asked)
    return {
        "refused": [(one, title_of(one.indicator)) for one in refused[:50]],
        "refused_count": refused.count(),
        "other": [(one, title_of(one.indicator)) for one in other],
    }


@access(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The requirements that a number of the page adds up: those of a month, of an issuer, of both or of the whole time."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = _place(request)
    if placement is None:
        raise NotVisible("burden")
    month, issuer = request.GET.get("month", ""), request.GET.get("issuer", "")
    asked = [
        one
        for one in _asked(scope, placement, _months(today()))
        if (not month or one.month.code == month) and (not issuer or one.requirement.issuer.code == issuer)
    ]
    context = {
        "placement": placement,
        "sum": Sum(tuple(asked)),
        "page": Paginator(asked, 50).get_page(request.GET.get("page")),
        "month": month if asked else "",
        "issuer": asked[0].requirement.issuer if issuer and asked else None,
    }
    return render(request, "relief/burden_list.html", context)
