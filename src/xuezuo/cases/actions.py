"""Every write about cases: raised, stepped, looked back at, closed. Each is a person's act; nothing follows by itself."""

from datetime import date

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.cases import queries, rules
from xuezuo.cases.models import (
    Arrangement,
    Case,
    CaseKind,
    Closure,
    Guidance,
    GuidanceEnd,
    LookBack,
    Reply,
    Source,
    Step,
    StepKind,
)
from xuezuo.notices.models import Notice
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def raise_case(
    *,
    by: Scope,
    organization_id: int,
    kind: str,
    found_on: date,
    title: str = "",
    cause: str = "",
    owner: str = "",
    due_on: date | None = None,
    source: str = "",
    record: Record | None = None,
    notice: Notice | None = None,
    member: Member | None = None,
) -> Case:
    """Something to be put right. A member may only be named by those who may see names there, and for lost contact.

    A directed task (督办) comes from above, says what, and by when.
    """
    path = placement_of(by, organization_id).path
    rules.may_write(by, path)
    if kind == CaseKind.DIRECTED:
        rules.may_decide(by, path)
        source = source or Source.ABOVE
    elif kind == CaseKind.PROBLEM and by.role != "operator" and not by.sees_names_at(path):
        # whoever stands so high reads no problem of a branch's own; what comes from there is theirs to follow
        source = Source.ABOVE
    rules.check_case(kind, found_on, due_on, source, title)
    if member is not None:
        if kind != CaseKind.LOST_CONTACT:
            raise Refusal("case_about_nobody")
        if not roster(by, organization_id, found_on).filter(pk=member.pk).exists():
            raise Refusal("case_member_elsewhere")
    made = Case.objects.create(
        organization_id=organization_id,
        kind=kind,
        member=member,
        title=title.strip()[:200],
        cause=cause.strip()[:300],
        owner=owner.strip()[:60],
        source=source,
        record=record,
        notice=notice,
        found_on=found_on,
        due_on=due_on,
        raised_by=by.viewer_id or 0,
    )
    _told(by, "case.raise", made, of=kind)
    return made


@transaction.atomic
def add_step(*, by: Scope, case: Case, kind: str, taken_on: date, note: str = "") -> Step:
    """What was done about it. Steps are only added, never changed; one that needs guidance waits for it (R23)."""
    rules.may_step(by, case, placement_of(by, case.organization_id).path)
    rules.check_step(case.kind, kind, taken_on, case.found_on)
    if kind in rules.NEED_GUIDANCE and queries.guidance_for(case.organization_id, kind, taken_on) is None:
        raise Refusal("step_locked", step=StepKind(kind).label)
    made = Step.objects.create(
        case=case, kind=kind, taken_on=taken_on, note=note.strip()[:500], entered_by=by.viewer_id or 0
    )
    _told(by, "case.step", case, of=kind, taken_on=taken_on.isoformat())
    return made


@transaction.atomic
def arrange(*, by: Scope, case: Case, owner: str, due_on: date | None, reason: str) -> Case:
    """Change who puts it right by when. What stood before is kept, with the reason."""
    rules.may_arrange(by, case, placement_of(by, case.organization_id).path)
    case = Case.objects.select_for_update().get(pk=case.pk)
    owner = owner.strip()[:60]
    if not reason.strip():
        raise Refusal("arrangement_reason_missing")
    rules.check_case(case.kind, case.found_on, due_on, title=case.title)
    if (owner, due_on) == (case.owner, case.due_on):
        raise Refusal("arrangement_changes_nothing")
    Arrangement.objects.create(
        case=case,
        owner_before=case.owner,
        due_before=case.due_on,
        reason=reason.strip()[:300],
        decided_by=by.viewer_id or 0,
    )
    case.owner, case.due_on = owner, due_on
    case.save(update_fields=["owner", "due_on"])
    _told(by, "case.arrange", case)
    return case


@transaction.atomic
def reply(*, by: Scope, case: Case, speaker: str, text: str) -> Reply:
    """What the organization or the person concerned says to it. It stands beside the case for everybody who reads it."""
    path = placement_of(by, case.organization_id).path
    rules.may_reply(by, path)
    rules.check_speaker(speaker, case)
    if not 0 < len(text.strip()) <= 1000:
        raise Refusal("reply_empty_or_long", most=1000)
    made = Reply.objects.create(case=case, speaker=speaker, text=text.strip(), entered_by=by.viewer_id or 0)
    _told(by, "case.reply", case, of=speaker)
    return made


@transaction.atomic
def look_back(*, by: Scope, case: Case, looked_on: date, holds: bool, note: str = "") -> LookBack:
    """Somebody above looked again. A relapse after the closure opens the case again; nobody changes a flag (R30)."""
    rules.may_decide(by, placement_of(by, case.organization_id).path)
    rules.check_day(looked_on, case.found_on)
    made = LookBack.objects.create(
        case=case, looked_on=looked_on, holds=holds, note=note.strip()[:500], entered_by=by.viewer_id or 0
    )
    _told(by, "case.look_back", case, holds=holds, looked_on=looked_on.isoformat())
    return made


@transaction.atomic
def close_case(*, by: Scope, case: Case, closed_on: date, reason: str) -> Closure:
    """Deregister it (销号), with a reason, by a person; never while the latest look-back found a relapse."""
    rules.may_close(by, case, placement_of(by, case.organization_id).path)
    rules.check_day(closed_on, case.found_on)
    if not reason.strip():
        raise Refusal("closure_reason_missing")
    Case.objects.select_for_update().get(pk=case.pk)
    if not queries.is_open(by, case):
        raise Refusal("case_closed_already")
    latest = case.look_backs.order_by("looked_on", "pk").last()
    if latest is not None and not latest.holds:
        raise Refusal("closure_after_relapse", day=latest.looked_on.isoformat())
    made = Closure.objects.create(
        case=case, closed_on=closed_on, reason=reason.strip()[:500], decided_by=by.viewer_id or 0
    )
    _told(by, "case.close", case, closed_on=closed_on.isoformat())
    return made


@transaction.atomic
def publish_guidance(*, by: Scope, organization_id: int, step: str, reference: str, holds_from: date) -> Guidance:
    """Say by which document a kind of step is taken; from that day it is no longer locked below this organization."""
    rules.may_publish_guidance(by)
    placement_of(by, organization_id)
    if step not in rules.NEED_GUIDANCE:
        raise Refusal("guidance_not_needed")
    if not reference.strip():
        raise Refusal("guidance_without_document")
    made = Guidance.objects.create(
        organization_id=organization_id,
        step=step,
        reference=reference.strip()[:300],
        holds_from=holds_from,
        published_by=by.viewer_id or 0,
    )
    _told_of_guidance(by, "guidance.publish", made)
    return made


@transaction.atomic
def end_guidance(*, by: Scope, guidance: Guidance, reason: str) -> GuidanceEnd:
    """The guidance no longer holds: the step is locked again."""
    rules.may_publish_guidance(by)
    placement_of(by, guidance.organization_id)
    if not reason.strip():
        raise Refusal("guidance_end_reason_missing")
    if GuidanceEnd.objects.filter(guidance=guidance).exists():
        raise Refusal("guidance_ended_already")
    made = GuidanceEnd.objects.create(guidance=guidance, reason=reason.strip()[:300], ended_by=by.viewer_id or 0)
    _told_of_guidance(by, "guidance.end", guidance)
    return made


def _told_of_guidance(by: Scope, action: str, guidance: Guidance) -> None:
    audit.record(
        by=by,
        action=action,
        kind="guidance",
        object_id=guidance.pk,
        organization_id=guidance.organization_id,
        of=guidance.step,
    )


def _told(by: Scope, action: str, case: Case, **detail: object) -> None:
    """Audit one act; who a case is about stays out of it."""
    audit.record(by=by, action=action, kind="case", object_id=case.pk, organization_id=case.organization_id, **detail)
