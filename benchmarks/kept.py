"""Figures of a root's ten children: read from kept rows, against adding up below each, in places of three sizes.

The rows are written by the pass's own code, into a database that lies in memory.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.frame import Way, benchmark
from benchmarks.reorganizing import _ready

ROOT = "0001"
CODES = ("study_coverage", "requirements_met")
SIZES = {1_000: (10, 100), 10_000: (10, 10, 100), 103_000: (10, 10, 10, 103)}
"""Organizations in all, about, and how many stand below each on every level."""

Answer = dict[str, tuple[int, int]]


def _fill(shape: tuple[int, ...]) -> int:
    """Kept rows of a place of this shape; the branches at its end have them. Returns how many branches."""
    # reason: needs Django set up
    from django.db import connection, transaction

    from xuezuo import tree_paths
    from xuezuo.indicators.kept import storing
    from xuezuo.indicators.kept.counting import Counted

    paths = [ROOT]
    for wide in shape:
        paths = [tree_paths.child(path, number) for path in paths for number in range(1, wide + 1)]
    counted: dict[Any, Counted] = {}
    for number, path in enumerate(paths):
        for code in CODES:
            cells = {"": [14, number % 15, 2, 1], "group=floating": [2, number % 3, 2, 1]}
            counted[number, code] = Counted(path, ("village", "organ")[number % 2], cells)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM indicators_own")
            cursor.execute("DELETE FROM indicators_node")
        change = storing.Change()
        change.compare({}, counted)
        change.write()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return len(paths)


def _ways(shape: tuple[int, ...]) -> Iterator[Way]:
    _ready()
    # reason: needs Django set up
    from xuezuo import tree_paths
    from xuezuo.indicators.declared import indicators
    from xuezuo.indicators.engines.kept import Kept, Wanted
    from xuezuo.statements import fetch

    branches = _fill(shape)
    indicator = indicators()[CODES[0]]

    def checked(found: Answer) -> Answer:
        assert sum(due for due, _ in found.values()) == 14 * branches, "an empty place is not timed"
        return found

    def kept() -> Answer:
        lines = Kept(ROOT).grouped(indicator, Wanted(by="children"))
        return checked({path: (one.expected or 0, one.settled) for path, one in lines.items()})

    def rows_by_key() -> Answer:
        text = "SELECT path, expected, settled FROM indicators_node WHERE parent = %s AND indicator = %s"
        return checked({path: (due, done) for path, due, done in fetch(text, [ROOT, CODES[0]])})

    def ranges() -> Answer:
        text = (
            "SELECT substr(path, 1, 8), SUM(expected), SUM(settled) FROM indicators_own"
            " WHERE indicator = %s AND path >= %s AND path < %s GROUP BY 1"
        )
        return checked({p: (e, s) for p, e, s in fetch(text, [CODES[0], ROOT, tree_paths.after(ROOT)])})

    yield Way("kept rows, all figures of the page", kept)
    yield Way("one figure's rows, read by key", rows_by_key)
    yield Way("adding up below each", ranges)


def _of_size(size: int, shape: tuple[int, ...]) -> None:
    @benchmark(f"Figures of a root's ten children, {size:,} organizations", rounds=15)
    def children() -> Iterator[Way]:
        yield from _ways(shape)


for one_size, one_shape in SIZES.items():
    _of_size(one_size, one_shape)
