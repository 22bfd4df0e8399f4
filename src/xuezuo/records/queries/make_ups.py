"""Who missed what, and what has made it good."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from xuezuo.campaigns.models import Reading
from xuezuo.organizations.models import Membership
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records.models import Absence, GuestAttendance, MakeUp, MakeUpPlan, RecordReading
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
    reached = _reached_readings(organization_id, {absence.member_id for absence in open_absences})
    found = []
    for absence in open_absences:
        texts = [covered.reading for covered in absence.record.readings.all()]
        lacking = tuple(one for one in texts if one.pk not in reached.get(absence.member_id, set()))
        only_part = {kind.kind for kind in absence.record.kinds.all()} <= PART_KINDS
        if lacking or not (texts or only_part):
            found.append(Missed(absence, lacking))
    return found


@dataclass(frozen=True)
class BlankSpot:
    """A text that the branch has studied, and how many of its members it has not reached."""

    reading: Reading
    people: int


def blank_spots(missed: Iterable[Missed]) -> list[BlankSpot]:
    """The make-up list by text: most people first."""
    people: dict[int, set[int]] = {}
    texts: dict[int, Reading] = {}
    for one in missed:
        for reading in one.readings:
            texts[reading.pk] = reading
            people.setdefault(reading.pk, set()).add(one.absence.member_id)
    found = [BlankSpot(texts[pk], len(members)) for pk, members in people.items()]
    return sorted(found, key=lambda spot: (-spot.people, spot.reading.campaign_id, spot.reading.position))


def _reached_readings(organization_id: int, members: set[int]) -> dict[int, set[int]]:
    """Readings by member: as a guest anywhere, by a make-up, or present at a meeting of this branch."""
    reached: dict[int, set[int]] = {member: set() for member in members}
    made_up = MakeUp.objects.filter(absence__member_id__in=members).values_list(
        "absence__member_id", "absence__record__readings__reading_id"
    )
    guests = GuestAttendance.objects.filter(member_id__in=members).values_list(
        "member_id", "record__readings__reading_id"
    )
    for member, reading in [*made_up, *guests]:
        reached[member].add(reading)
    absent = set(Absence.objects.filter(member_id__in=members).values_list("member_id", "record_id"))
    stays = list(
        Membership.objects.filter(member_id__in=members).values_list(
            "member_id", "organization_id", "valid_from", "valid_to"
        )
    )
    homes = {stay[1] for stay in stays} | {organization_id}
    meetings = RecordReading.objects.filter(record__organization_id__in=homes).values_list(
        "record_id", "record__organization_id", "record__held_on", "reading_id"
    )
    for record_id, home, held_on, reading in meetings:
        for member, branch, since, until in stays:
            if branch == home and since <= held_on < until and (member, record_id) not in absent:
                reached[member].add(reading)
    return reached


def not_reached(organization_id: int, reading: Reading) -> int:
    """How many of today's members no meeting and no make-up has brought this text: the size of a blank spot."""
    members = roster_ids(organization_id, today())
    reached = _reached_readings(organization_id, members)
    return sum(reading.pk not in reached[member] for member in members)


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


def plan(scope: Scope, pk: int) -> MakeUpPlan:
    """One plan. Raises `NotVisible` outside the scope."""
    found = MakeUpPlan.objects.filter(pk=pk).select_related("organization", "reading").first()
    if found is None:
        raise NotVisible(pk)
    placement_of(scope, found.organization_id)
    return found


@dataclass(frozen=True)
class OpenPlan:
    """A plan and how many of today's members its text has not reached yet."""

    plan: MakeUpPlan
    people: int


def plans_of(scope: Scope, organization_id: int) -> list[OpenPlan]:
    """Make-up plans that still have somebody to reach, those waiting for the branch's word first. Done ones are gone."""
    placement_of(scope, organization_id)
    plans = list(MakeUpPlan.objects.filter(organization_id=organization_id).select_related("reading"))
    if not plans:
        return []
    reached = _reached_readings(organization_id, roster_ids(organization_id, today()))
    found = [OpenPlan(plan, sum(plan.reading_id not in texts for texts in reached.values())) for plan in plans]
    return sorted(
        (one for one in found if one.people),
        key=lambda one: (one.plan.confirmed_at is not None, one.plan.planned_on, one.plan.pk),
    )
