"""Rosters as a user would have them: a workbook, or CSV beyond what a workbook bears well. The same bytes each time."""

import csv
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import xlsxwriter

MOST_ROWS_XLSX = 100_000
MADE_ON = datetime(2016, 10, 20, 8, 0)  # noqa: DTZ001 - a workbook's property has no zone
"""In place of the clock, which would change the bytes."""


class Workbook:
    """One sheet, every cell text: codes and identity numbers must not turn into numbers."""

    def __init__(self, file: Path, sheet: str, headers: list[str]) -> None:
        self.file = file
        self._book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"created": MADE_ON, "author": "xuezuo sample"})
        self._sheet = self._book.add_worksheet(sheet)
        self._text = self._book.add_format({"num_format": "@"})
        self._sheet.set_column(0, len(headers) - 1, 18, self._text)
        self._sheet.freeze_panes(1, 0)
        self._next = 0
        self.row(headers)

    def row(self, cells: list[str]) -> None:
        for column, cell in enumerate(cells):
            if cell:
                self._sheet.write_string(self._next, column, cell, self._text)
        self._next += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()


class Table:
    """CSV in UTF-8 with a byte order mark, as office programs expect it."""

    def __init__(self, file: Path, headers: list[str]) -> None:
        self.file = file
        self._out = file.open("w", encoding="utf-8-sig", newline="")
        self.row = csv.writer(self._out, lineterminator="\r\n").writerow
        self.row(headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()


def roster(folder: Path, name: str, sheet: str, headers: list[str], rows: int) -> Workbook | Table:
    """`name`.xlsx, or `name`.csv for more than `MOST_ROWS_XLSX` rows; one of another size before is removed."""
    large = rows > MOST_ROWS_XLSX
    (folder / f"{name}.{'xlsx' if large else 'csv'}").unlink(missing_ok=True)
    if large:
        return Table(folder / f"{name}.csv", headers)
    return Workbook(folder / f"{name}.xlsx", sheet, headers)
