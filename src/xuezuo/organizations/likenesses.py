"""Reading what may be one person entered twice: pairs, as far as the viewer may see them.

Two entries are compared where their branches have the same direct superior, in every way; across the tree by name and
date of birth only, in the database, so that no list of members is held in memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.organizations import sealing
from xuezuo.organizations.kinds import Likeness
from xuezuo.organizations.models import Member, Membership, Merge, Pair, PairDecision, Placement
from xuezuo.organizations.queries import holding_on, placements, within
from xuezuo.periods import today
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope

Found = dict[tuple[int, int], str]
"""Ids of two members in order, and why they are alike."""

Row = tuple[int, str, date | None, bytes | memoryview | None, bytes | memoryview | None]
"""Id, name, date of birth, sealed identity number, sealed phone."""

SHORT, LONG = 15, 18


@dataclass(frozen=True)
class Entry:
    """One side of a pair: the member, and the branch where they are, or were last."""

    member: Member
    membership: Membership
    placement: Placement | None


@dataclass(frozen=True)
class PairSeen:
    """A pair as one viewer sees it: `names` tells for each side whether the viewer may see who it is."""

    pair: Pair
    first: Entry
    second: Entry
    names: tuple[bool, bool]
    decision: PairDecision | None

    @property
    def sees_both(self) -> bool:
        return all(self.names)

    @property
    def sides(self) -> list[tuple[Entry, bool]]:
        return [(self.first, self.names[0]), (self.second, self.names[1])]

    @property
    def own(self) -> list[Entry]:
        return [entry for entry, seen in self.sides if seen]


def pairs_for(scope: Scope, placement: Placement, *, decided: bool = False) -> QuerySet[Pair]:
    """Pairs with an entry on a roster of this part of the tree; open ones, or those decided and not undone."""
    if not scope.covers(placement.path) or scope.role not in ("secretary", "officer", "operator"):
        raise NotVisible(placement.organization.code)
    settled = PairDecision.objects.filter(undone_at__isnull=True).values("pair_id")
    if decided:  # after a merge one side is on no roster any more: any membership in this part will do
        return Pair.objects.filter(_side_in(placement), pk__in=settled).order_by("-pk")
    return Pair.objects.filter(_side_in(placement, holding_on(today()))).exclude(pk__in=settled).order_by("pk")


def _side_in(placement: Placement, when: Q | None = None) -> Q:
    """One of the two has a membership in this part. Asked pair by pair: pairs are few, the members of a province many."""
    there = Membership.objects.filter(
        when or Q(),
        within(placement.path, "organization__placements__path"),
        holding_on(today(), "organization__placements__"),
    )
    return Q(Exists(there.filter(member_id=OuterRef("first_id")))) | Q(
        Exists(there.filter(member_id=OuterRef("second_id")))
    )


@wide("pair")
def pair_seen(scope: Scope, pk: int) -> PairSeen:
    """One pair. Raises `NotVisible` unless one of its two branches is in the viewer's part."""
    pair = Pair.objects.select_related("first", "second").filter(pk=pk).first()
    if pair is None:
        raise NotVisible(pk)
    return seen_by(scope, pair)


@wide("pair")
def seen_by(scope: Scope, pair: Pair) -> PairSeen:
    first, second = _entry(pair.first), _entry(pair.second)
    covered = [bool(one.placement and scope.covers(one.placement.path)) for one in (first, second)]
    if not any(covered) or scope.role not in ("secretary", "officer", "operator"):
        raise NotVisible(pair.pk)
    names = [bool(one.placement and scope.sees_names_at(one.placement.path)) for one in (first, second)]
    decision = pair.decisions.filter(undone_at__isnull=True).first()
    return PairSeen(pair, first, second, (names[0], names[1]), decision)


def _entry(member: Member) -> Entry:
    last = member.memberships.select_related("organization").order_by("-valid_to", "-valid_from").first()
    if last is None:
        raise NotVisible(member.pk)
    place = Placement.objects.filter(holding_on(today()), organization_id=last.organization_id).first()
    return Entry(member, last, place)


def person_of(member_id: int) -> int:
    """The entry under which the person is counted: the member's own, unless it was merged."""
    merged = Merge.objects.filter(member_id=member_id).values_list("into_id", flat=True).first()
    return merged or member_id


def entries_of(member_id: int) -> list[int]:
    """Every entry of the same person, the one that counts first."""
    person = person_of(member_id)
    return [person, *Merge.objects.filter(into_id=person).order_by("member_id").values_list("member_id", flat=True)]


def members_below(scope: Scope, placement: Placement, at_most: int) -> int:
    """How many members stand below, counted no further than `at_most`."""
    day = today()
    places = placements(scope, day).filter(within(placement.path)).values("organization_id")
    found = Membership.objects.filter(holding_on(day), organization_id__in=places)
    return found.values("pk")[:at_most].count()


def alike_below(scope: Scope, placement: Placement) -> Found:
    """Everything alike below one organization, compared in every way: for a part as large as a township."""
    day = today()
    places = placements(scope, day).filter(within(placement.path)).values("organization_id")
    rows = (
        Member.objects.filter(holding_on(day, "memberships__"), memberships__organization_id__in=places)
        .order_by("name", "pk")
        .values_list("pk", "name", "birth_on", "id_number", "phone")
    )
    return alike(rows.iterator(5_000))


def superiors_of_branches(scope: Scope) -> Iterator[Placement]:
    """Every organization that has organizations right below it, in order of path."""
    day = today()
    parents = Placement.objects.filter(holding_on(day), parent__isnull=False).values("parent_id")
    yield from placements(scope, day).filter(organization_id__in=parents).iterator(1_000)


def alike_among_children(placement: Placement) -> Found:
    """Everything alike among the rosters right below one organization, its own included."""
    day = today()
    children = Placement.objects.filter(holding_on(day)).filter(
        Q(parent_id=placement.organization_id) | Q(organization_id=placement.organization_id)
    )
    rows = (
        Member.objects.filter(
            holding_on(day, "memberships__"), memberships__organization_id__in=children.values("organization_id")
        )
        .order_by("name", "pk")
        .values_list("pk", "name", "birth_on", "id_number", "phone")
    )
    return alike(rows.iterator(5_000))


def alike_by_birth() -> Iterator[tuple[int, int]]:
    """Neighbours among members on a roster with the same name and date of birth: sorted by the database, streamed."""
    day = today()
    text = (
        "SELECT name, birth_on, id FROM (SELECT f.name, f.birth_on, f.id,"
        " COUNT(*) OVER (PARTITION BY f.birth_on, f.name) AS times FROM organizations_member f"
        " WHERE f.birth_on IS NOT NULL AND EXISTS (SELECT 1 FROM organizations_membership m"
        " WHERE m.member_id = f.id AND m.valid_from <= %s AND m.valid_to > %s)) t"
        " WHERE times > 1 ORDER BY birth_on, name, id"
    )
    before: tuple[object, object] | None = None
    group: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(text, [day, day])
        while rows := cursor.fetchmany(1_000):
            for name, birth_on, pk in rows:
                if (name, birth_on) != before:
                    before, group = (name, birth_on), []
                yield from ((other, pk) for other in group)
                group.append(pk)


def alike(rows: Iterator[Row]) -> Found:
    """Pairs among rows sorted by name."""
    found: Found = {}
    name, group = "", list[Row]()
    for row in rows:
        if row[1] != name:
            found |= _alike_in(group)
            name, group = row[1], []
        group.append(row)
    return found | _alike_in(group)


def _alike_in(group: Sequence[Row]) -> Found:
    """Of people with one name. Nothing is unsealed for a name that stands alone."""
    if len(group) < 2:
        return {}
    opened = [
        (
            pk,
            birth_on,
            _opened(number, "member.id_number"),
            _opened(phone, "member.phone"),
        )
        for pk, _, birth_on, number, phone in group
    ]
    found: Found = {}
    for position, (pk, birth_on, number, phone) in enumerate(opened):
        for other, other_birth, other_number, other_phone in opened[:position]:
            pair = (min(pk, other), max(pk, other))
            if birth_on is not None and birth_on == other_birth:
                found[pair] = Likeness.BIRTH
            elif numbers_alike(number, other_number):
                found[pair] = Likeness.NUMBER
            elif phone and phone == other_phone:
                found[pair] = Likeness.PHONE
    return found


def _opened(value: bytes | memoryview | None, column: str) -> str:
    """Sealed bytes in the clear, for comparing only: nothing of it leaves this module."""
    if not value:
        return ""
    return sealing.unseal(bytes(value), column)


def numbers_alike(one: str, other: str) -> bool:
    """Whether two identity numbers differ in one place at most, or are the old and the new form of one."""
    if not one or not other:
        return False
    if {len(one), len(other)} == {SHORT, LONG}:
        short, long = sorted((one, other), key=len)
        return short == long[:6] + long[8:17]
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def common_superior(pair: PairSeen) -> str:
    """The path of the lowest organization above both branches; "" if there is none."""
    places = [one.placement.path for one in (pair.first, pair.second) if one.placement]
    if len(places) < 2:
        return ""
    lines = [[*tree_paths.ancestors(path), path] for path in places]
    shared = [one for one, other in zip(*lines, strict=False) if one == other]
    return shared[-1] if shared else ""
