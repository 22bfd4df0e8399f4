"""A transfer's steps: drafted, letter issued, accepted or returned, renewed, withdrawn. Until it is accepted the member
and every duty stay with the sending branch (D5.46)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations import sealing
from xuezuo.organizations.models import Member, Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.people import rules
from xuezuo.people.actions.moving import move
from xuezuo.people.kinds import LETTERS, ReturnCause, StepKind
from xuezuo.people.models import Transfer, TransferStep
from xuezuo.people.queries.transfers import (
    draftable,
    last_number,
    membership_on,
    on_a_roster_since,
    open_transfer_of,
    place_of,
    sending_place,
    steps_of,
)
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope


@dataclass(frozen=True)
class Letter:
    """What the letter of somebody coming from outside states."""

    name: str
    id_number: str
    joined_on: date
    category: str
    number: str
    issued_on: date
    good_until: date | None = None
    sex: str = ""
    nationality: str = ""
    birth_on: date | None = None
    full_on: date | None = None


@wide("transfer")
@transaction.atomic
def draft(
    *,
    by: Scope,
    member: Member,
    target: Organization | None = None,
    outside: str = "",
    dues_paid_to: date | None = None,
    reason: str = "",
    on: date | None = None,
) -> Transfer:
    """The member's own branch, or the office above it, drafts a transfer to a branch here or to one outside."""
    day = on or today()
    rules.check_step([], day, StepKind.WITHDRAWN, day)  # not in the future
    member = Member.objects.select_for_update().get(pk=draftable(by, member.pk)[0].pk)
    home = draftable(by, member.pk)[1]
    held = membership_on(member.pk, day)
    if held is None or held.organization_id != home.organization_id:
        raise Refusal("transfer_not_home", day=day.isoformat())
    outside = outside.strip()[:200]
    if (target is None) == (not outside):
        raise Refusal("transfer_two_targets" if outside else "transfer_target_unsaid")
    if target is not None and target.pk == home.organization_id:
        raise Refusal("transfer_to_itself")
    _check_nothing_open(member, home.organization_id)
    made = Transfer.objects.create(
        member=member,
        source_id=home.organization_id,
        target=target,
        outside=outside,
        name=member.name,
        sex=member.sex,
        nationality=member.nationality,
        birth_on=member.birth_on,
        category=member.category,
        joined_on=member.joined_on,
        full_on=member.full_on,
        dues_paid_to=dues_paid_to,
        reason=reason.strip()[:300],
        drafted_on=day,
        drafted_by=by.viewer_id or 0,
    )
    _told(by, "transfer.draft", made, on=day.isoformat())
    return made


@wide("transfer")
@transaction.atomic
def draft_incoming(
    *,
    by: Scope,
    organization_id: int,
    outside: str,
    letter: Letter,
    dues_paid_to: date | None = None,
    reason: str = "",
    on: date | None = None,
) -> Transfer:
    """Somebody came with a letter from an organization that keeps its books elsewhere. They are on no roster here until
    the receiving side accepts."""
    day = on or today()
    target = placement_of(by, organization_id, day)
    if not (rules.keeps_books(by, target) or rules.is_office(by, target, day)):
        raise NotVisible(organization_id)
    outside, number = outside.strip()[:200], letter.id_number.strip().upper()
    if not (outside and letter.name.strip() and number):
        raise Refusal("transfer_facts_missing" if outside else "transfer_target_unsaid")
    known = Member.objects.select_for_update().filter(id_index__in=sealing.indexes(number)).first()
    if known is not None:
        if on_a_roster_since(known.pk, day):
            raise Refusal("transfer_person_here")
        _check_nothing_open(known, None)
    made = Transfer.objects.create(
        member=known,
        target_id=organization_id,
        outside=outside,
        name=letter.name.strip(),
        sex=letter.sex,
        nationality=letter.nationality,
        birth_on=letter.birth_on,
        category=letter.category,
        joined_on=letter.joined_on,
        full_on=letter.full_on,
        id_number=sealing.seal(number, "transfer.id_number"),
        id_index=sealing.index(number),
        dues_paid_to=dues_paid_to,
        reason=reason.strip()[:300],
        drafted_on=min(day, letter.issued_on),
        drafted_by=by.viewer_id or 0,
    )
    rules.check_step([], made.drafted_on, StepKind.ISSUED, letter.issued_on)
    TransferStep.objects.create(
        transfer=made,
        kind=StepKind.ISSUED,
        taken_on=letter.issued_on,
        letter=letter.number.strip()[:60],
        good_until=letter.good_until or _good_until(letter.issued_on),
        decided_by=by.viewer_id or 0,
    )
    _told(by, "transfer.draft_incoming", made, on=day.isoformat())
    return made


@transaction.atomic
def issue(*, by: Scope, transfer: Transfer, on: date | None = None) -> TransferStep:
    """The sending side approves and issues the letter of introduction, numbered within its year (D8.03, D8.06)."""
    return _issue(by, transfer, StepKind.ISSUED, on or today())


@transaction.atomic
def renew(*, by: Scope, transfer: Transfer, on: date | None = None) -> TransferStep:
    """A new letter in place of one that ran out or soon will; the transfer goes on (D8.05)."""
    return _issue(by, transfer, StepKind.RENEWED, on or today())


@wide("transfer")
@transaction.atomic
def accept(*, by: Scope, transfer: Transfer, on: date | None = None) -> TransferStep:
    """The receiving side accepts: on that day the membership ends there and begins here, in one transaction.

    For somebody going outside it is the receipt that came back, entered by whoever issued the letter.
    """
    day = on or today()
    one, steps = _locked(by, transfer)
    _may_take_in(by, one, day)
    rules.check_not_oneself(by, one.member_id)
    rules.check_step(steps, one.drafted_on, StepKind.ACCEPTED, day)
    move(by=by, transfer=one, day=day)
    return _step(by, one, StepKind.ACCEPTED, day)


@transaction.atomic
def send_back(*, by: Scope, transfer: Transfer, cause: str, reason: str, on: date | None = None) -> TransferStep:
    """The receiving side returns it, with a cause and in words: a relation is not refused without cause (D8.04)."""
    day = on or today()
    one, steps = _locked(by, transfer)
    _may_take_in(by, one, day)
    if cause not in ReturnCause.values:
        raise Refusal("post_word_unknown", word=cause, choices=tuple(ReturnCause.values))
    reason = rules.check_reason(reason)
    rules.check_step(steps, one.drafted_on, StepKind.RETURNED, day)
    return _step(by, one, StepKind.RETURNED, day, cause=cause, reason=reason)


@transaction.atomic
def withdraw(*, by: Scope, transfer: Transfer, reason: str, on: date | None = None) -> TransferStep:
    """Whoever drafts for that side takes it back before it is accepted; the member has been theirs all along."""
    day = on or today()
    one, steps = _locked(by, transfer)
    own = sending_place(one, day)
    if not (rules.keeps_books(by, own) or rules.is_office(by, own, day)):
        raise NotVisible(one.pk)
    reason = rules.check_reason(reason)
    rules.check_step(steps, one.drafted_on, StepKind.WITHDRAWN, day)
    return _step(by, one, StepKind.WITHDRAWN, day, reason=reason)


def _check_nothing_open(member: Member, source_id: int | None) -> None:
    """One transfer at a time. One from a branch that the member left by another act, say a merger of branches, can never
    be accepted any more and stands in nobody's way."""
    before = open_transfer_of(member.pk, source_id)
    if before is not None:
        raise Refusal("transfer_under_way", day=before.drafted_on.isoformat())


def _locked(by: Scope, transfer: Transfer) -> tuple[Transfer, list[TransferStep]]:
    """The transfer as it stands now; two people who act at once act one after the other."""
    one = Transfer.objects.select_for_update().get(pk=transfer.pk)
    return one, steps_of(one)


def _may_take_in(by: Scope, one: Transfer, day: date) -> None:
    """The office of the receiving branch; where that is outside, the office that issued the letter."""
    if not rules.is_office(by, place_of(one.target_id or one.source_id, day), day):
        raise NotVisible(one.pk)


def _issue(by: Scope, transfer: Transfer, kind: StepKind, day: date) -> TransferStep:
    one, steps = _locked(by, transfer)
    source = place_of(one.source_id, day)
    if one.source_id is None:
        _may_take_in(by, one, day)
        raise Refusal("transfer_letter_of_others")
    if source is None or not rules.is_office(by, source, day):
        raise NotVisible(one.pk)
    rules.check_not_oneself(by, one.member_id)
    rules.check_step(steps, one.drafted_on, kind, day)
    office = rules.office_for(source, day)
    issuer = office.organization_id if office else source.organization_id
    Organization.objects.select_for_update().get(pk=issuer)  # two letters at once: two numbers
    number = last_number(issuer, day.year) + 1
    return _step(
        by,
        one,
        kind,
        day,
        issuer_id=issuer,
        year=day.year,
        number=number,
        letter=f"{day.year}-{number:04d}",
        good_until=_good_until(day),
    )


def _good_until(issued_on: date) -> date:
    return issued_on + timedelta(days=rule("transfer.letter_days", issued_on) or 0)


def _step(by: Scope, one: Transfer, kind: StepKind, day: date, **more: object) -> TransferStep:
    made = TransferStep.objects.create(transfer=one, kind=kind, taken_on=day, decided_by=by.viewer_id or 0, **more)
    letter = {"letter": made.letter} if kind in LETTERS else {}
    _told(by, f"transfer.{kind.value}", one, on=day.isoformat(), **letter)
    return made


def _told(by: Scope, action: str, one: Transfer, **detail: object) -> None:
    audit.record(
        by=by,
        action=action,
        kind="transfer",
        object_id=one.pk,
        organization_id=one.source_id or one.target_id,
        target=one.target_id,
        **detail,
    )
