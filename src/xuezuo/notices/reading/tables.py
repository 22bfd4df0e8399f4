"""Tables of tasks: rows whose columns say what, who and by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xuezuo.notices.reading.lines import Line
from xuezuo.notices.reading.runs import Run

WHAT = re.compile(r"(?:工作|重点|主要|具体|整改|活动)?(?:任务|内容|事项|措施|要求|项目)(?:及要求)?$|^任务|主要内容")
WHO = re.compile(r"单位|部门|责任人|负责人|科室|牵头|对象")
BY_WHEN = re.compile(r"时间|时限|期限|截止|进度|日期|完成")
RULE_LINE = re.compile(r"[-=+|:\s─━┄┈—│┼├┤┬┴┌┐└┘]*")


@dataclass(frozen=True)
class Row:
    """One row of a table of tasks; cells that the table does not have are None."""

    what: Run
    who: Run | None
    by_when: Run | None
    whole: Run


def split_tables(lines: list[Line]) -> tuple[list[Line], list[Row]]:
    """The lines that are no table of tasks, and the rows of those that are."""
    kept: list[Line] = []
    rows: list[Row] = []
    columns: dict[str, int] | None = None
    for line in lines:
        cells = line.cells()
        found = header_columns(cells)
        if found:
            columns = found
        elif columns is not None and (len(cells) >= 3 or (len(cells) == 2 and len(columns) >= 2)):
            rows += row_of(cells, columns)
        elif columns is not None and RULE_LINE.fullmatch(line.raw):
            continue
        else:
            columns = None
            kept.append(line)
    return kept, rows


def header_columns(cells: list[Run]) -> dict[str, int] | None:
    """Which column says what; None when the cells are no head of a table of tasks."""
    if len(cells) < 2 or any(len(cell) > 12 for cell in cells):
        return None
    found: dict[str, int] = {}
    for name, shape in (("what", WHAT), ("by_when", BY_WHEN), ("who", WHO)):
        place = next((i for i, cell in enumerate(cells) if i not in found.values() and shape.search(cell.text)), None)
        if place is not None:
            found[name] = place
    return {**found, "count": len(cells)} if "what" in found and len(found) >= 2 else None


def row_of(cells: list[Run], columns: dict[str, int]) -> Iterator[Row]:
    """A row, its columns counted from the end when the first cell (a merged one) is missing."""
    shift = len(cells) - columns["count"]

    def cell(name: str) -> Run | None:
        place = columns.get(name)
        place = place + shift if place is not None and shift < 0 else place
        return cells[place] if place is not None and 0 <= place < len(cells) else None

    what = cell("what")
    if what is not None and len(what) >= 4:
        others = [c for c in (cell("who"), cell("by_when")) if c is not None]
        yield Row(what, cell("who"), cell("by_when"), sum(others, what))
