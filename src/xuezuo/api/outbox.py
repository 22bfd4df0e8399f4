"""A phone without a network: the branch's pack to keep, and the outbox that comes back. See decision 0021."""

import hashlib
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import Field, Router, Schema
from pydantic import ConfigDict, StringConstraints, ValidationError
from pydantic.config import JsonDict

from xuezuo.accounts.models import Token, User
from xuezuo.accounts.phones import mark_of
from xuezuo.accounts.queries import scope_at, seats_of
from xuezuo.api.guard import EVERYBODY, allow, scope_of
from xuezuo.api.packs import Pack
from xuezuo.api.records import MOST, Absent, Count, Id, Short, Text, Voiced, voiced
from xuezuo.api.shapes import ERRORS, Code, Date
from xuezuo.commitments.actions import enter_meeting
from xuezuo.commitments.queries import goals_to_link
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.records import actions, rules
from xuezuo.records.envelopes import Envelope, Kind
from xuezuo.records.queries import phones
from xuezuo.refusals import Refusal
from xuezuo.row_policies import sights
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope

Desk = tuple[Scope, Placement]

router = Router(tags=["outbox"])
MOST_ENVELOPES = 200
"""A phone sends more in several batches."""


class Meeting(Schema):
    held_on: Date
    kinds: list[Short] = Field(max_length=20)
    attended: Count
    absent: list[Absent] = Field([], max_length=MOST)
    guests: Count = 0
    place: Short = ""
    subject: Short = ""
    readings: list[Id] = Field([], max_length=200)
    summary: Text = ""
    speaker_tier: Short = ""


class Vote(Schema):
    matter: Short
    text: Annotated[str, StringConstraints(max_length=300)]
    in_favour: Count
    against: Count = 0
    abstained: Count = 0
    written: Count = 0
    voters: Count | None = None


class Entry(Meeting, Voiced):
    """`guest_members` are ids of those who live here by their own branch's word; `resolutions` are votes taken."""

    claims: list[Id] = Field([], max_length=200)
    guest_members: list[Id] = Field([], max_length=MOST)
    resolutions: list[Vote] = Field([], max_length=20)


class Correction(Meeting):
    """Without `guest_members` they stay as they are."""

    record: UUID
    reason: Annotated[str, StringConstraints(max_length=300)] = ""
    guest_members: list[Id] = Field([], max_length=MOST)


LEFT_OUT_IF_EMPTY = ("guest_members", "resolutions")
"""So that the fingerprint of an envelope from before they existed stays as it was."""


class Claim(Schema):
    record: UUID
    requirement: Id


class MakeUp(Schema):
    record: UUID
    members: list[Id] = Field(min_length=1, max_length=MOST)
    done_on: Date
    way: Short
    note: Short = ""


BODIES: dict[Kind, type[Schema]] = {
    Kind.ENTER: Entry,
    Kind.CORRECT: Correction,
    Kind.CLAIM: Claim,
    Kind.WITHDRAW: Claim,
    Kind.MAKE_UP: MakeUp,
}


class Sent(Schema):
    """`made_at` is the phone's clock and decides nothing; `body` is looked at by itself, one envelope at a time."""

    client_id: UUID
    organization: Annotated[str, StringConstraints(max_length=60)]
    kind: Kind
    body: dict[str, Any]
    made_at: datetime | None = None
    seen: Annotated[str, StringConstraints(max_length=40)] = ""
    after: list[UUID] = Field([], max_length=MOST_ENVELOPES)
    another: list[UUID] = Field([], max_length=50)


ENVELOPE: JsonDict = {
    "client_id": "3f2c1e7a-5b0d-4c1e-9a53-1d9a3c3f6a10",
    "organization": "099001001001",
    "kind": "enter",
    "body": {"held_on": "2016-10-18", "kinds": ["general"], "attended": 24},
}


class Batch(Schema):
    """Each envelope is an object of `client_id`, `organization`, `kind` (enter, correct, claim, withdraw, make_up) and a
    `body` of that kind, and may say `made_at`, `seen`, `after` and `another`. It is looked at and answered by itself: one
    that cannot be read does not keep back the others."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"envelopes": [ENVELOPE]}]})

    envelopes: list[dict[str, Any]] = Field(max_length=MOST_ENVELOPES)


class Answered(Schema):
    """`answer`: taken, already, wait, conflict (see `why` and `theirs`), refused (see `code`, `sentence`, `field`) or
    gone: the branch is not the sender's any more."""

    client_id: str
    answer: str
    record: int | None = None
    version: str = ""
    why: str = ""
    theirs: dict[str, Any] | None = None
    code: str = ""
    sentence: str = ""
    field: str = ""


class Answers(Schema):
    """`now` and `day` are the server's, whose clock rules."""

    now: datetime
    day: date
    answers: list[Answered]


class Door(Schema):
    """Whose session this is, as a mark, and the form's protection for what is sent next."""

    owner: str
    protection: str
    now: datetime
    day: date
    keep_days: int


@router.get(
    "/outbox",
    response={200: Door, **ERRORS},
    url_name="api-outbox",
    summary="Before sending: who is signed in, what time it is",
    auth=allow(*EVERYBODY, area="records"),
)
def door(request: HttpRequest) -> Door:
    return Door(
        owner=mark_of(request.user),
        protection=get_token(request),
        now=_by_the_clock(),
        day=today(),
        keep_days=settings.OFFLINE_DAYS,
    )


@router.get(
    "/organizations/{code}/pack",
    response={200: Pack, 304: None, **ERRORS},
    openapi_extra={"parameters": [{"in": "header", "name": "If-None-Match", "schema": {"type": "string"}}]},
    url_name="api-pack",
    summary="What a phone keeps of one branch; ETag and If-None-Match",
    auth=allow(*EVERYBODY, area="records"),
)
def pack(request: HttpRequest, code: Code) -> HttpResponse:
    if not settings.OFFLINE_DAYS:
        raise NotVisible(code)
    scope, placement = _seated(request, code)
    goals = [(one.pk, one.title) for one in goals_to_link(scope, placement.organization_id)]
    text = phones.as_text(phones.pack_for(scope, placement, goals=goals))
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(text, content_type="application/json", headers={"ETag": tag})


@router.post(
    "/outbox",
    response={200: Answers, **ERRORS},
    url_name="api-outbox",
    summary="Send envelopes; each is answered by itself, and each counts once however often it comes",
    auth=allow(*EVERYBODY, area="records", writes=True),
)
def take(request: HttpRequest, sent: Batch) -> Answers:
    desks: dict[str, Desk] = {}
    answers = [_answered(request, one, desks) for one in sent.envelopes]
    return Answers(now=_by_the_clock(), day=today(), answers=answers)


def _by_the_clock() -> datetime:
    """Also where today stands at another day: the phone compares it with its own clock."""
    return datetime.now(UTC)


def _answered(request: HttpRequest, raw: dict[str, Any], desks: dict[str, Desk]) -> Answered:
    """`desks` are those found for this batch so far: a batch is mostly of one branch."""
    name = str(raw.get("client_id", ""))[:60]
    try:
        sent = Sent(**raw)
        code = sent.organization
        if code not in desks:
            desks[code] = _seated(request, code)
        scope, placement = desks[code]
        sights.begin(sights.of(scope))
        envelope = _read(sent)
        given = actions.take(by=scope, organization=placement.organization, envelope=envelope, entering=enter_meeting)
    except ValidationError as wrong:
        return _unreadable(name, wrong)
    except NotVisible:
        return Answered(client_id=name, answer="gone")
    except Refusal as refusal:
        field = str(refusal.where.get("field", ""))
        return Answered(client_id=name, answer="refused", code=refusal.code, sentence=str(refusal), field=field)
    return Answered(
        client_id=name,
        answer=given.word,
        record=given.record.pk if given.record else None,
        version=given.version,
        why=given.why,
        theirs=given.theirs or None,
    )


def _read(sent: Sent) -> Envelope:
    said = BODIES[sent.kind](**sent.body)
    body = said.dict()
    if "absent" in body:
        body["absent"] = [(one["member"], one["reason"]) for one in body["absent"]]
    body = {name: value for name, value in body.items() if value or name not in LEFT_OUT_IF_EMPTY}
    if isinstance(said, Voiced):  # left out where nothing was: the fingerprint of older envelopes stays as it was
        body = {name: value for name, value in body.items() if name not in Voiced.model_fields} | voiced(said)
    return Envelope(sent.client_id, sent.kind, body, sent.seen, tuple(sent.after), tuple(sent.another))


def _unreadable(name: str, wrong: ValidationError) -> Answered:
    """Which field; never what was sent, which may name people."""
    fields = ", ".join(sorted({".".join(map(str, one["loc"])) for one in wrong.errors()}))[:200]
    refusal = Refusal("envelope_unreadable", what=fields)
    return Answered(client_id=name, answer="refused", code=refusal.code, sentence=str(refusal), field=fields)


def _seated(request: HttpRequest, code: str) -> Desk:
    """The person's own desk from which the branch's meetings are entered, whichever of their desks is open; a token has
    one desk. Raises `NotVisible` where there is none."""
    scope = scope_of(request)
    user = request.user
    scopes = [scope]
    if isinstance(user, User) and not isinstance(getattr(request, "auth", None), Token):
        with wide("scope"):
            scopes += [scope_at(user, seat) for seat in seats_of(user)]
    for one in scopes:
        sights.begin(sights.of(one))
        try:
            placement = placement_by_code(one, code)
            rules.may_write(one, placement.path)
        except NotVisible:
            continue
        return one, placement
    sights.begin(sights.of(scope))
    raise NotVisible(code)
