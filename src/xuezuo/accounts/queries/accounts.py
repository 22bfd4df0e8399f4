"""Reading accounts of one's own part of the tree, what each of them holds, and tokens."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from xuezuo.accounts.models import Delegation, Identity, Role, RoleAssignment, Token, User
from xuezuo.accounts.models.tokens import CALENDAR
from xuezuo.accounts.queries.seats import SEPARATE, Seat, own_seats_of, person_behind, scope_at, seat_by_key
from xuezuo.organizations import sealing
from xuezuo.organizations.likenesses import entries_of
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import holding_on, home_of, within
from xuezuo.periods import today
from xuezuo.reorganizations.queries import read_at, stands_or_read_at
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope

KEEPERS = ("operator", "administrator", "security")


def place_of(user: User) -> Placement | None:
    """Where the organization stands, or its heir, at which an account is administered; for rules that then ask who
    covers it."""
    return stands_or_read_at(user.organization_id) if user.organization_id is not None else None


def not_strictly_below(scope: Scope, users: Iterable[int]) -> set[int]:
    """Those of the accounts that hold, or will hold, a role of the three administrators anywhere but below the scope."""
    held = RoleAssignment.objects.filter(user_id__in=list(users), role__in=SEPARATE, valid_to__gt=today())
    found = set[int]()
    for user_id, organization_id in held.values_list("user_id", "organization_id"):
        place = stands_or_read_at(organization_id)
        if place is None or not scope.covers(place.path) or place.path == scope.path:
            found.add(user_id)
    return found


IN_USE_BY = (Role.OFFICER, Role.INSPECTOR, *SEPARATE)


def in_use(scope: Scope, users: Iterable[User]) -> set[int]:
    """Those of the accounts that were opened, or that an office's work hangs on: by a role of one, by name or by post."""
    known = {user.pk: user for user in users}
    held = RoleAssignment.objects.filter(user_id__in=list(known), role__in=IN_USE_BY, valid_to__gt=today())
    found = set(held.values_list("user_id", flat=True))
    found |= set(Identity.objects.filter(user_id__in=list(known)).values_list("user_id", flat=True))
    found |= {pk for pk, user in known.items() if user.has_usable_password()}
    for pk, user in known.items():
        if pk not in found and user.member_id and any(seat.role in IN_USE_BY for seat in own_seats_of(user)):
            found.add(pk)
    return found


def accounts(scope: Scope, named: str = "") -> QuerySet[User]:
    """Accounts at and below the viewer's organization, by user name; for an officer only where they see names.

    `named` is the beginning of a user name, or a part of the name shown.
    """
    if scope.role not in (*KEEPERS, "officer"):
        return User.objects.none()
    found = User.objects.select_related("organization").order_by("username")
    if scope.role != "operator":
        places = Placement.objects.filter(within(scope.path), holding_on(today()))
        if scope.role == "officer":
            places = places.filter(path__in=_named(scope, places))
        here = places.values_list("organization_id", flat=True)
        found = found.filter(Q(organization_id__in=here) | Q(organization_id__in=read_at(here)))
    if named:
        found = found.filter(Q(username__istartswith=named) | Q(display_name__icontains=named))
    return found


def _named(scope: Scope, places: QuerySet[Placement]) -> QuerySet[Placement, str]:
    """The viewer's own organization and those right below it: where names are seen."""
    near = Q(organization_id=scope.organization_id) | Q(parent_id=scope.organization_id)
    if not scope.sees_names_at(scope.path):
        near = Q(pk=None)
    return places.filter(near).values_list("path", flat=True)


def account(scope: Scope, pk: int) -> User:
    """One of them. Raises `NotVisible` outside the scope, as for an unknown number."""
    found = accounts(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def account_of(scope: Scope) -> User:
    """The viewer's own. Raises `NotVisible` where nobody is signed in."""
    found = User.objects.filter(pk=scope.viewer_id or 0).first()
    if found is None:
        raise NotVisible("account")
    return found


@wide("scope")
def member_of(user: User) -> Member | None:
    """Whose account it is, once that was confirmed: the entry that counts, where several were merged."""
    number = person_behind(user)
    return Member.objects.get(pk=number) if number else None


def account_named(username: str) -> User:
    """By the name to sign in with; for rules that then ask whether the account is of the viewer's part."""
    found = User.objects.filter(username__iexact=username.strip()).first()
    if found is None:
        raise NotVisible(username)
    return found


def member_to_link(scope: Scope, number: int) -> Member:
    """A member whose branch stands in the viewer's part, for the id alone. `NotVisible` for others and unknown ones."""
    home = home_of(number)
    if home is None or not scope.covers(home.path):
        raise NotVisible(number)
    with wide("home_of"):
        return Member.objects.only("pk").get(pk=number)


def assignment(scope: Scope, user: User, pk: int) -> RoleAssignment:
    """A role of an account that the viewer may look at, at an organization of the viewer's part, or read there."""
    found = RoleAssignment.objects.filter(pk=pk, user=user).select_related("organization").first()
    place = stands_or_read_at(found.organization_id) if found else None
    if found is None or place is None or not scope.covers(place.path):
        raise NotVisible(pk)
    return found


def roles_ever(scope: Scope, user: User) -> QuerySet[RoleAssignment]:
    """Every role given by name, also those that are over, the latest first. The caller may look at the account."""
    return (
        RoleAssignment.objects.filter(user=user).select_related("organization", "user").order_by("-valid_from", "-pk")
    )


def clashing(user: User, role: str, since: object, until: object) -> RoleAssignment | None:
    """A role of the same person, under any of their accounts, that does not go together with this one (14c)."""
    people = Q(user=user) | (Q(user__member_id__in=entries_of(user.member_id)) if user.member_id else Q(pk=None))
    same_days = RoleAssignment.objects.filter(people, valid_from__lt=until, valid_to__gt=since)
    others = same_days.exclude(role=role).exclude(role="member")
    if role == "member":
        return None
    return (others if role in SEPARATE else others.filter(role__in=SEPARATE)).first()


def delegations_of(user: User) -> QuerySet[Delegation]:
    """What somebody lent or was lent, also what is over, the latest first."""
    mine = Delegation.objects.filter(Q(giver=user) | Q(receiver=user))
    return mine.select_related("giver", "receiver", "organization").order_by("-valid_from", "-pk")


def delegation(scope: Scope, pk: int) -> Delegation:
    """One that the viewer gave or received. Raises `NotVisible` for others, as for an unknown number."""
    mine = Delegation.objects.filter(Q(giver_id=scope.viewer_id) | Q(receiver_id=scope.viewer_id), pk=pk)
    found = mine.select_related("giver", "receiver", "organization").first()
    if found is None:
        raise NotVisible(pk)
    return found


def tokens_of(user: User) -> QuerySet[Token]:
    """The tokens that somebody has, also those that are over, the latest first."""
    return Token.objects.filter(user=user).order_by("-pk")


def token(scope: Scope, pk: int) -> Token:
    """One of the viewer's own, or of a program that the viewer keeps. `NotVisible` for others."""
    mine = Q(user_id=scope.viewer_id)
    if scope.role in KEEPERS:
        mine |= Q(user__in=accounts(scope).filter(is_program=True).order_by().values("pk"))
    found = Token.objects.filter(mine, pk=pk).select_related("user").first()
    if found is None:
        raise NotVisible(pk)
    return found


def token_seat(token: Token) -> Seat | None:
    """The desk at which a token acts, while its user still has it."""
    return seat_by_key(own_seats_of(token.user), token.desk) if token.user.is_active else None


def scope_by_token(text: str) -> tuple[Token, Scope] | None:
    """Whose token this is and what it may see now; None for an unknown, ended or expired one, or a desk that is lost."""
    token = _good_token(text)
    seat = token_seat(token) if token and CALENDAR not in token.areas else None
    return (token, scope_at(token.user, seat, token.pk)) if token and seat else None


def scope_by_calendar_link(text: str) -> tuple[Token, Scope] | None:
    """The same for the secret of a calendar link, which opens the calendar of its desk and nothing else."""
    token = _good_token(text)
    seat = token_seat(token) if token and token.areas == [CALENDAR] else None
    return (token, scope_at(token.user, seat, token.pk)) if token and seat else None


def _good_token(text: str) -> Token | None:
    held = Token.objects.filter(key_index__in=sealing.indexes(text), ended_at__isnull=True, expires_on__gt=today())
    return held.select_related("user").first()


def calendar_links(user: User) -> QuerySet[Token]:
    """The calendar links that somebody has and that still are good, the latest first."""
    return tokens_of(user).filter(areas=[CALENDAR], ended_at__isnull=True, expires_on__gt=today())
