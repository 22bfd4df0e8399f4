"""Taking a whole record back, and putting it where it was."""

import json
from datetime import timedelta
from typing import Any

from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.actions.claims import withdraw_unmet
from xuezuo.records.models import Claim, Record, Withdrawal
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import Scope


@transaction.atomic
def withdraw(*, by: Scope, record: Record, reason: str) -> Withdrawal:
    """Take a record back: it was entered twice, or for another branch. Everything that hangs on it goes with it and is
    kept word for word; claims of later meetings that built on it are withdrawn, as after a correction.
    """
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    if not reason.strip():
        raise Refusal("record_withdrawal_reason_missing")
    record = Record.objects.select_for_update().get(pk=record.pk)
    made = Withdrawal.objects.create(
        record_pk=record.pk,
        client_id=record.client_id,
        organization_id=record.organization_id,
        held_on=record.held_on,
        kept=_kept(record),
        reason=reason.strip()[:300],
        withdrawn_by=who,
    )
    Record.objects.filter(pk=record.pk).delete()
    withdraw_unmet(by=by, record=record)
    audit.record(
        by=by,
        action="record.withdraw",
        kind="record",
        object_id=made.record_pk,
        organization_id=made.organization_id,
    )
    return made


@transaction.atomic
def restore(*, by: Scope, withdrawal: Withdrawal) -> Record:
    """Put a record back as it was, under its own number. Claims that another record settles since are left out.

    Refused if something else stands under its number, or a number of its rows; nothing is written over.
    """
    who = rules.may_write(by, placement_of(by, withdrawal.organization_id).path)
    withdrawal = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if withdrawal.restored_at is not None:
        return Record.objects.get(pk=withdrawal.record_pk)
    days = rule("record.restore_days", today()) or 0
    if timezone.now() - withdrawal.withdrawn_at > timedelta(days=days):
        raise Refusal("record_withdrawal_too_old", days=days)
    _put_back(withdrawal)
    settled = queries.settled_requirements(withdrawal.organization_id, except_record=withdrawal.record_pk)
    Claim.objects.filter(record_id=withdrawal.record_pk, requirement_id__in=settled).delete()
    withdrawal.restored_by, withdrawal.restored_at = who, timezone.now()
    withdrawal.save()
    record = Record.objects.get(pk=withdrawal.record_pk)
    withdraw_unmet(by=by, record=record)
    audit.record(
        by=by,
        action="record.restore",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
    )
    return record


def _put_back(withdrawal: Withdrawal) -> None:
    """Every row that was kept, as a new one: saved as Django does by itself, it would replace whatever has its number."""
    try:
        with transaction.atomic():
            for one in serializers.deserialize("python", withdrawal.kept):
                one.save(force_insert=True)
    except IntegrityError as taken:
        raise Refusal("record_withdrawal_number_taken", number=withdrawal.record_pk) from taken


def _kept(record: Record) -> list[dict[str, Any]]:
    """The record and every row that would go with it, its own first. What other rooms hold on to it keeps it from going."""
    collector = Collector(using="default", origin=record)
    try:
        collector.collect([record])
    except ProtectedError as held:
        raise Refusal("record_withdrawal_held", number=len(held.protected_objects)) from held
    rows: list[Model] = [row for rows in collector.fast_deletes for row in rows]
    collected = [row for rows in collector.data.values() for row in rows]
    # a field that would be emptied is noted even where no row points here
    emptied: dict[Any, list[list[Model]]] = collector.field_updates  # type: ignore[assignment]
    pointing = sum(len(rows) for found in emptied.values() for rows in found)
    if pointing:
        raise Refusal("record_withdrawal_held", number=pointing)
    found = {(row._meta.label, row.pk): row for row in [record, *rows, *collected]}
    # as words: Django's own JSON would cut the moments to thousandths of a second
    kept: list[dict[str, Any]] = json.loads(json.dumps(serializers.serialize("python", found.values()), default=str))
    return kept
