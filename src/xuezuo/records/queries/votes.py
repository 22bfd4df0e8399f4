"""Who had a vote at a meeting, and what its votes come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from xuezuo.organizations import sealing
from xuezuo.organizations.kinds import MemberCategory
from xuezuo.organizations.models import Member, Membership
from xuezuo.organizations.queries import holding_on, label, placement_of
from xuezuo.records.models import Exclusion, ExclusionReason, Record, Resolution
from xuezuo.records.votes import TYPED, Verdict, Vote, as_said, verdict
from xuezuo.scopes import NotVisible, Scope


def has_vote(day: date, prefix: str = "") -> Q:
    """Members who may vote, elect and be elected on a day: full members of that day (D3.26)."""
    since = Q(**{f"{prefix}full_on__isnull": True}) | Q(**{f"{prefix}full_on__lte": day})
    return Q(**{f"{prefix}category": MemberCategory.FULL}) & since


def voters(organization_id: int, day: date) -> set[int]:
    """Ids of those on the roster of a day who had a vote then."""
    found = Membership.objects.filter(
        holding_on(day), has_vote(day, "member__"), organization_id=organization_id
    ).values_list("member_id", flat=True)
    return set(found)


def vote_was_entered(record: Record, said: Mapping[str, Any]) -> bool:
    """Whether a vote was entered with a record, also one that was taken back since."""
    wanted = as_said(**said)
    if Resolution.objects.filter(record=record, **wanted).exists():
        return True
    return any(one.before.get("resolution") == wanted for one in record.corrections.all())


def vote_of(resolution: Resolution) -> Vote:
    """Expected and present as the record says now: a correction of who was absent changes them."""
    record = resolution.record
    if resolution.matter in TYPED:
        members = resolution.voters or 0
        return Vote(members, min(record.attended, members), resolution.in_favour)
    with_vote = voters(record.organization_id, record.held_on)
    expected = with_vote - {one.member_id for one in record.exclusions.all()}
    present = expected - {one.member_id for one in record.absences.all()}
    return Vote(len(expected), len(present), resolution.in_favour)


@dataclass(frozen=True)
class Decided:
    """One resolution with the figures beside it."""

    resolution: Resolution
    vote: Vote
    verdict: Verdict


def decided_at(scope: Scope, record: Record) -> list[Decided]:
    """What was decided, with whether it holds. For those who may read the minutes: the branch and its direct superior
    (D3.32); nothing for anybody else.
    """
    if not scope.sees_names_at(placement_of(scope, record.organization_id).path):
        return []
    found = record.resolutions.select_related("record").prefetch_related("record__exclusions", "record__absences")
    told = [(one, vote_of(one)) for one in found.order_by("pk")]
    return [Decided(one, vote, verdict(one.matter, vote, record.held_on)) for one, vote in told]


def resolution(scope: Scope, pk: int) -> Resolution:
    """Raises `NotVisible` where the scope may not read the minutes."""
    found = Resolution.objects.filter(pk=pk).select_related("record").first()
    if found is None or not scope.sees_names_at(placement_of(scope, found.record.organization_id).path):
        raise NotVisible(pk)
    return found


def exclusions(scope: Scope, record: Record) -> list[tuple[Exclusion, str]]:
    """Who was left out of those expected, with the reason in words; nothing where the scope may not see names."""
    if not scope.sees_names_at(placement_of(scope, record.organization_id).path):
        return []
    found = list(record.exclusions.select_related("member").order_by("pk"))
    label(record.organization_id, [one.member for one in found])
    return [(one, _in_words(one.reason)) for one in found]


def _in_words(reason: bytes | memoryview | None) -> str:
    return str(ExclusionReason(sealing.unseal(bytes(reason), "exclusion.reason")).label) if reason else ""


def exclusion(scope: Scope, pk: int) -> Exclusion:
    """Raises `NotVisible` where the scope may not see names."""
    found = Exclusion.objects.filter(pk=pk).select_related("record").first()
    if found is None or not scope.sees_names_at(placement_of(scope, found.record.organization_id).path):
        raise NotVisible(pk)
    return found


def may_be_left_out(scope: Scope, record: Record) -> list[Member]:
    """Members with a vote who were absent and are not left out yet."""
    if not scope.sees_names_at(placement_of(scope, record.organization_id).path):
        return []
    absent = {one.member_id for one in record.absences.all()}
    out = {one.member_id for one in record.exclusions.all()}
    with_vote = voters(record.organization_id, record.held_on)
    return list(Member.objects.filter(pk__in=(absent & with_vote) - out).order_by("name", "pk"))
