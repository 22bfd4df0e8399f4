"""The cells of a figure: the whole and every line it can be read by, of one organization or added up.

A cell is a list: expected, settled, rows, rows settled, and of a sum also how many organizations count at each depth
from 1 on. All of it adds up, so that what changed can be added to everything above.
"""

import json
from collections.abc import Mapping, Sequence

from xuezuo import tree_paths

WHOLE = ""
NUMBERS = 4

Cell = list[int]
Cells = dict[str, Cell]
"""By key: `""` the whole, `group=floating` a line."""

BySector = dict[str, Cells]


def key_of(column: str, word: str) -> str:
    return f"{column}={word}" if column else WHOLE


def dumped(cells: Mapping[str, object]) -> str:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def loaded(text: str) -> dict[str, Cell]:
    found: dict[str, Cell] = json.loads(text)
    return found


def at_depth(cells: Mapping[str, Sequence[int]], path: str, sign: int = 1) -> Cells:
    """An organization's cells as a part of a sum, or as what is taken from it."""
    place = tree_paths.depth(path)
    return {key: [sign * one for one in cell[:NUMBERS]] + [0] * (place - 1) + [sign] for key, cell in cells.items()}


def add(to: BySector, sector: str, cells: Mapping[str, Sequence[int]]) -> None:
    mine = to.setdefault(sector, {})
    for key, cell in cells.items():
        mine[key] = plus(mine.get(key, ()), cell)


def plus(one: Sequence[int], other: Sequence[int]) -> Cell:
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    found = list(long)
    for place, number in enumerate(short):
        found[place] += number
    return found


def without_nothing(cells: BySector) -> BySector:
    """Cells in which no organization counts any more are gone."""
    kept = {sector: {key: cell for key, cell in of.items() if any(cell[NUMBERS:])} for sector, of in cells.items()}
    return {sector: of for sector, of in kept.items() if of}


def summed(cells: BySector, key: str, sector: str | None = None) -> Cell:
    """One cell over all sectors, or of one."""
    found: Cell = []
    for name, of in cells.items():
        if sector is None or name == sector:
            found = plus(found, of.get(key, ()))
    return found


def deepest(cell: Sequence[int]) -> int:
    """The depth of the lowest organization that counts in a cell of a sum."""
    return max((depth for depth, count in enumerate(cell[NUMBERS:], start=1) if count), default=0)
