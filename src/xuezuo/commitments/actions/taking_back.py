"""Correcting and withdrawing what was entered; what it said and who took it back is kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.commitments import queries, rules
from xuezuo.commitments.actions.entries import check_people_and_goal
from xuezuo.commitments.models import Commitment, Correction, Deed, Goal, Withdrawal
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

One = Goal | Commitment | Deed

FIELDS: dict[str, tuple[str, ...]] = {
    "goal": ("title", "topic", "starts_on", "ends_on"),
    "commitment": ("what", "vehicle", "due_on", "goal_id"),
    "deed": ("what", "done_on", "amount", "unit"),
}


@transaction.atomic
def correct(*, by: Scope, one: One, reason: str, **changes: Any) -> One:
    """Change what it says and keep what it said. Whose it is is not changed: that is another commitment."""
    who = rules.may_write(by, placement_of(by, one.organization_id).path)
    noun = noun_of(one)
    if set(changes) - set(FIELDS[noun]):
        raise TypeError(f"not to be corrected: {sorted(set(changes) - set(FIELDS[noun]))}")
    if not reason.strip():
        raise Refusal("doing_correction_reason_missing")
    one = type(one).objects.select_for_update().get(pk=one.pk)
    if queries.is_withdrawn(one):
        raise Refusal("withdrawn_already")
    changes = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    before = {name: getattr(one, name) for name, value in changes.items() if getattr(one, name) != value}
    if not before:
        raise Refusal("doing_correction_changes_nothing")
    for name in before:
        setattr(one, name, changes[name])
    _check(by, one)
    one.save(update_fields=list(before))
    Correction.objects.create(
        **_belonging(one),
        before={name: _as_json(value) for name, value in before.items()},
        reason=reason.strip()[:300],
        corrected_by=who,
    )
    _told(by, f"{noun}.correct", one)
    return one


@transaction.atomic
def withdraw(*, by: Scope, one: One, reason: str) -> Withdrawal:
    """Take it back with a reason: nothing counts it any more, and it stays to be read."""
    who = rules.may_write(by, placement_of(by, one.organization_id).path)
    if not reason.strip():
        raise Refusal("withdrawal_reason_missing")
    noun = noun_of(one)
    belonging = _belonging(one)
    made, new = Withdrawal.objects.get_or_create(
        **{noun: one}, defaults=belonging | {"reason": reason.strip()[:300], "withdrawn_by": who}
    )
    if not new:
        raise Refusal("withdrawn_already")
    _told(by, f"{noun}.withdraw", one)
    return made


@transaction.atomic
def restore(*, by: Scope, one: One) -> None:
    """Take a withdrawal of the last day back; the log keeps that it was made."""
    rules.may_write(by, placement_of(by, one.organization_id).path)
    noun = noun_of(one)
    standing = Withdrawal.objects.filter(**{noun: one}).first()
    if standing is None:
        return
    if timezone.now() - standing.withdrawn_at > rules.UNDO_WITHIN:
        raise Refusal("withdrawal_too_old")
    standing.delete()
    _told(by, f"{noun}.restore", one)


def noun_of(one: One) -> str:
    return {Goal: "goal", Commitment: "commitment", Deed: "deed"}[type(one)]


def _belonging(one: One) -> dict[str, Any]:
    return {
        noun_of(one): one,
        "organization_id": one.organization_id,
        "member_id": None if isinstance(one, Goal) else one.member_id,
    }


def _check(by: Scope, one: One) -> None:
    if isinstance(one, Goal):
        rules.check_goal(one.title, one.topic, one.starts_on, one.ends_on)
    elif isinstance(one, Commitment):
        rules.check_commitment(one.what, one.vehicle, one.made_on, one.due_on)
        check_people_and_goal(by, one.organization_id, one.made_on, None, one.goal_id)
    else:
        since = one.commitment.made_on if one.commitment else None
        rules.check_deed(one.what, one.done_on, since, one.amount, one.unit)


def _told(by: Scope, action: str, one: One) -> None:
    """Audit one act; whose commitment it is stays out of it."""
    audit.record(by=by, action=action, kind=noun_of(one), object_id=one.pk, organization_id=one.organization_id)


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
