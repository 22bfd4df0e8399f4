"""Walking through the sheets of a roster: find each header, tell entries from other lines, hand entries on.

Shared by organizations and members; knows no field of either.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from xuezuo.interchange import columns, lines, sheets
from xuezuo.interchange.columns import Columns, Vocabulary
from xuezuo.interchange.findings import Finding
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.report import Report, SheetReport
from xuezuo.refusals import Refusal

Progress = Callable[[str, int, int], None]
"""Called with (step, done, total); steps: `read`, `check`, `write`."""


def no_progress(step: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class Source:
    """A roster to read. `name` is what its user calls it; `path` is where it lies.

    `titled`: its sheets are called by its name too, for it is one of several files.
    """

    path: Path
    name: str
    kind: str
    mapping: Mapping
    progress: Progress = no_progress
    titled: bool = False


Entries = tuple[SheetReport, Columns, Sequence[int], list[list[object]]]


def entries(source: Source, known: Vocabulary, keys: tuple[str, ...], report: Report) -> Iterator[Entries]:
    """Entries by the lot, with their sheet, columns and row numbers. Other lines go straight into the report.

    Raises a `Refusal` when no sheet has the needed header.
    """
    wanted = source.mapping.headers_of(known)
    found, has_content, lacking = False, False, list(known.required)
    hidden: list[sheets.Sheet] = []
    for sheet in sheets.sheets(
        source.path, source.kind, source.name, lambda done, of: source.progress("read", done, of)
    ):
        title = f"{source.name}: {sheet.name}" if source.titled else sheet.name
        about = SheetReport(title, skipped=sheet.skipped)
        report.sheets.append(about)
        if sheet.skipped:
            hidden.append(sheet)
            continue
        lots = _counted(sheet.lots, about, source.kind)
        numbers, rows = next(lots, ((), []))
        first = list(islice(zip(numbers, rows, strict=True), columns.SEARCHED_ROWS))
        header = columns.find(first, wanted, source.name)
        if header is None:
            about.lines = about.given = 0
            if _has_content(first):
                about.skipped, has_content = "no_header", True
                lacking = min(lacking, columns.lacking(first, wanted), key=len)
            continue
        found = True
        here, used = header
        about.header_row, about.titles, about.ignored_columns = here.header_row, here.titles, here.ignored
        about.above = used
        for one, at in here.at.items():
            known_so = wanted.headers.get(here.header.get(at, "")) == one
            about.headers[at] = here.titles[one] if known_so else wanted.titles.get(one, one)
        yield from _entries_of(chain([(numbers[used:], rows[used:])], lots), about, here, keys, report)
    if found:
        return
    if unread := _hidden_rosters(hidden, wanted, source.name, is_last_hope=not has_content):
        raise Refusal("roster_hidden", name=source.name, sheets=unread)
    if not has_content:
        raise Refusal("roster_empty", name=source.name)
    raise Refusal("header_missing", name=source.name, columns=tuple(known.titles[one] for one in lacking))


def _has_content(rows: list[sheets.Row]) -> bool:
    return any(cell not in ("", None) for _, cells in rows for cell in cells)


def _hidden_rosters(
    hidden: list[sheets.Sheet], wanted: Vocabulary, name: str, *, is_last_hope: bool
) -> tuple[str, ...]:
    """Names of the hidden sheets that have the header. `is_last_hope`: else of those that hold anything."""
    firsts = {sheet.name: list(islice(sheet.rows, columns.SEARCHED_ROWS)) for sheet in hidden}
    headed = tuple(title for title, first in firsts.items() if columns.find(first, wanted, name))
    return headed or tuple(title for title, first in firsts.items() if is_last_hope and _has_content(first))


def _entries_of(
    lots: Iterator[sheets.Lot], about: SheetReport, here: Columns, keys: tuple[str, ...], report: Report
) -> Iterator[Entries]:
    """Blank rows after the last filled one are no rows of the file."""
    blank: list[int] = []
    needed = [here.at[key] for key in keys]
    mark = here.header[needed[0]][:1]
    for numbers, rows in lots:
        if not blank and _are_entries(rows, needed, mark):
            yield about, here, numbers, rows
            continue
        kept: list[sheets.Row] = []
        for number, cells in zip(numbers, rows, strict=True):
            other = "" if _are_entries([cells], needed, mark) else lines.no_entry(cells, here, keys)
            if other == "blank_row":
                blank.append(number)
                continue
            for before in blank:
                report.add(about, before, [Finding("blank_row", "")])
            blank.clear()
            if other:
                first = next((cell for cell in cells if cell not in ("", None)), "")
                report.add(about, number, [Finding(other, "", first)])
            else:
                kept.append((number, cells))
        if kept:
            yield about, here, [number for number, _ in kept], [cells for _, cells in kept]
    about.blank_end = len(blank)


def _counted(lots: Iterator[sheets.Lot], about: SheetReport, kind: str) -> Iterator[sheets.Lot]:
    """The same lots; counts what the reader gives before anything is made of it, so that no row is lost unseen."""
    for numbers, rows in lots:
        about.given += len(rows)
        about.lines = numbers[-1] + (sheets.lines_of(rows[-1]) - 1 if kind == "csv" else 0)
        yield numbers, rows


def _are_entries(rows: list[list[object]], needed: list[int], mark: str) -> bool:
    """Whether all of them are entries for sure, as in nearly every lot: all keys filled, and no header again."""
    if not rows or min(map(len, rows)) <= max(needed):
        return False
    keys = [list(map(itemgetter(at), rows)) for at in needed]
    if not all(map(all, keys)) or set(map(type, keys[0])) != {str}:
        return False
    return all(_begins_otherwise(letter, mark) for letter in set(map(itemgetter(0), keys[0])))


def write_blocked(many: list[Source], report: Report) -> None:
    """Into the workbook of errors: exactly the rows that block, as they stand in the files, read a second time.

    Nothing keeps 1.4 million rows for the few of them that somebody must put right.
    """
    told = iter(report.sheets)
    for source in many:
        for sheet in sheets.sheets(source.path, source.kind, source.name):
            about = next(told)
            if not about.blocked or report.book is None:
                continue
            head: list[object] = []
            rows = report.book.rows_of(about.name)
            for number, cells in sheet.rows:
                if number == about.header_row:
                    head = [about.headers.get(at, cell) for at, cell in enumerate(cells)]
                    rows.head(head)
                elif number in about.blocked:
                    rows.add(number, [*cells, *[""] * (len(head) - len(cells))], about.blocked[number])


def _begins_otherwise(letter: str, mark: str) -> bool:
    """Whether it is another plain letter or digit than the one that begins the header, so that it is no header for sure."""
    return "0" <= letter <= "z" and letter.isalnum() and letter.lower() != mark
