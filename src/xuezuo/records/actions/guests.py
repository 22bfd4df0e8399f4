"""Guests by name: those whose own branch said that they live here, and those whom their branch must recognise first."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from xuezuo.audit import actions as audit
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import home_of, placement_of
from xuezuo.records import queries, rules
from xuezuo.records.models import Correction, GuestAnswer, GuestAttendance, GuestNote, Record
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import Scope


def check_guests(by: Scope, organization_id: int, members: Collection[int]) -> None:
    """By id a guest may be named whom the writer knows already: their branch said that they live here, or the writer
    sees names there. Else an id, tried one after the other, would tell whose it is.
    """
    here = {one.pk for one in queries.floating_here(by, organization_id)} if members else set()
    for member in set(members) - here:
        home = home_of(member)
        if home is None or not by.sees_names_at(home.path):
            raise Refusal("guest_not_here")


@transaction.atomic
def note_guest(*, by: Scope, record: Record, name: str, home: Organization) -> GuestNote:
    """Write down a guest's name and branch. It counts for nobody until that branch recognises its member (D8.12); the
    writer learns nothing by it. Guests named beyond the number counted raise it, as a correction.
    """
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    name = name.strip()
    if not name or len(name) > 100:
        raise Refusal("guest_name_missing")
    if home.pk == record.organization_id:
        raise Refusal("guest_home_own")
    if home.kind not in BRANCH_KINDS:
        raise Refusal("guest_home_not_branch", name=home.name)
    existing = GuestNote.objects.filter(record=record, name=name, home=home).first()
    if existing is not None:
        return existing
    made = GuestNote.objects.create(record=record, name=name, home=home, noted_by=who)
    _raise_count(record, who)
    audit.record(
        by=by,
        action="guest.note",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        home=home.pk,
    )
    return made


@transaction.atomic
def take_back_note(*, by: Scope, note: GuestNote) -> None:
    """Strike out a guest whose branch has not answered yet."""
    record = note.record
    rules.may_write(by, placement_of(by, record.organization_id).path)
    if GuestAnswer.objects.filter(note=note).exists():
        raise Refusal("guest_answered")
    home = note.home_id
    note.delete()
    audit.record(
        by=by,
        action="guest.note_withdraw",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        home=home,
    )


@transaction.atomic
def answer_guest(*, by: Scope, note: GuestNote, member: int | None) -> GuestAnswer:
    """The home branch says who of its members that was; from then on the meeting counts for them, once. None: nobody of
    ours. The record's history keeps that a guest was recognised.
    """
    who = rules.may_write(by, placement_of(by, note.home_id).path)
    record = Record.objects.select_for_update().get(pk=note.record_id)
    if member is not None and member not in queries.roster_ids(note.home_id, record.held_on):
        raise Refusal("guest_not_ours", day=record.held_on.isoformat())
    try:
        with transaction.atomic():
            made = GuestAnswer.objects.create(note=note, member_id=member, answered_by=who)
    except IntegrityError as twice:
        raise Refusal("guest_answered") from twice
    if member is not None:
        with wide("guest"):  # the history must know them all, also those of third branches
            before = sorted(record.guest_attendances.values_list("member_id", flat=True))
        GuestAttendance.objects.get_or_create(record=record, member_id=member)
        if member not in before:
            _keep(
                record, who, "guest_members", before, sorted([*before, member]), gettext("recognised by their branch")
            )
    audit.record(
        by=by,
        action="guest.answer",
        kind="guest_note",
        object_id=note.pk,
        organization_id=note.home_id,
        ours=member is not None,
    )
    return made


def _raise_count(record: Record, who: int) -> None:
    record = Record.objects.select_for_update().get(pk=record.pk)
    answered = GuestAnswer.objects.filter(note__record=record, member__isnull=False).values("member_id")
    named = record.guest_notes.count() + record.guest_attendances.exclude(member_id__in=answered).count()
    if named > record.guests:
        if named > rules.MOST_GUESTS:
            raise Refusal("record_count_impossible", most=rules.MOST_GUESTS)
        before, record.guests = record.guests, named
        record.save()
        _keep(record, who, "guests", before, named, gettext("guests were named"))


def _keep(record: Record, who: int, field: str, before: object, after: object, reason: str) -> None:
    Correction.objects.create(
        record=record, before={field: before}, after={field: after}, reason=reason, corrected_by=who
    )
