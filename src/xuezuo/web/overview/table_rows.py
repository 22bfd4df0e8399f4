"""The rows of the overview: an organization and those right below it, each with its figures, least reached first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xuezuo.indicators import style
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.queries import Asked, Line
from xuezuo.indicators.trends import ITSELF, WHOLE, Standing, lines_below
from xuezuo.web.overview.asking import Addresses
from xuezuo.web.overview.drawn import Trend, trend_of
from xuezuo.web.overview.numbers import Shown, line_shown, shown

Carried = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Then:
    """The same figure on the other day: its parts, its share, and the difference in words."""

    settled: int
    expected: int
    share: str
    change: str


@dataclass(frozen=True)
class Cell:
    """A figure of one organization, beside the other day (None without one, or where nothing was due) and its course."""

    now: Shown
    then: Then | None = None
    trend: Trend | None = None


@dataclass(frozen=True)
class Row:
    name: str
    code: str
    address: str
    cells: list[Cell]


@dataclass(frozen=True)
class Beside:
    """What stands beside the figures of the day: those of another day, and of the days of a course with the day itself
    (None: a day that nobody answered)."""

    other: Standing | None = None
    days: Sequence[date] = ()
    course: Sequence[Standing | None] = field(default_factory=tuple)

    def cell(self, now: Shown, figure: Figure | None, indicator: Indicator, code: str) -> Cell:
        then = self.other.of(indicator, code) if self.other else None
        earlier = [one.of(indicator, code) if one else None for one in self.course]
        return Cell(now, _then(figure, then), trend_of(self.days, earlier))


def rows_of(
    asked: Asked, now: Standing, chosen: list[Indicator], first: Indicator, beside: Beside, carried: Carried = ()
) -> tuple[list[Indicator], list[Row]]:
    """The figures that expect anything here, and the organization with those right below it, least reached first.

    `carried` are the parts of the address that go along on the way down.
    """
    nothing = Figure(0, 0)
    wholes = {one.code: now.of(one, WHOLE) or nothing for one in chosen}
    columns = [one for one in chosen if wholes[one.code].expected]
    top = Row(
        asked.organization.name, asked.organization.code, Addresses(asked).organization(asked.organization.code), []
    )
    for one in columns:
        cell = shown(asked, one, wholes[one.code])
        top.cells.append(beside.cell(cell, wholes[one.code], one, WHOLE))
    if not asked.has_below:
        return columns, [top]
    below = {one.code: {line.path: line for line in lines_below(asked, now, one)} for one in columns}
    ordered = sorted(below[first_of(columns, first).code].values(), key=least_reached) if columns else []
    return columns, [top, *(_row(asked, columns, below, beside, line, carried) for line in ordered)]


def first_of(columns: list[Indicator], wanted: Indicator) -> Indicator:
    """By which figure the rows stand: the one wanted, or the first that expects anything here."""
    return wanted if wanted in columns else columns[0]


def _row(
    asked: Asked,
    columns: list[Indicator],
    below: dict[str, dict[str, Line]],
    beside: Beside,
    line: Line,
    carried: Carried,
) -> Row:
    own = line.path == asked.placement.path
    cells = []
    for one in columns:
        mine = below[one.code].get(line.path) or Line(line.code, line.name, Figure(0, 0), line.path)
        cell = line_shown(asked, one, "children", mine, {})
        cells.append(beside.cell(cell, mine.figure, one, ITSELF if own else line.code))
    name = _("%(name)s itself") % {"name": line.name} if own else line.name
    return Row(name, line.code, "" if own else overview_of(asked, line.code, carried=carried), cells)


def overview_of(asked: Asked, code: str, page: str = "overview", carried: Carried = (), **more: str) -> str:
    """The same page of another organization, of the same day and tree."""
    when = {"organization": code, "as_of": asked.question.day.isoformat(), "tree": asked.tree} | more
    return f"{reverse(page)}?{urlencode([*when.items(), *carried])}"


def _then(now: Figure | None, then: Figure | None) -> Then | None:
    if then is None or not then.expected:
        return None
    change = style.change(now, then) if now is not None and now.expected else ""
    return Then(then.settled, then.expected, style.percent(then.settled, then.expected), change)


def least_reached(line: Line) -> tuple[float, str]:
    """Where nothing is due stands last; ties by code."""
    found = line.figure
    return (found.settled / found.expected if found and found.expected else 2, line.code)
