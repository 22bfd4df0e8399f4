"""The one door: from a person to the desks they may sit at today, and from a desk to a `Scope`.

Read anew at every request, so that whatever ends a role, a post or a delegation ends what it allowed at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from xuezuo import tree_paths
from xuezuo.accounts.models import Delegation, Role, RoleAssignment, User
from xuezuo.accounts.posts import role_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.likenesses import entries_of, person_of
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import OF_ORGANIZATION, holding_on
from xuezuo.people.kinds import ChangeKind, PostKind
from xuezuo.people.models import PostHolding
from xuezuo.people.queries import posts_of
from xuezuo.periods import today
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import Scope
from xuezuo.statements import read

NOBODY = Scope(viewer_id=None, viewer_name="", role="nobody", organization_id=None, path="")
SEPARATE = (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)
"""The three administrators: separate people, who hold no role of the work (14c)."""


@dataclass(frozen=True)
class Seat:
    """A desk: a role at an organization, held by assignment, by post or by delegation (`giver`).

    `key` names it in the session and in tokens: `role-17`, `post-3`, `delegation-5`.
    """

    key: str
    role: str
    organization: Organization
    since: date
    until: date
    path: str = ""
    post: str = ""
    giver: User | None = None
    names_down_to: int | None = None

    def get_role_display(self) -> str:
        return str(Role(self.role).label)

    def get_post_display(self) -> str:
        return str(PostKind(self.post).label) if self.post else ""

    @property
    def is_own(self) -> bool:
        return self.giver is None


def assignments_of(user: User, day: date | None = None) -> QuerySet[RoleAssignment]:
    """The roles given by name that a person holds on a day, in the order in which they were given."""
    return (
        RoleAssignment.objects.filter(holding_on(day or today()), user=user)
        .select_related("organization")
        .order_by("pk")
    )


GIVEN = (
    "SELECT a.id, a.role, a.valid_from, a.valid_to, p.path, o.id, o.code, o.name, o.kind, o.sector, o.duties_from"
    " FROM accounts_roleassignment a JOIN organizations_organization o ON o.id = a.organization_id"
    " LEFT JOIN organizations_placement p ON p.organization_id = o.id AND p.valid_from <= %s AND p.valid_to > %s"
    " WHERE a.user_id = %s AND a.valid_from <= %s AND a.valid_to > %s ORDER BY a.id"
)
LENT = (
    "SELECT d.id FROM accounts_delegation d JOIN accounts_user g ON g.id = d.giver_id"
    " WHERE d.receiver_id = %s AND g.is_active AND d.valid_from <= %s AND d.valid_to > %s ORDER BY d.id"
)
"""Both are asked at every request, and most people were lent nothing: written out, for the ORM takes longer to write such a
question than the database to answer it, and PostgreSQL longer to plan it."""


def _given_to(user: User) -> list[Seat]:
    """By the roles given by name, as `assignments_of` finds them; `path` is "" where the organization has no place today."""
    day = today()
    return [
        Seat(f"role-{pk}", role, Organization.from_db(DEFAULT_DB_ALIAS, OF_ORGANIZATION, of), since, until, path or "")
        for pk, role, since, until, path, *of in read(GIVEN, [day, day, user.pk, day, day])
    ]


@wide("scope")
def seats_of(user: User) -> list[Seat]:
    """Every desk of today: roles given by name, then those of posts, then those lent by others.

    Whoever is one of the three administrators has no desk by post and none by delegation; nor has an account of which
    nobody confirmed whose it is.
    """
    own = own_seats_of(user)
    if any(seat.role in SEPARATE for seat in own) or user.link_waits:
        return own
    return own + _lent_to(user)


def own_seats_of(user: User) -> list[Seat]:
    """The same without what others lent: only these may be lent on."""
    given = _given_to(user)
    found = [seat for seat in given if seat.path]
    if not any(seat.role in SEPARATE for seat in given):
        known = {(seat.role, seat.organization.pk) for seat in given}
        found += _placed(seat for seat in _by_post(user) if (seat.role, seat.organization.pk) not in known)
    return found


def _by_post(user: User) -> Iterable[Seat]:
    """A post that somebody entered for themselves, or made one that brings a role by correcting it, brings nothing:
    nobody gives a role to themselves. Nor does one of a branch that its holder has left since, any of somebody who has
    left every roster, or any while nobody confirmed whose account it is."""
    if user.member_id is None or user.link_waits:
        return
    entries = entries_of(user.member_id)
    for held in posts_of(*entries):
        role = role_of(held.post, held.organization.kind)
        if role and held.entered_by != user.pk and not _has_left(entries, held) and not _corrected_by(user, held):
            yield Seat(f"post-{held.pk}", role, held.organization, held.valid_from, held.valid_to, post=held.post)


def _has_left(entries: list[int], held: PostHolding) -> bool:
    """Whether its holder was on rosters and is on none today: who died, left or was removed holds no post any more. Or,
    in a branch, whether a membership there ended while the post was held, and none is left; whoever was never a member
    there was sent from above on purpose."""
    with wide("scope"):
        known = Membership.objects.filter(member_id__in=entries, valid_from__lte=today())
        ever = list(known.values_list("organization_id", "valid_from", "valid_to"))
    now = {where for where, since, until in ever if until > today()}
    if held.organization.kind not in BRANCH_KINDS or not now:
        return bool(ever) and not now
    here = held.organization_id
    return here not in now and any(where == here and until > held.valid_from for where, since, until in ever)


def _corrected_by(user: User, held: PostHolding) -> bool:
    """Whether the holder's own account said later what the post is, or when it is held."""
    own = held.changes.filter(kind=ChangeKind.CORRECTED, decided_by=user.pk)
    return any({"post", "valid_from", "valid_to"} & set(after) for after in own.values_list("after", flat=True))


def person_behind(user: User) -> int | None:
    """The member that the account is of, as far as it was confirmed; the entry that counts, where several were merged."""
    return person_of(user.member_id) if user.member_id and not user.link_waits else None


def _lent_to(user: User) -> list[Seat]:
    """Delegations whose giver could still sit at such a desk; the receiver sees names no deeper than the giver does."""
    day = today()
    lent_now = [pk for (pk,) in read(LENT, [user.pk, day, day])]
    if not lent_now:
        return []
    held = Delegation.objects.filter(pk__in=lent_now).select_related("organization", "giver").order_by("pk")
    lent = [
        Seat(f"delegation-{one.pk}", one.role, one.organization, one.valid_from, one.valid_to, giver=one.giver)
        for one in held
    ]
    found = []
    for seat in _placed(lent):
        assert seat.giver is not None
        bases = [base for base in own_seats_of(seat.giver) if is_part_of(seat.role, seat.path, base)]
        if bases:
            deepest = max(tree_paths.depth(base.path) for base in bases) + 1
            found.append(_with(seat, names_down_to=deepest))
    return found


def is_part_of(role: str, path: str, base: Seat) -> bool:
    """Whether a desk lies within what somebody's own desk allows: the same role, the same part of the tree or less."""
    return role == base.role and base.role not in SEPARATE and tree_paths.covers(base.path, path)


def _placed(seats: Iterable[Seat]) -> Iterable[Seat]:
    """Those whose organization stands in the tree today, each with its place."""
    waiting = list(seats)
    if not waiting:
        return
    standing = Placement.objects.filter(
        holding_on(today()), organization_id__in=[seat.organization.pk for seat in waiting]
    )
    paths = dict(standing.values_list("organization_id", "path"))
    for seat in waiting:
        if seat.organization.pk in paths:
            yield _with(seat, path=paths[seat.organization.pk])


def _with(seat: Seat, **more: object) -> Seat:
    return Seat(**{**vars(seat), **more})


@wide("scope")
def scope_for(user: User | AnonymousUser, chosen: str | int | None = None, seats: list[Seat] | None = None) -> Scope:
    """The scope of a person at one of their desks: the chosen one if they still have it, else the first.

    Somebody signed in without any desk is nobody. `seats` are their desks, where they have just been read.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    seats = seats_of(user) if seats is None else seats
    seat = seat_by_key(seats, chosen) or next(iter(seats), None)
    if seat is None:
        return Scope(user.pk, str(user), "nobody", None, "", person_behind(user))
    return scope_at(user, seat)


def seat_by_key(seats: Iterable[Seat], key: str | int | None) -> Seat | None:
    return next((seat for seat in seats if seat.key == key), None)


@wide("scope")
def scope_at(user: User, seat: Seat, token_id: int | None = None) -> Scope:
    """The scope of one desk of `seats_of(user)`."""
    return Scope(
        user.pk,
        str(user),
        seat.role,
        seat.organization.pk,
        seat.path,
        person_behind(user),
        for_id=seat.giver.pk if seat.giver else None,
        for_name=str(seat.giver) if seat.giver else "",
        names_down_to=seat.names_down_to,
        token_id=token_id,
    )


def names_of(ids: list[int]) -> dict[int, str]:
    """Names of people who acted, by id, for "who did it": an act is never anonymous to those who may see it."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
