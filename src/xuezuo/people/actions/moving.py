"""What the acceptance of a transfer changes in the roster: one membership ends and the next begins on the same day."""

from datetime import date

from django.utils import timezone

from xuezuo.organizations import sealing
from xuezuo.organizations.kinds import EndKind
from xuezuo.organizations.models import Ending, Member, Membership, Organization
from xuezuo.people.models import Transfer
from xuezuo.people.queries.transfers import membership_on, on_a_roster_since, stands_from
from xuezuo.periods import FOREVER
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


def move(*, by: Scope, transfer: Transfer, day: date) -> None:
    """Inside the acceptance's transaction. Groups stay with the member; posts are ended by people (D5.46)."""
    target = transfer.target
    if target is not None:  # a merger of the branch at the same moment waits, or is waited for
        Organization.objects.select_for_update().get(pk=target.pk)
    if target is not None and not stands_from(target.pk, day):
        raise Refusal("transfer_target_gone", name=target.name, day=day.isoformat())
    if transfer.source_id is not None:
        assert transfer.member_id is not None  # drafted from a roster
        Member.objects.select_for_update().get(pk=transfer.member_id)
        _leave(by, transfer, day)
    else:
        transfer.member = _known_or_new(transfer, day)
        transfer.save(update_fields=["member"])
    if target is not None:
        Membership.objects.create(member_id=transfer.member_id or 0, organization=target, valid_from=day)


def _leave(by: Scope, transfer: Transfer, day: date) -> None:
    held = membership_on(transfer.member_id or 0, day)
    if held is None or held.organization_id != transfer.source_id or held.valid_to != FOREVER:
        raise Refusal("transfer_not_home", day=day.isoformat())
    if held.valid_from >= day:
        raise Refusal("transfer_same_day", day=held.valid_from.isoformat())
    held.valid_to = day
    held.save(update_fields=["valid_to"])
    Ending.objects.create(
        membership=held,
        kind=EndKind.MOVED if transfer.target_id else EndKind.MOVED_OUTSIDE,
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )


def _known_or_new(transfer: Transfer, day: date) -> Member:
    """Somebody who had left and comes back is the same person; the letter's facts make anybody else."""
    number = sealing.unseal(bytes(transfer.id_number or b""), "transfer.id_number")
    known = Member.objects.select_for_update().filter(id_index__in=sealing.indexes(number)).first()
    if known is not None:
        if on_a_roster_since(known.pk, day):
            raise Refusal("transfer_person_here")
        return known
    return Member.objects.create(
        name=transfer.name,
        sex=transfer.sex,
        nationality=transfer.nationality,
        birth_on=transfer.birth_on,
        id_number=sealing.seal(number, "member.id_number"),
        id_index=sealing.index(number),
        joined_on=transfer.joined_on,
        full_on=transfer.full_on,
        category=transfer.category,
    )
