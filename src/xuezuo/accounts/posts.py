"""Which role a post brings: read from `roles_by_post.yaml`, checked when it is read."""

from functools import cache
from pathlib import Path

import yaml

from xuezuo.accounts.models import Role
from xuezuo.organizations.kinds import BRANCH_KINDS, OrganizationKind
from xuezuo.people.kinds import GIVEN_FROM_ABOVE

TABLE = Path(__file__).parent / "roles_by_post.yaml"
ROLES = (Role.SECRETARY, Role.OFFICER, Role.INSPECTOR)
"""Roles of the work. The three administrators are given by name, never by post."""

PLACES = {
    "branch": frozenset(BRANCH_KINDS),
    "office": frozenset(kind for kind in OrganizationKind if kind not in BRANCH_KINDS),
} | {kind.value: frozenset([kind]) for kind in OrganizationKind if kind.value != "branch"}


class TableWrong(ValueError):
    """A line of the table names what is not known here."""


@cache
def roles_by_post(file: Path = TABLE) -> dict[tuple[str, str], str]:
    """Role by post and kind of organization. Raises `TableWrong`, naming the line."""
    found: dict[tuple[str, str], str] = {}
    for line in yaml.safe_load(file.read_text(encoding="utf-8")):
        post, place, role = line.get("post"), line.get("at"), line.get("role")
        if post not in GIVEN_FROM_ABOVE or place not in PLACES or role not in ROLES:
            raise TableWrong(f"{file.name}: {line} needs a post given from above, a place and a role of the work")
        found |= {(post, kind.value): role for kind in PLACES[place]}
    return found


def role_of(post: str, kind: str) -> str:
    """The role that a post brings at an organization of this kind; "" for none."""
    return roles_by_post().get((post, kind), "")
