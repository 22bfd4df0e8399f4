"""Which texts reached which members of a handful of branches, counted by exception.

A member is reached by a text who was at a meeting that covered it (on the roster that day and not absent, or a guest),
or made it up (an absence, or a line of a plan); in whichever branch they were then. Most members are on the roster
throughout and never absent: they are reached by whatever their branch covered, and are only counted. The others are
looked at one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.roster import BITS, Roster
from xuezuo.indicators.row_sets.walk import Place
from xuezuo.organizations.same_person import owners
from xuezuo.row_policies.sights import wide
from xuezuo.statements import among, by_index, fetch

Texts = int
"""Several texts as one number: the bit of each, as `Bits` says."""

Bits = Mapping[int, Texts]
"""By a text's id, the bit that stands for it."""

Day = Any
"""A day as the database gives it (`_day`): compared with others of its kind, never read."""


@dataclass(slots=True)
class Meeting:
    record_id: int
    held_on: Day
    texts: Texts = 0


Meetings = dict[int, list[Meeting]]
"""The meetings of an organization that covered any wanted text."""


@dataclass(slots=True)
class Person:
    """Somebody who must be looked at alone. Never leaves this module with an id. `mask` are the groups of all their entries."""

    mask: int
    homes: list[tuple[int, Day, Day]] = field(default_factory=list)
    absent_from: set[int] = field(default_factory=set)
    reached: Texts = 0


@dataclass(slots=True)
class Reach:
    """Of one organization: the texts that its own meetings covered, and how many members of the day have these groups
    and were reached by exactly these texts.
    """

    covered: Texts = 0
    members: dict[tuple[int, Texts], int] = field(default_factory=dict)

    def add(self, mask: int, got: Texts, number: int) -> None:
        self.members[mask, got] = self.members.get((mask, got), 0) + number


@wide("count")
@by_index()
def reached(chunk: Sequence[Place], question: Question, bits: Bits, roster: Roster) -> dict[int, Reach]:
    meetings = _meetings_of([place.organization_id for place in chunk], question, bits)
    found = {place.organization_id: Reach() for place in chunk}
    for home, held in meetings.items():
        for one in held:
            found[home].covered |= one.texts
    people: dict[int, Person] = {}
    where: list[tuple[int, int]] = []
    first = min((one.held_on for held in meetings.values() for one in held), default=question.day)
    for home, mask, member, number in roster.of(chunk, first):
        if member:
            # somebody who stands twice on one roster is one person
            people[member] = Person(mask)
            where.append((home, member))
        else:
            found[home].add(mask, found[home].covered, number)
    _look_at(people, meetings, question, bits)
    for home, member in where:
        found[home].add(people[member].mask, people[member].reached, 1)
    return found


def _day(column: str) -> str:
    """A day that need not be read to be compared: SQLite has it as text, and reading text takes longer than finding it."""
    return f"CAST({column} AS TEXT)" if connection.vendor == "sqlite" else column


def _meetings_of(homes: Iterable[int], question: Question, bits: Bits) -> Meetings:
    """One `Meeting` a record, from one row a record and text."""
    text = (
        f"SELECT r.organization_id, r.id, {_day('r.held_on')}, t.reading_id FROM records_record r"  # noqa: S608
        " CROSS JOIN records_recordreading t"
        f" WHERE {among('r.organization_id', homes)} AND r.held_on <= %s AND t.record_id = r.id"
        f" AND {among('t.reading_id', bits)}"
    )
    meetings: Meetings = defaultdict(list)
    by_record: dict[int, Meeting] = {}
    for home, record_id, held_on, reading in fetch(text, [question.day]):
        meeting = by_record.get(record_id)
        if meeting is None:
            meeting = by_record[record_id] = Meeting(record_id, held_on)
            meetings[home].append(meeting)
        meeting.texts |= bits[reading]
    return meetings


def _look_at(people: dict[int, Person], meetings: Meetings, question: Question, bits: Bits) -> None:
    """Fill `reached` of each."""
    if not people:
        return
    day = question.day
    owner = owners(people)
    _add_groups(people, {entry: member for entry, member in owner.items() if entry != member}, day)
    stays = f"organization_id, {_day('valid_from')}, {_day('valid_to')}"
    for member, home, since, until in _about(owner, stays, "organizations_membership"):
        people[member].homes.append((home, since, until))
    wanted, until_day = among("t.reading_id", bits), f"<= '{day}'"
    absences = (
        "records_absence a CROSS JOIN records_recordreading t LEFT JOIN records_makeup u ON u.absence_id = a.id"
        f" AND u.done_on {until_day} WHERE t.record_id = a.record_id AND {wanted}"
    )
    for member, record_id, reading, made_up in _about(owner, "a.record_id, t.reading_id, u.id", absences, "a."):
        people[member].absent_from.add(record_id)
        if made_up is not None:
            people[member].reached |= bits[reading]
    guests = (
        "records_guestattendance v CROSS JOIN records_record r CROSS JOIN records_recordreading t"
        f" WHERE r.id = v.record_id AND r.held_on {until_day} AND t.record_id = r.id AND {wanted}"
    )
    brought = f"records_textbrought b WHERE b.done_on {until_day} AND {among('b.reading_id', bits)}"
    for columns, source, alias in (("t.reading_id", guests, "v."), ("b.reading_id", brought, "b.")):
        for member, reading in _about(owner, columns, source, alias):
            people[member].reached |= bits[reading]
    _add_homes(people, meetings, question, bits)


def _add_homes(people: dict[int, Person], meetings: Meetings, question: Question, bits: Bits) -> None:
    """What each heard at home, wherever home was on the day of the meeting."""
    homes = {home for person in people.values() for home, _, _ in person.homes}
    for home, held in _meetings_of(homes - set(meetings), question, bits).items():
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
