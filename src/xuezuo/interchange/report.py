"""What an import found: exact counts, the findings (so many in memory, all that block in the workbook), the outcome."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xuezuo.interchange.error_book import ErrorBook
from xuezuo.interchange.findings import GRAVITY, Finding, listed, outcome_of
from xuezuo.refusals import Refusal

KEPT_PER_CODE = 20_000
KEPT = 60_000
"""Findings of one kind, and all together, that the report holds; 1.4 million rows may each have one."""

OTHER_LINES = {
    "header": _("%(count)s of titles and headers"),
    "blank": _("%(count)s blank"),
    "total": _("%(count)s totals"),
    "note": _("%(count)s notes"),
    "repeated_header": _("%(count)s headers once more"),
    "inside_cells": _("%(count)s inside cells with several lines"),
    "unexplained": _("%(count)s that we cannot explain: please tell whoever runs this installation"),
}


@dataclass
class SheetReport:
    name: str
    header_row: int | None = None
    rows: int = 0
    ignored_columns: list[str] = field(default_factory=list)
    skipped: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)
    """By column, a header under which the sheet's rows are read again."""
    blocked: dict[int, list[str]] = field(default_factory=dict)
    """Rows that block, with why; kept only when a workbook of errors is wanted."""
    lines: int = 0
    """The number of the last row, as whoever opens the file sees it; of a sheet that is read."""
    given: int = 0
    """Rows that the reader gave; fewer than `lines` where a text in quotes goes over several lines of a CSV."""
    above: int = 0
    """The header, and what stands above it."""
    blank_end: int = 0

    def document(self) -> dict[str, object]:
        shape: dict[str, object] = {"name": self.name, "header_row": self.header_row, "rows": self.rows}
        if self.ignored_columns:
            shape["ignored_columns"] = self.ignored_columns
        if self.skipped:
            shape["skipped"] = self.skipped
        return shape


class Report:
    """Grows row by row while a file is read; `document()` gives the shape of the contract."""

    def __init__(self) -> None:
        self.sheets: list[SheetReport] = []
        self.counts = dict.fromkeys(("accept", "warn", "decide", "reject", "skip"), 0)
        self.errors: list[dict[str, object]] = []
        self.per_code: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.created = self.updated = self.unchanged = 0
        self.dry_run = False
        self.written = False
        self.refusal: Refusal | None = None
        self.book: ErrorBook | None = None

    def open_book(self, path: Path | None) -> None:
        """From now on write findings to a workbook at `path` as well."""
        self.book = ErrorBook(path) if path else None

    def close_book(self) -> None:
        """The workbook stands at its path when the file was read to its end; a refused file leaves none."""
        if self.book and self.refusal is None:
            self.book.close()
        elif self.book:
            self.book.discard()

    def refuse(self, refusal: Refusal) -> None:
        """The file as a whole is not taken: whatever was counted is void."""
        self.refusal, self.written = refusal, False
        self.counts = dict.fromkeys(self.counts, 0)
        self.errors, self.sheets = [], []
        self.left_out.clear()
        self.per_code.clear()
        self.created = self.updated = self.unchanged = 0

    @property
    def read(self) -> int:
        return sum(self.counts.values())

    @property
    def lines(self) -> int:
        """How many rows the sheets have that were read, every line of a CSV, titles and blank rows included."""
        return sum(sheet.lines for sheet in self.sheets)

    @property
    def entries(self) -> int:
        """The rows that are entries, good or not."""
        return self.read - self.counts["skip"]

    def other_lines(self) -> dict[str, int]:
        """Where the difference of `lines` and `entries` is, by reason; `unexplained` would be a mistake of ours."""
        found = {
            "header": sum(sheet.above for sheet in self.sheets),
            "blank": self.per_code["blank_row"] + sum(sheet.blank_end for sheet in self.sheets),
            "total": self.per_code["total_row"],
            "note": self.per_code["note_row"],
            "repeated_header": self.per_code["repeated_header"],
            "inside_cells": sum(sheet.lines - sheet.given for sheet in self.sheets),
        }
        found["unexplained"] = self.lines - self.entries - sum(found.values())
        return {reason: count for reason, count in found.items() if count}

    def counted(self) -> str:
        """What the file has and what was read of it, in a sentence or two."""
        told = gettext("The file has %(lines)s rows; %(entries)s of them are entries and were read.")
        told %= {"lines": f"{self.lines:,}", "entries": f"{self.entries:,}"}
        others = [
            gettext(OTHER_LINES[reason]) % {"count": f"{count:,}"} for reason, count in self.other_lines().items()
        ]
        return told if not others else told + gettext(" The others: %(others)s.") % {"others": listed(others)}

    @property
    def blocking(self) -> int:
        return self.counts["decide"] + self.counts["reject"]

    @property
    def file_outcome(self) -> str:
        if self.refusal:
            return "refused"
        if self.written:
            return "imported"
        return "blocked" if self.blocking else "importable"

    def accept(self, sheet: SheetReport, count: int) -> None:
        """Count rows in which nothing was found."""
        sheet.rows += count
        self.counts["accept"] += count

    def lists(self, code: str) -> bool:
        """Whether one more finding of this kind would be listed or stop the import, and not only be counted."""
        full = len(self.errors) >= KEPT or self.per_code[code] >= KEPT_PER_CODE
        return not full or Finding(code, "").outcome in ("decide", "reject")

    def count_unlisted(self, sheet: SheetReport, code: str, count: int) -> None:
        """Count rows with one finding each, of a kind that is no longer listed."""
        if count:
            sheet.rows += count
            self.counts[Finding(code, "").outcome] += count
            self.per_code[code] += count
            self.left_out[code] += count

    def add(self, sheet: SheetReport, row: int, findings: list[Finding]) -> str:
        """Count one row of the file with what was found in it; returns its outcome."""
        sheet.rows += 1
        outcome = findings[0].outcome if len(findings) == 1 else outcome_of(findings)
        self.counts[outcome] += 1
        for finding in findings:
            self._tell(sheet, row, finding)
        return outcome

    def find_more(self, sheet: SheetReport, row: int, before: str, finding: Finding) -> str:
        """A finding about a row that was counted already, as `before`; returns its outcome now."""
        after = max(before, finding.outcome, key=GRAVITY.__getitem__)
        self.counts[before] -= 1
        self.counts[after] += 1
        self._tell(sheet, row, finding)
        return after

    def _tell(self, sheet: SheetReport, row: int, finding: Finding) -> None:
        outcome, code = finding.outcome, finding.code
        self.per_code[code] += 1
        blocks = outcome in ("decide", "reject")
        if blocks and self.book:
            reasons = sheet.blocked.setdefault(row, [])
            if len(sheet.blocked) <= KEPT:
                reasons.append(finding.message)
        kept = len(self.errors) < KEPT and self.per_code[code] <= (KEPT if blocks else KEPT_PER_CODE)
        if not kept:
            self.left_out[code] += 1
            if not blocks or not self.book:
                return
        entry = {
            "sheet": sheet.name,
            "row": row,
            "column": sheet.titles.get(finding.field, ""),
            "value": finding.shown_value,
            "outcome": outcome,
            "code": code,
            "message": finding.message,
        }
        if kept:
            self.errors.append(entry)
        if self.book and outcome != "skip":
            self.book.write(entry)

    def _example(self, code: str) -> str:
        """A kind of finding in the words of the first one listed, for nobody outside the house knows the code."""
        told = next((str(error["message"]) for error in self.errors if error["code"] == code), code)
        return told.rstrip("。. ")

    def notes(self) -> list[str]:
        """Sentences about the file as a whole."""
        notes = [
            gettext("%(count)s more findings like “%(code)s” are counted but not listed.")
            % {"count": f"{count:,}", "code": self._example(code)}
            for code, count in self.left_out.items()
        ]
        for sheet in self.sheets:
            if sheet.skipped == "hidden":
                notes.append(gettext("The hidden sheet “%(name)s” was not read.") % {"name": sheet.name})
            if sheet.skipped == "no_header":
                notes.append(gettext("The sheet “%(name)s” has no header and was not read.") % {"name": sheet.name})
            if sheet.ignored_columns:
                names = listed(sheet.ignored_columns[:20])
                notes.append(gettext("Columns that are not kept: %(columns)s.") % {"columns": names})
        return notes

    def document(self) -> dict[str, object]:
        order = {sheet.name: number for number, sheet in enumerate(self.sheets)}
        self.errors.sort(key=lambda error: (order.get(str(error["sheet"]), 0), error["row"]))
        shape: dict[str, object] = {
            "file_outcome": self.file_outcome,
            "sheets": [sheet.document() for sheet in self.sheets],
            "read": self.read,
            "file_rows": {"has": self.lines, "entries": self.entries, "others": self.other_lines()},
            "counted": "" if self.refusal else self.counted(),
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "counts": self.counts,
            "errors": self.errors,
            "errors_left_out": dict(self.left_out),
            "notes": self.notes(),
        }
        if self.refusal:
            shape |= {"refused": self.refusal.code, "message": str(self.refusal)}
        return shape
