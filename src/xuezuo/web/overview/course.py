"""A figure over twelve months, by sector or by what stands right below: a table, and small charts drawn from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xuezuo.indicators import style
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.queries import Asked, figure, lines
from xuezuo.indicators.trends import course, is_quick
from xuezuo.periods import month_ends
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, refusals_shown, share_in
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.table_file import Line as Cells
from xuezuo.web.overview.table_file import files_of, written
from xuezuo.web.overview.table_rows import overview_of
from xuezuo.web.overview.ways import ways_of
from xuezuo.web.overview.words import column_name

MONTHS = 12
MOST_DRAWN = 24
"""More small charts than this are not looked at; the table has them all."""


@dataclass(frozen=True)
class Moment:
    """One cell: `share` as it is read, `percent` as it is drawn (empty where nothing was due), and the figure's page."""

    share: str
    percent: str
    address: str


@dataclass(frozen=True)
class Line:
    name: str
    moments: list[Moment]


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    choices, indicator = share_in(request.GET)
    readable = [way for way in ("sector", "children") if way in indicator.breakdowns and _has(asked, way)]
    by = request.GET.get("by", "")
    by = by if by in readable else next(iter(readable), "")
    days: Sequence[date] = month_ends(asked.question.day, MONTHS)
    now = "now" in request.GET or is_quick(asked, days)
    walked = course(asked, days, now=now)
    days, found = _begun(days, _table(walked.answered, days, indicator, by))
    if "format" in request.GET:
        more: list[Cells] = [[_("Figure"), indicator.title], [_("Read by"), column_name(by) if by else ""]]
        body: list[Cells] = [["", *(day.isoformat() for day in days)]]
        body += [[line.name, *(moment.share for moment in line.moments)] for line in found]
        return written(request.GET["format"], asked, (f"course-{indicator.code}", _("Over time")), more, body)
    query = request.GET.copy()
    query["now"] = "1"
    return render(
        request,
        "overview/course.html",
        {
            "asked": asked,
            "path": path_to(asked),
            "ways": ways_of(asked, "overview-course", first=indicator.code),
            "indicator": indicator,
            "choices": choices,
            "days": days,
            "lines": found,
            "drawn": len(found) <= MOST_DRAWN and len(days) > 1,
            "by": by,
            "bys": [
                (
                    column_name(way),
                    overview_of(asked, asked.organization.code, "overview-course", first=indicator.code, by=way),
                    way == by,
                )
                for way in readable
            ],
            "waiting": len(walked.waiting),
            "from_files": walked.is_from_files,
            "files": files_of(request),
            "now": query.urlencode(),
        },
    )


def _has(asked: Asked, way: str) -> bool:
    return way != "children" or asked.has_below


def _table(answered: Mapping[date, Asked], days: Sequence[date], indicator: Indicator, by: str) -> list[Line]:
    """The whole first, then each line in the order of its last day; a line that begins or ends midway has gaps."""
    names: dict[str, str] = {}
    found: dict[tuple[str, date], Moment] = {}
    for day, asked in reversed(list(answered.items())):
        addresses = Addresses(asked)
        found["", day] = _moment(figure(asked, indicator), addresses.figure(indicator))
        for line in lines(asked, indicator, by) if by else ():
            own = by == "children" and line.path == asked.placement.path
            key = f"{line.code} own" if own else line.code
            names.setdefault(key, _("%(name)s itself") % {"name": line.name} if own else line.name)
            address = (
                addresses.figure(indicator, line.code)
                if by == "children"
                else addresses.figure(indicator, **{by: line.code})
            )
            found[key, day] = _moment(line.figure, address)
    nothing = Moment("", "", "")
    whole = Line(_("All"), [found.get(("", day), nothing) for day in days])
    return [
        whole,
        *(Line(name, [found.get((key, day), nothing) for day in days]) for key, name in names.items() if key),
    ]


def _begun(days: Sequence[date], found: list[Line]) -> tuple[Sequence[date], list[Line]]:
    """Without the lines that never had anything due, and without the days before anything was."""
    kept = [one for one in found if any(moment.percent for moment in one.moments)]
    first = min((place for one in kept for place, moment in enumerate(one.moments) if moment.percent), default=0)
    return days[first:], [Line(one.name, one.moments[first:]) for one in kept]


def _moment(one: Figure | None, address: str) -> Moment:
    if one is None or not one.expected:
        return Moment("", "", "")
    return Moment(style.percent(one.settled, one.expected), f"{one.settled * 100 / one.expected:.2f}", address)
