"""Why something is late, as far as a branch cared to say. Free words: read by the branch and its direct superior."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_of
from xuezuo.records.models import LateReason
from xuezuo.scopes import NotVisible, Scope


@dataclass(frozen=True)
class Said:
    """The latest words about one late thing."""

    id: int
    words: str
    given_by: int
    given_on: date


About = tuple[str, str]
"""`("requirement", "<campaign id>:<code>")`, the same in every version, or a kind of meeting and a period."""


def late_reasons(scope: Scope, placement: Placement) -> dict[About, Said]:
    """What one organization said, by what it is about. Nothing where the scope may not see names."""
    if not scope.sees_names_at(placement.path):
        return {}
    rows = LateReason.objects.filter(organization_id=placement.organization_id, withdrawn_at__isnull=True)
    return {about(row): _said(row) for row in rows.select_related("requirement").order_by("pk")}


def reasons_about(scope: Scope, campaign_id: int, code: str, places: Iterable[tuple[int, str]]) -> dict[int, Said]:
    """What organizations, given as pairs of id and path, said about one requirement, by organization."""
    near = [pk for pk, path in places if scope.sees_names_at(path)]
    rows = LateReason.objects.filter(
        organization_id__in=near, requirement__campaign_id=campaign_id, requirement__code=code
    )
    return {row.organization_id: _said(row) for row in rows.filter(withdrawn_at__isnull=True).order_by("pk")}


def late_reason(scope: Scope, pk: int) -> LateReason:
    """One that still stands. Raises `NotVisible` outside the scope."""
    found = LateReason.objects.filter(pk=pk).select_related("organization").first()
    if found is None:
        raise NotVisible(pk)
    placement_of(scope, found.organization_id)
    return found


def about(row: LateReason) -> About:
    if row.requirement is None:
        return row.kind, row.period
    return "requirement", f"{row.requirement.campaign_id}:{row.requirement.code}"


def _said(row: LateReason) -> Said:
    return Said(row.pk, row.reason, row.given_by, timezone.localtime(row.given_at).date())
