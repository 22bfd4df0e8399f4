"""The kept rows in the database: an organization's own, and the sums above it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from xuezuo import tree_paths
from xuezuo.indicators.kept.cells import WHOLE, BySector, Cells, add, at_depth, deepest, dumped, loaded, summed
from xuezuo.indicators.kept.cells import without_nothing as cleared
from xuezuo.indicators.kept.counting import Counted
from xuezuo.indicators.models import Node, Own
from xuezuo.organizations import bulk
from xuezuo.statements import among, fetch

Key = tuple[int, str]
"""Organization and indicator."""

AT_A_TIME = 500

OWN = (
    "organization_id",
    "indicator",
    "path",
    "parent",
    "sector",
    "expected",
    "settled",
    "rows",
    "rows_settled",
    "cells",
)
NODE = ("path", "parent", "indicator", "expected", "settled", "rows", "deepest", "cells")

CODES = """WITH RECURSIVE codes AS (SELECT MIN(indicator) AS code FROM indicators_own UNION ALL
SELECT (SELECT MIN(indicator) FROM indicators_own WHERE indicator > code) FROM codes WHERE code IS NOT NULL)
SELECT code FROM codes WHERE code IS NOT NULL"""
"""Figures that anything is kept of, from one to the next along the index: PostgreSQL's `DISTINCT` reads every row."""


@dataclass(frozen=True)
class Stored:
    """What stands of one organization and figure."""

    path: str
    sector: str
    text: str


def own_of(condition: str, given: list[str]) -> dict[Key, Stored]:
    text = f"SELECT organization_id, indicator, path, sector, cells FROM indicators_own WHERE {condition}"  # noqa: S608
    return {(home, code): Stored(path, sector, cells) for home, code, path, sector, cells in fetch(text, given)}


def own_of_organizations(ids: Iterable[int]) -> dict[Key, Stored]:
    return own_of(among("organization_id", ids), [])


def own_between(first: str, behind: str) -> dict[Key, Stored]:
    # by the index on indicator and path: one range for each figure
    codes = [code for (code,) in fetch(CODES)]
    found: dict[Key, Stored] = {}
    for code in codes:
        found |= own_of("indicator = %s AND path >= %s AND path < %s", [code, first, behind])
    return found


class Change:
    """What is to be written: organizations whose cells differ, and the differences of everything above them."""

    def __init__(self) -> None:
        self.gone: list[Key] = []
        self.new: list[tuple[Key, Counted, str]] = []
        self.sums: dict[tuple[str, str], BySector] = {}

    def compare(self, before: Mapping[Key, Stored], after: Mapping[Key, Counted]) -> None:
        for key, stored in before.items():
            now = after.get(key)
            text = dumped(now.cells) if now else ""
            if now and (stored.path, stored.sector, stored.text) == (now.path, now.sector, text):
                continue
            self.gone.append(key)
            self._sum(key[1], stored.path, stored.sector, loaded(stored.text), -1)
            if now:
                self._add(key, now, text)
        for key, counted in after.items():
            if key not in before:
                self._add(key, counted, dumped(counted.cells))

    def _add(self, key: Key, counted: Counted, text: str) -> None:
        self.new.append((key, counted, text))
        self._sum(key[1], counted.path, counted.sector, counted.cells, 1)

    def _sum(self, code: str, path: str, sector: str, cells: Cells, sign: int) -> None:
        for above in tree_paths.ancestors(path):
            add(self.sums.setdefault((above, code), {}), sector, at_depth(cells, path, sign))

    @property
    def is_empty(self) -> bool:
        return not self.gone and not self.new

    def write(self) -> None:
        """In the caller's transaction."""
        self._write_own()
        self._write_sums()

    def _write_own(self) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM indicators_own WHERE organization_id = %s AND indicator = %s", self.gone)
        rows = (
            (home, code, one.path, tree_paths.parent_of(one.path), one.sector, *_whole(one.cells), text)
            for (home, code), one, text in self.new
        )
        bulk.insert(Own, OWN, rows)

    def _write_sums(self) -> None:
        changed = [
            key for key, sums in self.sums.items() if any(any(cell) for of in sums.values() for cell in of.values())
        ]
        paths = sorted({path for path, _ in changed})
        standing = _nodes(paths)
        written: list[tuple[str | int, ...]] = []
        for path, code in changed:
            cells = standing.get((path, code), {})
            for sector, more in self.sums[path, code].items():
                add(cells, sector, more)
            if cells := cleared(cells):
                whole = summed(cells, WHOLE)
                row = (*(whole or [0, 0, 0, 0])[:3], deepest(whole))
                written.append((path, tree_paths.parent_of(path), code, *row, dumped(cells)))
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM indicators_node WHERE path = %s AND indicator = %s", changed)
        bulk.insert(Node, NODE, written)


def _whole(cells: Cells) -> tuple[int, int, int, int]:
    expected, settled, rows, done = cells.get(WHOLE, [0, 0, 0, 0])
    return expected, settled, rows, done


def _nodes(paths: list[str]) -> dict[tuple[str, str], BySector]:
    found: dict[tuple[str, str], BySector] = {}
    for some in handfuls(paths):
        places = ", ".join(["%s"] * len(some))
        text = f"SELECT path, indicator, cells FROM indicators_node WHERE path IN ({places})"  # noqa: S608
        for path, code, cells in fetch(text, [*some]):
            found[path, code] = loaded(cells)  # type: ignore[assignment]
    return found


def handfuls(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), AT_A_TIME):
        yield paths[start : start + AT_A_TIME]


def everything() -> tuple[dict[Key, Stored], dict[tuple[str, str], BySector]]:
    """All that is kept, for the proof."""
    sums = {
        (path, code): loaded(text)
        for path, code, text in fetch("SELECT path, indicator, cells FROM indicators_node", [])
    }
    return own_of("1 = 1", []), sums  # type: ignore[return-value]
