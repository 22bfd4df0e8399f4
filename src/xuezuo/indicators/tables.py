"""Rows as flat tables: the columns of a list, and the lines written to JSON, CSV and XLSX alike."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.queries import organizations_of
from xuezuo.indicators.row_sets.shape import Row
from xuezuo.indicators.small_numbers import is_hidden
from xuezuo.refusals import Refusal

HANDFUL = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXCEL_ROWS = 1_048_576


def documents(
    indicator: Indicator, found: Iterable[Row], least: int = 0, named_on: date | None = None
) -> Iterator[dict[str, Any]]:
    """Each row with code and name of its organization (of a day, else of today), streamed in handfuls; amounts below
    `least` are null."""
    rows = iter(found)
    while handful := list(islice(rows, HANDFUL)):
        names = organizations_of((row.organization_id for row in handful), named_on)
        for row in handful:
            code, name = names[row.organization_id]
            yield {
                "row_id": row.row_id,
                "organization": code,
                "name": name,
                "path": row.path,
                "on": row.on.isoformat(),
                "group": row.group,
                "amount": None if is_hidden(row.amount, least) else row.amount,
                **{column: row.column(column) for column in indicator.row_set.columns if column != "group"},
            }


def columns(indicator: Indicator) -> list[str]:
    more = [column for column in indicator.row_set.columns if column != "group"]
    return ["row_id", "organization", "name", "path", "on", "group", "amount", *more]


@dataclass(frozen=True)
class Wording:
    """How a file is worded for people: the columns that it has, with their titles, and the names of their words."""

    titles: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def cell(self, document: dict[str, Any], column: str) -> Any:
        found = document[column]
        return self.words.get(column, {}).get(found, found)


def as_coded(indicator: Indicator) -> Wording:
    """Every column and word by its code, for programs."""
    return Wording({column: column for column in columns(indicator)}, {})


def csv_lines(
    indicator: Indicator,
    found: Iterable[Row],
    least: int = 0,
    named_on: date | None = None,
    wording: Wording | None = None,
) -> Iterator[bytes]:
    """A file that spreadsheets open as text: UTF-8 with its mark, and nothing that could be read as a formula."""
    worded = wording or as_coded(indicator)
    yield b"\xef\xbb\xbf" + _line([*worded.titles.values()])
    for document in documents(indicator, found, least, named_on):
        yield _line([safe(worded.cell(document, column)) for column in worded.titles])


def _line(cells: list[Any]) -> bytes:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8")


def safe(cell: Any) -> Any:
    """Text that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def table_as_csv(rows: Iterable[list[Any]]) -> bytes:
    """A whole small table, its heads first."""
    return b"\xef\xbb\xbf" + b"".join(_line([safe(cell) for cell in row]) for row in rows)


def table_as_xlsx(rows: Iterable[list[Any]]) -> bytes:
    """The same as a workbook, codes as text."""
    book = BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for line, row in enumerate(rows):
            for position, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, position, cell)
                elif cell:
                    sheet.write_string(line, position, cell)
    return book.getvalue()


def write_xlsx(
    indicator: Indicator,
    found: Iterable[Row],
    file: Path | BinaryIO,
    least: int = 0,
    named_on: date | None = None,
    wording: Wording | None = None,
) -> int:
    """Write the rows row by row, codes as text; returns how many. Raises `Refusal` beyond what a sheet can hold."""
    worded, number = wording or as_coded(indicator), 0
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for position, title in enumerate(worded.titles.values()):
            sheet.write_string(0, position, title)
        for number, document in enumerate(documents(indicator, found, least, named_on), start=1):
            if number >= EXCEL_ROWS:
                raise Refusal("list_too_long", rows=EXCEL_ROWS - 1)
            for position, column in enumerate(worded.titles):
                cell = worded.cell(document, column)
                if isinstance(cell, int):
                    sheet.write_number(number, position, cell)
                elif cell is not None:
                    sheet.write_string(number, position, cell)
    return number


def write_columns(
    indicator: Indicator, found: Iterable[Row], file: Path, least: int = 0, named_on: date | None = None
) -> int:
    """The same as a columnar file (Parquet), of any length."""
    from xuezuo.indicators.engines.parquet import NOTHING, write_parquet  # reason: slow to load

    head = columns(indicator)
    types = {"on": "date", "amount": "int64"}
    lines = (
        [NOTHING if one[column] is None else one[column] for column in head]
        for one in documents(indicator, found, least, named_on)
    )
    return write_parquet(lines, {column: types.get(column, "string") for column in head}, file)
