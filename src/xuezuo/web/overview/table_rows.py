"""The rows of the overview: an organization and those right below it, each with its figures, least reached first."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xuezuo.indicators import style
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.queries import Asked, Line, figure, lines
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.web.overview.asking import Addresses
from xuezuo.web.overview.numbers import Shown, line_shown, shown


@dataclass(frozen=True)
class Cell:
    """A figure of one organization, and its share on the other day (empty where there is none)."""

    now: Shown
    then: str = ""


@dataclass(frozen=True)
class Row:
    name: str
    code: str
    address: str
    cells: list[Cell]


def rows_of(
    asked: Asked, other: Asked | None, chosen: list[Indicator], first: Indicator
) -> tuple[list[Indicator], list[Row]]:
    """The figures that expect anything here, and the organization with those right below it, least reached first."""
    wholes = {one.code: figure(asked, one) for one in chosen}
    columns = [one for one in chosen if (found := wholes[one.code]) is None or found.expected]
    if not asked.question.alone and asked.organization.kind not in BRANCH_KINDS:
        below = {one.code: {line.path: line for line in lines(asked, one, "children")} for one in columns}
    else:
        below = {}
    then = {one.code: _then(other, one) for one in columns} if other else {}
    addresses = Addresses(asked)
    top = Row(asked.organization.name, asked.organization.code, addresses.organization(asked.organization.code), [])
    for one in columns:
        cell = shown(asked, one, wholes[one.code])
        top.cells.append(Cell(cell, _share(then.get(one.code, {}).get(""))))
    rows = [
        _row(asked, columns, below, then, line)
        for line in sorted(below.get(first.code, {}).values(), key=least_reached)
    ]
    return columns, [top, *rows]


def _row(
    asked: Asked,
    columns: list[Indicator],
    below: dict[str, dict[str, Line]],
    then: dict[str, dict[str, Figure | None]],
    line: Line,
) -> Row:
    own = line.path == asked.placement.path
    cells = []
    for one in columns:
        mine = below[one.code].get(line.path) or replace(line, figure=Figure(0, 0))
        cell = line_shown(asked, one, "children", mine, {})
        cells.append(Cell(cell, _share(then.get(one.code, {}).get(f"{line.code}{' own' if own else ''}"))))
    name = _("%(name)s itself") % {"name": line.name} if own else line.name
    return Row(name, line.code, "" if own else _overview_of(asked, line.code), cells)


def _overview_of(asked: Asked, code: str) -> str:
    question = asked.question
    return f"{reverse('overview')}?" + urlencode(
        {"organization": code, "as_of": question.day.isoformat(), "tree": asked.tree}
    )


def _then(asked: Asked, one: Indicator) -> dict[str, Figure | None]:
    """The whole, and each organization right below, by code: the other day's tree may have other paths."""
    found = {"": figure(asked, one)}
    if not asked.question.alone and asked.organization.kind not in BRANCH_KINDS:
        for line in lines(asked, one, "children"):
            found[f"{line.code}{' own' if line.path == asked.placement.path else ''}"] = line.figure
    return found


def _share(found: Figure | None) -> str:
    return style.percent(found.settled, found.expected) if found and found.expected else ""


def least_reached(line: Line) -> tuple[float, str]:
    """Where nothing is due stands last; ties by code."""
    found = line.figure
    return (found.settled / found.expected if found and found.expected else 2, line.code)
