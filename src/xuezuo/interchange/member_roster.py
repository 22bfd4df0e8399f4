"""Rows of members against each other and against the roster that is held: who is new, changed, the same, or twice.

Everything kept per row is a few numbers, so that a province fits into memory: the first eight bytes of the keyed hash
stand for a person, a hash of the row for its content.
"""

from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from xuezuo.interchange.findings import GRAVITY, Finding
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
COMPARED_FIELDS = ("name", "sex", "nationality", "education", "post", "category")
COMPARED_DATES = ("birth_on", "joined_on", "full_on")


class MemberRoster:
    """Takes drafts one by one. With `spool`, new members are kept on disk, sealed, until `new_members` is read."""

    def __init__(self, scope: Scope, report: Report, names: dict[int, str], spool: Spool | None) -> None:
        self.scope = scope
        self.report = report
        self.names = names
        self.spool = spool
        self.cipher = sealing.cipher()
        self.held = {_key(index): pk << BRANCH_BITS | (branch or 0) for index, pk, branch in known_members(scope)}
        self.seen: dict[int, int] = {}
        self.rows, self.contents = array("q"), array("q")
        self.sheets, self.outcomes, self.twice = array("H"), bytearray(), bytearray()
        self.matched = bytearray()
        self.waiting: list[tuple[int, int, Draft]] = []
        self.changed: dict[int, ChangedMember] = {}
        self.created = 0
        self.dropped: set[int] = set()

    def take(self, sheet: SheetReport, row: int, draft: Draft, number: str, found: list[Finding]) -> None:
        if not number:
            self.report.add(sheet, row, found)
            return
        index = sealing.index(number)
        key = _key(index)
        content = hash(draft)
        first = self.seen.get(key)
        if first is not None:
            self._again(sheet, row, first, same=content == self.contents[first], found=found)
            return
        member_id, branch_id = divmod(self.held.get(key, 0), 1 << BRANCH_BITS)
        if branch_id and draft.organization_id and branch_id != draft.organization_id:
            where: dict[str, object] = {"new": self.names.get(branch_id, "")}
            found.append(Finding("member_elsewhere", "organization", "", where))
        if found:
            outcome = self.report.add(sheet, row, found)
        else:
            self.report.accept(sheet)
            outcome = "accept"
        ordinal = len(self.rows)
        self.seen[key] = ordinal
        self.rows.append(row)
        self.contents.append(content)
        self.sheets.append(self.report.sheets.index(sheet) if len(self.report.sheets) > 1 else 0)
        self.outcomes.append(OUTCOMES.index(outcome))
        self.twice.append(0)
        self.matched.append(0)
        if GRAVITY[outcome] < GRAVITY["decide"]:
            self._keep(ordinal, member_id, draft, number, index)

    def _again(self, sheet: SheetReport, row: int, first: int, *, same: bool, found: list[Finding]) -> None:
        """A person for the second time: the same row counts once; another one leaves neither standing."""
        where: dict[str, object] = {"other": self.rows[first]}
        if same:
            self.report.add(sheet, row, [*found, Finding("duplicate_row", "id_number", "", where)])
            return
        self.report.add(sheet, row, [*found, Finding("member_twice", "id_number", "", where)])
        if self.twice[first]:
            return
        self.twice[first] = 1
        before = OUTCOMES[self.outcomes[first]]
        finding = Finding("member_twice", "id_number", "", {"other": row})
        self.report.find_more(self.report.sheets[self.sheets[first]], self.rows[first], before, finding)
        if GRAVITY[before] < GRAVITY["decide"]:
            self.dropped.add(first)

    def _keep(self, ordinal: int, member_id: int, draft: Draft, number: str, index: bytes) -> None:
        if member_id:
            self.waiting.append((ordinal, member_id, draft))
            self.matched[ordinal] = 1
            if len(self.waiting) >= COMPARED:
                self._compare()
            return
        self.created += 1
        if self.spool is not None:
            sealed = sealing.seal(number, "member.id_number", self.cipher)
            phone = sealing.seal(draft.phone, "member.phone", self.cipher) if draft.phone else None
            self.spool.add((ordinal, sealed, index, phone, tuple(draft)))

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
        for ordinal in self.dropped:
            self.changed.pop(ordinal, None)
        dropped_matched = sum(self.matched[ordinal] for ordinal in self.dropped)
        self.report.created = self.created - (len(self.dropped) - dropped_matched)
        self.report.updated = len(self.changed)
        self.report.unchanged = sum(self.matched) - dropped_matched - len(self.changed)

    def new_members(self) -> Iterator[NewMember]:
        assert self.spool is not None
        for ordinal, sealed, index, phone, values in self.spool:
            if ordinal not in self.dropped:
                draft = Draft(*values)
                yield _entry(draft, sealed, index, phone)._replace(since=self._since(draft))

    @cached_property
    def _latest_meetings(self) -> dict[int, date]:
        return latest_meetings(self.scope)

    def _has_met_since(self, draft: Draft, day: str) -> bool:
        latest = self._latest_meetings.get(draft.organization_id)
        return latest is not None and latest.isoformat() >= day

    def _since(self, draft: Draft) -> str:
        """Since when somebody new is on the roster. The rosters of meetings that are recorded stay as they were:
        nobody was there, or was missing, without being known.
        """
        if not self._has_met_since(draft, draft.joined_on):
            return draft.joined_on
        return max(today(), self._latest_meetings[draft.organization_id] + timedelta(days=1)).isoformat()


def _key(index: bytes) -> int:
    return int.from_bytes(index[:8])


def _entry(draft: Draft, sealed: bytes, index: bytes, phone: bytes | None) -> NewMember:
    return NewMember(
        draft.organization_id,
        draft.name,
        draft.sex,
        draft.nationality,
        draft.birth_on,
        sealed,
        index,
        phone,
        draft.education,
        draft.post,
        draft.joined_on,
        draft.full_on,
        draft.category,
        draft.groups or (),
    )


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
