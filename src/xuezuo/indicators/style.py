"""Numbers in the style of official documents (D13.22-D13.24): `12.7万人次`, `760个`, `96.6%`."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext

from xuezuo.indicators.engines.live import Figure

WAN = 10_000
TENTH = Decimal("0.1")


def number(value: int) -> str:
    """From 10,000 in 万 with one decimal, rounded half-up, a trailing .0 dropped; below exactly."""
    if abs(value) < WAN:
        return str(value)
    tenths = (Decimal(value) / WAN).quantize(TENTH, ROUND_HALF_UP)
    whole = tenths.to_integral_value()
    return f"{whole if whole == tenths else tenths}万"


def counted(value: int, unit: str) -> str:
    """`counted(127000, "人次") == "12.7万人次"`."""
    return f"{number(value)}{unit}"


def percent(settled: int, expected: int) -> str:
    """One decimal, rounded half-up, divided last: `percent(24150, 25000) == "96.6%"`. A dash of nothing."""
    return f"{_share(settled, expected)}%" if expected else "—"


def change(now: Figure, then: Figure) -> str:
    """The difference of two shares in words: `高3.4个百分点`, `低0.2个百分点`, `一样`. Of the shares as they are
    shown, so that whoever subtracts the two numbers on the page gets the same."""
    assert now.expected and then.expected, "nothing has no share"  # noqa: PT018
    difference = _share(now.settled, now.expected) - _share(then.settled, then.expected)
    if not difference:
        return gettext("the same")
    words = gettext("%(difference)s points higher") if difference > 0 else gettext("%(difference)s points lower")
    return words % {"difference": abs(difference)}


def _share(settled: int, expected: int) -> Decimal:
    """In hundredths, as it is shown."""
    return (Decimal(settled) * 100 / expected).quantize(TENTH, ROUND_HALF_UP)
