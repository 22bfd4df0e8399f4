"""One figure in words, with its definition and its lines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo import tree_paths
from xuezuo.campaigns.changes import changed_versions
from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import top_path
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.queries import Asked, figure, indicator_by_code, lines
from xuezuo.indicators.row_sets.shape import Filters
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, narrowed_in, refusals_shown
from xuezuo.web.overview.numbers import line_shown, shown
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.words import column_name, narrowed_to

EMPTY = '""'
COUNTS_REQUIREMENTS = ("requirement_expectations", "requirement_changes", "study_coverage")


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest, code: str) -> HttpResponse:
    asked, indicator = asked_in(request), indicator_by_code(code)
    narrow = narrowed_in(request.GET, indicator)
    by = request.GET.get("by") or _usual(asked, indicator, narrow)
    found = lines(asked, indicator, by, narrow) if by else []
    context = {
        "asked": asked,
        "indicator": indicator,
        "path": path_to(asked),
        "whole": shown(asked, indicator, figure(asked, indicator, narrow), "", None, **narrow),
        "narrow": narrowed_to(asked, indicator, narrow),
        "without_narrow": Addresses(asked).figure(indicator) if narrow else "",
        "by": by,
        "by_name": column_name(by),
        "ways": [
            (way, column_name(way), Addresses(asked).figure(indicator, **narrow, by=way))
            for way in indicator.breakdowns
            if way not in narrow
        ],
        "hidden_fields": narrow | {"organization": asked.organization.code, "by": by},
        "lines": [line_shown(asked, indicator, by, one, narrow) for one in found],
        "versions": versions_behind(asked, indicator),
        "overlap": by in indicator.row_set.lines,
    }
    return render(request, "overview/figure.html", context)


def _usual(asked: Asked, indicator: Indicator, narrow: dict[str, str]) -> str:
    """Where there is nothing below, a figure is read by its own columns."""
    if asked.has_below:
        return "children"
    return next((way for way in indicator.more_by if way not in narrow), "")


def versions_behind(asked: Asked, indicator: Indicator) -> list[Requirement]:
    """Requirements of the viewer's line or part of the tree that this figure counts in a version that came midway (R14)."""
    if indicator.row_set.name not in COUNTS_REQUIREMENTS:
        return []
    return [one for one in changed_versions(asked.question.day) if _concerns(asked, top_path(one, asked.question.day))]


def _concerns(asked: Asked, top: str) -> bool:
    here = asked.placement.path
    return bool(top) and (tree_paths.covers(top, here) or tree_paths.covers(here, top))


@access(*SEES_FIGURES)
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Every number of the product, explained."""
    explained = [(one, _tests(one.expected), _tests(one.settled)) for one in indicators().values()]
    return render(request, "overview/indicators.html", {"indicators": explained})


def _tests(filters: Filters) -> list[str]:
    """The tests of a definition as its file has them: `state: reached`, `kind: [lecture, training]`."""
    words = {column: f"[{', '.join(test)}]" if isinstance(test, tuple) else test for column, test in filters.items()}
    return [f"{column}: {word or EMPTY}" for column, word in words.items()]
