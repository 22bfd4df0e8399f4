"""Unevenness down the tree (R05): how much of the differences in study coverage lies on which level.

The spread is that of `unevenness`, taken over organizations by their own rows: the sum of squared distances of their
shares from the whole's, each weighing as many as it has members. What lies between the organizations of a level, less
what lies between their superiors already, lies on that level; so the levels add up to the whole.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from xuezuo import tree_paths
from xuezuo.indicators.answering import kept_for
from xuezuo.indicators.asking import Asked, filters_of, indicator_by_code
from xuezuo.indicators.engines import kept
from xuezuo.indicators.engines.live import settled_test
from xuezuo.indicators.gaps import COVERAGE

Part = tuple[int, int]
"""Members, and people missed."""

NOTHING = 1e-9


@dataclass(frozen=True)
class Level:
    """`share` of the whole spread lies between `places` organizations so many `steps` below, each beside the others of
    its superior."""

    steps: int
    places: int
    share: float


def levels(asked: Asked) -> list[Level]:
    """From what stands right below down to the branches; empty where nothing differs, or all of it stands right below."""
    indicator = indicator_by_code(COVERAGE)
    question = asked.question
    if kept_for(asked, indicator, filters_of(indicator), "") is not None:
        parts = kept.parts_of(indicator, question)
    else:
        settled = settled_test(indicator, question)
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for row in asked.engine.rows(indicator, question, filters_of(indicator), "expected"):
            held = found[row.path]
            held[0] += row.amount
            held[1] += 0 if settled(row) else row.amount
        parts = {path: (members, missed) for path, (members, missed) in found.items()}
    return levels_of(parts, question.path)


def levels_of(parts: Mapping[str, Part], top: str) -> list[Level]:
    """The same of parts by path, each of an organization's own rows."""
    parts = {path: part for path, part in parts.items() if part[0]}
    deepest = max((tree_paths.depth(path) for path in parts), default=0) - tree_paths.depth(top)
    sums = [_sums(parts, len(top) + steps * tree_paths.SEGMENT) for steps in range(deepest + 1)]
    squares = [sum(missed * missed / members for members, missed in one.values()) for one in sums]
    if deepest < 2 or squares[-1] - squares[0] <= NOTHING * squares[-1]:
        return []
    whole = squares[-1] - squares[0]
    return [
        Level(steps, _at(sums[steps], top, steps), max(squares[steps] - squares[steps - 1], 0.0) / whole)
        for steps in range(1, deepest + 1)
    ]


def _sums(parts: Mapping[str, Part], length: int) -> dict[str, Part]:
    """Added up to the organizations of a level; what stands higher stays by itself."""
    found: dict[str, Part] = {}
    for path, (members, missed) in parts.items():
        old = found.get(path[:length], (0, 0))
        found[path[:length]] = old[0] + members, old[1] + missed
    return found


def _at(sums: Mapping[str, Part], top: str, steps: int) -> int:
    return sum(1 for path in sums if len(path) == len(top) + steps * tree_paths.SEGMENT)
