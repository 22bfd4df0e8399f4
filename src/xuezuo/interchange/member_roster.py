"""Rows of members against each other and against the roster that is held: who is new, changed, the same, or twice.

Everything kept per row is a few numbers, so that a province fits into memory: the identity number without its check
digit stands for a person, a hash of the row for its content. Who stands twice is seen at the end, by sorting.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from xuezuo.interchange.findings import Finding
from xuezuo.interchange.member_rows import Draft
from xuezuo.interchange.report import Report, SheetReport
from xuezuo.interchange.spool import Spool
from xuezuo.organizations import sealing
from xuezuo.organizations.entries import ChangedMember, NewMember
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import known_members, members_to_compare
from xuezuo.periods import LONG_AGO, today
from xuezuo.records.queries import latest_meetings
from xuezuo.scopes import Scope

COMPARED = 500
BRANCH_BITS = 32
"""Ids of member and branch are kept in one number: half the memory of a pair."""
OUTCOMES = ("accept", "skip", "warn", "decide", "reject")
BLOCKING = OUTCOMES.index("decide")
COMPARED_FIELDS = ("name", "sex", "nationality", "education", "post", "category")
COMPARED_DATES = ("birth_on", "joined_on", "full_on")


class Held:
    """Who is on a roster already, by keyed hash: sixteen bytes a person, found by halving."""

    def __init__(self, scope: Scope) -> None:
        keys, places = array("Q"), array("Q")
        for index, pk, branch in known_members(scope):
            keys.append(int.from_bytes(index[:8]))
            places.append(pk << BRANCH_BITS | (branch or 0))
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self.keys = array("Q", map(keys.__getitem__, order))
        self.places = array("Q", map(places.__getitem__, order))

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, index: bytes) -> tuple[int, int]:
        """Id and branch of a member, 0 for none."""
        key = int.from_bytes(index[:8])
        at = bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            return 0, 0
        return divmod(self.places[at], 1 << BRANCH_BITS)


class MemberRoster:
    """Takes drafts one by one. With `spool`, new members are kept on disk, sealed, until `new_members` is read.

    Nobody new comes into an organization that is `ending` on a day to come.
    """

    def __init__(
        self, scope: Scope, report: Report, names: dict[int, str], spool: Spool | None, ending: Mapping[int, date] = {}
    ) -> None:
        self.scope = scope
        self.report = report
        self.names = names
        self.spool = spool
        self.ending = ending
        self.held = Held(scope)
        self.people, self.rows, self.contents = array("Q"), array("I"), array("q")
        self.sheets, self.outcomes, self.matched = array("H"), bytearray(), bytearray()
        self.waiting: list[tuple[int, int, Draft]] = []
        self.changed: dict[int, ChangedMember] = {}
        self.created = 0
        self.dropped: set[int] = set()

    def take(self, sheet: SheetReport, row: int, draft: Draft, number: str, found: list[Finding]) -> None:
        if not number:
            self.report.add(sheet, row, found)
            return
        index, member_id = b"", 0
        if self.held:
            index = sealing.index(number)
            member_id, branch_id = self.held.of(index)
            if branch_id and draft.organization_id and branch_id != draft.organization_id:
                where: dict[str, object] = {"new": self.names.get(branch_id, "")}
                found.append(Finding("member_elsewhere", "organization", "", where))
        if not member_id and draft.organization_id in self.ending:
            ends = {"new": self.names[draft.organization_id], "day": self.ending[draft.organization_id]}
            found.append(Finding("organization_ends", "organization", "", ends))
        if found:
            outcome = OUTCOMES.index(self.report.add(sheet, row, found))
        else:
            self.report.accept(sheet)
            outcome = 0
        ordinal = len(self.rows)
        self.people.append(int(number[:17]))
        self.rows.append(row)
        self.contents.append(hash(draft))
        self.sheets.append(len(self.report.sheets) - 1)
        self.outcomes.append(outcome)
        self.matched.append(1 if member_id and outcome < BLOCKING else 0)
        if outcome < BLOCKING:
            self._keep(ordinal, member_id, draft, number, index)

    def _keep(self, ordinal: int, member_id: int, draft: Draft, number: str, index: bytes) -> None:
        if member_id:
            self.waiting.append((ordinal, member_id, draft))
            if len(self.waiting) >= COMPARED:
                self._compare()
            return
        self.created += 1
        if self.spool is not None:
            branch, name, sex, nationality, birth, joined, category, full, education, post, phone, groups = draft
            self.spool.add(
                (
                    *(ordinal, branch, joined, groups or (), name, sex, nationality, birth, number, index),
                    *(phone, education, post, full, category),
                )
            )

    def _settle_twice(self) -> None:
        """A person more than once: the same row counts once; with another one, neither is left standing."""
        twice = {one for one, other in pairwise(sorted(self.people)) if one == other}
        if not twice:
            return
        first: dict[int, int] = {}
        for ordinal, person in enumerate(self.people):
            if person in twice and first.setdefault(person, ordinal) != ordinal:
                self._again(first[person], ordinal)

    def _again(self, first: int, other: int) -> None:
        if self.contents[first] == self.contents[other]:
            self._blame(other, "duplicate_row", first)
        else:
            self._blame(other, "member_twice", first)
            if first not in self.dropped:
                self._blame(first, "member_twice", other)
                self.dropped.add(first)
        self.dropped.add(other)

    def _blame(self, ordinal: int, code: str, other: int) -> None:
        where: dict[str, object] = {"other": self.rows[other]}
        sheet = self.report.sheets[self.sheets[ordinal]]
        before = OUTCOMES[self.outcomes[ordinal]]
        finding = Finding(code, "id_number", "", where)
        self.outcomes[ordinal] = OUTCOMES.index(self.report.find_more(sheet, self.rows[ordinal], before, finding))

    def _compare(self) -> None:
        """What a roster says against what is held. An empty cell takes nothing away."""
        held = members_to_compare([pk for _, pk, _ in self.waiting])
        for ordinal, pk, draft in self.waiting:
            member, groups = held[pk]
            change = _difference(member, groups, draft)
            if change:
                start = min((member.joined_on or LONG_AGO).isoformat(), draft.joined_on)
                self.changed[ordinal] = change._replace(keeps_start=self._has_met_since(draft, start))
        self.waiting.clear()

    def finish(self) -> None:
        """Settle the report's counts of created, updated and unchanged."""
        if self.waiting:
            self._compare()
        judged = bytes(self.outcomes)
        self._settle_twice()
        lost = [ordinal for ordinal in self.dropped if judged[ordinal] < BLOCKING]
        for ordinal in lost:
            self.changed.pop(ordinal, None)
        lost_matched = sum(self.matched[ordinal] for ordinal in lost)
        self.report.created = self.created - (len(lost) - lost_matched)
        self.report.updated = len(self.changed)
        self.report.unchanged = sum(self.matched) - lost_matched - len(self.changed)

    def new_members(self) -> Iterator[NewMember]:
        assert self.spool is not None
        meetings = self._latest_meetings
        for ordinal, branch, joined, groups, facts in self.spool:
            if ordinal not in self.dropped:
                since = self._since(branch, joined) if branch in meetings else joined
                yield NewMember(branch, since, groups, facts)

    @cached_property
    def _latest_meetings(self) -> dict[int, date]:
        return latest_meetings(self.scope)

    def _has_met_since(self, draft: Draft, day: str) -> bool:
        latest = self._latest_meetings.get(draft.organization_id)
        return latest is not None and latest.isoformat() >= day

    def _since(self, branch: int, joined: str) -> str:
        """Since when somebody new is on the roster. The rosters of meetings that are recorded stay as they were:
        nobody was there, or was missing, without being known.
        """
        latest = self._latest_meetings[branch]
        if latest.isoformat() < joined:
            return joined
        return max(today(), latest + timedelta(days=1)).isoformat()


def _difference(member: Member, groups: set[str], draft: Draft) -> ChangedMember | None:
    values: dict[str, Any] = {}
    for name in COMPARED_FIELDS:
        given = getattr(draft, name)
        if given and given != getattr(member, name):
            values[name] = given
    for name in COMPARED_DATES:
        given, held = getattr(draft, name), getattr(member, name)
        if given and given != (held.isoformat() if held else ""):
            values[name] = given
    if draft.phone and draft.phone != (sealing.unseal(bytes(member.phone), "member.phone") if member.phone else ""):
        values["phone"] = sealing.seal(draft.phone, "member.phone")
    told = groups if draft.groups is None else set(draft.groups)
    if not values and told == groups:
        return None
    return ChangedMember(member.pk, values, tuple(sorted(told - groups)), tuple(sorted(groups - told)))
