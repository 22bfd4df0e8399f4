"""The rhythm of branch life (三会一课, D3.01-D3.08): one row for each meeting due in a whole period that is over.

A branch owes nothing for a period that began before its duties or its place in the tree did, in which its place ended,
or that began before the rule held. How often is the general rule, or more where an organization above the branch asked
for more when the period began (D0.02).
Committee meetings are due only of branches with enough full members to have a committee (D3.11), and group meetings for
each group that a branch had all the period (D3.12).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext_lazy as _

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Filters, Row, RowSet, passes
from xuezuo.indicators.row_sets.walk import Place, day_of, of, places
from xuezuo.local_rules.queries import LocalValues, all_values
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberCategory, Sector
from xuezuo.periods import OF_LENGTH, Period, ended_between
from xuezuo.records.queries import CADENCE, KEYS
from xuezuo.row_policies.sights import wide
from xuezuo.rule_packs.queries import rule, rules
from xuezuo.statements import by_index, fetch


@dataclass(frozen=True)
class Due:
    kind: str
    period: Period
    times: int


@cache
def calendar(day: date) -> tuple[Due, ...]:
    """Everything that the rules ask of a branch in whole periods over by the day, in order of kind and period."""
    found = []
    for kind, (key, length) in CADENCE.items():
        for period in ended_between(length, rules()[key][0].valid_from, day):
            times = rule(key, period.start)
            if times:
                found.append(Due(kind.value, period, times))
    return tuple(found)


def rows(question: Question, filters: Filters) -> Iterator[Row]:
    wanted = filters.get("kind")
    asked = [due for due in calendar(question.day) if wanted is None or due.kind == wanted or due.kind in wanted]
    if not asked:
        return
    values = all_values(KEYS)
    for chunk in places(question):
        branches = [place for place in chunk if place.kind in BRANCH_KINDS]
        if branches:
            yield from (row for row in _of_chunk(question, branches, asked, values) if passes(row, filters))


def _of_chunk(
    question: Question, branches: Sequence[Place], asked: Sequence[Due], values: LocalValues
) -> Iterator[Row]:
    earliest = min(place.since for place in branches)
    asked = [due for due in asked if due.period.start >= earliest]
    if not asked:
        return
    held = _held(question, branches, asked)
    committees = _with_committee(question, branches, asked)
    groups = _groups(question, branches, asked)
    if not groups:  # most places have none, and every month of every branch would be looked at for nothing
        asked = [due for due in asked if due.kind != ActivityKind.GROUP]
    stood = _stood(question, branches) if values.any else {}
    for place in branches:
        mine = []
        for due in asked:
            if due.period.start < place.since or not place.stood_through(due.period.start, due.period.end):
                continue
            if due.kind == ActivityKind.COMMITTEE and (place.organization_id, due.period.code) not in committees:
                continue
            times = _locally(values, due, stood.get(place.organization_id, ())) if values.any else due.times
            if due.kind == ActivityKind.GROUP:
                times *= groups[place.organization_id, due.period.code]
            done = held[place.organization_id, due.kind, due.period.code]
            mine += [_row(place, due, number, number <= done) for number in range(1, times + 1)]
        yield from sorted(mine, key=lambda row: row.row_id)


@by_index()
def _held(question: Question, branches: Sequence[Place], asked: Sequence[Due]) -> Counter[tuple[int, str, str]]:
    """How many meetings of a kind each branch held in a period."""
    text = (
        "SELECT r.organization_id, k.kind, r.held_on, COUNT(*) FROM records_record r"  # noqa: S608
        f" CROSS JOIN records_recordkind k WHERE {of(branches, 'r.organization_id')} AND k.record_id = r.id"
        " AND r.held_on >= %s AND r.held_on <= %s GROUP BY r.organization_id, k.kind, r.held_on"
    )
    first, last = min(due.period.start for due in asked), max(due.period.last_day for due in asked)
    lengths = {due.kind: CADENCE[ActivityKind(due.kind)][1] for due in asked}
    codes: dict[tuple[str, object], str] = {}
    held: Counter[tuple[int, str, str]] = Counter()
    for organization_id, kind, held_on, times in fetch(text, [first, last]):
        if kind in lengths:
            if (kind, held_on) not in codes:
                codes[kind, held_on] = OF_LENGTH[lengths[kind]](day_of(held_on)).code
            held[organization_id, kind, codes[kind, held_on]] += times
    return held


@by_index()
def _stood(question: Question, branches: Sequence[Place]) -> dict[int, list[tuple[str, date, date]]]:
    """Where each branch ever stood: what was asked of it in a period was asked where it was then."""
    text = (
        "SELECT s.organization_id, s.path, s.valid_from, s.valid_to FROM organizations_placement s"  # noqa: S608
        f" WHERE {of(branches, 's.organization_id')}"
    )
    stood: dict[int, list[tuple[str, date, date]]] = {}
    for organization_id, path, since, until in fetch(text, []):
        stood.setdefault(organization_id, []).append((path, day_of(since), day_of(until)))
    return stood


def _locally(values: LocalValues, due: Due, stood: Sequence[tuple[str, date, date]]) -> int:
    start = due.period.start
    path = next((path for path, since, until in stood if since <= start < until), "")
    return values.value(CADENCE[ActivityKind(due.kind)][0], path, start) or 0


@by_index()
def _groups(question: Question, branches: Sequence[Place], asked: Sequence[Due]) -> Counter[tuple[int, str]]:
    """How many groups each branch had from the beginning to the end of a month; most have none."""
    found: Counter[tuple[int, str]] = Counter()
    months = [due.period for due in asked if due.kind == ActivityKind.GROUP]
    if not months:
        return found
    text = (
        "SELECT g.organization_id, g.valid_from, g.valid_to FROM organizations_branchgroup g"  # noqa: S608
        f" WHERE {of(branches, 'g.organization_id')}"
    )
    for organization_id, since, until in fetch(text, []):
        for month in months:
            if day_of(since) <= month.start and day_of(until) > month.last_day:
                found[organization_id, month.code] += 1
    return found


@wide("count")
@by_index()
def _with_committee(question: Question, branches: Sequence[Place], asked: Sequence[Due]) -> set[tuple[int, str]]:
    """Branches and months at whose end the branch had enough full members for a committee."""
    months = [due.period for due in asked if due.kind == ActivityKind.COMMITTEE]
    if not months:
        return set()
    on_day = "SUM(CASE WHEN m.valid_from <= %s AND m.valid_to > %s AND (f.full_on IS NULL OR f.full_on <= %s) THEN 1 ELSE 0 END)"
    text = (
        f"SELECT m.organization_id, {', '.join([on_day] * len(months))} FROM organizations_membership m"  # noqa: S608
        " CROSS JOIN organizations_member f"
        f" WHERE {of(branches, 'm.organization_id')} AND f.id = m.member_id AND f.category = %s"
        " GROUP BY m.organization_id"
    )
    ends = [day for month in months for day in [month.last_day] * 3]
    least = {month.code: rule("organization.branch_committee_min", month.start) or 0 for month in months}
    return {
        (organization_id, month.code)
        for organization_id, *counts in fetch(text, [*ends, MemberCategory.FULL])
        for month, full in zip(months, counts, strict=True)
        if full >= least[month.code]
    }


def _row(place: Place, due: Due, number: int, settled: bool) -> Row:
    ordinal = f":{number}" if number > 1 else ""
    return Row(
        row_id=f"{place.organization_id}:{due.kind}:{due.period.code}{ordinal}",
        organization_id=place.organization_id,
        path=place.path,
        on=due.period.last_day,
        group="",
        amount=1,
        more={
            "kind": due.kind,
            "period": due.period.code,
            "state": "held" if settled else "missing",
            "sector": place.sector,
        },
    )


def _periods(day: date, path: str) -> dict[str, str]:
    return {due.period.code: due.period.code for due in sorted(calendar(day), key=lambda due: due.period)}


MEETINGS_DUE = RowSet(
    name="meetings_due",
    columns={
        "kind": {kind.value: kind.label for kind in CADENCE},
        "period": None,
        "state": {"held": _("held"), "missing": _("not held")},
        "sector": dict(Sector.choices),
    },
    rows=rows,
    names={"period": _periods},
)
