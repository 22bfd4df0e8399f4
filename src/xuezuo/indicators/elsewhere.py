"""The rows of an explained gap that stand in none of its statements: what is left over opens its list too."""

from collections.abc import Iterable, Iterator
from itertools import islice

from xuezuo import tree_paths
from xuezuo.indicators.answering import SECTOR
from xuezuo.indicators.asking import indicator_by_code
from xuezuo.indicators.explaining import Explained, Statement
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import Size, listed, size_of
from xuezuo.indicators.row_sets.shape import Row

PART = "outstanding"

AT_ONCE = 500
"""So many rows are read to find those of a page; most of them stand in a statement."""


def size(found: Explained) -> Size:
    """The whole list without those of the statements, which share no row: each is measured as its own list is."""
    indicator = indicator_by_code(COVERAGE)
    whole = size_of(found.asked, indicator, PART)
    rows, number = whole.rows, whole.number or 0
    for one in found.statements:
        inside = size_of(one.asked, indicator, PART, one.narrow)
        rows, number = rows - inside.rows, number - (inside.number or 0)
    return Size(rows, number)


def rows(found: Explained, after: tuple[str, str] | None = None, limit: int | None = None) -> Iterator[Row]:
    """Its rows in order of path, behind `after`."""
    indicator = indicator_by_code(COVERAGE)
    if limit is None:
        return _outside(found, listed(found.asked, indicator, PART, None, after))
    return islice(_lot_by_lot(found, after), limit)


def _outside(found: Explained, some: Iterable[Row]) -> Iterator[Row]:
    return (row for row in some if not any(_holds(one, row) for one in found.statements))


def _lot_by_lot(found: Explained, after: tuple[str, str] | None) -> Iterator[Row]:
    """What a statement about a whole place holds is passed over in one step."""
    indicator = indicator_by_code(COVERAGE)
    while True:
        lot = list(listed(found.asked, indicator, PART, None, after, AT_ONCE))
        yield from _outside(found, lot)
        if len(lot) < AT_ONCE:
            return
        last = lot[-1]
        after = last.path, last.row_id
        for one in found.statements:
            if not one.sector and not one.own and _holds(one, last):
                after = tree_paths.after(one.asked.question.path), ""


def _holds(one: Statement, row: Row) -> bool:
    path = one.asked.question.path
    here = row.path == path if one.own else tree_paths.covers(path, row.path)
    return here and one.sector in ("", row.column(SECTOR))
