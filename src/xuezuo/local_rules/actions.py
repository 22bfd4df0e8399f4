"""Asking for more than the general rule, and taking that back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.local_rules import queries, rules
from xuezuo.local_rules.models import Narrowing
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def narrow(*, by: Scope, organization: Organization, key: str, value: int, valid_from: date, reason: str) -> Narrowing:
    """From a day on the organization's whole part of the tree goes by a stricter value (D0.02). Never by a looser one."""
    placement = placement_of(by, organization.pk)
    who = rules.may_narrow(by, placement)
    reason = reason.strip()[:300]
    if not reason:
        raise Refusal("narrowing_reason_missing")
    Organization.objects.select_for_update().get(pk=organization.pk)
    rules.check_key(key)
    in_force = queries.values_of([placement.path], [key]).value(key, placement.path, valid_from)
    rules.check(value, in_force, valid_from, today())
    made = Narrowing.objects.create(
        organization=organization, key=key, value=value, valid_from=valid_from, reason=reason, set_by=who
    )
    audit.record(
        by=by,
        action="narrowing.set",
        kind="narrowing",
        object_id=made.pk,
        organization_id=organization.pk,
        key=key,
        value=value,
        since=valid_from.isoformat(),
    )
    return made


@transaction.atomic
def end_narrowing(*, by: Scope, narrowing: Narrowing, reason: str) -> Narrowing:
    """From today on it is no longer asked; one that had not begun, or began today, was never asked. Periods that are
    over keep what was asked in them.
    """
    who = rules.may_narrow(by, placement_of(by, narrowing.organization_id))
    reason = reason.strip()[:300]
    if not reason:
        raise Refusal("narrowing_reason_missing")
    narrowing = Narrowing.objects.select_for_update().get(pk=narrowing.pk)
    if narrowing.valid_to != FOREVER:
        return narrowing
    narrowing.valid_to = max(narrowing.valid_from, today())
    narrowing.ended_by, narrowing.ended_at, narrowing.end_reason = who, timezone.now(), reason
    narrowing.save(update_fields=["valid_to", "ended_by", "ended_at", "end_reason"])
    audit.record(
        by=by,
        action="narrowing.end",
        kind="narrowing",
        object_id=narrowing.pk,
        organization_id=narrowing.organization_id,
        key=narrowing.key,
        until=narrowing.valid_to.isoformat(),
    )
    return narrowing
