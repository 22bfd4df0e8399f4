"""Who missed what, and what has made it good."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import repeat
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q
from django.utils import timezone

from xuezuo.campaigns.models import Reading
from xuezuo.organizations.queries import label, placement_of
from xuezuo.organizations.same_person import persons
from xuezuo.periods import today
from xuezuo.records.models import Absence, MakeUp, RecordReading
from xuezuo.records.queries.meant import Meant
from xuezuo.records.queries.meetings import records, roster_ids, sees_names
from xuezuo.records.rules import PART_KINDS, UNDO_WITHIN
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import fetch, written


@dataclass(frozen=True)
class Missed:
    """One person's open absence: the texts of that meeting which no other meeting brought them."""

    absence: Absence
    readings: tuple[Reading, ...] = field(default_factory=tuple)


def make_up_list(scope: Scope, organization_id: int) -> list[Missed]:
    """Absences of today's members that nothing has made good: by day, then name. Raises `NotVisible` without names.

    Who heard the same texts at another meeting, or by another make-up, need not make anything up.
    """
    placement = placement_of(scope, organization_id)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(organization_id)
    day = today()
    open_absences = list(
        Absence.objects.filter(
            Q(make_up__isnull=True) | Q(make_up__done_on__gt=day),
            record__organization_id=organization_id,
            record__held_on__lte=day,
            member_id__in=roster_ids(organization_id, day),
        )
        .select_related("record", "member")
        .prefetch_related(
            "record__kinds", Prefetch("record__readings", RecordReading.objects.select_related("reading"))
        )
        .order_by("record__held_on", "member__name", "pk")
    )
    absent = {absence.member_id for absence in open_absences}
    meant, reached = Meant(scope, placement, absent, day), reached_readings(absent)
    found = []
    for absence in open_absences:
        texts = [covered.reading for covered in absence.record.readings.all()]
        who = absence.member_id
        lacking = tuple(one for one in texts if who in meant.of(one.pk) and one.pk not in reached[who])
        only_part = {kind.kind for kind in absence.record.kinds.all()} <= PART_KINDS
        if lacking or not (texts or only_part):
            found.append(Missed(absence, lacking))
    label(organization_id, [one.absence.member for one in found])
    return found


def reached_readings(members: set[int], day: date | None = None) -> dict[int, set[int]]:
    """Readings by member, up to the end of a day, or of today: as a guest anywhere, by a make-up or a line of a plan, or
    present at a meeting of whichever branch they were of.

    Who was entered twice and merged heard what either entry did. Five questions for any number of members, and one more if
    any of them has made something up.
    """
    person, until_day = persons(members), (day or today()).isoformat()
    reached: dict[int, set[int]] = {one: set() for one in person.values()}
    rows = _asked(ABSENT.replace("{all}", ALL[connection.vendor]), person, until_day)
    # all lists at once: one a member takes three times as long to read
    missed = json.loads(f"[{', '.join([these for _, these, _ in rows])}]")
    absent: dict[int, list[int]] = {}
    for (entry, _, _), these in zip(rows, missed, strict=True):
        absent[person[entry]] = absent.get(person[entry], []) + these
    made_up = [entry for entry, _, times in rows if times]
    for entry, reading in [*_asked(BROUGHT, person, until_day), *_asked(MADE_UP, made_up, until_day)]:
        reached[person[entry]].add(reading)
    stays = _asked(STAYS, person, until_day)
    homes: dict[int, _Home] = defaultdict(_Home)
    for home, record, held_on, reading in _asked(MEETINGS, {stay[1] for stay in stays}, until_day):
        homes[home].add(record, held_on, reading)
    for entry, home, since, until in stays:
        if home in homes:
            one = person[entry]
            reached[one] |= homes[home].heard(since, until, absent.get(one, ()))
    return {member: reached[person[member]] for member in members}


class _Home:
    """The meetings of one branch that covered a text: which, and on what day."""

    def __init__(self) -> None:
        self.texts: dict[int, set[int]] = {}
        self.days: dict[int, str] = {}
        self.every: set[int] = set()
        self.each_once = True

    def add(self, record: int, day: str, reading: int) -> None:
        self.each_once = self.each_once and reading not in self.every
        self.every.add(reading)
        self.texts.setdefault(record, set()).add(reading)
        self.days[record] = day

    def heard(self, since: str, until: str, absent: Collection[int]) -> set[int]:
        """The texts of whoever was on the roster `[since, until)` and not at these meetings, of whichever branch."""
        # most were there throughout, and no text came twice: then it is quicker to say what they have not heard
        if self.each_once and since <= self.first and self.last < until:
            return self.every.difference(*map(self.texts.get, absent, repeat(())))
        there = self.texts.keys() - absent
        return set().union(*[self.texts[one] for one in there if since <= self.days[one] < until])

    @cached_property
    def first(self) -> str:
        return min(self.days.values())

    @cached_property
    def last(self) -> str:
        return max(self.days.values())


ALL = {"sqlite": "json_group_array", "postgresql": "json_agg"}
ABSENT = """SELECT a.member_id, CAST({all}(a.record_id) AS text), COUNT(u.id) FROM records_absence a
LEFT JOIN records_makeup u ON u.absence_id = a.id AND u.done_on <= '{day}' WHERE a.member_id IN ({ids}) GROUP BY a.member_id"""
MADE_UP = """SELECT a.member_id, t.reading_id FROM records_absence a CROSS JOIN records_makeup u
CROSS JOIN records_recordreading t WHERE a.member_id IN ({ids}) AND u.absence_id = a.id AND u.done_on <= '{day}'
AND t.record_id = a.record_id"""
BROUGHT = """SELECT v.member_id, t.reading_id FROM records_guestattendance v CROSS JOIN records_record r
CROSS JOIN records_recordreading t WHERE v.member_id IN ({ids}) AND r.id = v.record_id AND r.held_on <= '{day}' AND t.record_id = r.id
UNION ALL SELECT b.member_id, b.reading_id FROM records_textbrought b WHERE b.member_id IN ({ids}) AND b.done_on <= '{day}'"""
STAYS = """SELECT m.member_id, m.organization_id, CAST(m.valid_from AS text), CAST(m.valid_to AS text)
FROM organizations_membership m WHERE m.member_id IN ({ids})"""
MEETINGS = """SELECT r.organization_id, r.id, CAST(r.held_on AS text), t.reading_id FROM records_record r
CROSS JOIN records_recordreading t WHERE r.organization_id IN ({ids}) AND r.held_on <= '{day}' AND t.record_id = r.id"""
"""SQLite goes through a CROSS JOIN from left to right: the other way round it looks for every member at every meeting.
Days are text, which is compared as it comes.
"""


def _asked(text: str, ids: Collection[int], day: str) -> list[tuple[Any, ...]]:
    """The ids in order, for what is read next to one another lies next to one another; nobody asks about nobody."""
    if not ids:
        return []
    return fetch(text.replace("{ids}", written(sorted(ids))).replace("{day}", day))


def not_reached(scope: Scope, organization_id: int, reading: Reading) -> set[int]:
    """Ids of today's members for whom this text is meant and whom no meeting and no make-up has brought it, also of those
    whom no record names: who joined later, who was a guest elsewhere. Their number is the size of a blank spot. Raises
    `NotVisible` outside the scope.
    """
    day = today()
    placement, members = placement_of(scope, organization_id), roster_ids(organization_id, day)
    reached = reached_readings(members)
    return {one for one in Meant(scope, placement, members, day).of(reading.pk) if reading.pk not in reached[one]}


def absences(scope: Scope, ids: Collection[int]) -> list[Absence]:
    """Open or settled absences by id, each with record and make-up. Raises `NotVisible` if one is outside the scope."""
    found = list(
        Absence.objects.filter(pk__in=ids, record__in=records(scope)).select_related("record", "make_up").order_by("pk")
    )
    if len(found) < len(set(ids)):
        raise NotVisible(ids)
    return found


def made_up_lately(scope: Scope, organization_id: int) -> list[MakeUp]:
    """Make-ups that can still be undone."""
    if not sees_names(scope, organization_id):
        raise NotVisible(organization_id)
    found = list(
        MakeUp.objects.filter(
            absence__record__organization_id=organization_id, entered_at__gt=timezone.now() - UNDO_WITHIN
        )
        .select_related("absence__member", "absence__record")
        .order_by("-pk")
    )
    label(organization_id, [one.absence.member for one in found])
    return found


def make_up(scope: Scope, pk: int) -> MakeUp:
    """One make-up, for taking it back. Raises `NotVisible` outside the scope."""
    found = MakeUp.objects.filter(pk=pk, absence__record__in=records(scope)).select_related("absence__record").first()
    if found is None:
        raise NotVisible(pk)
    return found
