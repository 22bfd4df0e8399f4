"""The study plan by month: everything the campaigns and the rhythm put into a year, on one page that prints on A4."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import month_of, today
from xuezuo.records import queries
from xuezuo.scopes import Scope
from xuezuo.web.access import SEES_FIGURES, access


@access(*SEES_FIGURES)
@require_safe
def study_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Of the year asked for, or of this one: this month first, every other folded unless `unfolded` is asked for."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 1990 <= int(asked[:5]) <= 2100 else today().year
    quarters = queries.study_plan(scope, placement.organization_id, year)
    this_month = month_of(today())
    context = {
        "placement": placement,
        "year": year,
        "quarters": quarters,
        "now": next((month for quarter in quarters for month in quarter.months if month.period == this_month), None),
        "unfolded": "unfolded" in request.GET,
        "lists": queries.reading_list(scope, placement.organization_id, year),
        "before": year - 1,
        "after": year + 1,
    }
    return render(request, "branch/study_plan.html", context)
