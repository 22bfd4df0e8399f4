"""The proof that every figure equals its list, and that its parts add up to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines.live import PARTS, Figure
from xuezuo.indicators.kept import rolling, storing
from xuezuo.indicators.kept.cells import WHOLE, Cells, loaded
from xuezuo.indicators.kept.cells import summed as sum_of
from xuezuo.indicators.queries import Asked, filters_of
from xuezuo.indicators.questions import Question
from xuezuo.periods import today

ADD_UP = ("children", "sector")
"""Breakdowns whose lines do not overlap."""


@dataclass(frozen=True)
class Difference:
    """A number and what its list, or the sum of its lines, gives instead."""

    indicator: str
    part: str
    way: str
    number: int
    found: int


def differences(asked: Asked) -> Iterator[Difference]:
    """Everything that does not agree, for every indicator, over one subtree."""
    for indicator in indicators().values():
        yield from _of_lists(asked, indicator)
        yield from _of_lines(asked, indicator)


def between(asked: Asked, other: Asked) -> Iterator[Difference]:
    """Where two engines answer the same question otherwise: each figure, each of its lines, each row of its lists."""
    for indicator in indicators().values():
        for by in ("", *indicator.breakdowns):
            tests = filters_of(indicator, by=by)
            mine = asked.engine.grouped(indicator, asked.question, tests, by)
            theirs = other.engine.grouped(indicator, other.question, tests, by)
            for word in sorted(set(mine) | set(theirs)):
                pair = [_numbers(found.get(word)) for found in (mine, theirs)]
                for part, number, found in zip(("expected", "settled"), *pair, strict=True):
                    if number != found:
                        yield Difference(indicator.code, part, f"{other.engine_name}, {by} {word}", number, found)
        yield from _of_rows(asked, other, indicator)


def _numbers(figure: Figure | None) -> tuple[int, int]:
    return (figure.expected or 0, figure.settled) if figure else (0, 0)


def _of_rows(asked: Asked, other: Asked, indicator: Indicator) -> Iterator[Difference]:
    """How many rows of the two lists are not the same, place by place: they are walked side by side and never held."""
    filters = filters_of(indicator)
    for part in PARTS if not indicator.tally else ("settled",):
        mine = asked.engine.rows(indicator, asked.question, filters, part)
        theirs = other.engine.rows(indicator, other.question, filters, part)
        rows = unlike = 0
        for one, another in zip_longest(mine, theirs):
            rows += 1
            unlike += one != another
        if unlike:
            yield Difference(indicator.code, part, f"{other.engine_name}, rows", rows, rows - unlike)


def _of_lists(asked: Asked, indicator: Indicator) -> Iterator[Difference]:
    filters = filters_of(indicator)
    figure = asked.engine.count(indicator, asked.question, filters)
    numbers = {"settled": figure.settled}
    if figure.expected is not None:
        numbers |= {"expected": figure.expected, "outstanding": figure.outstanding}
    for part, number in numbers.items():
        rows = asked.engine.rows(indicator, asked.question, filters, part)
        listed = sum(row.amount if indicator.adds_up else 1 for row in rows)
        if listed != number:
            yield Difference(indicator.code, part, "list", number, listed)


def _of_lines(asked: Asked, indicator: Indicator) -> Iterator[Difference]:
    filters = filters_of(indicator)
    figure = asked.engine.count(indicator, asked.question, filters)
    for by in ADD_UP:
        lines = asked.engine.grouped(indicator, asked.question, filters, by).values()
        pairs = {"settled": (figure.settled, sum(line.settled for line in lines))}
        if figure.expected is not None:
            pairs["expected"] = figure.expected, sum(line.expected or 0 for line in lines)
        for part, (number, summed) in pairs.items():
            if number != summed:
                yield Difference(indicator.code, part, by, number, summed)


def kept_differences() -> Iterator[Difference]:
    """Everything kept that is not what the records give, at every organization of today's tree."""
    day = today()
    counted = rolling.count_all(Question("", day, day))
    own, sums = storing.everything()
    wanted = storing.Change()
    wanted.compare({}, counted)
    for (home, code), one in counted.items():
        kept = own.pop((home, code), None)
        if kept is None or (kept.path, kept.sector, loaded(kept.text)) != (one.path, one.sector, one.cells):
            yield Difference(code, "own", one.path, _number(loaded(kept.text) if kept else {}), _number(one.cells))
    for (_, code), kept in own.items():
        yield Difference(code, "own", kept.path, _number(loaded(kept.text)), 0)
    for (path, code), cells in wanted.sums.items():
        if sums.pop((path, code), {}) != cells:
            yield Difference(code, "sum", path, 0, sum_of(cells, WHOLE)[0])
    for (path, code), cells in sums.items():
        yield Difference(code, "sum", path, (sum_of(cells, WHOLE) or [0])[0], 0)


def _number(cells: Cells) -> int:
    return cells.get(WHOLE, [0])[0]
