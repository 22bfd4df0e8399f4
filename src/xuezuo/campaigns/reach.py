"""How many organizations and members audiences address on a day, counted for all of them together.

A province is walked once, not once a requirement: its organizations and its members of groups are counted by what can tell
one audience from another, and each audience adds up what it addresses. `audiences.rows` gives the same one by one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from xuezuo import tree_paths
from xuezuo.campaigns.audiences import Audience
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.statements import fetch

Given = str | date
Head = tuple[Audience, str]
"""An audience and the path under which it addresses anybody."""


@dataclass(frozen=True)
class Reached:
    branches: int = 0
    members: int = 0


@dataclass(frozen=True)
class _Alike:
    """Organizations that no audience tells apart, and their members; or those of some groups, and the members in them.

    `top` is the deepest path asked for that covers them: paths hold each other or have nothing in common.
    """

    kind: str
    sector: str
    top: str
    groups: frozenset[str]
    number: Reached

    def is_of(self, head: Head) -> bool:
        audience, path = head
        return (
            tree_paths.covers(path, self.top)
            and self.kind in (audience.kinds or BRANCH_KINDS)
            and (not audience.sectors or self.sector in audience.sectors)
            and (not audience.groups or not self.groups.isdisjoint(audience.groups))
        )


def reached(heads: Collection[Head], day: date) -> tuple[dict[Head, Reached], int]:
    """How many each head addresses, and how many organizations at least one of them does."""
    walk = _Walk(heads, day)
    free = [head for head in heads if not head[0].groups]
    grouped = [head for head in heads if head[0].groups]
    everybody, in_groups = walk.everybody() if free else [], walk.in_groups() if grouped else []
    found = {head: _sum(one for one in everybody if one.is_of(head)) for head in free}
    found |= {head: _sum(one for one in in_groups if one.is_of(head)) for head in grouped}
    together = [one for one in everybody if any(map(one.is_of, free))]
    together += [one for one in in_groups if any(map(one.is_of, grouped)) and not any(map(one.is_of, free))]
    return found, _sum(together).branches


def _sum(alike: Iterable[_Alike]) -> Reached:
    branches = members = 0
    for one in alike:
        branches, members = branches + one.number.branches, members + one.number.members
    return Reached(branches, members)


class _Walk:
    """The two questions. SQLite goes through a CROSS JOIN from left to right: the tree first where everybody is counted, and
    the members of groups first where only they are.
    """

    def __init__(self, heads: Collection[Head], day: date) -> None:
        self.day = day
        tops = sorted({path for _, path in heads}, key=lambda path: (-len(path), path))
        outer = [path for path in tops if not any(path != one and tree_paths.covers(one, path) for one in tops)]
        kinds = sorted({str(kind) for one, _ in heads for kind in one.kinds or BRANCH_KINDS})
        self.groups = sorted({group for one, _ in heads for group in one.groups})
        self.top = f"CASE {' '.join(['WHEN p.path >= %s AND p.path < %s THEN %s'] * len(tops))} END"
        self.given_top = [word for path in tops for word in (path, tree_paths.after(path), path)]
        ranges = " OR ".join(["p.path >= %s AND p.path < %s"] * len(outer))
        self.where = f"({ranges}) AND p.valid_from <= %s AND p.valid_to > %s AND o.kind IN ({_marks(kinds)})"
        bounds = [word for path in outer for word in (path, tree_paths.after(path))]
        self.given_where: list[Given] = [*bounds, day, day, *kinds]

    def everybody(self) -> list[_Alike]:
        """Every organization, and all its members."""
        rows = fetch(
            "SELECT kind, sector, top, COUNT(*), SUM(members) FROM ("  # noqa: S608 - constants; what is asked for are parameters
            f"SELECT o.kind, o.sector, {self.top} AS top, (SELECT COUNT(*) FROM organizations_membership m"
            " WHERE m.organization_id = p.organization_id AND m.valid_from <= %s AND m.valid_to > %s) AS members"
            " FROM organizations_placement p CROSS JOIN organizations_organization o"
            f" WHERE o.id = p.organization_id AND {self.where}) places GROUP BY kind, sector, top",
            [*self.given_top, self.day, self.day, *self.given_where],
        )
        nobody = frozenset[str]()
        return [_Alike(kind, sector, top, nobody, Reached(one, int(all_))) for kind, sector, top, one, all_ in rows]

    def in_groups(self) -> list[_Alike]:
        """Organizations by the groups that any member of theirs is in, and members by the groups that they are in."""
        of_member = " + ".join(
            f'MAX(CASE WHEN g."group" = %s THEN {1 << n} ELSE 0 END)' for n in range(len(self.groups))
        )
        of_place = " + ".join(f"MAX(mask & {1 << n})" for n in range(len(self.groups)))
        rows = fetch(
            f"WITH alike AS (SELECT o.id, o.kind, o.sector, {self.top} AS top, h.mask, COUNT(*) AS members"  # noqa: S608 - as above
            f" FROM (SELECT g.member_id, {of_member} AS mask FROM organizations_groupmembership g"
            f' WHERE g."group" IN ({_marks(self.groups)}) AND g.valid_from <= %s AND g.valid_to > %s GROUP BY g.member_id) h'
            " CROSS JOIN organizations_membership m CROSS JOIN organizations_placement p"
            " CROSS JOIN organizations_organization o WHERE m.member_id = h.member_id AND m.valid_from <= %s"
            " AND m.valid_to > %s AND p.organization_id = m.organization_id AND o.id = p.organization_id"
            f" AND {self.where} GROUP BY o.id, o.kind, o.sector, 4, h.mask)"
            " SELECT kind, sector, top, mask, 0, SUM(members) FROM alike GROUP BY kind, sector, top, mask"
            f" UNION ALL SELECT kind, sector, top, mask, COUNT(*), 0 FROM (SELECT kind, sector, top, {of_place} AS mask"
            " FROM alike GROUP BY id, kind, sector, top) places GROUP BY kind, sector, top, mask",
            [*self.given_top, *self.groups, *self.groups, *[self.day] * 4, *self.given_where],
        )
        return [
            _Alike(kind, sector, top, self._of(mask), Reached(branches, int(members)))
            for kind, sector, top, mask, branches, members in rows
        ]

    def _of(self, mask: int) -> frozenset[str]:
        return frozenset(group for n, group in enumerate(self.groups) if mask & 1 << n)


def _marks(words: Collection[str]) -> str:
    return ", ".join(["%s"] * len(words))
