"""Make-ups of absences, and plans for blank spots (R13)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.campaigns.models import Reading
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.models import MakeUp, MakeUpPlan, Way
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def make_up(*, by: Scope, absences: Collection[int], done_on: date, way: str, note: str = "") -> list[MakeUp]:
    """Settle absences, all of them or none. One that is settled already in the same way on that day stays as it is."""
    made = []
    if not absences:
        raise Refusal("make_up_of_nobody")
    for absence in queries.absences(by, absences):
        organization_id = absence.record.organization_id
        who = rules.may_write(by, placement_of(by, organization_id).path)
        rules.check_make_up(done_on, absence.record.held_on, way, today())
        said = {"done_on": done_on, "way": way, "note": note.strip()[:200], "entered_by": who}
        settled, new = MakeUp.objects.get_or_create(absence=absence, defaults=said)
        if (settled.done_on, settled.way) != (done_on, way):
            raise Refusal("made_up_already", day=settled.done_on.isoformat())
        made.append(settled)
        if not new:
            continue
        audit.record(
            by=by,
            action="make_up.enter",
            kind="absence",
            object_id=absence.pk,
            organization_id=organization_id,
            done_on=done_on.isoformat(),
            way=way,
        )
    return made


@transaction.atomic
def undo_make_up(*, by: Scope, make_up: MakeUp) -> None:
    """Take back a make-up entered within the last day; the absence is open again."""
    record = make_up.absence.record
    rules.may_write(by, placement_of(by, record.organization_id).path)
    if timezone.now() - make_up.entered_at > rules.UNDO_WITHIN:
        raise Refusal("make_up_too_old")
    audit.record(
        by=by,
        action="make_up.undo",
        kind="absence",
        object_id=make_up.absence_id,
        organization_id=record.organization_id,
        done_on=make_up.done_on.isoformat(),
        way=make_up.way,
    )
    make_up.delete()


@transaction.atomic
def draft_make_up(
    *, by: Scope, organization: Organization, reading: Reading, planned_on: date, way: str = Way.GATHER
) -> MakeUpPlan:
    """Draft a make-up for a blank spot; drafting again changes the draft. The branch confirms it (R13)."""
    who = rules.may_draft(by, placement_of(by, organization.pk).path)
    _check_plan(way, planned_on)
    people = queries.not_reached(organization.pk, reading)
    existing = MakeUpPlan.objects.filter(organization=organization, reading=reading).first()
    if existing is not None and existing.confirmed_at is not None:
        return existing
    if not people:
        raise Refusal("plan_of_nobody", title=reading.title)
    plan, _ = MakeUpPlan.objects.update_or_create(
        organization=organization,
        reading=reading,
        defaults={"people": people, "way": way, "planned_on": planned_on, "drafted_by": who},
    )
    _audit_plan(by, "make_up_plan.draft", plan)
    return plan


@transaction.atomic
def confirm_make_up_plan(*, by: Scope, plan: MakeUpPlan, planned_on: date, way: str) -> MakeUpPlan:
    """The branch takes the plan on, with its own day and way. Confirming again changes both."""
    who = rules.may_write(by, placement_of(by, plan.organization_id).path)
    _check_plan(way, planned_on)
    plan.planned_on, plan.way = planned_on, way
    plan.confirmed_by, plan.confirmed_at = who, timezone.now()
    plan.save()
    _audit_plan(by, "make_up_plan.confirm", plan)
    return plan


def _check_plan(way: str, planned_on: date) -> None:
    if way not in Way.values:
        raise Refusal("record_word_unknown", field="way", word=way)
    if planned_on < today():
        raise Refusal("plan_in_past", day=planned_on.isoformat())


def _audit_plan(by: Scope, action: str, plan: MakeUpPlan) -> None:
    audit.record(
        by=by,
        action=action,
        kind="make_up_plan",
        object_id=plan.pk,
        organization_id=plan.organization_id,
        reading=plan.reading_id,
        way=plan.way,
        planned_on=plan.planned_on.isoformat(),
    )
