"""What the rows of organizations say by themselves, counted from the same rows, by the same tests, as the live engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines import live
from xuezuo.indicators.kept.cells import Cells, key_of
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Test, passes
from xuezuo.row_policies.sights import wide

SECTOR = "sector"


@dataclass
class Counted:
    """One organization's cells of one figure; a whole organization is of one sector."""

    path: str
    sector: str
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """Rows of one organization that are alike."""

    organization_id: int
    path: str
    words: Mapping[str, str]
    numbers: tuple[int, int, int, int]

    def column(self, name: str) -> str:
        return self.words[name]


def lines_of(indicator: Indicator) -> list[str]:
    """The columns by which the figure's lines are kept; the sector is kept with each."""
    return [column for column in indicator.more_by if column != SECTOR]


def free(indicator: Indicator) -> dict[str, Test]:
    """The figure's own tests without those on columns that lines run over."""
    lines = indicator.row_set.lines
    return {column: test for column, test in indicator.expected.items() if column not in lines}


@wide("figures")
def own(indicator: Indicator, question: Question) -> dict[int, Counted]:
    """By organization, for every organization of the question that has a row."""
    found: dict[int, Counted] = {}
    fixed = {column: test for column, test in indicator.expected.items() if column in indicator.row_set.lines}
    for part in _parts(indicator, question):
        mine = found.get(part.organization_id)
        if mine is None:
            mine = found[part.organization_id] = Counted(part.path, part.words[SECTOR])
        for key in _keys(indicator, part, fixed):
            cell = mine.cells.setdefault(key, [0, 0, 0, 0])
            for place, number in enumerate(part.numbers):
                cell[place] += number
    return {organization_id: one for organization_id, one in found.items() if one.cells}


def _keys(indicator: Indicator, part: _Part, fixed: Mapping[str, Test]) -> Iterator[str]:
    """The cells that a row belongs to: whole and lines if it is of the whole, else the line it is of, if any."""
    off = [column for column, test in fixed.items() if not _is(part.column(column), test)]
    if not off:
        yield key_of("", "")
        yield from (key_of(column, part.column(column)) for column in lines_of(indicator) if column not in fixed)
    elif len(off) == 1 and off[0] in lines_of(indicator):
        yield key_of(off[0], part.column(off[0]))


def _is(word: str, test: Test) -> bool:
    return word in test if isinstance(test, tuple) else word == test


def _parts(indicator: Indicator, question: Question) -> Iterator[_Part]:
    if indicator.row_set.sql:
        yield from _parts_in_sql(indicator, question)
        return
    settled = live.settled_test(indicator, question)
    filters = free(indicator)
    names = {SECTOR, *indicator.row_set.lines, *lines_of(indicator)}
    for row in live.made_rows(indicator, question, filters):
        if passes(row, filters):
            amount, done = row.amount if indicator.adds_up else 1, settled(row)
            numbers = (amount, amount if done else 0, 1, 1 if done else 0)
            yield _Part(row.organization_id, row.path, {name: row.column(name) for name in names}, numbers)


def _parts_in_sql(indicator: Indicator, question: Question) -> Iterator[_Part]:
    names = [SECTOR, *sorted({*indicator.row_set.lines, *lines_of(indicator)})]
    for organization_id, path, words, numbers in live.parted_in_sql(indicator, question, free(indicator), names):
        yield _Part(organization_id, path, dict(zip(names, words, strict=True)), numbers)
