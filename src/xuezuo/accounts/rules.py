"""Who may give people accounts, roles, delegations and tokens.

The system administrator makes accounts, the security administrator gives roles, the audit administrator reads the log:
three separate people, none of whom does the work itself (14c). Officers give roles to those right below them.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from xuezuo.accounts.models import Role, RoleAssignment, User
from xuezuo.accounts.queries import SEPARATE, in_use, not_strictly_below, own_seats_of, place_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Placement
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.queries import stands_or_read_at
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

KEEPERS = ("operator", "administrator", "security")
"""Whoever looks after accounts; officers look at those at and right below their own organization."""

ALWAYS_DEMANDED = SEPARATE
"""Roles that ask for a second factor wherever they are held."""

DEMANDED_AT = (Role.OFFICER, Role.INSPECTOR)
"""Roles that ask for one at organizations of the kinds of `settings.FACTOR_KINDS`."""

LENDABLE = (Role.SECRETARY, Role.OFFICER, Role.INSPECTOR)

AREAS = ("organizations", "members", "figures", "gaps", "records")
"""The parts of the API; a token is good for some of them."""

HAVE_CALENDARS = (Role.SECRETARY, Role.OFFICER)


def may_create(by: Scope) -> None:
    """The administrator of a part of the tree, or the operator; for anybody else there is no such thing."""
    if by.role not in ("operator", "administrator"):
        raise NotVisible("accounts")


def may_issue(by: Scope, users: Iterable[User]) -> None:
    """The first code comes from the system administrator. Of an account that is in use it would be a way to become its
    holder, so it comes from those who see what is held there: the security administrator, or the officer right above."""
    if by.role not in (*KEEPERS, "officer"):
        raise NotVisible("accounts")
    if by.role == "operator":
        return
    users = list(users)
    check_from_above(by, [user.pk for user in users])
    used = in_use(by, users)
    for user in users:
        may_look_at(by, user)
        if by.viewer_id == user.pk:
            raise Refusal("account_own")
        if by.role == "administrator":
            if user.pk in used:
                raise Refusal("account_in_use")
            continue
        if user.pk not in used:
            raise NotVisible(user.pk)
        may_confirm(by, user)
        if not all(_reaches(by, seat.path) for seat in own_seats_of(user)):
            raise NotVisible(user.pk)


def _reaches(by: Scope, path: str) -> bool:
    """An officer only what is below: else the account would lend them a desk of their own level."""
    return by.covers(path) and (by.role != "officer" or path != by.path)


def issues(by: Scope, user: User) -> bool:
    """The same as a question, for the page that shows the link."""
    try:
        may_issue(by, [user])
    except (NotVisible, Refusal):
        return False
    return user.is_active and not user.is_program


def may_link(by: Scope, home: Placement | None) -> None:
    """An account shows what is held about its member: only within one's own part of the tree."""
    may_create(by)
    if by.role != "operator" and (home is None or not by.covers(home.path)):
        raise NotVisible("member")


def may_look_at(by: Scope, user: User) -> None:
    """Accounts of one's own part; an account that stands nowhere is the operator's."""
    place = place_of(user)
    seen = by.role == "operator" or (place is not None and by.covers(place.path))
    if by.role == "officer":
        seen = seen and place is not None and by.sees_names_at(place.path)
    if not seen or by.role not in (*KEEPERS, "officer"):
        raise NotVisible(user.pk)


def may_administer(by: Scope, user: User) -> None:
    """Opening and closing an account, and whose it is. Nobody does it to their own, or to the three's beside them."""
    may_create(by)
    may_look_at(by, user)
    if by.viewer_id == user.pk:
        raise Refusal("account_own")
    check_from_above(by, [user.pk])


def check_from_above(by: Scope, users: Iterable[int]) -> None:
    """Accounts of the three administrators are kept from above them only, so that nobody shuts out, or becomes, those
    who watch them."""
    if by.role != "operator" and not_strictly_below(by, users):
        raise Refusal("account_of_the_three")


def administers(by: Scope, user: User) -> bool:
    """The same as a question, for the page that shows the links."""
    try:
        may_administer(by, user)
    except (NotVisible, Refusal):
        return False
    return True


def may_confirm(by: Scope, user: User) -> None:
    """Whoever gives roles, and therefore cannot link: the security administrator, or the officer right above."""
    if by.role not in ("operator", "security", "officer"):
        raise NotVisible("accounts")
    may_look_at(by, user)
    place = place_of(user)
    if by.viewer_id == user.pk:
        raise Refusal("account_own")
    if by.role == "officer" and (place is None or place.path == by.path):
        raise Refusal("link_from_above")


def confirms(by: Scope, user: User) -> bool:
    """The same as a question, for the page that shows the button."""
    try:
        may_confirm(by, user)
    except (NotVisible, Refusal):
        return False
    return True


def may_secure(by: Scope) -> None:
    """Ending sessions and taking factors away: the security administrator of a part of the tree, or the operator."""
    if by.role not in ("operator", "security"):
        raise NotVisible("accounts")


def may_secure_account(by: Scope, user: User) -> None:
    """The same for one account of that part."""
    may_secure(by)
    may_look_at(by, user)


def may_assign(by: Scope, user: User, role: str, placement: Placement) -> None:
    """Only within one's own part of the tree, to accounts of it, and never to oneself."""
    if by.role not in ("operator", "security", "officer"):
        raise NotVisible("accounts")
    if not by.covers(placement.path):
        raise NotVisible(placement.organization.code)
    if by.viewer_id == user.pk:
        raise Refusal("role_to_oneself")
    may_look_at(by, user)
    if role not in Role.values:
        raise Refusal("role_unknown", role=role, choices=tuple(Role.values))
    if role not in roles_given_by(by, placement.path):
        raise Refusal("role_not_yours", role=Role(role).label, name=placement.organization.name)
    if role == Role.SECRETARY and placement.organization.kind not in BRANCH_KINDS:
        raise Refusal("role_needs_branch", name=placement.organization.name)


def may_end(by: Scope, held: RoleAssignment) -> None:
    """Whoever gives the role. At an organization that has ended nobody gives one any more: there whoever covers the place
    where it is read, so that the role does not come back with it."""
    user, role, organization_id = held.user, held.role, held.organization_id
    placement = stands_or_read_at(organization_id)
    if placement is None:
        raise NotVisible(organization_id)
    if placement.organization_id == organization_id:
        may_assign(by, user, role, placement)
        return
    gives = tuple(Role.values) if by.role in ("operator", "security") else (Role.MEMBER, Role.SECRETARY)
    seen = by.role != "officer" or by.sees_names_at(placement.path)
    if by.role not in ("operator", "security", "officer") or not by.covers(placement.path) or not seen:
        raise NotVisible(organization_id)
    if by.viewer_id == user.pk:
        raise Refusal("role_to_oneself")
    may_look_at(by, user)
    if role not in gives:
        raise Refusal("role_not_yours", role=Role(role).label, name=placement.organization.name)


def ends(by: Scope, held: RoleAssignment) -> bool:
    """The same as a question, for the page that shows the button."""
    try:
        may_end(by, held)
    except (NotVisible, Refusal):
        return False
    return held.valid_to > today()


def roles_given_by(by: Scope, path: str) -> tuple[str, ...]:
    """Which roles somebody may give at a place. The three administrators are given from above them only, so that nobody
    picks those who watch them; officers give those of a branch's desk right below their own."""
    if by.role == "operator":
        return tuple(Role.values)
    below = by.covers(path) and path != by.path
    if by.role == "security" and by.covers(path):
        return tuple(role for role in Role.values if below or role not in SEPARATE)
    if by.role == "officer" and below and by.sees_names_at(path):
        return (Role.MEMBER, Role.SECRETARY)
    return ()


def may_lend(by: Scope, receiver: User, until: date, since: date) -> None:
    """Somebody at their own desk, to somebody of their own part of the tree, for so many days at most. What was lent is
    not lent on, and a program lends nothing."""
    if by.role not in LENDABLE or by.viewer_id is None or by.for_id or by.token_id:
        raise NotVisible("delegations")
    if receiver.pk == by.viewer_id:
        raise Refusal("delegation_to_oneself")
    place = place_of(receiver)
    if place is None or not by.covers(place.path) or not receiver.is_active or receiver.is_program:
        raise NotVisible(receiver.username)
    most = rule("authority.delegation_most_days", today()) or 0
    if not today() <= since < until <= since + timedelta(days=most):
        raise Refusal("delegation_days", since=since.isoformat(), until=until.isoformat(), most=most)


def may_make_token(by: Scope, user: User) -> None:
    """For oneself, signed in and at one's own desk. For a program the system administrator of its part, who gives no
    role: whoever gave a program its role could else read with it what they do not see themselves."""
    if by.token_id or by.for_id:
        raise NotVisible("tokens")
    if user.is_program:
        may_administer(by, user)
    elif by.viewer_id != user.pk:
        raise NotVisible(user.pk)


def may_end_token(by: Scope, user: User) -> None:
    """Tokens of others: whoever secures the account, and whoever made those of a program."""
    if user.is_program and by.role == "administrator":
        may_look_at(by, user)
    else:
        may_secure_account(by, user)


def check_token(areas: list[str], expires_on: date) -> None:
    if not areas or not set(areas) <= set(AREAS):
        raise Refusal("token_areas", choices=tuple(AREAS))
    most = rule("authority.token_most_days", today()) or 0
    if not today() < expires_on <= today() + timedelta(days=most):
        raise Refusal("token_days", day=expires_on.isoformat(), most=most)
