"""Groups of a branch (党小组): a branch that has any owes their meetings; one without owes none (D3.12).

Actions with the reads that they alone need.
"""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations import rules
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import BranchGroup, Organization
from xuezuo.organizations.queries import holding_on, placement_of
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def set_up_group(*, by: Scope, organization: Organization, name: str, since: date) -> BranchGroup:
    """The branch has this group from a day on. Said twice it is one group."""
    placement = placement_of(by, organization.pk)
    rules.may_keep_roster(by, placement)
    name = name.strip()[:60]
    if not name:
        raise Refusal("branch_group_name_missing")
    if placement.organization.kind not in BRANCH_KINDS:
        raise Refusal("branch_group_not_here", name=placement.organization.name)
    if since > today():
        raise Refusal("branch_group_day", day=since.isoformat())
    Organization.objects.select_for_update().get(pk=organization.pk)
    known = groups_of(by, organization.pk).filter(name=name).first()
    if known is not None:
        if known.valid_from != since:
            raise Refusal("branch_group_exists", name=name)
        return known
    made = BranchGroup.objects.create(
        organization=organization, name=name, valid_from=since, entered_by=by.viewer_id or 0
    )
    audit.record(
        by=by,
        action="branch_group.set_up",
        kind="branch_group",
        object_id=made.pk,
        organization_id=organization.pk,
        since=since.isoformat(),
    )
    return made


@transaction.atomic
def dissolve_group(*, by: Scope, group: BranchGroup, on: date) -> BranchGroup:
    """From this day on there is no such group; on its first day: it never was one."""
    rules.may_keep_roster(by, placement_of(by, group.organization_id))
    group = BranchGroup.objects.select_for_update().get(pk=group.pk)
    if group.valid_to != FOREVER:
        return group
    if not group.valid_from <= on <= today():
        raise Refusal("branch_group_day", day=on.isoformat())
    group.valid_to, group.ended_by, group.ended_at = on, by.viewer_id or 0, timezone.now()
    group.save(update_fields=["valid_to", "ended_by", "ended_at"])
    audit.record(
        by=by,
        action="branch_group.dissolve",
        kind="branch_group",
        object_id=group.pk,
        organization_id=group.organization_id,
        on=on.isoformat(),
    )
    return group


def groups_of(scope: Scope, organization_id: int, day: date | None = None) -> QuerySet[BranchGroup]:
    """The groups that a branch has on a day."""
    placement_of(scope, organization_id)
    return BranchGroup.objects.filter(holding_on(day or today()), organization_id=organization_id)


def group(scope: Scope, pk: int) -> BranchGroup:
    """Raises `NotVisible` outside the scope."""
    found = BranchGroup.objects.filter(pk=pk).select_related("organization").first()
    if found is None:
        raise NotVisible(pk)
    placement_of(scope, found.organization_id)
    return found
