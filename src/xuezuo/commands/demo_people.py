"""The demo's people: one of each role, made by the real actions. Nobody in it exists."""

from dataclasses import dataclass

from xuezuo.accounts import actions as accounts
from xuezuo.accounts.models import Role, User
from xuezuo.accounts.queries import scope_for
from xuezuo.organizations.kinds import OrganizationKind
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import children_of, placements, roster, top_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class Seats:
    """Where the people of the demo sit."""

    root: Placement
    township: Placement
    branch: Placement


PEOPLE = (
    ("alice", "林静", Role.OFFICER, "root"),
    ("bob", "陈波", Role.OFFICER, "township"),
    ("carol", "吴兰", Role.SECRETARY, "branch"),
    ("david", "", Role.MEMBER, "branch"),
    ("irene", "许敏", Role.INSPECTOR, "root"),
    ("audrey", "何慧", Role.AUDITOR, "root"),
    ("adam", "郑平", Role.ADMINISTRATOR, "root"),
    ("chelsea", "江雪", None, ""),
)
"""Name to sign in with, name shown (david's is that of a member of the roster), role, seat."""


def seats(by: Scope) -> Seats:
    """The root, the first township-level committee with branches of its own, and the first of these."""
    root = top_of(by)
    committees = (OrganizationKind.COMMITTEE, OrganizationKind.WORKING_COMMITTEE)
    for township in placements(by).filter(organization__kind__in=committees).iterator(100):
        branch = children_of(by, township).filter(organization__kind=OrganizationKind.BRANCH).first()
        if branch is not None:
            return Seats(root, township, branch)
    raise Refusal("demo_without_branches")


def settle(by: Scope, password: str) -> tuple[dict[str, User], list[dict[str, str]]]:
    """Make them all; returns them by name, and in words who can sign in, in which role and where."""
    here = seats(by)
    users: dict[str, User] = {}
    described = []
    for username, shown, role, seat in PEOPLE:
        placement = getattr(here, seat) if seat else None
        member = _first_of(users["carol"], here.branch) if role == Role.MEMBER else None
        user = accounts.create_user(
            by=by,
            username=username,
            display_name=shown or (member.name if member else ""),
            password=password,
            member=member,
        )
        if role and placement:
            accounts.assign_role(by=by, user=user, role=role, organization_id=placement.organization_id)
        users[username] = user
        described.append(_described(username, role, placement))
    return users, described


def _first_of(secretary: User, branch: Placement) -> Member | None:
    """Somebody of the branch: only its secretary, and the office above, may look at the names."""
    return roster(scope_for(secretary), branch.organization_id).first()


def _described(username: str, role: Role | None, placement: Placement | None) -> dict[str, str]:
    return {
        "username": username,
        "role": str(role.label) if role else "",
        "organization": placement.organization.name if placement else "",
        "code": placement.organization.code if placement else "",
    }
