"""Guests of a meeting, seen from the host and from the branch they belong to (D8.12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from xuezuo.organizations.member_files import guests as floating_guests
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.namesakes import by_branch, shared
from xuezuo.organizations.queries import label, placement_of
from xuezuo.periods import today
from xuezuo.records.models import GuestAttendance, GuestNote, Record
from xuezuo.records.queries.meetings import roster_ids, sees_names
from xuezuo.scopes import NotVisible, Scope


def floating_here(scope: Scope, organization_id: int) -> list[Member]:
    """Floating members of other branches who live here by their own branch's word: known to the host already (D8.11)."""
    placement = placement_of(scope, organization_id)
    if not scope.sees_names_at(placement.path):
        return []
    found = {one.grouped.member_id: one.grouped.member for one in floating_guests(scope, placement)}
    return list(found.values())


def notes_of(scope: Scope, record: Record) -> list[GuestNote]:
    """Guests written down by name at a meeting, with their branch and its answer; nothing without sight of names."""
    if not sees_names(scope, record.organization_id):
        return []
    return list(record.guest_notes.select_related("home", "answer").order_by("pk"))


def guests_named(scope: Scope, record: Record, names: Mapping[int, str]) -> list[str]:
    """The named guests of a meeting by their `names_on` it; two with one name have their branch beside it where the host
    knows it: it wrote it down itself, or they live here by their branch's word.
    """
    named = [(one.member_id, names.get(one.member_id, "")) for one in record.guest_attendances.all()]
    twice = shared(named)
    if not twice:
        return [name for _pk, name in named]
    labels = {one.pk: one.shown for one in floating_here(scope, record.organization_id) if one.pk in twice}
    answered = [note for note in notes_of(scope, record) if hasattr(note, "answer")]
    homes = {note.answer.member_id: note.home.name for note in answered if note.answer.member_id is not None}
    return [labels.get(pk, name) if pk not in homes else name for pk, name in by_branch(named, homes).items()]


def notes_waiting(scope: Scope, placement: Placement) -> QuerySet[GuestNote]:
    """Other branches say that a member of this one was their guest; it has not answered yet. The oldest first."""
    if not scope.sees_names_at(placement.path):
        raise NotVisible(placement.organization_id)
    return (
        GuestNote.objects.filter(home_id=placement.organization_id, answer__isnull=True)
        .select_related("record__organization")
        .prefetch_related("record__kinds")
        .order_by("record__held_on", "pk")
    )


def guest_note(scope: Scope, pk: int, *, at_home: bool) -> GuestNote:
    """One note, for the host, or for the branch it names (`at_home`). Raises `NotVisible` for everybody else."""
    found = GuestNote.objects.filter(pk=pk).select_related("record__organization", "home").first()
    if found is None or not sees_names(scope, found.home_id if at_home else found.record.organization_id):
        raise NotVisible(pk)
    return found


@dataclass(frozen=True)
class Elsewhere:
    """A member of the branch who was at a meeting of another."""

    member: Member
    held_on: date
    host: str


def attended_elsewhere(scope: Scope, organization_id: int) -> list[Elsewhere]:
    """Meetings of other branches at which today's members were guests, the latest first."""
    if not sees_names(scope, organization_id):
        raise NotVisible(organization_id)
    found = list(
        GuestAttendance.objects.filter(member_id__in=roster_ids(organization_id, today()))
        .select_related("member", "record__organization")
        .order_by("-record__held_on", "-pk")
    )
    label(organization_id, [one.member for one in found])
    return [Elsewhere(one.member, one.record.held_on, one.record.organization.name) for one in found]
