"""The proof that every figure equals its list, and that its parts add up to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines import live
from xuezuo.indicators.queries import Asked, filters_of

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


def _of_lists(asked: Asked, indicator: Indicator) -> Iterator[Difference]:
    filters = filters_of(indicator)
    figure = live.count(indicator, asked.question, filters)
    numbers = {"settled": figure.settled}
    if figure.expected is not None:
        numbers |= {"expected": figure.expected, "outstanding": figure.outstanding}
    for part, number in numbers.items():
        rows = live.rows(indicator, asked.question, filters, part)
        listed = sum(row.amount if indicator.adds_up else 1 for row in rows)
        if listed != number:
            yield Difference(indicator.code, part, "list", number, listed)


def _of_lines(asked: Asked, indicator: Indicator) -> Iterator[Difference]:
    filters = filters_of(indicator)
    figure = live.count(indicator, asked.question, filters)
    for by in ADD_UP:
        lines = live.grouped(indicator, asked.question, filters, by).values()
        pairs = {"settled": (figure.settled, sum(line.settled for line in lines))}
        if figure.expected is not None:
            pairs["expected"] = figure.expected, sum(line.expected or 0 for line in lines)
        for part, (number, summed) in pairs.items():
            if number != summed:
                yield Difference(indicator.code, part, by, number, summed)
