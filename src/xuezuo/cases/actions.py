"""Every write about cases: raised, stepped, looked back at, closed. Each is a person's act; nothing follows by itself."""

from datetime import date

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.cases import queries, rules
from xuezuo.cases.models import Case, CaseKind, Closure, LookBack, Step
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def raise_case(
    *,
    by: Scope,
    organization_id: int,
    kind: str,
    found_on: date,
    cause: str = "",
    due_on: date | None = None,
    member: Member | None = None,
) -> Case:
    """Something to be put right. A member may only be named by those who may see names there, and for lost contact."""
    rules.may_write(by, placement_of(by, organization_id).path)
    rules.check_case(kind, found_on, due_on)
    if member is not None:
        if kind != CaseKind.LOST_CONTACT:
            raise Refusal("case_about_nobody")
        if not roster(by, organization_id, found_on).filter(pk=member.pk).exists():
            raise Refusal("case_member_elsewhere")
    made = Case.objects.create(
        organization_id=organization_id,
        kind=kind,
        member=member,
        cause=cause.strip()[:300],
        found_on=found_on,
        due_on=due_on,
        raised_by=by.viewer_id or 0,
    )
    _told(by, "case.raise", made, of=kind)
    return made


@transaction.atomic
def add_step(*, by: Scope, case: Case, kind: str, taken_on: date, note: str = "") -> Step:
    """What was done about it. Steps are only added, never changed."""
    rules.may_write(by, placement_of(by, case.organization_id).path)
    rules.check_step(kind, taken_on, case.found_on)
    made = Step.objects.create(
        case=case, kind=kind, taken_on=taken_on, note=note.strip()[:500], entered_by=by.viewer_id or 0
    )
    _told(by, "case.step", case, of=kind, taken_on=taken_on.isoformat())
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
    """Deregister it (销号), with a reason, by somebody above; never while the latest look-back found a relapse."""
    rules.may_decide(by, placement_of(by, case.organization_id).path)
    rules.check_day(closed_on, case.found_on)
    if not reason.strip():
        raise Refusal("closure_reason_missing")
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


def _told(by: Scope, action: str, case: Case, **detail: object) -> None:
    """Audit one act; who a case is about stays out of it."""
    audit.record(by=by, action=action, kind="case", object_id=case.pk, organization_id=case.organization_id, **detail)
