"""A person who was entered twice and merged is counted once: as the entry that stays, wherever that one is on the roster;
else, on days before, as the first of the others that is.
"""

from collections.abc import Iterable

from xuezuo.statements import fetch

_ON_ROSTER = "n.valid_from <= %s AND n.valid_to > %s"
ONCE = (
    # nearly nobody was merged: one look at a small table, and the others are never asked
    "(NOT EXISTS (SELECT 1 FROM organizations_merge g WHERE g.member_id = m.member_id) OR ("  # noqa: S608
    "NOT EXISTS (SELECT 1 FROM organizations_merge g CROSS JOIN organizations_membership n"
    f" WHERE g.member_id = m.member_id AND n.member_id = g.into_id AND {_ON_ROSTER})"
    " AND NOT EXISTS (SELECT 1 FROM organizations_merge g CROSS JOIN organizations_merge h"
    " CROSS JOIN organizations_membership n WHERE g.member_id = m.member_id AND h.into_id = g.into_id"
    f" AND h.member_id < g.member_id AND n.member_id = h.member_id AND {_ON_ROSTER})))"
)
"""Whether membership `m` is the one to count (the day, four times)."""

MERGED = (
    "EXISTS (SELECT 1 FROM organizations_merge g WHERE g.member_id = m.member_id)"
    " OR EXISTS (SELECT 1 FROM organizations_merge g WHERE g.into_id = m.member_id)"
)
"""Whether the member of membership `m` has another entry."""


def among(column: str, ids: Iterable[int]) -> str:
    """Ids are numbers of our own and stand in the text, because SQLite counts parameters; none leaves nothing."""
    return f"{column} IN ({', '.join(map(str, map(int, ids))) or 'NULL'})"


def owners(people: Iterable[int]) -> dict[int, int]:
    """By entry, the member of `people` who is that person; every one of `people` is their own."""
    found = {member: member for member in people}
    merged = among("g.member_id", found), among("g.into_id", found)
    text = (
        "SELECT h.member_id, h.into_id FROM organizations_merge h WHERE h.into_id IN"  # noqa: S608
        f" (SELECT g.into_id FROM organizations_merge g WHERE {merged[0]} OR {merged[1]})"
    )
    entries: dict[int, set[int]] = {}
    for member, into in fetch(text, []):
        entries.setdefault(into, {into}).add(member)
    for same in entries.values():
        counted = next((member for member in sorted(same) if member in found), None)
        found |= {} if counted is None else {member: counted for member in same if member not in found}
    return found
