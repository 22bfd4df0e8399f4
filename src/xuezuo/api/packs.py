"""What a phone keeps of one branch, as a description; `records.queries.phones` makes it, and a test holds one to the other."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from xuezuo.api.shapes import OrganizationName


class TextToStudy(Schema):
    """`next`: it is due and did not reach everybody yet."""

    id: int
    title: str
    next: bool


class OpenRequirement(Schema):
    """`definite`: a meeting of its kinds with its texts meets it, which a phone can tell."""

    id: int
    title: str
    campaign: str
    opens_on: date
    due_on: date
    kinds: list[str]
    readings: list[int]
    definite: bool


class Due(Schema):
    """`met_by`: the day of a meeting that meets it and is not claimed for it yet; may be empty."""

    requirement: int
    missing: list[int]
    met_by: str


class StillToHold(Schema):
    kind: str
    until: date


class Suggestion(Schema):
    """A meeting that would settle most; `clears` are requirements."""

    kinds: list[str]
    readings: list[int]
    clears: list[int]
    subject: str


class KeptRecord(Schema):
    """`version` changes with the content; send it as `seen` with a correction."""

    record: UUID
    id: int
    version: str
    content: dict[str, Any]
    claims: list[int]
    who: str
    at: datetime


class Missed(Schema):
    record: UUID
    held_on: date
    member: int
    texts: list[int]


class Pack(Schema):
    """`roster` is id, name, first day and last day (exclusive, empty while it lasts) of each; `goals` are id and title, `living_here` id and
    name of the floating members of other branches who live here, `matters` what a branch may decide by vote;
    `covered` is by text the day of the first meeting that covered it. `shortened`: something was left out to keep it
    small."""

    organization: OrganizationName
    day: date
    has_members: bool
    part_kinds: list[str]
    place: str
    roster: list[tuple[int, str, date, str]]
    living_here: list[tuple[int, str]]
    matters: list[str]
    texts: list[TextToStudy]
    goals: list[tuple[int, str]]
    covered: dict[str, date]
    requirements: list[OpenRequirement]
    due: list[Due]
    rhythm: list[StillToHold]
    suggestion: Suggestion
    records: list[KeptRecord]
    missed: list[Missed]
    shortened: bool
