"""Rows of members against each other and against the roster that is held: who is new, changed, the same, or twice.

Everything kept per row is a few numbers, so that a province fits into memory: the identity number without its check
digit stands for a person, a hash of the row for its content. Who stands twice is seen at the end, by sorting.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import compress, pairwise, repeat
from operator import itemgetter
from pathlib import Path
from typing import Any

from xuezuo.interchange.findings import Finding
from xuezuo.interchange.member_lots import Draft, Lot
from xuezuo.interchange.report import Report, SheetReport
from xuezuo.interchange.sealer import NewRows
from xuezuo.interchange.spool import Spool
from xuezuo.organizations import sealing
from xuezuo.organizations.entries import ChangedMember, NewMembers
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
NOWHERE = "id_region_impossible"
WITHOUT_CHECK_DIGIT = itemgetter(slice(17))


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
    """Takes drafts by the lot. With `spool`, new members are kept on disk, sealed, until `new_members` is read.

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

    def take(self, sheet: SheetReport, rows: Sequence[int], lot: Lot) -> None:
        """Count the rows of a lot with what was found in them, and keep those that may be written."""
        indexes = list(map(sealing.index, lot.persons)) if self.held else []
        if any(self.held.of(index)[0] for index in indexes) or not self.ending.keys().isdisjoint(lot.fields[0]):
            self._take_singly(sheet, rows, lot, indexes)
        else:
            self._take_together(sheet, rows, lot, indexes)

    def _take_together(self, sheet: SheetReport, rows: Sequence[int], lot: Lot, indexes: list[bytes]) -> None:
        """All of them new, and in branches that go on: nothing more can be found."""
        outcomes = bytearray(len(rows))
        for at in self._tell_nowhere(sheet, lot):
            outcomes[at] = OUTCOMES.index("warn")
        for at in sorted(lot.found):
            outcomes[at] = OUTCOMES.index(self.report.add(sheet, rows[at], lot.found[at]))
        self.report.accept(sheet, outcomes.count(OUTCOMES.index("accept")))
        if not all(lot.persons):  # in the report, and nothing else is to be done about them
            some = lot.persons
            rows, outcomes = list(compress(rows, some)), bytearray(compress(outcomes, some))
            indexes = list(compress(indexes, some))
            lot = Lot([list(compress(column, some)) for column in lot.fields], list(filter(None, some)), {}, [])
        ordinals = list(range(len(self.rows), len(self.rows) + len(rows)))
        self.people.extend(map(int, map(WITHOUT_CHECK_DIGIT, lot.persons)))
        self.rows.extend(rows)
        self.contents.extend(map(hash, zip(*lot.fields, strict=True)))
        self.sheets.extend(repeat(len(self.report.sheets) - 1, len(rows)))
        self.outcomes += outcomes
        self.matched += bytes(len(rows))
        new = NewRows(ordinals, lot.fields, lot.persons, indexes)
        self._keep(new if max(outcomes, default=0) < BLOCKING else new.some([one < BLOCKING for one in outcomes]))

    def _tell_nowhere(self, sheet: SheetReport, lot: Lot) -> list[int]:
        """Count people whose number begins nowhere, all at once when they are no longer listed; else each is found."""
        if self.report.lists(NOWHERE):
            lot.found.update((at, [Finding(NOWHERE, "id_number", lot.persons[at])]) for at in lot.nowhere)
            return []
        self.report.count_unlisted(sheet, NOWHERE, len(lot.nowhere))
        return lot.nowhere

    def _take_singly(self, sheet: SheetReport, rows: Sequence[int], lot: Lot, indexes: list[bytes]) -> None:
        new: list[tuple[int, Draft, str, bytes]] = []
        nowhere = set(lot.nowhere)
        for at, (draft, number) in enumerate(
            zip(map(Draft._make, zip(*lot.fields, strict=True)), lot.persons, strict=True)
        ):
            found = [Finding(NOWHERE, "id_number", number)] if at in nowhere else lot.found.get(at, [])
            if not number:
                self.report.add(sheet, rows[at], found)
                continue
            index = indexes[at] if indexes else b""
            member_id = self._find_more(draft, index, found)
            outcome = OUTCOMES.index(self.report.add(sheet, rows[at], found))
            ordinal = len(self.rows)
            self.people.append(int(number[:17]))
            self.rows.append(rows[at])
            self.contents.append(hash(draft))
            self.sheets.append(len(self.report.sheets) - 1)
            self.outcomes.append(outcome)
            self.matched.append(1 if member_id and outcome < BLOCKING else 0)
            if outcome < BLOCKING and member_id:
                self.waiting.append((ordinal, member_id, draft))
            elif outcome < BLOCKING:
                new.append((ordinal, draft, number, index))
        if len(self.waiting) >= COMPARED:
            self._compare()
        if new:
            ordinals, drafts, persons, indexes = map(list, zip(*new, strict=True))
            self._keep(
                NewRows(ordinals, list(map(list, zip(*drafts, strict=True))), persons, indexes if self.held else [])
            )

    def _find_more(self, draft: Draft, index: bytes, found: list[Finding]) -> int:
        """What a row is against the rosters that are held; the id of the member, 0 if it is nobody known."""
        member_id, branch_id = self.held.of(index) if self.held else (0, 0)
        if branch_id and draft.organization_id and branch_id != draft.organization_id:
            where: dict[str, object] = {"new": self.names.get(branch_id, "")}
            found.append(Finding("member_elsewhere", "organization", "", where))
        if not member_id and draft.organization_id in self.ending:
            ends = {"new": self.names[draft.organization_id], "day": self.ending[draft.organization_id]}
            found.append(Finding("organization_ends", "organization", "", ends))
        return member_id

    def _keep(self, new: NewRows) -> None:
        self.created += len(new.ordinals)
        if self.spool is not None and new.ordinals:
            self.spool.add(new)

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

    def new_members(self) -> Iterator[NewMembers] | Path:
        assert self.spool is not None
        return self.spool.sealed(self.dropped, self.met())

    def met(self) -> dict[int, tuple[str, str]]:
        """By branch that has met: when last, and since when somebody is on its roster who joined before. The rosters of
        meetings that are recorded stay as they were: nobody was there, or was missing, without being known.
        """
        day = today()
        return {
            branch: (latest.isoformat(), max(day, latest + timedelta(days=1)).isoformat())
            for branch, latest in self._latest_meetings.items()
        }

    @cached_property
    def _latest_meetings(self) -> dict[int, date]:
        return latest_meetings(self.scope)

    def _has_met_since(self, draft: Draft, day: str) -> bool:
        latest = self._latest_meetings.get(draft.organization_id)
        return latest is not None and latest.isoformat() >= day


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
