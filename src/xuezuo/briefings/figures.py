"""What briefings take from `indicators`: which figures exist, their counts, their rows, and how they are printed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from xuezuo.briefings.frozen_rows import FrozenRow, Packed
from xuezuo.indicators import queries, style
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.row_sets.shape import Row, passes, window
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class Figure:
    """`expected` is None for a tally. The ratio is divided last, when it is printed.

    `title` speaks the viewer's language, `unit` the paper's: a briefing is a Chinese text whoever reads it.
    """

    indicator: str
    title: str
    unit: str
    expected: int | None
    settled: int

    @property
    def outstanding(self) -> int | None:
        return None if self.expected is None else self.expected - self.settled

    def value(self, part: str) -> int | None:
        """The count of a part; None where a tally has no such part."""
        if part == "settled" or self.expected is None:
            return self.settled if part in ("", "settled") else None
        return {"expected": self.expected, "outstanding": self.outstanding}.get(part, self.settled)

    def is_rate(self, part: str) -> bool:
        return self.expected is not None and part in ("", "ratio")

    def has_content(self, part: str) -> bool:
        """Whether there is anything to tell: a count above nought, a rate of something due."""
        return bool(self.expected) if self.is_rate(part) else bool(self.value(part))

    def printed(self, part: str) -> str:
        """In the style of the notice, unit included: `12.7万人次`, `96.6%` (D13.22)."""
        if self.is_rate(part):
            return style.percent(self.settled, self.expected or 0)
        return style.counted(self.value(part) or 0, self.unit)

    def exact(self, part: str) -> str:
        """The whole number, as a drill-down shows it (D13.24)."""
        if self.is_rate(part):
            return f"{self.settled:,}/{self.expected:,}"
        return f"{self.value(part) or 0:,}"


def tallies() -> set[str]:
    return {code for code, one in indicators().items() if one.tally}


def ratios() -> set[str]:
    return {code for code, one in indicators().items() if not one.tally}


def counted(scope: Scope, organization: str, codes: Collection[str], as_of: date) -> dict[str, Figure]:
    """The live figures of an organization at the end of a day, by indicator."""
    if not codes:
        return {}
    document = queries.figures(scope, organization, in_order(codes), as_of=as_of)
    return {
        one["indicator"]: Figure(
            one["indicator"],
            one["title"],
            indicators()[one["indicator"]].units["zh"],
            one["expected"],
            one["settled"],
        )
        for one in document["figures"]
    }


def rows(scope: Scope, organization: str, code: str, as_of: date) -> Iterator[FrozenRow]:
    """The rows behind a live figure in one pass, each with what it counts for and whether it is settled."""
    indicator = indicators()[code]
    part = "settled" if indicator.tally else "expected"
    for row in queries.rows(scope, code, organization, part=part, as_of=as_of):
        amount = row.amount if indicator.adds_up else 1
        yield FrozenRow(row.row_id, row.organization_id, row.on, row.group, amount, _is_settled(indicator, row, as_of))


def _is_settled(indicator: Indicator, row: Row, as_of: date) -> bool:
    if "on" in indicator.settled:
        first, last = window(indicator.settled["on"], as_of)
        if not first <= row.on <= last:
            return False
    return passes(row, indicator.settled)


def of_rows(code: str, packed: Packed) -> Figure:
    """The figure that frozen rows add up to: the number is its list, so the two cannot part."""
    indicator = indicators()[code]
    expected = None if indicator.tally else packed.expected
    return Figure(code, indicator.title, indicator.units["zh"], expected, packed.settled)


def in_order(codes: Collection[str]) -> list[str]:
    """Codes in the order in which the indicators are declared; those that nobody declares any more are left out."""
    return [code for code in indicators() if code in codes]


def titles() -> dict[str, str]:
    """Every indicator's title, in the language of the viewer."""
    return {code: one.title for code, one in indicators().items()}


def opens(code: str) -> str:
    """What a row of this figure is: a record, a case or an organization."""
    return indicators()[code].row_set.opens if code in indicators() else "organization"
