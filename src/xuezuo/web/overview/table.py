"""The overview: indicators beside the organizations below, in one table, of one day or of two; least reached first."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xuezuo.indicators import tables
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.explaining import is_at_once, sums
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import Asked, Line, ask, with_engine
from xuezuo.indicators.statements import Table
from xuezuo.indicators.unevenness import Spread, spread_of
from xuezuo.organizations.kinds import Sector
from xuezuo.refusals import Refusal
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, refusals_shown
from xuezuo.web.overview.numbers import Shown, line_shown
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.table_rows import Cell, Row, least_reached, rows_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    other = _other_day(request, asked)
    query = request.GET.copy()
    query["now"] = "1"
    context: dict[str, Any] = {"asked": asked, "path": path_to(asked), "other": other, "now": query.urlencode()}
    answering = _answering(request, asked)
    compared = _answering(request, other) if other else None
    if answering is None or (other and compared is None):
        return render(request, "overview/table.html", context | {"waits": True})
    chosen = _chosen(request)
    columns, rows = rows_of(answering, compared, chosen, _first(request, chosen))
    if "format" in request.GET:
        return _file(request.GET["format"], asked, other, columns, rows)
    parts = sums(answering, _coverage()).of(asked.question.path)
    context |= {
        "columns": [(one, Addresses(asked).figure(one)) for one in columns],
        "rows": rows,
        "first": _first(request, chosen),
        "choices": [(one, one in chosen) for one in _with_share()],
        "sectors": _sectors(answering, parts),
        "uneven": _said(spread_of(parts)),
        "files": [(kind, f"?{_with(request, format=kind)}") for kind in ("csv", "xlsx")],
        "figure": Addresses(asked).figure(_coverage(), by="sector"),
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


def _answering(request: HttpRequest, asked: Asked) -> Asked | None:
    """The question put to an engine that answers at once: kept rows, a small place, prepared files; else on request."""
    if is_at_once(asked) or "now" in request.GET:
        return asked
    try:
        return with_engine(asked, "snapshot")
    except Refusal:
        return None


def _sectors(asked: Asked, table: Table) -> list[Shown]:
    """Study coverage by sector, from the same sums, least reached first."""
    found: dict[str, Figure] = {}
    for (_path, sector), (members, missed) in table.items():
        old = found.get(sector, Figure(0, 0))
        found[sector] = Figure((old.expected or 0) + members, old.settled + members - missed)
    named = [Line(sector, str(Sector(sector).label), one) for sector, one in found.items() if sector and one.expected]
    return [line_shown(asked, _coverage(), "sector", one, {}) for one in sorted(named, key=least_reached)]


def _said(spread: Spread) -> list[str]:
    """Unevenness in words."""
    if spread.is_none:
        return [_("There are no differences here between sectors or organizations that could be told apart.")]
    found = []
    if spread.between_sectors is not None:
        words = _(
            "%(part)s of the differences in study coverage lie between sectors, %(rest)s between organizations of the same sector."
        )
        found.append(words % _parts(spread.between_sectors))
    if spread.between_organizations is not None:
        words = _(
            "Read the other way, %(part)s lie between the organizations below, %(rest)s between the sectors within them."
        )
        found.append(words % _parts(spread.between_organizations))
    return found


def _parts(share: Any) -> dict[str, str]:
    percent = round(share * 100)
    return {"part": f"{percent}%", "rest": f"{100 - percent}%"}


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


def _file(kind: str, asked: Asked, other: Asked | None, columns: list[Indicator], rows: list[Row]) -> HttpResponse:
    """What is seen, with the numbers behind each share."""
    if kind not in ("csv", "xlsx"):
        raise Refusal("list_format_missing", format=kind, choices="csv, xlsx")
    parts = [_("due"), _("counted"), _("outstanding"), _("share")]
    if other:
        parts.append(other.question.day.isoformat())
    head = [_("Code"), _("Organization"), *(f"{one.title} {part}" for one in columns for part in parts)]
    body = [[row.code, row.name, *(part for cell in row.cells for part in _numbers(cell, other))] for row in rows]
    name = f"overview-{asked.organization.code}-{asked.question.day.isoformat()}.{kind}"
    if kind == "csv":
        content, content_type = tables.table_as_csv([head, *body]), "text/csv; charset=utf-8"
    else:
        content, content_type = tables.table_as_xlsx([head, *body]), XLSX
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _numbers(cell: Cell, other: Asked | None) -> list[int | str]:
    one = cell.now
    if one.settled is None or one.expected is None or one.outstanding is None:
        found: list[int | str] = ["", "", "", ""]
    else:
        found = [one.expected.value, one.settled.value, one.outstanding.value, one.percent or ""]
    return [*found, cell.then] if other else found
