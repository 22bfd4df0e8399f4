"""Whose sight an act on the tree changes: counted by organization and role, nobody is named."""

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Count

from xuezuo import tree_paths
from xuezuo.accounts.models import Role, RoleAssignment
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import today
from xuezuo.reorganizations.wishes import Plan
from xuezuo.scopes import Scope


class Held(TypedDict):
    name: str
    role: str
    holders: int


Affected = dict[str, list[Held]]


def affected_by(scope: Scope, plan: Plan) -> Affected:
    """`no_place`: roles at what ends; `more` and `less`: roles above the new place only, or above the old one only.

    Superiors outside the viewer's part of the tree see more or less as well, and are left out.
    """
    day = plan.wish.day
    ends = [place.organization_id for place, _ in plan.ends]
    before, after = set[str](), set[str]()
    for one in plan.relocations:
        before |= set(tree_paths.ancestors(one.place.path))
        if one.parent_path:
            after |= {*tree_paths.ancestors(one.parent_path), one.parent_path}
    standing = Placement.objects.filter(holding_on(day))
    moved = [(name, paths) for name, paths in (("more", after - before), ("less", before - after)) if after]
    found: Affected = {"no_place": _held(ends), "more": [], "less": []}
    for name, paths in moved:
        seen = [path for path in paths if scope.covers(path)]
        ids = standing.filter(path__in=seen).exclude(organization_id__in=ends)
        found[name] = _held(ids.values_list("organization_id", flat=True))
    return found


def _held(organizations: Iterable[int]) -> list[Held]:
    rows = (
        RoleAssignment.objects.filter(holding_on(today()), organization_id__in=list(organizations))
        .exclude(role=Role.MEMBER)
        .values("organization__name", "role")
        .annotate(holders=Count("pk"))
        .order_by("organization__name", "role")
    )
    return [
        Held(name=one["organization__name"], role=str(Role(one["role"]).label), holders=one["holders"]) for one in rows
    ]
