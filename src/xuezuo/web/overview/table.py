"""The overview: indicators beside the organizations below, in one table, of one day or of two; least reached first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.explaining import sums
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import Asked, ask
from xuezuo.indicators.trends import Course, answering, course, is_quick, standing
from xuezuo.indicators.unevenness import spread_of
from xuezuo.periods import month_ends, month_of, quarter_of
from xuezuo.refusals import Refusal
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview import table_file
from xuezuo.web.overview.asking import Addresses, asked_in, refusals_shown
from xuezuo.web.overview.evenness import said, sectors_of
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.table_rows import Beside, first_of, rows_of
from xuezuo.web.overview.ways import ways_of

MONTHS, MORE_MONTHS = 6, 12


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    other = _other_day(request, asked)
    now = "now" in request.GET
    context: dict[str, Any] = {
        "asked": asked,
        "path": path_to(asked),
        "ways": ways_of(asked, "overview", first=_first(request, _chosen(request)).code),
        "other": other,
        "now": _with(request, now="1"),
    }
    answers = answering(asked, now=now)
    compared = answering(other, now=now) if other else None
    if answers is None or (other and compared is None):
        return render(request, "overview/table.html", context | {"waits": True})
    chosen = _chosen(request)
    first = _first(request, chosen)
    today = standing(answers, chosen)
    days = month_ends(asked.question.day, _months(request))
    walked = course(answers, days, now=now) if len(days) > 1 else None
    beside = Beside(
        standing(compared, chosen) if compared else None,
        days,
        [
            None if one is None else today if one is answers else standing(one, chosen)
            for one in (walked.answered.get(day) for day in days)
        ]
        if walked
        else (),
    )
    columns, rows = rows_of(answers, today, chosen, first, beside, _carried(request))
    first = first_of(columns, first) if columns else first
    if "format" in request.GET:
        return table_file.download(request.GET["format"], table_file.Seen(answers, other, columns, rows, days, first))
    context |= {
        "columns": [(one, Addresses(asked).figure(one)) for one in columns],
        "rows": rows,
        "first": first,
        "trends": _trends(request, answers, days, walked),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "overview/table_grid.html", context)
    parts = sums(answers, _coverage()).of(asked.question.path)
    context |= {
        "choices": [(one, one in chosen) for one in _with_share()],
        "sectors": sectors_of(answers, parts),
        "uneven": said(spread_of(parts)),
        "besides": _besides(request, asked),
        "alone": _with(request, against=""),
        "files": table_file.files_of(request),
    }
    return render(request, "overview/table.html", context)


def _coverage() -> Indicator:
    return indicators()[COVERAGE]


def _with_share() -> list[Indicator]:
    return [one for one in indicators().values() if not one.tally]


def _chosen(request: HttpRequest) -> list[Indicator]:
    """The figures asked for (`show`); else every one that has a share."""
    wanted = request.GET.getlist("show")
    return [one for one in _with_share() if one.code in wanted] or _with_share()


def _first(request: HttpRequest, chosen: list[Indicator]) -> Indicator:
    """By which figure the least reached stand first."""
    wanted = request.GET.get("first", COVERAGE)
    return next((one for one in chosen if one.code == wanted), chosen[0])


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What goes along on the way down: which figures, in which order, beside which day, with which trends."""
    names = ("show", "first", "against", "months")
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]


def _other_day(request: HttpRequest, asked: Asked) -> Asked | None:
    """The same place on the day to compare with. Raises `Refusal`."""
    text = request.GET.get("against", "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("date_unreadable", value=text) from None
    return ask(asked.scope, asked.organization.code, day, asked.tree, alone=asked.question.alone, engine="quick")


def _months(request: HttpRequest) -> int:
    """How many days the small trends have, the day itself with them; one is none."""
    return {str(MONTHS): MONTHS, str(MORE_MONTHS): MORE_MONTHS}.get(request.GET.get("months", ""), 1)


def _trends(request: HttpRequest, asked: Asked, days: Sequence[date], walked: Course | None) -> dict[str, Any]:
    """The addresses of the same table with more days in it, and whether it fetches the first of them by itself."""
    shown = len(days) if walked else 0
    waiting = walked.waiting if walked else ()
    return {
        "shown": shown,
        "first_day": days[0],
        "more": "" if shown else _with(request, months=str(MONTHS)),
        "longer": _with(request, months=str(MORE_MONTHS)) if shown == MONTHS else "",
        "waiting": len(waiting),
        "from_files": bool(walked and walked.is_from_files),
        "count": _with(request, now="1") if waiting else "",
        "comes": not shown and is_quick(asked, month_ends(asked.question.day, MONTHS)),
    }


def _besides(request: HttpRequest, asked: Asked) -> list[tuple[str, str, bool]]:
    """Days that one usually compares with, their addresses, and whether that is the one beside."""
    day = asked.question.day
    month, quarter = (month_ends(of(day).start, 2)[0] for of in (month_of, quarter_of))
    days = dict.fromkeys((month, quarter, _year_before(day)))
    beside = request.GET.get("against")
    return [(one.isoformat(), _with(request, against=one.isoformat()), one.isoformat() == beside) for one in days]


def _year_before(day: date) -> date:
    return (
        month_of(day.replace(day=1, year=day.year - 1)).last_day
        if day == month_of(day).last_day
        else day.replace(year=day.year - 1)
    )


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    for name, value in more.items():
        query[name] = value
    return query.urlencode()
