"""What a reading holds, in the shape of the contract's `notice read` (design/contract.md)."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from xuezuo.notices.reading.cautions import Caution

DATE_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Requirement:
    """One thing asked: `text[start:end] == span`; `why` names the rules that proposed it, for the person who confirms."""

    span: str
    start: int
    end: int
    topic: str
    audience: str | None
    due: str | None
    due_text: str | None
    strength: str
    deliverable: str | None
    why: str


@dataclass(frozen=True)
class Figure:
    """A number of the text; `kind` is fact (reported), target (asked) or other (a length of time, a share of it)."""

    span: str
    start: int
    end: int
    value: float | int
    unit: str
    kind: str


@dataclass(frozen=True)
class Forwarded:
    """What a forwarding notice passes on: a speech, a plan, rules, opinions, a notice or something else."""

    kind: str
    speaker: str | None
    on: str | None


@dataclass(frozen=True)
class Header:
    """The printed frame of the document; a part the text does not print is None."""

    title: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    addressee: str | None = None
    doc_no: str | None = None
    published_by: str | None = None
    published_at: str | None = None
    forwards: Forwarded | None = None
    attachments: tuple[str, ...] = ()
    language: str = "zh"


@dataclass(frozen=True)
class Reading:
    """A notice as a careful clerk reads it. Everything is a proposal with its place; a person says yes."""

    text: str
    header: Header
    requirements: tuple[Requirement, ...] = ()
    numbers: tuple[Figure, ...] = ()
    cautions: tuple[Caution, ...] = field(default_factory=tuple)

    def __getattr__(self, name: str) -> Any:
        # `reading.title` for `reading.header.title`; only asked when Reading itself has no such attribute
        if name != "header" and name in Header.__dataclass_fields__:
            return getattr(self.header, name)
        raise AttributeError(name)

    @property
    def warnings(self) -> list[str]:
        """The cautions as sentences in the reader's language."""
        return [str(caution) for caution in self.cautions]

    def as_json(self) -> dict[str, Any]:
        """The contract's document; `why` on each requirement is ours and extra."""
        head = asdict(self.header)
        head["attachments"] = list(self.header.attachments)
        return {
            **head,
            "requirements": [asdict(requirement) for requirement in self.requirements],
            "numbers": [asdict(figure) for figure in self.numbers],
            "warnings": self.warnings,
        }
