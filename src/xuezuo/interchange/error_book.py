"""The workbook of errors: what was found, one line each; and the rows that block, to be put right and sent again.

No cell is a formula: what the file's cells say is written as text, and stays text when it is edited.
"""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext
from xlsxwriter.worksheet import Worksheet

from xuezuo.interchange.values import EXACT
from xuezuo.refusals import Refusal

MOST_LINES = 1_000_000
"""A sheet ends at 1,048,576 rows; a file with more errors than this is not put right line by line."""

FIELDS = ("sheet", "row", "column", "value", "outcome", "message", "code")
WIDTHS = (16, 8, 18, 24, 10, 60, 22)


NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 26
"""Of 31 characters that a sheet's name may have; the rest is for its number."""


class BlockedRows:
    """The columns of the source, and behind them why the row was not taken and where it stands there."""

    def __init__(self, sheet: Worksheet, bold: Any, text: Any, wrapped: Any) -> None:
        self.sheet, self.bold, self.text, self.wrapped = sheet, bold, text, wrapped
        self.lines = 0

    def head(self, cells: list[object]) -> None:
        added = [gettext("Why it was not taken"), gettext("Row in the file")]
        for at, cell in enumerate([*cells, *added]):
            self.sheet.set_column(at, at, 60 if at == len(cells) else 18)
            self.sheet.write_string(0, at, _as_text(cell), self.bold)
        self.sheet.freeze_panes(1, 0)

    def add(self, number: int, cells: list[object], why: list[str]) -> None:
        if self.lines >= MOST_LINES:
            return
        self.lines += 1
        for at, cell in enumerate(cells):
            if cell not in ("", None):
                self.sheet.write_string(self.lines, at, _as_text(cell), self.text)
        self.sheet.write_string(self.lines, len(cells), "\n".join(why), self.wrapped)
        self.sheet.write_number(self.lines, len(cells) + 1, number)


def _as_text(cell: object) -> str:
    """As it is read: a day without its time, a whole number without its point. One that has lost its last digits keeps
    showing it: written out it would look like an identity number, and the next reading might take it for one."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= EXACT else repr(cell)
    return "" if cell is None else str(cell)


class ErrorBook:
    """Written line by line; `close` puts it at its path, `discard` leaves nothing."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise Refusal("file_missing", name=path.parent)
        if path.suffix.lower() != ".xlsx":
            raise Refusal("errors_not_xlsx", name=path.name)
        self.path = path
        self.draft = path.with_name(f".{path.name}.part")
        self.lines = self.sheets = 0
        self.book = xlsxwriter.Workbook(self.draft, {"constant_memory": True, "strings_to_formulas": False})
        self.sheet = self.book.add_worksheet(gettext("Findings"))
        self._head()

    def _head(self) -> None:
        self.bold = bold = self.book.add_format({"bold": True, "bg_color": "#E8EEF4"})
        titles = (
            gettext("Sheet"),
            gettext("Row"),
            gettext("Column"),
            gettext("Value"),
            gettext("Outcome"),
            gettext("What is wrong and what to do"),
            gettext("Kind of finding"),
        )
        for at, (title, width) in enumerate(zip(titles, WIDTHS, strict=True)):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(0, at, title, bold)
        self.sheet.freeze_panes(1, 0)
        self.text = self.book.add_format({"num_format": "@", "quote_prefix": True})
        self.wrapped = self.book.add_format({"text_wrap": True})
        self.outcomes = {
            "warn": gettext("accepted, see note"),
            "decide": gettext("please decide"),
            "reject": gettext("rejected"),
            "skip": gettext("no entry"),
        }

    def write(self, entry: dict[str, Any]) -> None:
        if self.lines >= MOST_LINES:
            return
        self.lines += 1
        for at, name in enumerate(FIELDS):
            if name == "row":
                self.sheet.write_number(self.lines, at, entry[name])
            elif name == "outcome":
                self.sheet.write_string(self.lines, at, self.outcomes[entry[name]])
            else:
                self.sheet.write_string(
                    self.lines, at, str(entry[name]), self.wrapped if name == "message" else self.text
                )

    def rows_of(self, sheet: str) -> "BlockedRows":
        """A sheet for the rows of `sheet` that block."""
        self.sheets += 1
        name = NOT_IN_NAMES.sub(" ", sheet).strip()[:LONGEST_NAME] or "-"
        made = self.book.add_worksheet(f"{name} {self.sheets}")
        if self.sheets == 1:
            made.activate()
        return BlockedRows(made, self.bold, self.text, self.wrapped)

    def close(self) -> None:
        self.sheet.autofilter(0, 0, max(1, self.lines), len(FIELDS) - 1)
        self.book.close()
        self.draft.chmod(0o600)  # it holds identity numbers, as the file did
        self.draft.replace(self.path)

    def discard(self) -> None:
        self.book.close()
        self.draft.unlink(missing_ok=True)
