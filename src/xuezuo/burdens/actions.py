"""Keeping what was refused, and passing on what came from above."""

from datetime import date
from typing import Any

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.burdens.models import PassedOn, Refused
from xuezuo.campaigns.actions import add_requirement, start_campaign
from xuezuo.campaigns.models import Campaign, Requirement
from xuezuo.campaigns.rules import may_issue
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_of, top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import OPERATOR_ID, NotVisible, Scope


@transaction.atomic
def keep_refused(*, by: Scope, refusal: Refusal, issuer: Placement | None = None) -> Refused | None:
    """Keep that a known figure was asked for, once a day, so that everybody sees what was not asked again (AF09).

    An act of its own, after the one that was refused and took everything back; None for any other refusal.
    """
    if refusal.code != "figure_known":
        return None
    asker = issuer or top_of(by)
    may_issue(by, asker)
    kept, new = Refused.objects.get_or_create(
        issuer=asker.organization,
        on=today(),
        indicator=str(refusal.where["indicator"]),
        words=str(refusal.where["words"])[:300],
        defaults={"demanded_by": OPERATOR_ID if by.viewer_id is None else by.viewer_id},
    )
    if new:
        audit.record(
            by=by,
            action="requirement.refuse",
            kind="requirement",
            object_id=kept.pk,
            organization_id=asker.organization_id,
            indicator=kept.indicator,
        )
    return kept


@transaction.atomic
def pass_on(*, by: Scope, above: Campaign, code: str, ends_on: date | None = None) -> Campaign:
    """A draft of the viewer's own level that passes on an issued campaign from above, with room for its own additions.

    What came from above stays as it is and is owed once; only what is added here is asked anew, and everybody below sees
    how much that is.
    """
    own = top_of(by)
    if above.issued_at is None or above.issuer_id == own.organization_id:
        raise Refusal("pass_on_nothing", code=above.code)
    if _stands_below(by, above):
        raise NotVisible(above.code)
    campaign = start_campaign(
        by=by,
        issuer=own,
        code=code,
        title_zh=above.title_zh,
        title_en=above.title_en,
        starts_on=above.starts_on,
        ends_on=ends_on or above.ends_on,
        notice=above.notice,
    )
    PassedOn.objects.create(
        campaign=campaign, above=above, decided_by=OPERATOR_ID if by.viewer_id is None else by.viewer_id
    )
    audit.record(
        by=by,
        action="campaign.pass_on",
        kind="campaign",
        object_id=campaign.pk,
        organization_id=own.organization_id,
        above=above.code,
    )
    return campaign


def _stands_below(by: Scope, campaign: Campaign) -> bool:
    """Whether it was issued at or below the viewer's own level: that does not come from above."""
    try:
        placement_of(by, campaign.issuer_id)
    except NotVisible:
        return False
    return True


@transaction.atomic
def add(*, by: Scope, campaign: Campaign, tightens: str = "", **asked: Any) -> Requirement:
    """One thing that a level adds to what it passes on; `tightens` is the code of what came from above, asked harder here.

    `asked` are the fields of `add_requirement`.
    """
    used = set(campaign.requirements.values_list("code", flat=True))
    number = len(used) + 1
    while f"N{number:02}" in used:
        number += 1
    code = tightens if tightens and tightens not in used else f"N{number:02}"
    return add_requirement(by=by, campaign=campaign, code=code, **asked)
