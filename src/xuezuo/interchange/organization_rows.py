"""One row of a roster of organizations: from cells to an entry and its findings. Needs no database."""

from dataclasses import dataclass, field
from functools import partial

from xuezuo.interchange import values
from xuezuo.interchange.columns import Columns
from xuezuo.interchange.findings import Finding, listed
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.member_lots import Known
from xuezuo.interchange.report import SheetReport
from xuezuo.organizations.kinds import OrganizationKind, Sector
from xuezuo.periods import today

CODE_LENGTH, NAME_LENGTH = 40, 200
FIELDS = ("code", "name", "parent", "kind", "sector", "founded", "duties_from")


@dataclass(slots=True)
class Draft:
    """A row on its way: "" where the file does not say. `columns` are the fields that the file has."""

    sheet: SheetReport
    row: int
    code: str = ""
    name: str = ""
    parent: str = ""
    kind: str = ""
    sector: str = ""
    founded: str = ""
    duties_from: str = ""
    parent_raw: object = ""
    findings: list[Finding] = field(default_factory=list)

    def blame(self, code: str, column: str, value: object = "", **where: object) -> None:
        self.findings.append(Finding(code, column, value, where))

    @property
    def content(self) -> tuple[str, ...]:
        return (self.code, self.name, self.parent, self.kind, self.sector, self.founded, self.duties_from)


class OrganizationReader:
    """Words and dates stand in many rows: as text, each is read once."""

    def __init__(self, mapping: Mapping) -> None:
        self.words = {
            name: Known(partial(values.read_word, known=mapping.words_of(name))) for name in ("kind", "sector")
        }
        self.dates = Known(values.read_date)
        self.parents = Known(values.read_code)
        self.choices = {
            "kind": listed(OrganizationKind.labels),
            "sector": listed(Sector.labels),
        }
        self.day = today().isoformat()
        self._columns: Columns | None = None

    def read(self, sheet: SheetReport, columns: Columns, row: int, cells: list[object]) -> Draft:
        if columns is not self._columns:
            self._columns = columns
            self._at = [columns.at.get(field) for field in FIELDS]
        here = len(cells)
        code, name, parent, kind, sector, founded, duties_from = [
            cells[at] if at is not None and at < here else "" for at in self._at
        ]
        draft = Draft(sheet, row, parent_raw=parent)
        draft.code = self._take(draft, "code", code, values.read_code(code), required=True)
        draft.name = self._take(draft, "name", name, values.read_title(name, NAME_LENGTH), required=True)
        draft.parent = self._take(draft, "parent", parent, _read(self.parents, parent))
        draft.kind = self._take(draft, "kind", kind, _read(self.words["kind"], kind))
        draft.sector = self._take(draft, "sector", sector, _read(self.words["sector"], sector))
        draft.founded = self._take(draft, "founded", founded, _read(self.dates, founded))
        draft.duties_from = self._take(draft, "duties_from", duties_from, _read(self.dates, duties_from))
        if draft.founded > self.day:
            draft.blame("date_future", "founded", founded)
        return draft

    def _take(self, draft: Draft, name: str, raw: object, read: values.Read, *, required: bool = False) -> str:
        if read.code:
            where = {"choices": self.choices[name]} if name in self.choices else {}
            draft.blame(read.code, name, raw, new=read.new, limit=NAME_LENGTH, **where)
        elif required and not read.value:
            draft.blame("required_missing", name, raw)
        return read.value


def _read(known: Known, raw: object) -> values.Read:
    """Only text is remembered, for a table cannot tell 1.0 from True."""
    read: values.Read = known[raw] if isinstance(raw, str) else known.read(raw)
    return read
