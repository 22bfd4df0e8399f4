"""Claims: the branch says that a record meets a requirement, or takes it back."""

from collections.abc import Collection

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.campaigns.models import Requirement
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries, rules
from xuezuo.records.contents import Content, content_of
from xuezuo.records.models import Claim, Record
from xuezuo.records.queries.ground import Ground
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def claim(*, by: Scope, record: Record, requirement: Requirement) -> Claim:
    """The branch says that this record meets that requirement. Said twice it is one claim."""
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    existing = Claim.objects.filter(record=record, requirement=requirement).first()
    if existing is not None:
        return existing
    _check_met(by, record, [requirement.pk])
    made, new = Claim.objects.get_or_create(record=record, requirement=requirement, defaults={"claimed_by": who})
    if not new:  # two clicks at once
        return made
    audit.record(
        by=by,
        action="claim.make",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        requirement=requirement.pk,
    )
    return made


@transaction.atomic
def withdraw_claim(*, by: Scope, record: Record, requirement: Requirement) -> None:
    """Take a claim back; the requirement is outstanding again. The audit keeps that it was made."""
    rules.may_write(by, placement_of(by, record.organization_id).path)
    gone, _ = Claim.objects.filter(record=record, requirement=requirement).delete()
    if not gone:
        return
    audit.record(
        by=by,
        action="claim.withdraw",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        requirement=requirement.pk,
    )


def check_claims(
    by: Scope, organization_id: int, found: Ground, content: Content, claims: Collection[int], met: set[int] | None
) -> None:
    """Raises `Refusal` for a claim that a meeting about to be entered does not meet; `met` where that is known already.
    The caller audits them with its act.
    """
    if claims and met is None:
        met = queries.met_by(by, organization_id, found, content, claims)
    _check(claims, met or ())


@transaction.atomic
def withdraw_unmet(*, by: Scope, record: Record) -> list[int]:
    """After a correction: take back the branch's claims that lost their ground, also those of later meetings that built
    on a text of this one. Returns the ids of the requirements that are outstanding again.
    """
    rules.may_write(by, placement_of(by, record.organization_id).path)
    unmet = queries.unmet_claims(record.organization_id)
    for one in unmet:
        audit.record(
            by=by,
            action="claim.withdraw",
            kind="record",
            object_id=one.record_id,
            organization_id=record.organization_id,
            requirement=one.requirement_id,
            correction_of=record.pk,
        )
        one.delete()
    return sorted({one.requirement_id for one in unmet})


def _check_met(by: Scope, record: Record, claims: Collection[int]) -> None:
    _check(claims, _met(by, record))


def _check(claims: Collection[int], met: Collection[int]) -> None:
    for requirement_id in claims:
        if requirement_id not in met:
            title = Requirement.objects.filter(pk=requirement_id).values_list("title", flat=True).first()
            raise Refusal("claim_not_met", title=title or requirement_id)


def _met(by: Scope, record: Record) -> set[int]:
    content = content_of(record)
    found = queries.matching_requirements(
        by,
        record.organization_id,
        held_on=content.held_on,
        kinds=content.kinds,
        readings=content.readings,
        except_record=record.pk,
    )
    return {requirement.pk for requirement in found}
