"""Who is on the roster of a day, by branch and groups. Most members need only be counted; those who must be looked at one
by one come with their id, which never leaves the engine.

A handful of branches is read by looking at each member's rows. For a whole place PostgreSQL takes four times as long that
way as for reading the tables through once, so there it does this.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.persons import MERGED, ONCE
from xuezuo.indicators.row_sets.walk import Place, of
from xuezuo.organizations.kinds import MemberGroup
from xuezuo.statements import among, fetch
from xuezuo.tree_paths import SEGMENT

BITS = {group.value: 1 << position for position, group in enumerate(MemberGroup)}
"""A member's groups as one number, so that equal members are counted together."""

_ONE_BIT = "MAX(CASE WHEN g.\"group\" = '{}' THEN {} ELSE 0 END)"
MASK = (
    f"COALESCE((SELECT {' + '.join(_ONE_BIT.format(group, bit) for group, bit in BITS.items())}"  # noqa: S608
    " FROM organizations_groupmembership g"
    " WHERE g.member_id = m.member_id AND g.valid_from <= %s AND g.valid_to > %s), 0)"
)
"""The groups of the member of membership `m` on a day (two parameters): one bit a group, however often it is written."""

Line = tuple[int, int, int, int]
"""An organization, groups as a mask, a member's id or 0, and how many members it stands for."""

_LINES = (
    "SELECT h.organization_id, h.mask, h.alone, COUNT(*) FROM ({members}) h GROUP BY h.organization_id, h.mask, h.alone"
)

_EXCEPTIONAL = " UNION ".join(
    [
        *(
            f"SELECT member_id FROM {table}"  # noqa: S608 - words of this module
            for table in ("records_absence", "records_guestattendance", "records_textbrought", "organizations_merge")
        ),
        "SELECT into_id FROM organizations_merge",
        "(SELECT member_id FROM organizations_membership GROUP BY member_id HAVING MIN(valid_from) <> MAX(valid_from))",
    ]
)
_BY_GROUP = " ".join(f"WHEN '{group}' THEN {bit}" for group, bit in BITS.items())
_WHOLE = _LINES.format(
    members="SELECT m.organization_id, COALESCE(g.mask, 0) AS mask,"  # noqa: S608
    " CASE WHEN m.valid_from > %s OR x.member_id IS NOT NULL THEN m.member_id ELSE 0 END AS alone"
    " FROM organizations_membership m LEFT JOIN ("
    f'SELECT g.member_id, BIT_OR(CASE g."group" {_BY_GROUP} END) AS mask FROM organizations_groupmembership g'
    " WHERE g.valid_from <= %s AND g.valid_to > %s GROUP BY g.member_id) g ON g.member_id = m.member_id"
    f" LEFT JOIN ({_EXCEPTIONAL}) x ON x.member_id = m.member_id"
    f" WHERE m.valid_from <= %s AND m.valid_to > %s AND {ONCE}"
)


class Roster:
    """The members of a question's day, read as its handfuls come. `texts` are the ids of the readings that matter.

    Alone with an id is who came after the first meeting about any of them, had another home, was absent, a guest or of a
    plan, or has another entry.
    """

    def __init__(self, question: Question, texts: Sequence[int]) -> None:
        self._day, self._texts = question.day, texts
        part = question.between or question.only or question.alone or question.after
        self._whole = connection.vendor == "postgresql" and len(question.path) <= SEGMENT and not part
        self._lines: dict[int, list[Line]] | None = None

    def of(self, chunk: Sequence[Place], first: Any) -> list[Line]:
        """The lines of a handful, whose first meeting was on the day `first`, as the database gives it."""
        if not self._whole:
            return self._of_handful(chunk, first)
        if self._lines is None:
            self._lines = self._read()
        homes = {place.organization_id for place in chunk}
        return [line for home in homes for line in self._lines.get(home, ())]

    def _read(self) -> dict[int, list[Line]]:
        day = self._day
        ((first,),) = fetch(
            "SELECT MIN(r.held_on) FROM records_record r CROSS JOIN records_recordreading t"  # noqa: S608
            f" WHERE t.record_id = r.id AND {among('t.reading_id', self._texts)}"
        )
        lines: dict[int, list[Line]] = {}
        for line in fetch(_WHOLE, [first or day, *[day] * 8]):
            lines.setdefault(line[0], []).append(line)
        return lines

    def _of_handful(self, chunk: Sequence[Place], first: Any) -> list[Line]:
        day = self._day
        members = (
            f"SELECT m.organization_id, {MASK} AS mask, CASE WHEN m.valid_from > %s"  # noqa: S608
            " OR EXISTS (SELECT 1 FROM organizations_membership n WHERE n.member_id = m.member_id"
            " AND n.valid_from <> m.valid_from)"
            f" OR {_of_member('records_absence')}"
            f" OR {_of_member('records_guestattendance')}"
            f" OR {_of_member('records_textbrought')}"
            f" OR {MERGED} THEN m.member_id ELSE 0 END AS alone FROM organizations_membership m"
            f" WHERE {of(chunk, 'm.organization_id')} AND m.valid_from <= %s AND m.valid_to > %s AND {ONCE}"
        )
        return fetch(_LINES.format(members=members), [day, day, first, *[day] * 6])


def _of_member(table: str) -> str:
    """Whether the member of membership `m` has a row. Without `OFFSET 0` PostgreSQL, which expects more members here than
    there are, reads the whole table for every handful.
    """
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.member_id = m.member_id LIMIT 1 OFFSET 0)"  # noqa: S608
