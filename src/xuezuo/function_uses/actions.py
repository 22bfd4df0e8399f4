"""Adding counts up, and deciding about a function."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from xuezuo.audit import actions as audit
from xuezuo.function_uses.models import Decision, FunctionUse, Review
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def add_up(*, by: Scope, month: date, counts: Mapping[str, int]) -> None:
    """Add a batch of counts to a month. No event: it is nobody's act, and a batch a minute would bury the log."""
    for function, times in sorted(counts.items()):
        use, _ = FunctionUse.objects.get_or_create(function=function[:80], month=month.replace(day=1))
        FunctionUse.objects.filter(pk=use.pk).update(times=F("times") + times)


@transaction.atomic
def review(*, by: Scope, function: str, decision: str, reason: str, into: str = "") -> Review:
    """An administrator's decision with its reason; closing and merging is then done by people."""
    if by.role != "administrator" or by.viewer_id is None:
        raise NotVisible(function)
    if decision not in Decision.values:
        raise NotVisible(decision)
    if not reason.strip() or (decision == Decision.MERGE and not into):
        raise Refusal("review_incomplete")
    made = Review.objects.create(
        function=function[:80],
        decision=decision,
        into=into[:80] if decision == Decision.MERGE else "",
        reason=reason.strip()[:300],
        decided_by=by.viewer_id,
    )
    audit.record(by=by, action="function.review", kind="function", object_id=made.pk, decision=decision)
    return made
