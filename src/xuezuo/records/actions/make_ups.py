"""Make-ups of absences, one or many at once (R13)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.models import MakeUp
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
