"""The rhythm of branch life (三会一课): which meetings of the running month and quarter were not held yet (D3.01-D3.05)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberCategory
from xuezuo.organizations.models import Membership, Placement
from xuezuo.organizations.queries import holding_on, placement_of
from xuezuo.periods import OF_LENGTH, Period, today
from xuezuo.records.models import RecordKind
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import Scope

CADENCE = {
    ActivityKind.GENERAL: ("meeting.general.per_quarter", "quarter"),
    ActivityKind.COMMITTEE: ("meeting.committee.per_month", "month"),
    ActivityKind.LECTURE: ("meeting.lecture.per_quarter", "quarter"),
    ActivityKind.THEME_DAY: ("meeting.theme_day.per_month", "month"),
}


@dataclass(frozen=True)
class StillToHold:
    """A kind of meeting that the running period asks for."""

    kind: ActivityKind
    period: Period


def still_to_hold(scope: Scope, organization_id: int, day: date | None = None) -> list[StillToHold]:
    """In the order of the rules. A branch owes nothing for a period in which its duties, or its first place in the
    tree, began; a move to another superior changes nothing, as in the figure `meeting_cadence`.
    """
    day = day or today()
    organization = placement_of(scope, organization_id).organization
    if organization.kind not in BRANCH_KINDS:
        return []
    first = Placement.objects.filter(organization=organization).aggregate(day=Min("valid_from"))["day"]
    asked = {kind: (key, OF_LENGTH[length](day)) for kind, (key, length) in CADENCE.items()}
    held = _held(organization_id, [period for _, period in asked.values()])
    found = []
    for kind, (key, period) in asked.items():
        times = rule(key, period.start) or 0
        owed = max(organization.duties_from, first) <= period.start
        if owed and times > sum(one == kind and period.holds(on) for one, on in held):
            found.append(StillToHold(kind, period))
    if any(one.kind == ActivityKind.COMMITTEE for one in found) and not _has_committee(organization_id, day):
        found = [one for one in found if one.kind != ActivityKind.COMMITTEE]
    return found


def _held(organization_id: int, periods: list[Period]) -> list[tuple[str, date]]:
    """Each kind of each meeting of the running periods, with its day."""
    found = RecordKind.objects.filter(
        record__organization_id=organization_id,
        record__held_on__gte=min(period.start for period in periods),
        record__held_on__lt=max(period.end for period in periods),
    )
    return list(found.values_list("kind", "record__held_on"))


def _has_committee(organization_id: int, day: date) -> bool:
    """With fewer full members a branch has no committee (D3.11)."""
    full = Membership.objects.filter(
        Q(member__full_on__isnull=True) | Q(member__full_on__lte=day),
        holding_on(day),
        organization_id=organization_id,
        member__category=MemberCategory.FULL,
    )
    return full.count() >= (rule("organization.branch_committee_min", day) or 0)
