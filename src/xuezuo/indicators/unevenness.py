"""Unevenness (R05): how much of the differences in study coverage lies between sectors, or between organizations.

A plain decomposition of sums: each sector of each organization below is one part with its share of members reached; the
spread is the sum of squared distances of these shares from the whole's, each weighing as many as it has members.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from xuezuo.indicators.asking import Asked, indicator_by_code
from xuezuo.indicators.explaining import sums
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.statements import Key, Table

Part = tuple[int, int]
"""Members, and people missed."""


@dataclass(frozen=True)
class Spread:
    """`between_sectors` and `between_organizations` are shares of the whole spread, each by itself; None where there is
    nothing to compare. What is not between sectors lies between organizations of the same sector, and the other way
    round."""

    between_sectors: Fraction | None
    between_organizations: Fraction | None

    @property
    def is_none(self) -> bool:
        return self.between_sectors is None and self.between_organizations is None


def unevenness(asked: Asked) -> Spread:
    """Of the organization and what stands right below it, by the level shown."""
    return spread_of(sums(asked, indicator_by_code(COVERAGE)).of(asked.question.path))


def spread_of(table: Table) -> Spread:
    """A division that leaves one part for each cell says nothing: it is all of the spread, whatever the numbers are."""
    table = {key: cell for key, cell in table.items() if cell[0]}
    members, missed = (sum(cell[place] for cell in table.values()) for place in (0, 1))
    whole = _squares(table.values(), Fraction(missed, members or 1))
    if not whole:
        return Spread(None, None)

    def share(name: Callable[[Key], str]) -> Fraction | None:
        parts: dict[str, Part] = {}
        for key, (of, people) in table.items():
            old = parts.get(name(key), (0, 0))
            parts[name(key)] = old[0] + of, old[1] + people
        if len(parts) in (1, len(table)):
            return None
        return _squares(parts.values(), Fraction(missed, members)) / whole

    return Spread(share(lambda key: key[1]), share(lambda key: key[0]))


def _squares(parts: Iterable[Part], mean: Fraction) -> Fraction:
    return sum((members * (Fraction(people, members) - mean) ** 2 for members, people in parts), Fraction())
