"""Make-up plans: drafted for a blank spot, edited and confirmed by the branch, followed to done line by line (R13)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.campaigns.models import Reading
from xuezuo.organizations.models import Member, Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.models import MakeUpLine, MakeUpPlan, OutOfReach, TextBrought, Way
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def draft_make_up(
    *, by: Scope, organization: Organization, reading: Reading, planned_on: date, way: str = Way.GATHER
) -> MakeUpPlan:
    """Draft a make-up for a blank spot, a line for everybody whom the text has not reached, each with the way that suits
    their group (D1.41, D1.42); drafting again changes the draft. The branch confirms it (R13).
    """
    who = rules.may_draft(by, placement_of(by, organization.pk).path)
    _check_plan(way, planned_on)
    people = queries.not_reached(by, organization.pk, reading)
    existing = MakeUpPlan.objects.filter(organization=organization, reading=reading).first()
    if existing is not None and existing.confirmed_at is not None:
        return existing
    if not people:
        raise Refusal("plan_of_nobody", title=reading.title)
    if existing is not None:
        _follow(existing, planned_on, way)
    plan, _ = MakeUpPlan.objects.update_or_create(
        organization=organization,
        reading=reading,
        defaults={"people": len(people), "way": way, "planned_on": planned_on, "drafted_by": who},
    )
    _add_lines(plan, people)
    _audit_plan(by, "make_up_plan.draft", plan)
    return plan


@transaction.atomic
def add_to_plan(*, by: Scope, plan: MakeUpPlan) -> int:
    """Lines for those who came to lack the text since: who joined later, or whose record was corrected. Says how many."""
    rules.may_write(by, placement_of(by, plan.organization_id).path)
    added = _add_lines(plan, queries.not_reached(by, plan.organization_id, plan.reading))
    if added:
        _audit_plan(by, "make_up_plan.add", plan)
    return added


def _add_lines(plan: MakeUpPlan, people: Collection[int]) -> int:
    held = set(plan.lines.values_list("member_id", flat=True))
    groups = queries.groups_of(people, today())
    lines = [
        MakeUpLine(plan=plan, member_id=one, way=rules.way_for(groups[one], plan.way), planned_on=plan.planned_on)
        for one in sorted(set(people) - held)
    ]
    return len(MakeUpLine.objects.bulk_create(lines))


@transaction.atomic
def confirm_make_up_plan(*, by: Scope, plan: MakeUpPlan, planned_on: date, way: str) -> MakeUpPlan:
    """The branch takes the plan on, with its own day and way; lines that had the plan's follow it. Again changes both."""
    who = rules.may_write(by, placement_of(by, plan.organization_id).path)
    _check_plan(way, planned_on)
    _follow(plan, planned_on, way)
    plan.planned_on, plan.way = planned_on, way
    plan.confirmed_by, plan.confirmed_at = who, timezone.now()
    plan.save()
    _audit_plan(by, "make_up_plan.confirm", plan)
    return plan


def _follow(plan: MakeUpPlan, planned_on: date, way: str) -> None:
    """Open lines that had the plan's day or way get its new one; what the branch said of one person stays."""
    open_lines = plan.lines.filter(brought__isnull=True, out_of_reach__isnull=True)
    open_lines.filter(planned_on=plan.planned_on).update(planned_on=planned_on)
    if way != Way.BUDDY:  # partners are named line by line
        open_lines.filter(way=plan.way).update(way=way)


@transaction.atomic
def change_line(*, by: Scope, line: MakeUpLine, way: str, planned_on: date, partner: Member | None = None) -> None:
    """Another way or day for one person. Reading with a partner names the partner, somebody else of the branch."""
    plan = line.plan
    rules.may_write(by, placement_of(by, plan.organization_id).path)
    _check_plan(way, planned_on)
    partner_id = partner.pk if partner is not None and way == Way.BUDDY else None
    if way == Way.BUDDY and (partner_id in (None, line.member_id)):
        raise Refusal("plan_partner_missing")
    if partner_id and partner_id not in queries.roster_ids(plan.organization_id, today()):
        raise Refusal("plan_partner_elsewhere")
    line.way, line.planned_on, line.partner_id = way, planned_on, partner_id
    line.save()
    _audit_plan(by, "make_up_plan.line", plan)


@transaction.atomic
def bring_text(
    *, by: Scope, plan: MakeUpPlan, lines: Collection[int], done_on: date, way: str = ""
) -> list[TextBrought]:
    """Settle lines, all of them or none, each in its planned way unless `way` says another for all.

    One that is settled already for that day stays as it is; what could not be done before is done now.
    """
    who = rules.may_write(by, placement_of(by, plan.organization_id).path)
    if not lines:
        raise Refusal("make_up_of_nobody")
    rules.check_brought(done_on, way, plan.reading, today())
    found = queries.lines_by_id(by, plan, lines)
    made = []
    for line in found:
        said = {
            "member_id": line.member_id,
            "reading_id": plan.reading_id,
            "done_on": done_on,
            "way": way or line.way,
            "entered_by": who,
        }
        settled, new = TextBrought.objects.get_or_create(line=line, defaults=said)
        if settled.done_on != done_on:
            raise Refusal("made_up_already", day=settled.done_on.isoformat())
        made.append(settled)
        if new:
            OutOfReach.objects.filter(line=line).delete()
            _audit_line(by, "make_up.bring", line, done_on=done_on.isoformat(), way=settled.way)
    return made


@transaction.atomic
def say_out_of_reach(*, by: Scope, line: MakeUpLine, reason: str) -> OutOfReach:
    """The branch cannot do this line, and says why. Said again, the reason is the newer one."""
    who = rules.may_write(by, placement_of(by, line.plan.organization_id).path)
    if TextBrought.objects.filter(line=line).exists():
        raise Refusal("line_done_already")
    if not reason.strip():
        raise Refusal("line_reason_missing")
    said = {"reason": reason.strip()[:200], "entered_by": who}
    made, _ = OutOfReach.objects.update_or_create(line=line, defaults=said)
    _audit_line(by, "make_up.out_of_reach", line)
    return made


@transaction.atomic
def reopen_line(*, by: Scope, line: MakeUpLine) -> None:
    """Take back that a line is done, within a day, or that it cannot be done, whenever."""
    rules.may_write(by, placement_of(by, line.plan.organization_id).path)
    brought = TextBrought.objects.filter(line=line).first()
    if brought is not None and timezone.now() - brought.entered_at > rules.UNDO_WITHIN:
        raise Refusal("make_up_too_old")
    gone = TextBrought.objects.filter(line=line).delete()[0] + OutOfReach.objects.filter(line=line).delete()[0]
    if gone:
        _audit_line(by, "make_up.reopen", line)


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


def _audit_line(by: Scope, action: str, line: MakeUpLine, **more: str) -> None:
    audit.record(
        by=by,
        action=action,
        kind="make_up_line",
        object_id=line.pk,
        organization_id=line.plan.organization_id,
        reading=line.plan.reading_id,
        **more,
    )
