"""What an organization does by itself in somebody else's campaign: content of its own, and noting what changed (R14, R15)."""

from datetime import date
from typing import Any

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.campaigns import rules
from xuezuo.campaigns.actions import add_requirement
from xuezuo.campaigns.changes import unseen_changes
from xuezuo.campaigns.models import Campaign, ChangeSeen, Requirement
from xuezuo.campaigns.queries import campaign_by_code
from xuezuo.organizations.models import Placement
from xuezuo.periods import today
from xuezuo.scopes import Scope


@transaction.atomic
def add_own(
    *, by: Scope, placement: Placement, campaign: Campaign, title: str, due_on: date, kind: str, **more: Any
) -> Requirement:
    """An organization adds content of its own to a campaign that reaches it, for itself and whatever is below it (R15).

    It costs nobody above a line: what a branch asks of itself no figure counts as due.
    """
    campaign = campaign_by_code(by, campaign.code)
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # two at once: two codes
    own = Requirement.objects.filter(campaign=campaign, issuer=placement.organization, replaces__isnull=True)
    return add_requirement(
        by=by,
        campaign=campaign,
        code=f"OWN-{placement.organization.code}-{own.count() + 1}"[-40:],
        title=title,
        opens_on=min(today(), due_on),
        due_on=due_on,
        activity_kinds=[kind] if kind else [],
        fields_asked=0,
        issuer=placement,
        **more,
    )


@transaction.atomic
def note_changes(*, by: Scope, placement: Placement) -> int:
    """The organization has read what changed from above; each change is shown once. Says how many there were."""
    who = rules.may_note(by, placement)
    unseen = unseen_changes(by, placement)
    for change in unseen:
        for requirement_id, withdrawal in change.keys:
            ChangeSeen.objects.get_or_create(
                organization=placement.organization,
                requirement_id=requirement_id,
                withdrawal=withdrawal,
                defaults={"seen_by": who},
            )
    audit.record(
        by=by,
        action="changes.note",
        kind="organization",
        object_id=placement.organization_id,
        organization_id=placement.organization_id,
        changes=len(unseen),
    )
    return len(unseen)
