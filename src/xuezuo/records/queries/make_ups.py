"""Who missed what, and what has made it good."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from xuezuo.campaigns.models import Reading
from xuezuo.organizations.models import Membership
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records.models import Absence, GuestAttendance, MakeUp, RecordReading, TextBrought
from xuezuo.records.queries.meetings import records, roster_ids, sees_names
from xuezuo.records.rules import PART_KINDS, UNDO_WITHIN
from xuezuo.scopes import NotVisible, Scope


@dataclass(frozen=True)
class Missed:
    """One person's open absence: the texts of that meeting which no other meeting brought them."""

    absence: Absence
    readings: tuple[Reading, ...] = field(default_factory=tuple)


def make_up_list(scope: Scope, organization_id: int) -> list[Missed]:
    """Absences of today's members that nothing has made good: by day, then name. Raises `NotVisible` without names.

    Who heard the same texts at another meeting, or by another make-up, need not make anything up.
    """
    placement = placement_of(scope, organization_id)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(organization_id)
    day = today()
    open_absences = list(
        Absence.objects.filter(
            record__organization_id=organization_id,
            make_up__isnull=True,
            member_id__in=roster_ids(organization_id, day),
        )
        .select_related("record", "member")
        .prefetch_related(
            "record__kinds", Prefetch("record__readings", RecordReading.objects.select_related("reading"))
        )
        .order_by("record__held_on", "member__name", "pk")
    )
    reached = reached_readings({absence.member_id for absence in open_absences})
    found = []
    for absence in open_absences:
        texts = [covered.reading for covered in absence.record.readings.all()]
        lacking = tuple(one for one in texts if one.pk not in reached.get(absence.member_id, set()))
        only_part = {kind.kind for kind in absence.record.kinds.all()} <= PART_KINDS
        if lacking or not (texts or only_part):
            found.append(Missed(absence, lacking))
    return found


def reached_readings(members: set[int]) -> dict[int, set[int]]:
    """Readings by member: as a guest anywhere, by a make-up or a line of a plan, or present at a meeting of whichever branch they were of."""
    reached: dict[int, set[int]] = {member: set() for member in members}
    made_up = MakeUp.objects.filter(absence__member_id__in=members).values_list(
        "absence__member_id", "absence__record__readings__reading_id"
    )
    guests = GuestAttendance.objects.filter(member_id__in=members).values_list(
        "member_id", "record__readings__reading_id"
    )
    brought = TextBrought.objects.filter(member_id__in=members).values_list("member_id", "reading_id")
    for member, reading in [*made_up, *guests.union(brought)]:
        reached[member].add(reading)
    absent = set(Absence.objects.filter(member_id__in=members).values_list("member_id", "record_id"))
    stays = list(
        Membership.objects.filter(member_id__in=members).values_list(
            "member_id", "organization_id", "valid_from", "valid_to"
        )
    )
    homes = {stay[1] for stay in stays}
    meetings = RecordReading.objects.filter(record__organization_id__in=homes).values_list(
        "record_id", "record__organization_id", "record__held_on", "reading_id"
    )
    for record_id, home, held_on, reading in meetings:
        for member, branch, since, until in stays:
            if branch == home and since <= held_on < until and (member, record_id) not in absent:
                reached[member].add(reading)
    return reached


def not_reached(organization_id: int, reading: Reading) -> set[int]:
    """Ids of today's members whom no meeting and no make-up has brought this text, also of those whom no record names:
    who joined later, who was a guest elsewhere. Their number is the size of a blank spot.
    """
    members = roster_ids(organization_id, today())
    reached = reached_readings(members)
    return {member for member in members if reading.pk not in reached[member]}


def absences(scope: Scope, ids: Collection[int]) -> list[Absence]:
    """Open or settled absences by id, each with record and make-up. Raises `NotVisible` if one is outside the scope."""
    found = list(
        Absence.objects.filter(pk__in=ids, record__in=records(scope)).select_related("record", "make_up").order_by("pk")
    )
    if len(found) < len(set(ids)):
        raise NotVisible(ids)
    return found


def made_up_lately(scope: Scope, organization_id: int) -> QuerySet[MakeUp]:
    """Make-ups that can still be undone."""
    if not sees_names(scope, organization_id):
        raise NotVisible(organization_id)
    return (
        MakeUp.objects.filter(
            absence__record__organization_id=organization_id, entered_at__gt=timezone.now() - UNDO_WITHIN
        )
        .select_related("absence__member", "absence__record")
        .order_by("-pk")
    )


def make_up(scope: Scope, pk: int) -> MakeUp:
    """One make-up, for taking it back. Raises `NotVisible` outside the scope."""
    found = MakeUp.objects.filter(pk=pk, absence__record__in=records(scope)).select_related("absence__record").first()
    if found is None:
        raise NotVisible(pk)
    return found
