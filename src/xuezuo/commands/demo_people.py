"""The demo's people: one of each role, made by the real actions. Nobody in it exists."""

import json
from dataclasses import dataclass
from pathlib import Path

from xuezuo.accounts import actions as accounts
from xuezuo.accounts.models import Role, User
from xuezuo.accounts.queries import scope_for
from xuezuo.organizations.kinds import OrganizationKind
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import placement_by_code, placement_of, roster, top_of
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
    ("sam", "方敏", Role.SECURITY, "root"),
    ("chelsea", "江雪", None, ""),
)
"""Name to sign in with, name shown (david's is that of a member of the roster), role, seat."""


def seats(by: Scope, activity: Path) -> Seats:
    """The root, and the first branch in the file that held a discussion and stands right below a committee.

    A secretary whose branch has a history shows more than one whose branch has none.
    """
    committees = (OrganizationKind.COMMITTEE, OrganizationKind.WORKING_COMMITTEE)
    with activity.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if "topic_discussion" in said.get("kinds", ()):
                branch = placement_by_code(by, said["organization"])
                township = placement_of(by, branch.parent_id or 0)
                if township.organization.kind in committees:
                    return Seats(top_of(by), township, branch)
    raise Refusal("demo_without_branches")


def settle(by: Scope, password: str, activity: Path) -> tuple[dict[str, User], list[dict[str, str]]]:
    """Make them all; returns them by name, and in words who can sign in, in which role and where."""
    here = seats(by, activity)
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
