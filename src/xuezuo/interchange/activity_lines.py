"""The shapes of `activity.jsonl`: one JSON object a line, read strictly, each mistake one sentence with its line and field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Discriminator, Field, TypeAdapter, ValidationError

from xuezuo.interchange import id_numbers
from xuezuo.refusals import Refusal

LONGEST_LINE = 2**20
WANTED = {
    "date": _("a date such as 2016-10-20"),
    "uuid": _("a UUID"),
    "int": _("a whole number"),
    "bool": _("true or false"),
    "string": _("a text"),
    "tuple": _("a list"),
    "greater": _("a number that is not negative"),
    "too_short": _("a list that is not empty"),
    "union": _("record, case, term or publication"),
}
OTHERWISE = _("a value of the kind that the manual gives")
A_CODE = _("the code of an organization that you may write for")
THE_ABSENT = _("people named under absent, each once")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AbsentPart(Strict):
    member: str
    reason: str


class MadeUpPart(Strict):
    member: str
    done_on: date
    way: str


class ProblemPart(Strict):
    """A problem raised at the meeting, and how it was put right."""

    title: str
    owner: str = ""
    due_on: date | None = None
    measure: str = ""
    measure_on: date | None = None
    closed_on: date | None = None
    closed_reason: str = ""


class TakenPart(Strict):
    """What somebody, or without `member` the branch, took on at the meeting; and what was done, if it was."""

    what: str
    due_on: date
    member: str = ""
    done: str = ""
    done_on: date | None = None


class RecordLine(Strict):
    """`campaign` names where `readings` and `requirements` are listed. People are named by their identity numbers.

    `problems` and `taken_on` are written with the meeting; a meeting that is known already does not raise them again.
    """

    type: Literal["record"]
    client_id: UUID
    organization: str
    held_on: date
    kinds: tuple[str, ...] = Field(min_length=1)
    attended: Annotated[int, Field(ge=0)]
    guests: Annotated[int, Field(ge=0)] = 0
    place: str = ""
    subject: str = ""
    summary: str = ""
    speaker_tier: str = ""
    campaign: str = ""
    readings: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    absent: tuple[AbsentPart, ...] = ()
    made_up: tuple[MadeUpPart, ...] = ()
    problems: tuple[ProblemPart, ...] = ()
    taken_on: tuple[TakenPart, ...] = ()


class CaseLine(Strict):
    """A look-back says with `holds` whether it found the case still put right."""

    type: Literal["case"]
    kind: str
    organization: str
    found_on: date
    cause: str = ""
    contacted_on: date | None = None
    looked_back_on: date | None = None
    holds: bool = True
    closed_on: date | None = None
    closed_reason: str = ""


class TermLine(Strict):
    type: Literal["term"]
    organization: str
    elected_on: date
    ends_on: date
    renewed_on: date | None = None
    deferred_until: date | None = None
    deferred_reason: str = ""


class PublicationLine(Strict):
    """The total of views on one day; several lines of one publication give its totals over time."""

    type: Literal["publication"]
    organization: str
    kind: str
    title: str
    published_on: date
    views: Annotated[int, Field(ge=0)] | None = None
    counted_on: date | None = None


Shape = RecordLine | CaseLine | TermLine | PublicationLine
READER: TypeAdapter[Shape] = TypeAdapter(Annotated[Shape, Discriminator("type")])


@dataclass(frozen=True)
class Place:
    """Where in which file something stands, so that whatever is wrong there can be named."""

    name: str
    line: int

    def refused(self, field: str, why: Refusal) -> Refusal:
        """A rule's refusal with its place; `because` keeps the rule's own code."""
        where = {"line": self.line, "name": self.name, "field": field}
        return Refusal("activity_refused", **where, why=str(why), because=why.code)

    def value(self, field: str, value: object, wanted: str | tuple[str, ...]) -> Refusal:
        shown = str(value)[:60]
        if sum(character.isdigit() for character in shown) >= 11:
            shown = id_numbers.masked(shown)
        said = wanted if isinstance(wanted, tuple) else gettext(wanted)
        return Refusal("activity_value", line=self.line, name=self.name, field=field, value=shown, wanted=said)


def read(file: Path) -> Iterator[tuple[Place, Shape, int]]:
    """Each line with its place and the number of bytes read so far. Raises `Refusal` at the first that cannot be."""
    if not file.is_file():
        raise Refusal("file_missing", name=file.name)
    done, found = 0, False
    with file.open("rb") as lines:
        number = 0
        while raw := lines.readline(LONGEST_LINE):
            number += 1
            done += len(raw)
            text = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if text.isspace() or not text:
                continue
            found = True
            yield Place(file.name, number), _shape(text, Place(file.name, number)), done
    if not found:
        raise Refusal("file_empty", name=file.name)


def _shape(text: bytes, place: Place) -> Shape:
    if len(text) >= LONGEST_LINE:
        raise Refusal("activity_not_lines", line=place.line, name=place.name)
    try:
        return READER.validate_json(text)
    except ValidationError as problem:
        raise _refusal(problem.errors(include_url=False)[0], place, text) from None


def _refusal(error: Any, place: Place, text: bytes) -> Refusal:
    kind, where = error["type"], [str(part) for part in error["loc"]]
    field = ".".join(where[1:])
    if kind.startswith("json_") or (not where and not kind.startswith("union")):
        return Refusal("activity_not_lines", line=place.line, name=place.name)
    if kind == "missing":
        return Refusal("activity_field_missing", line=place.line, name=place.name, field=field)
    if kind == "extra_forbidden":
        return Refusal("activity_field_unknown", line=place.line, name=place.name, field=field, type=where[0])
    wanted = next((words for start, words in WANTED.items() if kind.startswith(start)), OTHERWISE)
    given = error["input"].get("type", "") if kind.startswith("union") else error["input"]
    return place.value(field or "type", given, wanted)
