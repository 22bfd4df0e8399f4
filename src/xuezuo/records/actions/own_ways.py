"""A branch meets a requirement in its own way, with a reason; the level above accepts or asks back (R15)."""

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import requirements_for
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.models import OwnWay, OwnWayAnswer, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def say_own_way(
    *,
    by: Scope,
    organization: Organization,
    requirement: Requirement,
    what: str,
    reason: str,
    record: Record | None = None,
) -> OwnWay:
    """Say how the organization meets the requirement instead, and why. Raises `Refusal` where the issuer closed that, where
    another way already waits or stands, and where a record settles the requirement anyway.
    """
    placement = placement_of(by, organization.pk)
    who = rules.may_say_own_way(by, organization.pk)
    if requirement.pk not in {one.pk for one in requirements_for(by, placement)}:
        raise NotVisible(requirement.pk)
    if requirement.no_own_way:
        raise Refusal("own_way_closed", reason=requirement.no_own_way)
    if requirement.issuer_id == organization.pk:
        raise Refusal("own_way_of_own")
    if not what.strip() or not reason.strip():
        raise Refusal("own_way_words_missing")
    held = queries.own_ways_of(by, organization.pk, requirement)
    if any(not queries.asked_back(one) for one in held):
        raise Refusal("own_way_said")
    if queries.is_claimed(organization.pk, requirement):
        raise Refusal("own_way_needless")
    _check_record(organization.pk, requirement, record)
    made = OwnWay.objects.create(
        organization=organization,
        requirement=requirement,
        record=record,
        what=what.strip()[:300],
        reason=reason.strip()[:300],
        stated_on=today(),
        stated_by=who,
    )
    _audit(by, "own_way.say", made)
    return made


@transaction.atomic
def name_record(*, by: Scope, own_way: OwnWay, record: Record) -> OwnWay:
    """The meeting that did it. Naming another changes it."""
    rules.may_say_own_way(by, own_way.organization_id)
    _check_record(own_way.organization_id, own_way.requirement, record)
    own_way.record = record
    own_way.save(update_fields=["record"])
    _audit(by, "own_way.record", own_way)
    return own_way


def _check_record(organization_id: int, requirement: Requirement, record: Record | None) -> None:
    if record is None:
        return
    if record.organization_id != organization_id:
        raise NotVisible(record.pk)
    if record.held_on < requirement.opens_on:
        raise Refusal("own_way_too_early", day=record.held_on.isoformat(), since=requirement.opens_on.isoformat())


@transaction.atomic
def take_back_own_way(*, by: Scope, own_way: OwnWay) -> None:
    """The requirement is outstanding again, as if nothing had been said; the log keeps that it was."""
    rules.may_say_own_way(by, own_way.organization_id)
    _audit(by, "own_way.take_back", own_way)
    own_way.delete()


@transaction.atomic
def answer_own_way(*, by: Scope, own_way: OwnWay, accepted: bool, reason: str = "") -> OwnWayAnswer:
    """The issuer's side or the direct superior accepts, or asks back with a reason. Answered once; undone within a day."""
    path = placement_of(by, own_way.organization_id).path
    who = rules.may_answer_own_way(by, path, own_way.requirement.issuer_id)
    if not accepted and not reason.strip():
        raise Refusal("own_way_asked_without_reason")
    said = {"accepted": accepted, "reason": reason.strip()[:300], "answered_on": today(), "answered_by": who}
    made, new = OwnWayAnswer.objects.get_or_create(own_way=own_way, defaults=said)
    if made.accepted != accepted:
        raise Refusal("own_way_answered")
    if new:
        _audit(by, "own_way.accept" if accepted else "own_way.ask_back", own_way)
    return made


@transaction.atomic
def undo_answer(*, by: Scope, own_way: OwnWay) -> None:
    """Take the answer back within a day; the own way waits again."""
    path = placement_of(by, own_way.organization_id).path
    rules.may_answer_own_way(by, path, own_way.requirement.issuer_id)
    answer = OwnWayAnswer.objects.filter(own_way=own_way).first()
    if answer is None:
        return
    if timezone.now() - answer.answered_at > rules.UNDO_WITHIN:
        raise Refusal("own_way_too_old")
    answer.delete()
    _audit(by, "own_way.undo", own_way)


def _audit(by: Scope, action: str, own_way: OwnWay) -> None:
    audit.record(
        by=by,
        action=action,
        kind="own_way",
        object_id=own_way.pk,
        organization_id=own_way.organization_id,
        requirement=own_way.requirement_id,
        record=own_way.record_id,
    )
