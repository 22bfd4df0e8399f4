"""A branch's records: read, and entered once however often they are sent."""

import uuid
from datetime import date
from typing import Annotated

from annotated_types import Ge, Le
from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict, StringConstraints
from pydantic.config import JsonDict

from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import A_NUMBER, DAY, ERRORS, PLAIN, Code, Date, Key, Limit, is_number, no_key
from xuezuo.commitments.actions import ProblemVoiced, TakenOn, enter_meeting
from xuezuo.commitments.rules import MOST_VOICED
from xuezuo.organizations.queries import placement_by_code
from xuezuo.records import queries, rules
from xuezuo.records.models import Record as Kept

router = Router(tags=["records"])
MOST = 10_000
Id = Annotated[int, Ge(1), Le(2**63 - 1), A_NUMBER]
Count = Annotated[int, Ge(0), Le(1_000_000), A_NUMBER]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=PLAIN)]
Short = Annotated[str, StringConstraints(max_length=200, pattern=PLAIN)]


EXAMPLE: JsonDict = {
    "client_id": "3f2c1e7a-5b0d-4c1e-9a53-1d9a3c3f6a10",
    "held_on": "2016-10-18",
    "kinds": ["general", "group_study"],
    "attended": 24,
    "subject": "学习党章",
}


class Absent(Schema):
    member: Id
    reason: Short


class ProblemRaised(Schema):
    """Raised at the meeting. `owner` is a post; empty means the branch."""

    text: Short
    owner: Annotated[str, StringConstraints(max_length=60, pattern=PLAIN)] = ""
    due_on: Date | None = None


class Taken(Schema):
    """Taken on at the meeting, by a member or, without one, by the branch. `goal` is one of the unit's or of those above."""

    text: Short
    due_on: Date
    member: Id | None = None
    goal: Id | None = None


class Voiced(Schema):
    problems: list[ProblemRaised] = Field([], max_length=MOST_VOICED)
    taken_on: list[Taken] = Field([], max_length=MOST_VOICED)


def voiced(sent: Voiced) -> dict[str, list[ProblemVoiced] | list[TakenOn]]:
    """As the entering action takes them; nothing for a meeting at which nothing was voiced."""
    problems = [ProblemVoiced(one.text.strip(), one.owner.strip(), one.due_on) for one in sent.problems]
    taken_on = [TakenOn(one.text.strip(), one.due_on, one.member, one.goal) for one in sent.taken_on]
    return ({"problems": problems} if problems else {}) | ({"taken_on": taken_on} if taken_on else {})


class NewRecord(Voiced):
    """`client_id` is made by the sender: the same record sent twice is one record. `absent` are ids of the roster."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    client_id: uuid.UUID
    held_on: Date
    kinds: list[Short] = Field(max_length=20, examples=[["general"]])
    attended: Count
    absent: list[Absent] = Field([], max_length=MOST)
    guests: Count = 0
    place: Short = ""
    subject: Short = ""
    readings: list[Id] = Field([], max_length=200)
    summary: Text = ""
    speaker_tier: Short = ""
    claims: list[Id] = Field([], max_length=200)


class Record(Schema):
    id: int
    client_id: uuid.UUID
    held_on: date
    kinds: list[str]
    expected: int
    attended: int
    guests: int
    subject: str


class Records(Schema):
    records: list[Record]
    next: str | None


def _shown(one: Kept) -> Record:
    return Record(
        id=one.pk,
        client_id=one.client_id,
        held_on=one.held_on,
        kinds=sorted(kind.kind for kind in one.kinds.all()),
        expected=one.expected,
        attended=one.attended,
        guests=one.guests,
        subject=one.subject,
    )


@router.get(
    "/organizations/{code}/records",
    response={200: Records, **ERRORS},
    url_name="api-records",
    summary="A branch's records, the latest first",
    auth=allow(*READERS, area="records"),
)
def listing(request: HttpRequest, code: Code, after: Key = "", limit: Limit = 50) -> Records:
    scope = scope_of(request)
    found = queries.records_of(scope, placement_by_code(scope, code).organization_id)
    if behind := _behind(after):
        found = found.filter(Q(held_on__lt=behind[0]) | Q(held_on=behind[0], pk__lt=behind[1]))
    rows = list(found[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return Records(
        records=[_shown(one) for one in rows[:limit]], next=f"{last.held_on.isoformat()}~{last.pk}" if last else None
    )


def _behind(after: str) -> tuple[date, int] | None:
    """The day and number behind which the page begins."""
    if not after:
        return None
    day, _, number = after.partition("~")
    if not DAY.fullmatch(day) or not is_number(number):
        raise no_key(after)
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        raise no_key(after) from None


@router.post(
    "/organizations/{code}/records",
    response={201: Record, **ERRORS},
    url_name="api-records",
    summary="Enter a record; sent again it is the record of the first time",
    auth=allow("secretary", "officer", area="records", writes=True),
)
def enter(request: HttpRequest, code: Code, sent: NewRecord) -> Status[Record]:
    scope = scope_of(request)
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    content = sent.dict(exclude={"absent", "problems", "taken_on"})
    content |= {"absent": [(one.member, one.reason) for one in sent.absent]} | voiced(sent)
    made = enter_meeting(by=scope, organization=placement.organization, **content)
    return Status(201, _shown(made))
