"""One row of a roster of organizations: from cells to an entry and its findings. Needs no database."""

from dataclasses import dataclass, field

from xuezuo.interchange import values
from xuezuo.interchange.columns import Columns
from xuezuo.interchange.findings import Finding, listed
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.report import SheetReport
from xuezuo.organizations.kinds import OrganizationKind, Sector
from xuezuo.periods import today

CODE_LENGTH, NAME_LENGTH = 40, 200


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
    def __init__(self, mapping: Mapping) -> None:
        self.words = {"kind": mapping.words_of("kind"), "sector": mapping.words_of("sector")}
        self.choices = {
            "kind": listed(OrganizationKind.labels),
            "sector": listed(Sector.labels),
        }
        self.day = today().isoformat()

    def read(self, sheet: SheetReport, columns: Columns, row: int, cells: list[object]) -> Draft:
        draft = Draft(sheet, row)

        def cell(name: str) -> object:
            at = columns.at.get(name, -1)
            return cells[at] if 0 <= at < len(cells) else ""

        draft.code = self._take(draft, "code", cell("code"), values.read_code(cell("code")), required=True)
        draft.name = self._take(
            draft, "name", cell("name"), values.read_title(cell("name"), NAME_LENGTH), required=True
        )
        draft.parent_raw = cell("parent")
        draft.parent = self._take(draft, "parent", cell("parent"), values.read_code(cell("parent")))
        for name, words in self.words.items():
            read = values.read_word(cell(name), words)
            setattr(draft, name, self._take(draft, name, cell(name), read, choices=self.choices[name]))
        for name in ("founded", "duties_from"):
            setattr(draft, name, self._take(draft, name, cell(name), values.read_date(cell(name))))
        if draft.founded > self.day:
            draft.blame("date_future", "founded", cell("founded"))
        return draft

    def _take(
        self, draft: Draft, name: str, raw: object, read: values.Read, *, required: bool = False, **where: object
    ) -> str:
        if read.code:
            draft.blame(read.code, name, raw, new=read.new, limit=NAME_LENGTH, **where)
        elif required and not read.value:
            draft.blame("required_missing", name, raw)
        return read.value
