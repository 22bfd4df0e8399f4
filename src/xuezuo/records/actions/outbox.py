"""Taking a phone's envelopes: each once, whenever and however often it comes, and never over somebody else's change."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from xuezuo.campaigns.models import Requirement
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries
from xuezuo.records.actions.claims import claim, withdraw_claim
from xuezuo.records.actions.make_ups import make_up
from xuezuo.records.actions.meetings import correct, enter
from xuezuo.records.contents import FIELDS, Content, content_of, fingerprint
from xuezuo.records.envelopes import Answer, Envelope, Kind
from xuezuo.records.models import Received, Record
from xuezuo.records.queries import phones
from xuezuo.records.queries.meetings import check_not_withdrawn
from xuezuo.records.rules import may_write
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def take(
    *, by: Scope, organization: Organization, envelope: Envelope, entering: Callable[..., Record] = enter
) -> Answer:
    """Do what an envelope asks, unless it was done, must wait, or a person has to choose. Raises `Refusal` as the act
    itself does; whatever was refused or conflicts is not remembered, so it may come again corrected under its own id.

    `entering` enters a meeting; `commitments.actions.enter_meeting` does it with what was voiced there.
    """
    who = may_write(by, placement_of(by, organization.pk).path)
    record = _record_of(organization, envelope)
    before = Received.objects.filter(client_id=envelope.client_id).select_related("record").first()
    if before is not None:
        return _answered_before(before, organization, envelope)
    if envelope.kind == Kind.ENTER and record is not None:
        return _entered_before(by, organization, record, envelope, entering)
    if record is None and envelope.kind != Kind.ENTER:
        check_not_withdrawn(envelope.body["record"])  # it will not come again by itself
        return Answer("wait")
    if not all(phones.is_here(organization.pk, one) for one in envelope.after):
        return Answer("wait")
    if envelope.kind == Kind.ENTER:
        answer = _enter(by, organization, envelope, entering)
    else:
        answer = _ACTS[Kind(envelope.kind)](by, organization, record, envelope)
    if answer.word == "taken":
        said = {"kind": envelope.kind, "record": answer.record, "digest": envelope.digest, "left": answer.version}
        # the same entry twice at one moment: the other one has left its row meanwhile
        Received.objects.get_or_create(client_id=envelope.client_id, defaults=said | {"received_by": who})
    return answer


def _record_of(organization: Organization, envelope: Envelope) -> Record | None:
    """The record that it is about, held until the end so that two phones change it one after the other."""
    number = envelope.client_id if envelope.kind == Kind.ENTER else envelope.body["record"]
    return (
        Record.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(organization=organization, client_id=number)
        .first()
    )


def _answered_before(before: Received, organization: Organization, envelope: Envelope) -> Answer:
    if before.record.organization_id != organization.pk:
        raise Refusal("envelope_used")
    if before.digest != envelope.digest:
        return _conflict("other_content", before.record)
    return Answer("already", before.record, before.left)


def _entered_before(
    by: Scope, organization: Organization, record: Record, envelope: Envelope, entering: Callable[..., Record]
) -> Answer:
    """The record came another way under this id, by the form of a page: the same if it says the same."""
    try:
        with transaction.atomic():
            entering(by=by, organization=organization, client_id=envelope.client_id, **envelope.body)
    except Refusal as refusal:
        if refusal.code == "record_sent_before":
            return _conflict("other_content", record)
        raise
    return Answer("already", record, _version(record))


def _enter(by: Scope, organization: Organization, envelope: Envelope, entering: Callable[..., Record]) -> Answer:
    body = envelope.body
    others = queries.of_the_same_day(by, organization.pk, body["held_on"], body["kinds"])
    unseen = [one for one in others if one.client_id not in envelope.another]
    if unseen:
        return _conflict("same_day", unseen[0])
    record = entering(by=by, organization=organization, client_id=envelope.client_id, **body)
    return Answer("taken", record, _version(record))


def _correct(by: Scope, organization: Organization, record: Record | None, envelope: Envelope) -> Answer:
    assert record is not None
    changes = {name: value for name, value in envelope.body.items() if name in FIELDS}
    said = content_of(record)
    wanted = Content(**{name: getattr(said, name) for name in FIELDS} | changes).tidy()
    if wanted == said:  # somebody made the same change; there is nothing to choose
        return Answer("taken", record, fingerprint(said))
    seen = _seen_version(organization, envelope.seen)
    if seen is None:
        return Answer("wait")
    if seen != fingerprint(said):
        return _conflict("changed", record)
    corrected = correct(by=by, record=record, reason=envelope.body["reason"], **changes)
    return Answer("taken", corrected, fingerprint(wanted))


def _seen_version(organization: Organization, seen: str) -> str | None:
    """The fingerprint that `seen` names; None while the envelope that it names is not here."""
    try:
        number = UUID(seen) if "-" in seen else None
    except ValueError:
        number = None
    if number is None:
        return seen
    return phones.version_left_by(organization.pk, number)


def _claim(by: Scope, _: Organization, record: Record | None, envelope: Envelope) -> Answer:
    assert record is not None
    claim(by=by, record=record, requirement=_requirement(envelope.body["requirement"]))
    return Answer("taken", record, _version(record))


def _withdraw(by: Scope, _: Organization, record: Record | None, envelope: Envelope) -> Answer:
    assert record is not None
    withdraw_claim(by=by, record=record, requirement=_requirement(envelope.body["requirement"]))
    return Answer("taken", record, _version(record))


def _requirement(number: int) -> Requirement:
    found = Requirement.objects.filter(pk=number).first()
    if found is None:
        raise Refusal("envelope_of_nothing")
    return found


def _make_up(by: Scope, _: Organization, record: Record | None, envelope: Envelope) -> Answer:
    assert record is not None
    said = envelope.body
    missed = list(record.absences.filter(member_id__in=said["members"]).values_list("pk", flat=True))
    if len(missed) < len(set(said["members"])):
        raise Refusal("envelope_of_nothing")
    try:
        with transaction.atomic():
            make_up(by=by, absences=missed, done_on=said["done_on"], way=said["way"], note=said["note"])
    except Refusal as refusal:
        if refusal.code == "made_up_already":
            return _conflict("made_up", record)
        raise
    return Answer("taken", record, _version(record))


_ACTS = {
    Kind.CORRECT: _correct,
    Kind.CLAIM: _claim,
    Kind.WITHDRAW: _withdraw,
    Kind.MAKE_UP: _make_up,
}


def _version(record: Record) -> str:
    return fingerprint(content_of(record))


def _conflict(why: str, record: Record) -> Answer:
    theirs: dict[str, Any] = phones.as_a_phone_sees(record)
    return Answer("conflict", record, _version(record), why, theirs)
