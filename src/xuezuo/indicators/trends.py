"""What stood at the end of several days, for an organization and what is right below it: derived, never asked for.

A past day is counted from facts as they are known now, in the tree of that day or of today: what was entered late about
June stands in June. So a course of months has no steps that only say when somebody typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xuezuo.indicators.answering import children_in, grouped
from xuezuo.indicators.asking import AT_ONCE, Asked, ask, filters_of, indicator_by_code, with_engine
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.explaining import is_at_once
from xuezuo.indicators.queries import Line
from xuezuo.indicators.snapshots import is_prepared
from xuezuo.refusals import Refusal

WHOLE, ITSELF = "", "."
"""The organization with all below it, and its own rows; no code is written so."""


@dataclass(frozen=True)
class Standing:
    """The figures of one day by code of the indicator, then by code of the organization (`WHOLE`, `ITSELF`)."""

    day: date
    figures: Mapping[str, Mapping[str, Figure]]

    def of(self, indicator: Indicator, code: str) -> Figure | None:
        """None where nobody of that code stood there on that day, or nothing was due."""
        return self.figures.get(indicator.code, {}).get(code)


def answering(asked: Asked, *, now: bool = False) -> Asked | None:
    """The question put to whoever answers at once: kept rows, a small place, prepared files. None where it would take
    long, unless that is wanted `now`."""
    if is_at_once(asked) or now:
        return asked
    try:
        return with_engine(asked, "snapshot")
    except Refusal:
        return None


def standing(asked: Asked, chosen: Iterable[Indicator]) -> Standing:
    """Each figure is counted once: the whole is the sum of what stands right below and of the own rows."""
    return Standing(asked.question.day, {one.code: _figures(asked, one) for one in chosen})


def _figures(asked: Asked, indicator: Indicator) -> dict[str, Figure]:
    by_path = grouped(asked, indicator, filters_of(indicator), "children")
    found = {WHOLE: _sum(by_path.values())} if by_path else {}
    for code, _name, path in children_in(asked, set(by_path)):
        if path in by_path:
            found[ITSELF if path == asked.placement.path else code] = by_path[path]
    return found


def _sum(figures: Iterable[Figure]) -> Figure:
    parts = list(figures)
    expected = None if any(one.expected is None for one in parts) else sum(one.expected or 0 for one in parts)
    return Figure(expected, sum(one.settled for one in parts), max(one.deepest for one in parts))


def lines_below(asked: Asked, standing_now: Standing, indicator: Indicator) -> list[Line]:
    """What stands right below, and the organization's own rows where it has any; a line without a figure has none due."""
    figures = standing_now.figures.get(indicator.code, {})
    counted = {asked.placement.path} if ITSELF in figures else set()
    return [
        Line(code, name, figures.get(ITSELF if path == asked.placement.path else code, Figure(0, 0)), path)
        for code, name, path in children_in(asked, counted)
    ]


def on(asked: Asked, day: date) -> Asked | None:
    """The same place on another day; None where it had no place in the tree then."""
    try:
        return ask(asked.scope, asked.organization.code, day, asked.tree, alone=asked.question.alone, engine="quick")
    except Refusal as refusal:
        if refusal.code != "figure_no_place":
            raise
        return None


@dataclass(frozen=True)
class Course:
    """Days in order, each with the question put to whoever answered it. `waiting` are those that would take long."""

    days: Sequence[date]
    answered: Mapping[date, Asked]
    waiting: Sequence[date]

    @property
    def is_from_files(self) -> bool:
        """Whether a day was read from prepared files: what was entered since they were made is not in them."""
        return any(one.engine_name == "snapshot" for one in self.answered.values())


def course(asked: Asked, days: Sequence[date], *, now: bool = False) -> Course:
    """Who answers on each of the days; days on which the place did not stand are neither answered nor waiting."""
    answered: dict[date, Asked] = {}
    waiting: list[date] = []
    for day in days:
        then = asked if day == asked.question.day else on(asked, day)
        if then is None:
            continue
        found = answering(then, now=now)
        if found is None:
            waiting.append(day)
        else:
            answered[day] = found
    return Course(days, answered, waiting)


def is_quick(asked: Asked, days: Sequence[date]) -> bool:
    """Whether so many days are answered while the page stands already: all of them together have no more organizations
    to be counted than one day may have; or the place is so large that prepared files are read, and they are there."""
    other = [day for day in days if day != asked.question.day]
    found = grouped(asked, indicator_by_code("organizations"), {}, "").get("")
    size = found.settled if found else 0
    if size > AT_ONCE:
        return all(is_prepared(day, day if asked.tree == "then" else asked.question.tree_day) for day in other)
    return size * len(other) <= AT_ONCE
