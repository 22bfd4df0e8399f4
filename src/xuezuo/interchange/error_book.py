"""The workbook of findings: where, what, why; one line each, every line that blocks."""

from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from xuezuo.refusals import Refusal

MOST_LINES = 1_000_000
"""A sheet ends at 1,048,576 rows; a file with more errors than this is not put right line by line."""

FIELDS = ("sheet", "row", "column", "value", "outcome", "message", "code")
WIDTHS = (16, 8, 18, 24, 10, 60, 22)


class ErrorBook:
    """Written line by line; `close` puts it at its path, `discard` leaves nothing."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise Refusal("file_missing", name=path.parent)
        if path.suffix.lower() != ".xlsx":
            raise Refusal("errors_not_xlsx", name=path.name)
        self.path = path
        self.draft = path.with_name(f".{path.name}.part")
        self.lines = 0
        self.book = xlsxwriter.Workbook(self.draft, {"constant_memory": True, "strings_to_formulas": False})
        self.sheet = self.book.add_worksheet(gettext("Findings"))
        self._head()

    def _head(self) -> None:
        bold = self.book.add_format({"bold": True, "bg_color": "#E8EEF4"})
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
        self.text = self.book.add_format({"num_format": "@"})
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

    def close(self) -> None:
        self.sheet.autofilter(0, 0, max(1, self.lines), len(FIELDS) - 1)
        self.book.close()
        self.draft.replace(self.path)

    def discard(self) -> None:
        self.book.close()
        self.draft.unlink(missing_ok=True)
