"""The tree: a subtree as one range of an ordered path, against the ways one would try first."""

import sqlite3
from collections.abc import Iterator

from benchmarks.frame import Way, benchmark
from xuezuo import tree_paths

SHAPE = (10, 9, 12, 94)
"""Cities, counties a city, townships a county, branches a township: 102,700 places and a root."""


def forest() -> tuple[sqlite3.Connection, str]:
    """A province with both columns, path and parent, each indexed; and the path of one county."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE place (id INTEGER PRIMARY KEY, parent INTEGER, path TEXT UNIQUE)")
    level: list[tuple[int, int | None, str]] = [(1, None, tree_paths.child("", 1))]
    number = 1
    while level:
        database.executemany("INSERT INTO place VALUES (?, ?, ?)", level)
        depth = tree_paths.depth(level[0][2])
        below: list[tuple[int, int | None, str]] = []
        for parent, _, path in level:
            for child in range(1, SHAPE[depth - 1] + 1) if depth <= len(SHAPE) else ():
                number += 1
                below.append((number, parent, tree_paths.child(path, child)))
        level = below
    database.execute("CREATE INDEX place_parent ON place (parent)")
    database.execute("ANALYZE")
    return database, tree_paths.child(tree_paths.child(tree_paths.child("", 1), 5), 5)


@benchmark("Places under one county, of 102,791", rounds=25)
def subtree() -> Iterator[Way]:
    database, county = forest()

    def count(sql: str, *values: object) -> int:
        return int(database.execute(f"SELECT count(*) FROM place WHERE {sql}", values).fetchone()[0])

    yield Way("path range", lambda: count("path >= ? AND path < ?", county, tree_paths.after(county)))
    yield Way("path LIKE 'p%', as startswith writes it", lambda: count(r"path LIKE ? ESCAPE '\'", county + "%"))
    yield Way(
        "walk down by parent, recursive",
        lambda: count(
            "id IN (WITH RECURSIVE down(id) AS (SELECT id FROM place WHERE path = ?"
            " UNION ALL SELECT place.id FROM place JOIN down ON place.parent = down.id) SELECT id FROM down)",
            county,
        ),
    )


@benchmark("Path of the next child, 20,000 times")
def next_child() -> Iterator[Way]:
    numbers = range(1, 20_001)
    yield Way("tree_paths.child", lambda: [tree_paths.child("00010005", number) for number in numbers])
    yield Way("the four divisions written out", lambda: [_by_table("00010005", number) for number in numbers])


def _by_table(parent: str, number: int) -> str:
    digits = tree_paths.DIGITS
    first, rest = divmod(number, 46_656)
    second, rest = divmod(rest, 1_296)
    third, fourth = divmod(rest, 36)
    return parent + digits[first] + digits[second] + digits[third] + digits[fourth]
