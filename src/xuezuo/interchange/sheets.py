"""Rows of a workbook or a CSV, numbered as the user sees them. Values: text, float, bool, or a date or time.

A reader's `sheets()` are visited once, in order; each sheet's `lots` or `rows` once.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import accumulate, islice, takewhile
from pathlib import Path

import python_calamine as calamine

from xuezuo.interchange.intake import KINDS, MEGABYTE
from xuezuo.refusals import Refusal

Row = tuple[int, list[object]]
Lot = tuple[Sequence[int], list[list[object]]]
"""Rows that follow one another: their numbers, and their cells."""

LOT = 500
"""Rows that are read and judged together: half a megabyte, which stays near the processor. 2,000 take twice the time."""

Tick = Callable[[int, int], None]
"""Called now and then with (done, total) of the file."""

CSV_SHEET = "CSV"
MOST_COLUMNS = 300
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class Sheet:
    """`skipped` says why a sheet is not read (hidden), else empty."""

    name: str
    lots: Iterator[Lot]
    skipped: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        for numbers, rows in self.lots:
            yield from zip(numbers, rows, strict=True)


def sheets(path: Path, kind: str, name: str, tick: Tick = lambda done, total: None) -> Iterator[Sheet]:
    if kind == "csv":
        yield Sheet(CSV_SHEET, _csv_lots(path, name, tick))
    else:
        yield from _workbook_sheets(path, name, tick)


def _workbook_sheets(path: Path, name: str, tick: Tick) -> Iterator[Sheet]:
    with _readable(name):
        book = calamine.CalamineWorkbook.from_path(str(path))
        about_sheets = book.sheets_metadata
    for about in about_sheets:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        is_hidden = about.visible != calamine.SheetVisibleEnum.Visible
        lots = _lots_of(book, about.name, name, tick)
        yield Sheet(about.name, lots, skipped="hidden" if is_hidden else "")


def _lots_of(book: calamine.CalamineWorkbook, sheet: str, name: str, tick: Tick) -> Iterator[Lot]:
    """The sheet is opened when its first lot is asked for: of a hidden one, only to say where the roster is."""
    with _readable(name):
        opened = book.get_sheet_by_name(sheet)
    yield from _sheet_lots(opened, tick)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """The reader's complaints about a file as refusals; it panics over some damaged ones."""
    try:
        yield
    except calamine.PasswordError as problem:
        raise Refusal("file_encrypted", name=name) from problem
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as problem:
        raise Refusal("file_damaged", name=name, reason=type(problem).__name__) from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise Refusal("file_damaged", name=name, reason="PanicException") from problem


def _sheet_lots(sheet: calamine.CalamineSheet, tick: Tick) -> Iterator[Lot]:
    """Every row from the first of the sheet; a cell merged downwards gives its value to the rows it spans."""
    if sheet.start is None:
        return
    content: Iterator[list[object]] = sheet.iter_rows()  # type: ignore[assignment]  # a list of cells is a list of values
    spans: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in sorted(sheet.merged_cell_ranges or ()):
        if bottom > top:
            spans.setdefault(top, []).append((left, bottom))
    if spans:
        content = _spread(content, spans)
    number, total = 1, sheet.total_height
    while rows := list(islice(content, LOT)):
        tick(number - 1, total)
        yield range(number, number + len(rows)), rows
        number += len(rows)


def _spread(content: Iterator[list[object]], spans: dict[int, list[tuple[int, int]]]) -> Iterator[list[object]]:
    open_spans: list[tuple[int, int, object]] = []
    for index, row in enumerate(content):
        cells = list(row)
        for column, bottom, value in open_spans:
            if index <= bottom and column < len(cells) and cells[column] == "":
                cells[column] = value
        if index in spans:
            open_spans = [span for span in open_spans if span[1] > index]
            open_spans += [(left, bottom, cells[left]) for left, bottom in spans[index] if left < len(cells)]
        yield cells


def _csv_lots(path: Path, name: str, tick: Tick) -> Iterator[Lot]:
    """Lines as rows. A row's number is the line where it begins; a text in quotes may go over several.

    The rows before one that cannot be read are given out before it is refused.
    """
    encoding, has_nul = encoding_of(path, name)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as text:
        total = path.stat().st_size
        lines = _without_nul(text, name) if has_nul else text
        reader = csv.reader(lines, delimiter=_delimiter(path, encoding), strict=True)
        start, broken = 1, None
        while broken is None:
            rows: list[list[object]] = []
            try:
                rows.extend(islice(reader, LOT))  # type: ignore[arg-type]  # a list of text is a list of values
            except (csv.Error, Refusal) as problem:
                broken = problem  # what came before it has been added
            if max(map(len, rows), default=0) > MOST_COLUMNS:
                broken = csv.Error(MOST_COLUMNS)
                rows = list(takewhile(lambda row: len(row) <= MOST_COLUMNS, rows))
            if not rows:
                break
            tick(raw.tell(), total)
            numbers: Sequence[int] = range(start, start + len(rows))
            if broken or reader.line_num != numbers[-1]:  # a text over several lines
                *numbers, start = accumulate(map(lines_of, rows), initial=start)
            else:
                start += len(rows)
            yield numbers, rows
        if broken is None:
            return
        if isinstance(broken, Refusal):
            raise broken
        raise Refusal("csv_broken", name=name, line=start) from broken


def lines_of(row: list[object]) -> int:
    """How many lines of a CSV a row goes over."""
    return 1 + sum(len(LINE_END.findall(str(cell))) for cell in row)


def _without_nul(text: TextIOWrapper, name: str) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise Refusal("file_kind_unknown", name=name, kinds=KINDS)
        yield line


def encoding_of(path: Path, name: str) -> tuple[str, bool]:
    """UTF-8 with or without mark, else GB18030, else UTF-16 with a mark; decided over the whole file.

    And whether a NUL is anywhere in it.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        has_nul = _decodes(path, encoding)
        if has_nul is not None:
            return encoding, has_nul
    raise Refusal("csv_encoding", name=name)


def _decodes(path: Path, encoding: str) -> bool | None:
    """Whether there is a NUL in it; None if it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    has_nul = False
    with path.open("rb") as file:
        try:
            while piece := file.read(4 * MEGABYTE):
                has_nul |= "\0" in decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    return has_nul


def _delimiter(path: Path, encoding: str) -> str:
    """The mark that parts most cells of the first lines."""
    with path.open(encoding=encoding, newline="") as file:
        start = "".join(islice((line[:4000] for line in file), 10))
    return max(",\t;", key=start.count)
