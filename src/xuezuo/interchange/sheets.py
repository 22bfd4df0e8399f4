"""Rows of a workbook or a CSV, numbered as the user sees them. Values: text, float, bool, or a date or time.

A reader's `sheets()` are visited once, in order; each sheet's `rows` once.
"""

import codecs
import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from xuezuo.interchange.intake import MEGABYTE
from xuezuo.refusals import Refusal

Row = tuple[int, list[object]]
Tick = Callable[[int, int], None]
"""Called now and then with (done, total) of the file."""

CSV_SHEET = "CSV"
MOST_COLUMNS = 300


@dataclass
class Sheet:
    """`skipped` says why a sheet is not read (hidden, no worksheet), else empty."""

    name: str
    rows: Iterator[Row]
    skipped: str = ""


def sheets(path: Path, kind: str, name: str, tick: Tick = lambda done, total: None) -> Iterator[Sheet]:
    if kind == "csv":
        yield Sheet(CSV_SHEET, _csv_rows(path, name, tick))
    else:
        yield from _workbook_sheets(path, name, tick)


def _workbook_sheets(path: Path, name: str, tick: Tick) -> Iterator[Sheet]:
    with _readable(name):
        book = calamine.CalamineWorkbook.from_path(str(path))
        about_sheets = book.sheets_metadata
    for about in about_sheets:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != calamine.SheetVisibleEnum.Visible:
            yield Sheet(about.name, iter(()), skipped="hidden")
            continue
        with _readable(name):
            sheet = book.get_sheet_by_name(about.name)
        yield Sheet(about.name, _sheet_rows(sheet, tick))


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


def _sheet_rows(sheet: calamine.CalamineSheet, tick: Tick) -> Iterator[Row]:
    """Every row from the first of the sheet; a cell merged downwards gives its value to the rows it spans."""
    if sheet.start is None:
        return
    merged = sorted(sheet.merged_cell_ranges or ())
    spans: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in merged:
        if bottom > top:
            spans.setdefault(top, []).append((left, bottom))
    open_spans: list[tuple[int, int, object]] = []
    total = sheet.total_height
    for index, row in enumerate(sheet.iter_rows()):
        cells: list[object] = list(row)
        for column, bottom, value in open_spans:
            if index <= bottom and column < len(cells) and cells[column] == "":
                cells[column] = value
        if index in spans:
            open_spans = [span for span in open_spans if span[1] > index]
            open_spans += [(left, bottom, cells[left]) for left, bottom in spans[index] if left < len(cells)]
        if index % 5000 == 0:
            tick(index, total)
        yield index + 1, cells


def _csv_rows(path: Path, name: str, tick: Tick) -> Iterator[Row]:
    """Lines as rows. A row's number is the line where it begins; a text in quotes may go over several."""
    encoding = encoding_of(path, name)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as text:
        total = path.stat().st_size
        reader = csv.reader(_without_nul(text, name), delimiter=_delimiter(path, encoding), strict=True)
        line = 1
        try:
            for row in reader:
                if len(row) > MOST_COLUMNS:
                    raise Refusal("csv_broken", name=name, line=line)
                if line % 5000 == 0:
                    tick(raw.tell(), total)
                yield line, row  # type: ignore[misc]  # a list of text is a list of values
                line = reader.line_num + 1
        except csv.Error as problem:
            raise Refusal("csv_broken", name=name, line=line) from problem


def _without_nul(text: TextIOWrapper, name: str) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise Refusal("file_kind_unknown", name=name, kinds="XLSX, XLS, CSV")
        yield line


def encoding_of(path: Path, name: str) -> str:
    """UTF-8 with or without mark, else GB18030, else UTF-16 with a mark; decided over the whole file."""
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise Refusal("csv_encoding", name=name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(4 * MEGABYTE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The mark that parts most cells of the first lines."""
    with path.open(encoding=encoding, newline="") as file:
        start = "".join(islice((line[:4000] for line in file), 10))
    return max(",\t;", key=start.count)
