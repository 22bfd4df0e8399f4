"""Blank spots (空白点): texts due that did not reach everybody in a branch, most people first, each with a way to make up.

Ordered by need, without rank numbers (AF02): the list says where help is wanted.
"""

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from xuezuo import tree_paths
from xuezuo.campaigns.models import Reading
from xuezuo.indicators import small_numbers
from xuezuo.indicators.engines import live
from xuezuo.indicators.queries import Asked, ask, indicator_by_code, organizations_of, plans_at
from xuezuo.indicators.questions import moment_of
from xuezuo.indicators.row_sets.duties import reading_key, readings_due
from xuezuo.indicators.row_sets.shape import Row
from xuezuo.records.models import MakeUpPlan, Way
from xuezuo.records.rules import WAY_OF_GROUP
from xuezuo.scopes import Scope

COVERAGE = "study_coverage"

PlaceInList = tuple[int, str, int, int]
"""Where a gap stands in the list: people missed, path, then the text by its position and its id. No two are alike."""


@dataclass
class Gap:
    """`people` of `members` were not reached; `groups` says how many of them in which group, where the viewer may see it."""

    organization_id: int
    path: str
    reading: Reading
    people: int = 0
    members: int = 0
    held: bool = False
    groups: dict[str, int] = field(default_factory=dict)
    code: str = ""
    name: str = ""
    way: Way = Way.GATHER
    plan: MakeUpPlan | None = None

    @property
    def key(self) -> str:
        return reading_key(self.reading)

    @property
    def place(self) -> PlaceInList:
        return self.people, self.path, self.reading.position, self.reading.pk


@dataclass(frozen=True)
class Gaps:
    """`found` are the first by people missed; `count` is how many there are in all."""

    asked: Asked
    count: int
    found: list[Gap]


def blank_spots(
    scope: Scope,
    organization_code: str | None = None,
    top: int = 20,
    *,
    after: PlaceInList | None = None,
    **when: Any,
) -> Gaps:
    """The blank spots of a subtree; `after` is the `place` of the gap behind which a page begins. `when` are `as_of` and
    `tree`. Raises `NotVisible` outside the scope."""
    asked = ask(scope, organization_code, **when)
    counter = itertools.count()
    gaps = (gap for gap in _gaps(asked) if next(counter) >= 0)
    if after is not None:
        last = _most_first(after)
        gaps = (gap for gap in gaps if _most_first(gap.place) > last)
    found = heapq.nsmallest(top, gaps, key=lambda gap: _most_first(gap.place))
    count = next(counter)
    _name(found, asked.question.tree_day)
    for gap in found:
        gap.way = _way(gap)
        _hide_groups(asked, gap)
    return Gaps(asked, count, found)


def _way(gap: Gap) -> Way:
    """The way that suits most of those missed."""
    for group, way in WAY_OF_GROUP.items():
        if 2 * gap.groups.get(group, 0) > gap.people:
            return way
    return Way.GATHER


def _most_first(place: PlaceInList) -> PlaceInList:
    """Path and text break ties, so that the same question has the same answer, and a list goes on where it stopped."""
    return -place[0], *place[1:]


def _gaps(asked: Asked) -> Iterator[Gap]:
    readings = {reading_key(reading): reading for reading in readings_due(asked.question.day)}
    indicator = indicator_by_code(COVERAGE)
    rows = live.rows(indicator, asked.question, {"reading": tuple(readings)}, "expected")
    for _, of_branch in groupby(rows, key=lambda row: (row.path, row.organization_id)):
        yield from (gap for gap in _of_branch(list(of_branch), readings) if gap.people)


def _of_branch(rows: list[Row], readings: dict[str, Reading]) -> Iterator[Gap]:
    found: dict[str, Gap] = {}
    for row in rows:
        key = row.column("reading")
        gap = found.setdefault(key, Gap(row.organization_id, row.path, readings[key]))
        missed = row.amount if row.column("state") == "missed" else 0
        if row.group:
            gap.groups[row.group] = gap.groups.get(row.group, 0) + missed
        else:
            gap.people += missed
            gap.members += row.amount
            gap.held = row.column("held") == "yes"
    for gap in found.values():
        gap.groups = {group: missed for group, missed in gap.groups.items() if missed}
    return iter(found.values())


def _name(found: list[Gap], day: date) -> None:
    names = organizations_of([gap.organization_id for gap in found], day)
    plans = plans_at(names)
    for gap in found:
        gap.code, gap.name = names[gap.organization_id]
        gap.plan = plans.get((gap.organization_id, gap.reading.pk))


def _hide_groups(asked: Asked, gap: Gap) -> None:
    """How many of a branch's members are of which group is for the branch and its direct superior only."""
    if not small_numbers.may_see(asked.scope, tree_paths.depth(gap.path)):
        gap.groups = {}


def document(gaps: Gaps) -> dict[str, Any]:
    """The document of `xuezuo gaps`."""
    return {
        "organization": {"code": gaps.asked.organization.code, "name": gaps.asked.organization.name},
        "as_of": moment_of(gaps.asked.question.day),
        "count": gaps.count,
        "gaps": [
            {
                "organization": {"code": gap.code, "name": gap.name},
                "reading": {
                    "code": gap.reading.code,
                    "title": gap.reading.title,
                    "campaign": gap.reading.campaign.code,
                },
                "people": gap.people,
                "members": gap.members,
                "nothing_recorded": not gap.held,
                "groups": [{"code": group, "people": missed} for group, missed in sorted(gap.groups.items())],
                "suggested_way": gap.way.value,
                "planned_on": gap.plan.planned_on if gap.plan else None,
            }
            for gap in gaps.found
        ],
    }
