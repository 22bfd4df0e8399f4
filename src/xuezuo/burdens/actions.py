"""Keeping what was refused."""

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.burdens.models import Refused
from xuezuo.campaigns.rules import may_issue
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import OPERATOR_ID, Scope


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
