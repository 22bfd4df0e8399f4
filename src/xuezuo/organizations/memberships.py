"""Leaving the roster and returning to it: dated, by a person's decision, with the facts left where they are.

Nothing here is started, proposed or dated by software (D8.28). Actions with the rules that they alone need.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit.actions import record
from xuezuo.organizations import rules, sealing
from xuezuo.organizations.kinds import BY_DECISION, BY_HAND, EndKind
from xuezuo.organizations.models import Ending, Membership, Restoration
from xuezuo.organizations.queries import check_goes_on, placement_of
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def end(*, by: Scope, membership: Membership, on: date, kind: str, reason: str = "", document: str = "") -> Ending:
    """The member leaves the roster from `on`. What is a decision about a person needs a reason and a document."""
    _may_decide(by, membership)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _check_end(membership, on, kind, reason, document)
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])
    made = Ending.objects.create(
        membership=membership,
        kind=kind,
        reason=_sealed(reason, "ending.reason"),
        document=_sealed(document, "ending.document"),
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )
    # which kind of end it was is class P3 and stands in the ending only
    _note(by, "member.leave", membership, ending=made.pk)
    return made


@transaction.atomic
def withdraw_ending(*, by: Scope, ending: Ending, reason: str) -> None:
    """The ending was entered in error: the membership holds again as if it had never ended."""
    membership = ending.membership
    _may_decide(by, membership)
    if not reason.strip():
        raise Refusal("member_reason_missing")
    ending = Ending.objects.select_for_update().get(pk=ending.pk)
    later = Membership.objects.filter(member_id=membership.member_id, valid_from__gte=membership.valid_to)
    if ending.withdrawn_at or later.exists() or ending.kind not in BY_HAND:
        raise Refusal("ending_not_to_withdraw", day=membership.valid_to.isoformat())
    check_goes_on(membership.organization_id)
    membership.valid_to = FOREVER
    membership.save(update_fields=["valid_to"])
    ending.withdrawn_by, ending.withdrawn_at = by.viewer_id or 0, timezone.now()
    ending.withdrawn_reason = reason.strip()
    ending.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _note(by, "member.leave_withdrawn", membership, ending=ending.pk)


@transaction.atomic
def restore(*, by: Scope, ending: Ending, on: date, reason: str, document: str) -> Restoration:
    """A suspended membership is restored by decision (D8.26): on the roster again from `on`, in the same branch."""
    before = ending.membership
    _may_decide(by, before)
    if not reason.strip() or not document.strip():
        raise Refusal("member_decision_unfounded")
    ending = Ending.objects.select_for_update().get(pk=ending.pk)
    later = Membership.objects.filter(member_id=before.member_id, valid_from__gte=before.valid_to)
    if ending.kind != EndKind.SUSPENDED or ending.withdrawn_at or later.exists():
        raise Refusal("restoration_of_nothing")
    if not before.valid_to <= on <= today():
        raise Refusal("member_day_impossible", day=on.isoformat(), first=before.valid_to.isoformat())
    check_goes_on(before.organization_id)
    made = Restoration.objects.create(
        ending=ending,
        membership=Membership.objects.create(
            member_id=before.member_id, organization_id=before.organization_id, valid_from=on
        ),
        reason=_sealed(reason, "restoration.reason"),
        document=_sealed(document, "restoration.document"),
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )
    _note(by, "member.restore", before, ending=ending.pk)
    return made


def words_of(decision: Ending | Restoration) -> tuple[str, str]:
    """Reason and document of a decision, in plain words."""
    kind = "ending" if isinstance(decision, Ending) else "restoration"
    reason, document = decision.reason, decision.document
    return (
        sealing.unseal(bytes(reason), f"{kind}.reason") if reason else "",
        sealing.unseal(bytes(document), f"{kind}.document") if document else "",
    )


def _sealed(text: str, column: str) -> bytes | None:
    return sealing.seal(text.strip(), column) if text.strip() else None


def _may_decide(by: Scope, membership: Membership) -> None:
    """Who keeps the branch's roster; nobody decides about themselves."""
    rules.may_keep_roster(by, placement_of(by, membership.organization_id))
    if by.member_id is not None and by.member_id == membership.member_id:
        raise NotVisible(membership.member_id)


def _check_end(membership: Membership, on: date, kind: str, reason: str, document: str) -> None:
    if kind not in BY_HAND:
        raise Refusal("ending_kind_unknown")
    if membership.valid_to != FOREVER:
        raise Refusal("member_left_already", day=membership.valid_to.isoformat())
    if not membership.valid_from < on <= today():
        raise Refusal("member_day_impossible", day=on.isoformat(), first=membership.valid_from.isoformat())
    if kind in BY_DECISION and not (reason.strip() and document.strip()):
        raise Refusal("member_decision_unfounded")


def _note(by: Scope, action: str, membership: Membership, **detail: object) -> None:
    record(
        by=by,
        action=action,
        kind="member",
        object_id=membership.member_id,
        organization_id=membership.organization_id,
        **detail,
    )
