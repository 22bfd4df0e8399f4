"""What an import found: exact counts, the findings (so many in memory, all that block in the workbook), the outcome."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext

from xuezuo.interchange.error_book import ErrorBook
from xuezuo.interchange.findings import GRAVITY, Finding, listed, outcome_of
from xuezuo.refusals import Refusal

KEPT_PER_CODE = 20_000
KEPT = 60_000
"""Findings of one kind, and all together, that the report holds; 1.4 million rows may each have one."""


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
        self.created = self.updated = self.unchanged = 0

    @property
    def read(self) -> int:
        return sum(self.counts.values())

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

    def notes(self) -> list[str]:
        """Sentences about the file as a whole."""
        notes = [
            gettext("%(count)s more findings like “%(code)s” are counted but not listed.")
            % {"count": count, "code": code}
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
