"""Entering a meeting once, and correcting what was entered."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries, rules
from xuezuo.records.actions.claims import check_claims, withdraw_unmet
from xuezuo.records.actions.guests import check_guests
from xuezuo.records.actions.resolutions import resolve
from xuezuo.records.actions.rows import Entry, insert, put_together
from xuezuo.records.contents import FIELDS, Content, as_first_entered, content_of, fingerprint
from xuezuo.records.models import Absence, Correction, GuestAttendance, MakeUp, Record, RecordKind, RecordReading
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

Look = Callable[[set[int], frozenset[int]], None]
"""Called with the requirements that the meeting would meet and the records of its day that share a kind with it."""


def enter(
    *,
    by: Scope,
    organization: Organization,
    held_on: date,
    kinds: Collection[str],
    attended: int,
    absent: Sequence[tuple[int, str]] = (),
    guests: int = 0,
    guest_members: Collection[int] = (),
    place: str = "",
    subject: str = "",
    readings: Collection[int] = (),
    summary: str = "",
    speaker_tier: str = "",
    claims: Collection[int] = (),
    resolutions: Collection[Mapping[str, Any]] = (),
    client_id: uuid.UUID | None = None,
) -> Record:
    """Enter one meeting with the requirements it meets and the votes taken. `absent` is pairs of member id and
    `AbsenceReason`; `readings` and `claims` are ids. Sent again with the same `client_id` and content it is the record of
    the first time; with another, also with other claims or a vote that it did not have, it is refused.
    """
    record, _new = entered(
        by=by,
        organization=organization,
        client_id=client_id or uuid.uuid4(),
        claims=claims,
        resolutions=resolutions,
        held_on=held_on,
        kinds=kinds,
        attended=attended,
        absent=absent,
        guests=guests,
        guest_members=guest_members,
        place=place,
        subject=subject,
        readings=readings,
        summary=summary,
        speaker_tier=speaker_tier,
    )
    return record


def entered(
    *,
    by: Scope,
    organization: Organization,
    client_id: uuid.UUID,
    claims: Collection[int] = (),
    resolutions: Collection[Mapping[str, Any]] = (),
    look: Look | None = None,
    path: str = "",
    **said: Any,
) -> tuple[Record, bool]:
    """`enter`, with whether the record is new; in the caller's transaction if there is one. `look` is shown what it is about to enter,
    and may raise; `path` is where the organization stands, so that what it may meet is read with the rest.
    """
    assert path or look is None, "what is looked at is read where the organization stands"
    content = Content(**said).tidy()
    given = by, organization, client_id, content, claims, resolutions, look, path
    found = _tried(*given)
    if found is None:
        # once in the line of those who enter a meeting of this branch, nobody can come in between any more
        with transaction.atomic():
            found = _tried(*given) or _tried(*given)
    assert found is not None, "nobody else enters a meeting of the branch meanwhile"
    return found


def _tried(
    by: Scope,
    organization: Organization,
    client_id: uuid.UUID,
    content: Content,
    claims: Collection[int],
    resolutions: Collection[Mapping[str, Any]],
    look: Look | None,
    path: str,
) -> tuple[Record, bool] | None:
    """None if nothing was written, because another meeting of the branch was entered after we asked, perhaps this one from the same
    phone: what was looked at is not all there is.
    """
    about = path if look else claims
    found = queries.ground_of(by, organization.pk, content, client_id, for_claims=bool(about), about=about)
    who = rules.may_write(by, found.place.path)
    if found.sent or found.withdrawn:
        before = _sent_before(by, client_id, organization, content, claims, resolutions)
        if before is not None:
            return before, False
    queries.agrees(by, organization.pk, content, found.facts)
    met = queries.met_by(by, organization.pk, found, content) if look else None
    if look and met is not None:
        look(met, found.same_day)
    check_guests(by, organization.pk, content.guest_members)
    check_claims(by, organization.pk, found, content, claims, met)
    columns = _columns(content, found.facts) | {"entered_by": who}
    # votes are told of before the record is: with one the event waits for them
    entry = put_together(client_id, content, claims, by, organization, told=not resolutions, **columns)
    number = _written(by, entry, claims, resolutions, found.last)
    return (entry.as_record(number), True) if number is not None else None


def _written(
    by: Scope,
    entry: Entry,
    claims: Collection[int],
    resolutions: Collection[Mapping[str, Any]],
    last: int,
) -> int | None:
    """All rows of the entry, or none, as `insert`. Only for these does an entry stand in the line of writers, if its caller does not:
    all that it is held against was asked before.
    """
    if not resolutions:
        return insert(entry, last)
    with transaction.atomic():
        number = insert(entry, last)
        if number is None:
            return None
        record = entry.as_record(number)
        for one in resolutions:
            resolve(by=by, record=record, **one)
        audit.record(
            by=by,
            action="record.enter",
            kind="record",
            object_id=number,
            organization_id=record.organization_id,
            claims=sorted(claims),
        )
    return number


@transaction.atomic
def correct(*, by: Scope, record: Record, reason: str, seen: str = "", **changes: Any) -> Record:
    """Change what a record says and keep what it said. `changes` are `enter`'s fields; all its checks hold again.

    Claims that lose their ground by it are withdrawn with it. Nothing to change is refused; so is a record that no longer
    says what it said when the form was opened, where `seen` is its fingerprint then.
    """
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a record: {sorted(unknown)}")
    if not reason.strip():
        raise Refusal("correction_reason_missing")
    record = Record.objects.select_for_update().select_related("organization").get(pk=record.pk)
    said = content_of(record)
    content = Content(**{name: getattr(said, name) for name in FIELDS} | changes).tidy()
    if seen and seen != fingerprint(said):
        raise Refusal("correction_meanwhile")
    if content == said:
        raise Refusal("correction_changes_nothing")
    facts = queries.looked_over(by, record.organization, content, before=said)
    check_guests(by, record.organization_id, set(content.guest_members) - set(said.guest_members))
    before, after = said.as_json(), content.as_json()
    changed = [name for name in FIELDS if before[name] != after[name]]
    kept_before: dict[str, Any] = {name: before[name] for name in changed}
    kept_before |= _make_ups_that_go(record, content)
    for column, value in _columns(content, facts).items():
        setattr(record, column, value)
    record.save()
    _write_rows(record, content)
    withdrawn = withdraw_unmet(by=by, record=record)
    Correction.objects.create(
        record=record,
        before=kept_before,
        after={name: after[name] for name in changed} | ({"claims_withdrawn": withdrawn} if withdrawn else {}),
        reason=reason.strip()[:300],
        corrected_by=who,
    )
    audit.record(
        by=by,
        action="record.correct",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        fields=changed,
    )
    return record


def _sent_before(
    by: Scope,
    client_id: uuid.UUID,
    organization: Organization,
    content: Content,
    claims: Collection[int],
    resolutions: Collection[Mapping[str, Any]],
) -> Record | None:
    before = queries.by_client_id(client_id)
    if before is None:
        queries.check_not_withdrawn(client_id)
        return None
    if before.organization_id != organization.pk or as_first_entered(before) != content:
        raise Refusal("record_sent_before", day=before.held_on.isoformat())
    known = all(queries.vote_was_entered(before, one) for one in resolutions)
    if set(claims) != queries.first_claims(by, before) or not known:
        raise Refusal("record_sent_before", day=before.held_on.isoformat())
    return before


def _columns(content: Content, facts: rules.Facts) -> dict[str, Any]:
    names = ("held_on", "attended", "guests", "place", "subject", "summary", "speaker_tier")
    return {name: getattr(content, name) for name in names} | {"expected": rules.expected_of(content, facts)}


def _write_rows(record: Record, content: Content) -> None:
    """Bring the record's lists to the content; rows that stay are not touched, so make-ups stay with their absences."""
    record.kinds.exclude(kind__in=content.kinds).delete()
    record.readings.exclude(reading_id__in=content.readings).delete()
    record.guest_attendances.exclude(member_id__in=content.guest_members).delete()
    record.absences.exclude(member_id__in=[member for member, _ in content.absent]).delete()
    record.exclusions.exclude(member_id__in=[member for member, _ in content.absent]).delete()
    for kind in content.kinds:
        RecordKind.objects.get_or_create(record=record, kind=kind)
    for reading in content.readings:
        RecordReading.objects.get_or_create(record=record, reading_id=reading)
    for member in content.guest_members:
        GuestAttendance.objects.get_or_create(record=record, member_id=member)
    for member, reason in content.absent:
        Absence.objects.update_or_create(record=record, member_id=member, defaults={"reason": reason})


def _make_ups_that_go(record: Record, content: Content) -> dict[str, Any]:
    """Make-ups of absences, and exclusions of the absent, that the correction takes away: kept in the correction, for they were somebody's entry."""
    still = [member for member, _ in content.absent]
    gone = MakeUp.objects.filter(absence__record=record).exclude(absence__member_id__in=still)
    told = [[one.absence.member_id, one.done_on.isoformat(), one.way] for one in gone.select_related("absence")]
    left_in = record.exclusions.exclude(member_id__in=still).values_list("member_id", flat=True)
    return ({"make_ups": told} if told else {}) | ({"exclusions": list(left_in)} if left_in else {})
