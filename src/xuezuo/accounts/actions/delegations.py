"""Letting somebody else act for oneself until a day, and ending that."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.accounts import queries, rules
from xuezuo.accounts.models import Delegation, Role, User
from xuezuo.audit import actions as audit
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def delegate(
    *, by: Scope, receiver: User, organization_id: int, until: date, reason: str, since: date | None = None
) -> Delegation:
    """`receiver` acts for the viewer, in the viewer's role, at this organization and below it, up to a day (excluded)."""
    begin = since or today()
    placement = placement_of(by, organization_id)
    giver = queries.account_of(by)
    rules.may_lend(by, receiver, until, begin)
    if not reason.strip():
        raise Refusal("delegation_reason")
    User.objects.select_for_update().get(pk=receiver.pk)
    if any(seat.role in queries.SEPARATE for seat in queries.own_seats_of(receiver)):
        raise Refusal("role_separate", role=Role(by.role).label, held=_separate_role(receiver))
    known = Delegation.objects.filter(
        giver=giver,
        receiver=receiver,
        role=by.role,
        organization_id=organization_id,
        valid_from__lt=until,
        valid_to__gt=begin,
    ).first()
    if known is not None:
        raise Refusal("delegation_known", name=str(receiver), until=known.valid_to.isoformat())
    made = Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        role=by.role,
        organization_id=placement.organization_id,
        valid_from=begin,
        valid_to=until,
        reason=reason.strip()[:200],
    )
    _told(by, "delegation.give", made, until=until.isoformat())
    return made


def _separate_role(user: User) -> str:
    return next(seat.get_role_display() for seat in queries.own_seats_of(user) if seat.role in queries.SEPARATE)


@transaction.atomic
def end_delegation(*, by: Scope, delegation: Delegation) -> Delegation:
    """It holds no longer, from this moment. Either of the two may end it, and whoever looks after the giver's account."""
    delegation = Delegation.objects.select_for_update(of=("self",)).select_related("giver").get(pk=delegation.pk)
    if by.viewer_id not in (delegation.giver_id, delegation.receiver_id) or by.viewer_id is None:
        try:
            rules.may_secure_account(by, delegation.giver)
        except NotVisible:
            raise NotVisible(delegation.pk) from None
    if delegation.ended_at or delegation.valid_to <= today():
        raise Refusal("delegation_over", day=delegation.valid_to.isoformat())
    delegation.valid_to = max(delegation.valid_from, today())
    delegation.ended_by = by.viewer_id or 0
    delegation.ended_at = timezone.now()
    delegation.save(update_fields=["valid_to", "ended_by", "ended_at"])
    _told(by, "delegation.end", delegation)
    return delegation


def _told(by: Scope, action: str, delegation: Delegation, **detail: object) -> None:
    audit.record(
        by=by,
        action=action,
        kind="user",
        object_id=delegation.receiver_id,
        organization_id=delegation.organization_id,
        delegation=delegation.pk,
        giver=delegation.giver_id,
        role=delegation.role,
        **detail,
    )
