"""A person who was entered twice and merged is counted once: as the entry that stays, wherever that one is on the roster;
else, on days before, as the first of the others that is.
"""

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
