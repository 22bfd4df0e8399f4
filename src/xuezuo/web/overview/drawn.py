"""Small trends as drawings: a line of shares from nothing to all, the same height for everybody, said in words too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xuezuo.indicators import style
from xuezuo.indicators.engines.live import Figure

WIDTH, HEIGHT, EDGE = 96.0, 24.0, 2.0


@dataclass(frozen=True)
class Trend:
    """`lines` are the strokes between neighbouring days that have a share, as SVG wants them; `end` is the last dot.
    `shares` are the percentages day by day, empty where nothing was due."""

    lines: list[str]
    end: tuple[str, str]
    said: str
    shares: list[str]


def trend_of(days: Sequence[date], figures: Sequence[Figure | None]) -> Trend | None:
    """None where fewer than two days have a share: one day is no trend."""
    found = [(place, one) for place, one in enumerate(figures) if one is not None and one.expected]
    if len(found) < 2:
        return None
    step = (WIDTH - 2 * EDGE) / (len(days) - 1)
    dots: dict[int, tuple[float, float]] = {}
    for place, one in found:
        depth = (HEIGHT - 2 * EDGE) * (1 - (one.ratio or 0.0))
        dots[place] = round(EDGE + place * step, 1), round(EDGE + depth, 1)
    strokes: list[list[str]] = []
    for place, (x, y) in dots.items():
        if place - 1 not in dots:
            strokes.append([])
        strokes[-1].append(f"{x},{y}")
    shares = [style.percent(one.settled, one.expected) if one and one.expected else "" for one in figures]
    begin, end = found[0][0], found[-1][0]
    said = _("from %(first)s at the end of %(first_day)s to %(last)s at the end of %(last_day)s") % {
        "first": shares[begin],
        "first_day": days[begin].isoformat(),
        "last": shares[end],
        "last_day": days[end].isoformat(),
    }
    x, y = dots[end]
    return Trend([" ".join(one) for one in strokes if len(one) > 1], (str(x), str(y)), said, shares)
