"""Entries that may be one person: found by comparing, decided by a person, undone within thirty days.

A merge moves no fact: one entry stays, the other points to it, and what was recorded for either belongs to the person.
Actions with the rules that they alone need.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from xuezuo.audit.actions import record
from xuezuo.organizations.kinds import EndKind, Likeness
from xuezuo.organizations.likenesses import (
    PairSeen,
    alike_among_children,
    alike_below,
    alike_by_birth,
    common_superior,
    members_below,
    seen_by,
    superiors_of_branches,
)
from xuezuo.organizations.models import (
    Ending,
    GroupMembership,
    Membership,
    Merge,
    Pair,
    PairDecision,
    PairStatement,
    Placement,
)
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope

UNDO_DAYS = 30
AT_ONCE = 20_000
"""Up to so many members a page compares while it waits; a larger part is compared by the operator's command."""
BATCH = 1_000

MAY_DECIDE = ("secretary", "officer", "operator")

Alike = Iterable[tuple[tuple[int, int], str]]


@transaction.atomic
def find(*, by: Scope, placement: Placement | None = None) -> int:
    """Compare the rosters below an organization, or of the whole tree for the operator; returns how many pairs are new.

    A pair that was found before, decided or not, is not found again.
    """
    if placement is None:
        if by.role != "operator":
            raise NotVisible("duplicates")
        made = sum(_keep(alike_among_children(one).items()) for one in superiors_of_branches(by))
        made += _keep((pair, Likeness.BIRTH) for pair in alike_by_birth())
    else:
        if by.role not in MAY_DECIDE or not by.covers(placement.path):
            raise NotVisible(placement.organization.code)
        if members_below(by, placement, AT_ONCE + 1) > AT_ONCE:
            raise Refusal("pairs_too_many", members=f"> {AT_ONCE}")
        made = _keep(alike_below(by, placement).items())
    organization = placement.organization_id if placement else None
    record(by=by, action="duplicates.find", kind="pairs", organization_id=organization, found=made)
    return made


def _keep(found: Alike) -> int:
    made, waiting = 0, iter(found)
    while batch := dict(islice(waiting, BATCH)):
        known = set(
            Pair.objects.filter(first_id__in=[first for first, _ in batch]).values_list("first_id", "second_id")
        )
        new = [Pair(first_id=a, second_id=b, likeness=why) for (a, b), why in batch.items() if (a, b) not in known]
        Pair.objects.bulk_create(new)
        made += len(new)
    return made


@transaction.atomic
def state(*, by: Scope, pair: Pair, same: bool, reason: str) -> list[PairStatement]:
    """A branch says about its own member whether the other entry is the same person; it may say so anew."""
    seen = seen_by(by, pair)
    if seen.decision is not None:
        raise Refusal("pair_decided_already")
    if not reason.strip():
        raise Refusal("pair_reason_missing")
    if not seen.own:
        raise NotVisible(pair.pk)
    said = {"same": same, "reason": reason.strip(), "stated_by": by.viewer_id or 0, "stated_at": timezone.now()}
    made = [
        PairStatement.objects.update_or_create(
            pair=pair, organization_id=one.membership.organization_id, defaults=dict(said)
        )[0]
        for one in seen.own
    ]
    for one in seen.own:
        _note(by, "duplicates.state", one.member.pk, one.membership.organization_id, pair=pair.pk, same=same)
    return made


@wide("pair")
@transaction.atomic
def decide(
    *, by: Scope, pair: Pair, same: bool, reason: str, stays: int | None = None, home: int | None = None
) -> PairDecision:
    """Two people, and never asked again; or one: entry `stays` counts from now on, in the branch `home`.

    Whoever sees both names decides; else an officer above both branches, once both have said the same.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    seen = seen_by(by, pair)
    _may_decide(by, seen, same)
    if not reason.strip():
        raise Refusal("pair_reason_missing")
    made = PairDecision.objects.create(
        pair=pair,
        same=same,
        reason=reason.strip(),
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )
    if same:
        made.done = _merge(by, made, seen, stays, home)
        made.save(update_fields=["done"])
    for one in (seen.first, seen.second):
        _note(by, "duplicates.decide", one.member.pk, one.membership.organization_id, pair=pair.pk, same=same)
    return made


@wide("pair")
@transaction.atomic
def undo(*, by: Scope, decision: PairDecision, reason: str) -> None:
    """Take a decision back within thirty days: both entries stand as before, and the pair is open again."""
    decision = PairDecision.objects.select_for_update().get(pk=decision.pk)
    pair = decision.pair
    seen = seen_by(by, pair)
    if by.role not in MAY_DECIDE or not by.covers(common_superior(seen)) or decision.undone_at:
        raise NotVisible(decision.pk)
    if not reason.strip():
        raise Refusal("pair_reason_missing")
    if timezone.now() - decision.decided_at > timedelta(days=UNDO_DAYS):
        raise Refusal("pair_undo_too_late", days=UNDO_DAYS, decided=decision.decided_at.date().isoformat())
    if decision.same:
        _unmerge(by, decision)
    decision.undone_by, decision.undone_at = by.viewer_id or 0, timezone.now()
    decision.undone_reason = reason.strip()
    decision.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    for one in (seen.first, seen.second):
        _note(by, "duplicates.undo", one.member.pk, one.membership.organization_id, pair=pair.pk)


def may_decide(by: Scope, seen: PairSeen) -> bool:
    """Whether this viewer decides, now or once both branches have spoken."""
    return by.role in MAY_DECIDE and by.covers(common_superior(seen))


def _above(seen: PairSeen) -> str:
    return common_superior(seen)


def _may_decide(by: Scope, seen: PairSeen, same: bool) -> None:
    if not may_decide(by, seen):
        raise NotVisible(seen.pair.pk)
    if seen.decision is not None:
        raise Refusal("pair_decided_already")
    if seen.sees_both:
        return
    said = [one.same for one in seen.pair.statements.all()]
    branches = {seen.first.membership.organization_id, seen.second.membership.organization_id}
    agreeing = sum(1 for one in said if one == same)
    if agreeing < len(branches):
        raise Refusal("pair_needs_statements", number=agreeing)


def _merge(by: Scope, decision: PairDecision, seen: PairSeen, stays: int | None, home: int | None) -> dict[str, object]:
    """Point the other entry to the one that stays, and leave one relation, in `home`. Returns what was changed."""
    entries = {one.member.pk: one.member for one in (seen.first, seen.second)}
    if stays not in entries:
        raise Refusal("pair_keeps_none")
    other = next(pk for pk in entries if pk != stays)
    if Merge.objects.filter(member_id__in=entries).exists() or Merge.objects.filter(into_id=other).exists():
        raise Refusal("pair_entry_merged")
    Merge.objects.create(member_id=other, into_id=stays, decision=decision)
    day = today()
    open_now = list(Membership.objects.filter(holding_on(day), member_id__in=entries))
    done: dict[str, object] = {"ended": [], "created": [], "groups": []}
    if open_now:
        if home not in {one.organization_id for one in open_now}:
            raise Refusal("pair_home_unknown")
        done["ended"], done["created"] = _one_relation(by, open_now, stays, home or 0, day)
    done["groups"] = _groups_joined(stays, other, day)
    return done


def _one_relation(
    by: Scope, open_now: list[Membership], stays: int, home: int, day: date
) -> tuple[list[int], list[int]]:
    """The person has one relation (D8.12): the entry that stays is in `home`, every other membership ends.

    One that began this very day keeps that day: a membership holds for a day at least.
    """
    ended, right = [], None
    for one in open_now:
        if one.member_id == stays and one.organization_id == home:
            right = one
            continue
        one.valid_to = max(day, one.valid_from + timedelta(days=1))
        one.save(update_fields=["valid_to"])
        Ending.objects.create(
            membership=one, kind=EndKind.MERGED, decided_by=by.viewer_id or 0, decided_at=timezone.now()
        )
        ended.append(one.pk)
    if right is not None:
        return ended, []
    since = max([day, *(one.valid_to for one in open_now if one.member_id == stays)])
    return ended, [Membership.objects.create(member_id=stays, organization_id=home, valid_from=since).pk]


def _groups_joined(stays: int, other: int, day: date) -> list[int]:
    """The entry that stays is in every group in which the other one was."""
    held = set(GroupMembership.objects.filter(holding_on(day), member_id=stays).values_list("group", flat=True))
    wanted = GroupMembership.objects.filter(holding_on(day), member_id=other).exclude(group__in=held)
    return [
        GroupMembership.objects.create(member_id=stays, group=group, valid_from=day).pk
        for group in sorted(set(wanted.values_list("group", flat=True)))
    ]


def _unmerge(by: Scope, decision: PairDecision) -> None:
    """What the merge made goes, what it ended holds again; anything entered since stays where it is."""
    ended, created = decision.done.get("ended", []), decision.done.get("created", [])
    Merge.objects.filter(decision=decision).delete()
    GroupMembership.objects.filter(pk__in=decision.done.get("groups", [])).delete()
    Membership.objects.filter(pk__in=created, valid_to=FOREVER).delete()
    now = timezone.now()
    for ending in Ending.objects.filter(membership_id__in=ended, kind=EndKind.MERGED, withdrawn_at__isnull=True):
        later = Membership.objects.filter(
            member_id=ending.membership.member_id, valid_from__gte=ending.membership.valid_to
        )
        if not later.exists():
            Membership.objects.filter(pk=ending.membership_id).update(valid_to=FOREVER)
        ending.withdrawn_by, ending.withdrawn_at = by.viewer_id or 0, now
        ending.withdrawn_reason = decision.reason
        ending.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])


def _note(by: Scope, action: str, member: int, organization: int, **detail: object) -> None:
    record(by=by, action=action, kind="member", object_id=member, organization_id=organization, **detail)
