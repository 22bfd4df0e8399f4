"""A figure ready to be shown: every number beside the address of its rows."""

from dataclasses import dataclass, replace

from xuezuo.indicators import style
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.queries import Asked, Line
from xuezuo.web.overview.asking import Addresses


@dataclass(frozen=True)
class Number:
    """`address` opens exactly the rows that `value` counts."""

    value: int
    address: str


@dataclass(frozen=True)
class Shown:
    """`expected`, `outstanding` and `percent` are None for a tally. All are None where a small number is hidden."""

    indicator: Indicator
    settled: Number | None
    expected: Number | None = None
    outstanding: Number | None = None
    percent: str | None = None
    name: str = ""
    code: str = ""
    address: str = ""

    @property
    def hidden(self) -> bool:
        return self.settled is None


def shown(
    asked: Asked,
    indicator: Indicator,
    figure: Figure | None,
    code: str = "",
    addresses: Addresses | None = None,
    **narrow: str,
) -> Shown:
    """The figure of the organization `code` (the question's own if empty)."""
    addresses = addresses or Addresses(asked)
    page = addresses.figure(indicator, code, **narrow)
    if figure is None:
        return Shown(indicator, None, address=page)

    def number(part: str, value: int) -> Number:
        return Number(value, addresses.list(indicator, part, code, **narrow))

    settled = number("settled", figure.settled)
    if figure.expected is None:
        return Shown(indicator, settled, address=page)
    return Shown(
        indicator,
        settled,
        number("expected", figure.expected),
        number("outstanding", figure.outstanding),
        style.percent(figure.settled, figure.expected),
        address=page,
    )


def line_shown(
    asked: Asked,
    indicator: Indicator,
    by: str,
    line: Line,
    narrow: dict[str, str],
    addresses: Addresses | None = None,
) -> Shown:
    """A line of a breakdown. The name of a child leads down the tree, that of a word to the figure narrowed to it."""
    if by != "children":
        one = shown(asked, indicator, line.figure, "", addresses, **(narrow | {by: line.code}))
    elif line.path == asked.placement.path:
        one = shown(asked, indicator, line.figure, line.code, addresses, **narrow, own="1")
    else:
        one = shown(asked, indicator, line.figure, line.code, addresses, **narrow)
    return replace(one, name=line.name, code=line.code)
