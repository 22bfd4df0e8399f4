"""Entering a goal, a commitment, a deed; closing a goal."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.commitments import queries, rules
from xuezuo.commitments.models import Commitment, Deed, Goal, GoalClosing, Vehicle
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.periods import today
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def set_goal(*, by: Scope, organization_id: int, title: str, topic: str, starts_on: date, ends_on: date) -> Goal:
    """A goal or project of a unit for a period (R24)."""
    who = rules.may_write(by, placement_of(by, organization_id).path)
    rules.check_goal(title, topic, starts_on, ends_on)
    made = Goal.objects.create(
        organization_id=organization_id,
        title=title.strip()[:200],
        topic=topic,
        starts_on=starts_on,
        ends_on=ends_on,
        entered_by=who,
    )
    _told(by, "goal.set", made)
    return made


@transaction.atomic
def close_goal(*, by: Scope, goal: Goal, closed_on: date, result: str) -> GoalClosing:
    """The goal is over: what came of it, in words."""
    who = rules.may_write(by, placement_of(by, goal.organization_id).path)
    if not result.strip():
        raise Refusal("doing_text_missing")
    if closed_on > today():
        raise Refusal("deed_in_future", day=closed_on.isoformat(), today=today().isoformat())
    if closed_on < goal.starts_on:
        raise Refusal("goal_days_crossed", since=goal.starts_on.isoformat(), until=closed_on.isoformat())
    made, new = GoalClosing.objects.get_or_create(
        goal=goal, defaults={"closed_on": closed_on, "result": result.strip()[:500], "closed_by": who}
    )
    if not new:
        raise Refusal("goal_closed_already")
    _told(by, "goal.close", goal)
    return made


@transaction.atomic
def reopen_goal(*, by: Scope, goal: Goal) -> None:
    """Take a closing of the last day back; the log keeps that it was made."""
    rules.may_write(by, placement_of(by, goal.organization_id).path)
    closing = GoalClosing.objects.filter(goal=goal).first()
    if closing is None:
        return
    if timezone.now() - closing.closed_at > rules.UNDO_WITHIN:
        raise Refusal("withdrawal_too_old")
    closing.delete()
    _told(by, "goal.reopen", goal)


@transaction.atomic
def enter_commitment(
    *,
    by: Scope,
    organization_id: int,
    what: str,
    due_on: date,
    made_on: date | None = None,
    member_id: int | None = None,
    vehicle: str = Vehicle.PLEDGE,
    goal_id: int | None = None,
    record: Record | None = None,
) -> Commitment:
    """What a member takes on at their post, or, without `member_id`, the branch as a whole (D1.24)."""
    who = rules.may_write(by, placement_of(by, organization_id).path)
    made_on = made_on or (record.held_on if record else today())
    rules.check_commitment(what, vehicle, made_on, due_on)
    check_people_and_goal(by, organization_id, made_on, member_id, goal_id)
    made = Commitment.objects.create(
        organization_id=organization_id,
        member_id=member_id,
        what=what.strip()[:200],
        vehicle=vehicle,
        made_on=made_on,
        due_on=due_on,
        goal_id=goal_id,
        record=record,
        entered_by=who,
    )
    _told(by, "commitment.make", made)
    return made


@transaction.atomic
def enter_deed(
    *,
    by: Scope,
    organization_id: int,
    what: str,
    done_on: date,
    commitment: Commitment | None = None,
    member_id: int | None = None,
    amount: Decimal | None = None,
    unit: str = "",
) -> Deed:
    """What was done. For a commitment it is entered where that one stands, and by whoever took it on."""
    if commitment is not None:
        organization_id, member_id = commitment.organization_id, commitment.member_id
        if queries.is_withdrawn(commitment):
            raise Refusal("withdrawn_already")
    who = rules.may_write(by, placement_of(by, organization_id).path)
    rules.check_deed(what, done_on, commitment.made_on if commitment else None, amount, unit)
    if commitment is None:
        check_people_and_goal(by, organization_id, done_on, member_id, None)
    made = Deed.objects.create(
        organization_id=organization_id,
        member_id=member_id,
        commitment=commitment,
        what=what.strip()[:300],
        done_on=done_on,
        amount=amount,
        unit=unit.strip()[:20],
        entered_by=who,
    )
    _told(by, "deed.enter", made)
    return made


def check_people_and_goal(
    by: Scope, organization_id: int, day: date, member_id: int | None, goal_id: int | None
) -> None:
    """Somebody of the roster of that day, and a goal of this unit or of one above it that goes on."""
    if member_id is not None and not roster(by, organization_id, day).filter(pk=member_id).exists():
        raise Refusal("commitment_member_elsewhere")
    if goal_id is not None and not queries.goals_to_link(by, organization_id).filter(pk=goal_id).exists():
        raise Refusal("goal_elsewhere")


def _told(by: Scope, action: str, one: Goal | Commitment | Deed) -> None:
    """Audit one act; whose commitment it is stays out of it."""
    audit.record(
        by=by,
        action=action,
        kind=action.partition(".")[0],
        object_id=one.pk,
        organization_id=one.organization_id,
    )
