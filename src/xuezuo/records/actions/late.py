"""A branch says why something is late, if it cares to: its own words, never asked for, and nothing follows from them."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries, rules
from xuezuo.records.models import LateReason
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def give_reason(
    *,
    by: Scope,
    organization: Organization,
    reason: str,
    requirement: int | None = None,
    kind: str = "",
    periods: Collection[str] = (),
) -> list[LateReason]:
    """Why a requirement is late, or a kind of meeting in these periods. Said again, the new words stand and the old stay
    in the history. What is not late is refused.
    """
    who = rules.may_write(by, placement_of(by, organization.pk).path)
    words = reason.strip()[:300]
    if not words:
        raise Refusal("late_reason_missing")
    late = queries.due_page(by, organization.pk).late
    if requirement is not None:
        if not any(line.requirement == requirement for line in late):
            raise Refusal("late_of_nothing")
        made = [_give(organization, words, who, requirement_id=requirement)]
    else:
        open_ones = {period for line in late if line.of_rhythm and line.kinds == (kind,) for period in line.periods}
        if not periods or not set(periods) <= open_ones:
            raise Refusal("late_of_nothing")
        made = [_give(organization, words, who, kind=kind, period=period) for period in sorted(set(periods))]
    audit.record(
        by=by,
        action="late_reason.give",
        kind="late_reason",
        object_id=made[0].pk,
        organization_id=organization.pk,
        requirement=requirement,
        meeting=kind,
        periods=sorted(set(periods)),
    )
    return made


def _give(organization: Organization, words: str, who: int, **about: object) -> LateReason:
    return LateReason.objects.create(organization=organization, reason=words, given_by=who, **about)


@transaction.atomic
def withdraw_reason(*, by: Scope, said: LateReason) -> None:
    """Take the words back, with all that were given with them and before them about the same thing."""
    who = rules.may_write(by, placement_of(by, said.organization_id).path)
    same = LateReason.objects.filter(organization_id=said.organization_id, withdrawn_at__isnull=True)
    if said.requirement is not None:
        same = same.filter(
            requirement__campaign_id=said.requirement.campaign_id, requirement__code=said.requirement.code
        )
    else:
        together = same.filter(kind=said.kind, reason=said.reason)
        same = same.filter(kind=said.kind, period__in=list(together.values_list("period", flat=True)))
    if not same.update(withdrawn_by=who, withdrawn_at=timezone.now()):
        return
    audit.record(
        by=by,
        action="late_reason.withdraw",
        kind="late_reason",
        object_id=said.pk,
        organization_id=said.organization_id,
    )
