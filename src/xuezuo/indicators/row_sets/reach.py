"""Which texts reached which members of a handful of branches, counted by exception.

A member is reached by a text who was at a meeting that covered it (on the roster that day and not absent, or a guest),
or made it up (an absence, or a line of a plan); in whichever branch they were then. Most members are on the roster
throughout and never absent: they are reached by whatever their branch covered, and are counted by subtraction. Only the
others are looked at one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.persons import MERGED, ONCE, among, owners
from xuezuo.indicators.row_sets.walk import Place, day_of, fetch, within
from xuezuo.organizations.kinds import MemberGroup
from xuezuo.row_policies.sights import wide

BITS = {group.value: 1 << position for position, group in enumerate(MemberGroup)}
"""A member's groups as one number, so that equal members are counted together."""

_ONE_BIT = "MAX(CASE WHEN g.\"group\" = '{}' THEN {} ELSE 0 END)"
MASK = (
    f"COALESCE((SELECT {' + '.join(_ONE_BIT.format(group, bit) for group, bit in BITS.items())}"  # noqa: S608
    " FROM organizations_groupmembership g"
    " WHERE g.member_id = m.member_id AND g.valid_from <= %s AND g.valid_to > %s), 0)"
)
"""The groups of the member of membership `m` on a day (two parameters): one bit a group, however often it is written."""

Texts = frozenset[int]
NOTHING: Texts = frozenset()


@dataclass(slots=True)
class Meeting:
    record_id: int
    held_on: date
    texts: set[int] = field(default_factory=set)


Meetings = dict[int, list[Meeting]]
"""The meetings of an organization that covered any wanted text."""


@dataclass(slots=True)
class Person:
    """Somebody who must be looked at alone. Never leaves this module with an id.

    `counted` are the groups of the entry under which they stand on the roster, `mask` those of all their entries.
    """

    counted: int
    mask: int
    homes: list[tuple[int, date, date]] = field(default_factory=list)
    absent_from: set[int] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Reach:
    """Of one organization: the texts that its own meetings covered, and how many members of the day have these groups
    and were reached by exactly these texts.
    """

    covered: Texts = NOTHING
    members: dict[tuple[int, Texts], int] = field(default_factory=lambda: defaultdict(int))


@wide("count")
def reached(chunk: Sequence[Place], question: Question, texts: Texts) -> dict[int, Reach]:
    meetings = _meetings_of(chunk, question, texts)
    found = {place.organization_id: Reach() for place in chunk}
    for home, held in meetings.items():
        found[home].covered = frozenset().union(*(one.texts for one in held))
    plain = _members(chunk, question)
    people, where = _exceptions(chunk, question, texts, meetings)
    _look_at(people, meetings, question, texts)
    for home, members in where.items():
        for member, rows in members.items():
            plain[home, people[member].counted] -= rows
            found[home].members[people[member].mask, frozenset(people[member].reached)] += 1
    for (home, mask), number in plain.items():
        if number:
            found[home].members[mask, found[home].covered] += number
    return found


def _meetings_of(chunk: Sequence[Place], question: Question, texts: Texts) -> Meetings:
    conditions, parameters = within(chunk, question)
    wanted = among("t.reading_id", texts)
    text = (
        "SELECT r.organization_id, r.id, r.held_on, t.reading_id FROM organizations_placement p"  # noqa: S608
        " CROSS JOIN records_record r CROSS JOIN records_recordreading t"
        f" WHERE {conditions} AND r.organization_id = p.organization_id AND r.held_on <= %s"
        f" AND t.record_id = r.id AND {wanted}"
    )
    return _gathered(fetch(text, [*parameters, question.day]))


def _meetings_elsewhere(homes: Iterable[int], question: Question, texts: Texts) -> Meetings:
    asked = among("r.organization_id", homes)
    wanted = among("t.reading_id", texts)
    text = (
        "SELECT r.organization_id, r.id, r.held_on, t.reading_id FROM records_record r"  # noqa: S608
        " CROSS JOIN records_recordreading t"
        f" WHERE {asked} AND r.held_on <= %s AND t.record_id = r.id AND {wanted}"
    )
    return _gathered(fetch(text, [question.day]))


def _gathered(rows: Iterable[tuple[int, int, object, int]]) -> Meetings:
    """One `Meeting` a record, from one row a record and text."""
    meetings: Meetings = defaultdict(list)
    by_record: dict[int, Meeting] = {}
    for home, record_id, held_on, reading in rows:
        meeting = by_record.get(record_id)
        if meeting is None:
            meeting = by_record[record_id] = Meeting(record_id, day_of(held_on))
            meetings[home].append(meeting)
        meeting.texts.add(reading)
    return meetings


def _members(chunk: Sequence[Place], question: Question) -> dict[tuple[int, int], int]:
    """Members of the day by organization and groups."""
    conditions, parameters = within(chunk, question)
    day = question.day
    text = (
        "SELECT h.organization_id, h.mask, COUNT(*) FROM ("  # noqa: S608
        f"SELECT m.organization_id, {MASK} AS mask FROM organizations_placement p"
        f" CROSS JOIN organizations_membership m WHERE {conditions} AND m.organization_id = p.organization_id"
        f" AND m.valid_from <= %s AND m.valid_to > %s AND {ONCE}) h GROUP BY h.organization_id, h.mask"
    )
    return {(home, int(mask)): members for home, mask, members in fetch(text, [day, day, *parameters, *[day] * 6])}


def _exceptions(
    chunk: Sequence[Place], question: Question, texts: Texts, meetings: Meetings
) -> tuple[dict[int, Person], dict[int, dict[int, int]]]:
    """Members of the day who came after the first meeting, had another home, were absent, a guest or of a plan: by member,
    and by organization with the number of rows in which they stand on its roster.
    """
    conditions, parameters = within(chunk, question)
    day = question.day
    first = min((one.held_on for held in meetings.values() for one in held), default=day)
    text = (
        f"SELECT m.organization_id, m.member_id, {MASK} FROM organizations_placement p"  # noqa: S608
        f" CROSS JOIN organizations_membership m WHERE {conditions} AND m.organization_id = p.organization_id"
        f" AND m.valid_from <= %s AND m.valid_to > %s AND {ONCE} AND (m.valid_from > %s"
        " OR EXISTS (SELECT 1 FROM organizations_membership n WHERE n.member_id = m.member_id AND n.id <> m.id)"
        " OR EXISTS (SELECT 1 FROM records_absence a WHERE a.member_id = m.member_id)"
        " OR EXISTS (SELECT 1 FROM records_guestattendance v WHERE v.member_id = m.member_id)"
        " OR EXISTS (SELECT 1 FROM records_textbrought b WHERE b.member_id = m.member_id)"
        f" OR {MERGED})"
    )
    people: dict[int, Person] = {}
    where: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for home, member, mask in fetch(text, [day, day, *parameters, *[day] * 6, first]):
        people[member] = Person(int(mask), int(mask))
        where[home][member] += 1
    return people, where


def _look_at(people: dict[int, Person], meetings: Meetings, question: Question, texts: Texts) -> None:
    """Fill `reached` of each."""
    if not people:
        return
    day = question.day
    owner = owners(people)
    _add_groups(people, {entry: member for entry, member in owner.items() if entry != member}, day)
    for member, home, since, until in _about(
        owner, "organization_id, valid_from, valid_to", "organizations_membership"
    ):
        people[member].homes.append((home, day_of(since), day_of(until)))
    wanted = among("t.reading_id", texts)
    absences = (
        "records_absence a CROSS JOIN records_recordreading t LEFT JOIN records_makeup u ON u.absence_id = a.id"
        f" WHERE t.record_id = a.record_id AND {wanted}"
    )
    for member, record_id, reading, done_on in _about(owner, "a.record_id, t.reading_id, u.done_on", absences, "a."):
        people[member].absent_from.add(record_id)
        if done_on is not None and day_of(done_on) <= day:
            people[member].reached.add(reading)
    guests = (
        "records_guestattendance v CROSS JOIN records_record r CROSS JOIN records_recordreading t"
        f" WHERE r.id = v.record_id AND t.record_id = r.id AND {wanted}"
    )
    for member, held_on, reading in _about(owner, "r.held_on, t.reading_id", guests, "v."):
        if day_of(held_on) <= day:
            people[member].reached.add(reading)
    brought = f"records_textbrought b WHERE {among('b.reading_id', texts)}"
    for member, done_on, reading in _about(owner, "b.done_on, b.reading_id", brought, "b."):
        if day_of(done_on) <= day:
            people[member].reached.add(reading)
    _add_homes(people, meetings, question, texts)


def _add_homes(people: dict[int, Person], meetings: Meetings, question: Question, texts: Texts) -> None:
    """What each heard at home, wherever home was on the day of the meeting."""
    homes = {home for person in people.values() for home, _, _ in person.homes}
    for home, held in _meetings_elsewhere(homes - set(meetings), question, texts).items():
        meetings[home] = held
    for person in people.values():
        for home, since, until in person.homes:
            for meeting in meetings.get(home, ()):
                if since <= meeting.held_on < until and meeting.record_id not in person.absent_from:
                    person.reached |= meeting.texts


def _add_groups(people: dict[int, Person], others: dict[int, int], day: date) -> None:
    """The groups of a person's other entries are theirs too."""
    if others:
        groups = 'g."group"', f"organizations_groupmembership g WHERE g.valid_from <= '{day}' AND g.valid_to > '{day}'"
        for member, group in _about(others, *groups, "g."):
            people[member].mask |= BITS[group]


def _about(owner: dict[int, int], columns: str, tables: str, alias: str = "") -> list[tuple[Any, ...]]:
    """Rows about these entries, the person's id first. `tables` ends in its conditions, if it has any."""
    wanted = among(f"{alias}member_id", owner)
    word = "AND" if " WHERE " in tables else "WHERE"
    found = fetch(f"SELECT {alias}member_id, {columns} FROM {tables} {word} {wanted}", [])  # noqa: S608
    return [(owner[entry], *more) for entry, *more in found]
