"""Votes of a meeting, and who was left out of those expected to vote."""

from datetime import date

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations import sealing
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.models import Correction, Exclusion, Matter, Record, Resolution
from xuezuo.records.votes import SAID, TYPED, WRITTEN_COUNTS, as_said
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def resolve(
    *,
    by: Scope,
    record: Record,
    matter: str,
    text: str,
    in_favour: int,
    against: int = 0,
    abstained: int = 0,
    written: int = 0,
    voters: int | None = None,
) -> Resolution:
    """Enter a vote of a meeting as it was counted (D3.30). Sent twice it is one. A vote that does not hold is entered all
    the same and told so (3b); only sums that cannot be are refused.
    """
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    said = as_said(
        matter=matter,
        text=text,
        in_favour=in_favour,
        against=against,
        abstained=abstained,
        written=written,
        voters=voters,
    )
    _check(said)
    existing = Resolution.objects.filter(record=record, **said).first()
    if existing is not None:
        return existing
    made = Resolution.objects.create(record=record, entered_by=who, **said)
    vote = queries.vote_of(made)
    if in_favour + against + abstained > vote.present + written:
        raise Refusal("votes_over", votes=in_favour + against + abstained, present=vote.present, written=written)
    audit.record(
        by=by,
        action="resolution.enter",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        matter=matter,
    )
    return made


def _check(said: dict[str, object]) -> None:
    matter, text, written, voters = said["matter"], str(said["text"]), said["written"], said["voters"]
    if matter not in Matter.values:
        raise Refusal("record_word_unknown", field="matter", word=matter)
    if not text:
        raise Refusal("resolution_text_missing")
    if len(text) > 300:
        raise Refusal("record_text_too_long", field="resolution", most=300)
    if matter in TYPED and not voters:
        raise Refusal("voters_missing")
    if written and matter not in WRITTEN_COUNTS:
        raise Refusal("written_not_counted")


@transaction.atomic
def withdraw_resolution(*, by: Scope, resolution: Resolution, reason: str) -> None:
    """Take a vote back that was entered wrongly. What it said is kept among the record's corrections."""
    record = resolution.record
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    if not reason.strip():
        raise Refusal("correction_reason_missing")
    before = {name: getattr(resolution, name) for name in SAID}
    Correction.objects.create(
        record=record, before={"resolution": before}, after={}, reason=reason.strip()[:300], corrected_by=who
    )
    resolution.delete()
    audit.record(
        by=by,
        action="resolution.withdraw",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        matter=before["matter"],
    )


@transaction.atomic
def leave_out(
    *, by: Scope, record: Record, member: int, reason: str, approved_by_name: str, approved_on: date
) -> Exclusion:
    """Leave an absent member with a vote out of those expected, by consent of the superior (D3.25)."""
    who = rules.may_write(by, placement_of(by, record.organization_id).path)
    rules.check_exclusion(reason, approved_by_name, approved_on, today())
    if member not in {one.pk for one in queries.may_be_left_out(by, record)}:
        raise Refusal("exclusion_not_absent")
    made = Exclusion.objects.create(
        record=record,
        member_id=member,
        reason=sealing.seal(reason, "exclusion.reason"),
        approved_by_name=approved_by_name.strip(),
        approved_on=approved_on,
        entered_by=who,
    )
    audit.record(
        by=by,
        action="exclusion.enter",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        member=member,
    )
    return made


@transaction.atomic
def count_again(*, by: Scope, exclusion: Exclusion) -> None:
    """Somebody left out is expected again: it was entered wrongly. The audit keeps that it was."""
    record = exclusion.record
    rules.may_write(by, placement_of(by, record.organization_id).path)
    member = exclusion.member_id
    exclusion.delete()
    audit.record(
        by=by,
        action="exclusion.withdraw",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        member=member,
    )
