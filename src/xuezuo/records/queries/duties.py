"""What a branch is expected to do, what its records settle, and what one meeting could clear."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, prefetch_related_objects

from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.campaigns.queries import requirements_for, versions_counted
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import founded_on, once, placement_of
from xuezuo.periods import today
from xuezuo.records.models import Claim, Record, RecordReading
from xuezuo.records.queries import clearing
from xuezuo.records.queries.meetings import every_meeting
from xuezuo.records.queries.own_ways import met_in_own_way
from xuezuo.records.queries.rhythm import StillToHold, still_to_hold
from xuezuo.scopes import Scope


def covered_readings(organization_id: int, until: date, except_record: int | None = None) -> set[int]:
    """Readings that the organization's records cover up to and with a day."""
    if except_record is None:
        return {reading for reading, first in first_covered(organization_id).items() if first <= until}
    found = RecordReading.objects.filter(record__organization_id=organization_id, record__held_on__lte=until)
    return set(found.exclude(record_id=except_record).values_list("reading_id", flat=True))


def settled_requirements(organization_id: int, except_record: int | None = None) -> set[int]:
    return set(once(("settled", organization_id, except_record), lambda: _settled(organization_id, except_record)))


def _settled(organization_id: int, except_record: int | None) -> set[int]:
    found = Claim.objects.filter(record__organization_id=organization_id)
    claimed = set(found.exclude(record_id=except_record or 0).values_list("requirement_id", flat=True))
    return claimed | met_in_own_way(organization_id, today())


Due = clearing.Due[Requirement, Reading, Record]


def outstanding_for(scope: Scope, organization_id: int, day: date | None = None) -> list[Due]:
    """Requirements addressed to the branch and open on the day, minus its claims; the earliest due first.

    `late` is past its due date, `waits` is due in more than a month. What opens later is not shown at all, nor what was
    due before the branch was founded or split off.
    """
    day = day or today()
    placement = placement_of(scope, organization_id)
    settled, firsts = settled_requirements(organization_id), first_covered(organization_id)
    meetings = [(one, one.held_on, {kind.kind for kind in one.kinds.all()}) for one in every_meeting(organization_id)]
    return [
        clearing.due(one, list(one.readings.all()), firsts, meetings, day)
        for one in _owed(requirements_for(scope, placement), placement)
        if one.opens_on <= day and not settled.intersection(versions_counted(one))
    ]


def _owed(requirements: list[Requirement], placement: Placement) -> list[Requirement]:
    """Without what was due before the organization stood; asked only where its place of today is younger than that."""
    if all(one.due_on >= placement.valid_from for one in requirements):
        return requirements
    founded = founded_on(placement.organization_id)
    return [one for one in requirements if one.due_on >= founded]


def first_covered(organization_id: int) -> dict[int, date]:
    """Each reading that the organization's records cover, and the day of the first of them."""
    return dict(once(("first covered", organization_id), lambda: _first_covered(organization_id)))


def _first_covered(organization_id: int) -> dict[int, date]:
    found = RecordReading.objects.filter(record__organization_id=organization_id).values_list("reading_id")
    return dict(found.annotate(first=Min("record__held_on")))


def matching_requirements(
    scope: Scope,
    organization_id: int,
    *,
    held_on: date,
    kinds: Collection[str],
    readings: Collection[int],
    except_record: int | None = None,
) -> list[Requirement]:
    """What a meeting may count for, in every campaign: its kind fits, the requirement was open, and each of its readings
    is covered by this or an earlier record of the branch. What another record settles already is left out.
    """
    placement = placement_of(scope, organization_id)
    covered = covered_readings(organization_id, held_on, except_record) | set(readings)
    settled = settled_requirements(organization_id, except_record)
    return [
        one
        for one in requirements_for(scope, placement)
        if not settled.intersection(versions_counted(one)) and meets(one, held_on=held_on, kinds=kinds, covered=covered)
    ]


def meets(requirement: Requirement, *, held_on: date, kinds: Collection[str], covered: Collection[int]) -> bool:
    """Whether a meeting meets a requirement; `covered` are the readings of this and earlier meetings of the branch."""
    return clearing.fits(requirement, held_on, kinds) and (
        {reading.pk for reading in requirement.readings.all()} <= set(covered)
    )


def unmet_claims(organization_id: int) -> list[Claim]:
    """Claims of a branch that its records, as they say now, do not meet: what a correction took the ground from.

    Whether the requirement still stands is not asked: what was met while it stood stays met.
    """
    claims = Claim.objects.filter(record__organization_id=organization_id).select_related("record", "requirement")
    firsts = first_covered(organization_id)
    return [
        claim
        for claim in claims.prefetch_related("record__kinds", "requirement__readings")
        if not meets(
            claim.requirement,
            held_on=claim.record.held_on,
            kinds=[kind.kind for kind in claim.record.kinds.all()],
            covered=[reading for reading, first in firsts.items() if first <= claim.record.held_on],
        )
    ]


@dataclass(frozen=True)
class Suggestion:
    """One meeting that would clear as much as one meeting can: the form opens with it."""

    kinds: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    clears: tuple[Requirement, ...] = ()
    subject: str = ""


def suggestion_for(
    scope: Scope,
    organization_id: int,
    dues: Iterable[Due],
    day: date | None = None,
    running: Sequence[StillToHold] | None = None,
) -> Suggestion:
    """Put together what is due now, earliest first, as long as its texts fit into one meeting (R10: in order).

    When nothing is due within a month it is whatever comes first. A requirement that names neither a kind of meeting nor
    a text is nothing that a form can open with. What no requirement asks for, the rhythm of branch life does (`running`,
    where it is known already).
    """
    kinds, chosen, clears = clearing.put_together(dues, day or today())
    readings = in_order(chosen, covered_readings(organization_id, day or today()))
    if not kinds:
        running = still_to_hold(scope, organization_id, day) if running is None else running
        kinds = [one.kind.value for one in running][:1]
    subject = clears[0].title if clears else ""
    return Suggestion(tuple(kinds), tuple(readings), tuple(clears), subject[:200])


def is_definite(requirement: Requirement) -> bool:
    """Whether it says what kind of meeting or which texts it asks for; else a person must say that a meeting meets it."""
    return bool(requirement.activity_kinds) or bool(requirement.readings.all())


def in_order(readings: Iterable[Reading], covered: Collection[int]) -> list[Reading]:
    """From easy to deep: a text comes after those it builds on, else in the order of the list (R10)."""
    waiting = list(readings)
    prefetch_related_objects(waiting, "after")
    return clearing.ordered(waiting, covered, lambda one: {before.pk for before in one.after.all()})
