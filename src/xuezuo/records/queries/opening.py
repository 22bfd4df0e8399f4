"""Everything that the form of a meeting opens with, in one question to the database instead of seventeen.

On the evening of a deadline every branch of a province opens it (docs/performance.md). `outstanding_for`, `texts_on`,
`often_absent`, `matching_requirements` and the others say the same one by one, and a test holds them together.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from xuezuo.campaigns.audiences import Audience, Place, addressed, audience_of
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.namesakes import shared, told_apart
from xuezuo.organizations.queries import TELLS
from xuezuo.periods import today
from xuezuo.records.queries import clearing
from xuezuo.records.queries.guests import floating_here
from xuezuo.records.queries.opening_sql import columns_of
from xuezuo.records.queries.rhythm import still_to_hold
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import among, fetch


class Named(NamedTuple):
    """A member to choose; the name tells namesakes apart."""

    pk: int
    name: str


@dataclass(frozen=True)
class AskedPrompt:
    pk: int
    campaign_id: int
    position: int
    tier: str
    text: str


@dataclass(frozen=True)
class ListedText:
    """A text of a reading list with its `offered` prompts; `before` are the ids of those it builds on. `reaches`: its
    campaign comes from the branch's own line of superiors."""

    pk: int
    campaign_id: int
    position: int
    title: str
    available_from: date | None
    starts_on: date
    ends_on: date
    reaches: bool
    before: frozenset[int]
    offered: tuple[AskedPrompt, ...] = ()


@dataclass(frozen=True)
class AskedOf:
    """A requirement as the form needs it; `path` is where its issuer stands."""

    pk: int
    replaces_id: int | None
    title: str
    campaign_title: str
    activity_kinds: tuple[str, ...]
    audience: Audience
    opens_on: date
    due_on: date
    path: str
    texts: tuple[ListedText, ...]


class Meeting(NamedTuple):
    pk: int
    held_on: date
    place: str
    subject: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Suggested:
    """One meeting that would clear as much as one meeting can."""

    kinds: tuple[str, ...]
    readings: tuple[int, ...]
    subject: str


Due = clearing.Due[AskedOf, ListedText, Meeting]


@dataclass(frozen=True)
class Opening:
    """`asked` is all that addresses the branch; `firsts` are days on which texts were covered first; `settled` are ids of
    requirements that were met, in whatever version; `texts` are all that reach it; `meetings` the latest first.
    """

    scope: Scope
    placement: Placement
    day: date
    asked: tuple[AskedOf, ...]
    settled: frozenset[int]
    firsts: dict[int, date]
    meetings: tuple[Meeting, ...]
    every_text: tuple[ListedText, ...]
    roster: tuple[Named, ...]
    missed: tuple[int, ...]
    founded: date
    has_guests: bool
    versions: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def _open(self) -> Iterable[AskedOf]:
        for one in self.asked:
            if one.pk not in self.settled and self.settled.isdisjoint(self.versions.get(one.pk, ())):
                yield one

    @cached_property
    def dues(self) -> list[Due]:
        """As `outstanding_for`."""
        meetings = [(one, one.held_on, one.kinds) for one in self.meetings]
        since = self.placement.valid_from
        if any(one.due_on < since for one in self.asked):
            since = self.founded
        return [
            clearing.due(one, one.texts, self.firsts, meetings, self.day)
            for one in self._open()
            if one.opens_on <= self.day and one.due_on >= since
        ]

    @cached_property
    def texts(self) -> list[ListedText]:
        """As `texts_on` the day."""
        day, long = self.day, timedelta(days=365)
        return [
            one
            for one in self.every_text
            if one.reaches
            and (one.available_from is None or one.available_from <= day)
            and one.starts_on <= day <= one.ends_on + long
        ]

    @property
    def often(self) -> list[int]:
        """As `often_absent`."""
        return [member for member, times in Counter(self.missed).most_common() if times > 1]

    def guests(self) -> list[Named]:
        """As `floating_here`; asked only where a branch named this one."""
        found = floating_here(self.scope, self.placement.organization_id) if self.has_guests else []
        return [Named(one.pk, one.shown) for one in found]

    def suggestion(self, wanted: Collection[int] = (), known: Sequence[str] = ()) -> Suggested:
        """As `suggestion_for`, of the wanted requirements where any of them is due, else of all; with the kinds that are
        `known` already, if any."""
        dues = [due for due in self.dues if due.requirement.pk in wanted] or self.dues
        kinds, chosen, clears = clearing.put_together(dues, self.day)
        covered = {reading for reading, first in self.firsts.items() if first <= self.day}
        readings = clearing.ordered(chosen, covered, lambda one: one.before)
        if not known and not kinds:
            running = still_to_hold(self.scope, self.placement.organization_id, self.day)
            kinds = [one.kind.value for one in running][:1]
        subject = clears[0].title if clears else ""
        return Suggested(tuple(known or kinds), tuple(one.pk for one in readings), subject[:200])

    def matching(self, held_on: date, kinds: Collection[str], readings: Collection[int]) -> list[AskedOf]:
        """As `matching_requirements`."""
        covered = {reading for reading, first in self.firsts.items() if first <= held_on}.union(readings)
        return [
            one
            for one in self._open()
            if clearing.fits(one, held_on, kinds) and all(text.pk in covered for text in one.texts)
        ]


def opening_of(scope: Scope, placement: Placement) -> Opening:
    """As of today. Raises `NotVisible` where the scope may not see names: the form shows the roster."""
    if not scope.sees_names_at(placement.path):
        raise NotVisible(placement.organization_id)
    day, here = today(), placement.organization
    found = columns_of(placement.organization_id, placement.path, day)
    asked, texts = _campaigns(found.asked or "[]", found.texts or "[]", found.prompts or "[]")
    place = Place(placement.path, here.kind, here.sector, frozenset((found.groups or "").split()))
    tops = _tops({one.audience.subtree for one in asked if one.audience.subtree}, day)
    ours = [one for one in asked if _addresses(one, place, tops)]
    settled = _ids(found.settled)
    return Opening(
        scope=scope,
        placement=placement,
        day=day,
        asked=tuple(ours),
        settled=settled,
        firsts={pk: date.fromisoformat(first) for pk, first in json.loads(found.covered or "[]")},
        meetings=tuple(
            Meeting(pk, date.fromisoformat(held_on), place, subject, frozenset((kinds or "").split()))
            for pk, held_on, place, subject, kinds in json.loads(found.meetings or "[]")
        ),
        every_text=texts,
        roster=_roster(placement.organization_id, json.loads(found.roster or "[]")),
        missed=tuple(map(int, (found.absent or "").split())),
        founded=date.fromisoformat(found.founded) if found.founded else day,
        has_guests=found.guests != "0",
        versions=_counted([one for one in ours if one.replaces_id is not None]) if settled else {},
    )


def _roster(organization_id: int, rows: list[list[Any]]) -> tuple[Named, ...]:
    """Only where two share a name is asked what tells them apart."""
    among_these = shared((pk, name) for pk, name in rows)
    apart = told_apart(Member.objects.filter(pk__in=among_these).only(*TELLS), organization_id) if among_these else {}
    return tuple(Named(pk, apart.get(pk, name)) for pk, name in rows)


def _ids(joined: str | None) -> frozenset[int]:
    return frozenset(map(int, (joined or "").split()))


def _addresses(one: AskedOf, place: Place, tops: dict[str, str]) -> bool:
    top = tops.get(one.audience.subtree, "") if one.audience.subtree else one.path
    return bool(top) and addressed(one.audience, place, top)


@lru_cache(maxsize=100)
def _campaigns(asked: str, texts: str, prompts: str) -> tuple[tuple[AskedOf, ...], tuple[ListedText, ...]]:
    """What the line asks, as values that nobody changes: whole townships are asked the same, word by word."""
    offered: dict[int, list[AskedPrompt]] = {}
    for *prompt, of in json.loads(prompts):
        for reading in _ids(of):
            offered.setdefault(reading, []).append(AskedPrompt(*prompt))
    known = {}
    for pk, campaign, position, title, since, starts_on, ends_on, reaches, before in json.loads(texts):
        days = (
            date.fromisoformat(since) if since else None,
            date.fromisoformat(starts_on),
            date.fromisoformat(ends_on),
        )
        prompted = tuple(offered.get(pk, ()))
        known[pk] = ListedText(pk, campaign, position, title, *days, bool(reaches), _ids(before), prompted)
    return tuple(_asked(one, known) for one in json.loads(asked)), tuple(known.values())


def _asked(row: list[Any], known: dict[int, ListedText]) -> AskedOf:
    pk, replaces, title, campaign, kinds, audience, opens_on, due_on, path, texts = row
    return AskedOf(
        pk,
        replaces,
        title,
        campaign,
        tuple(json.loads(kinds)),
        audience_of(json.loads(audience)),
        date.fromisoformat(opens_on),
        date.fromisoformat(due_on),
        path,
        tuple(sorted((known[text] for text in _ids(texts)), key=lambda one: (one.campaign_id, one.position, one.pk))),
    )


def _tops(codes: Collection[str], day: date) -> dict[str, str]:
    """By code where the organizations stand whose part of the tree is addressed; most campaigns name none."""
    if not codes:
        return {}
    marks = ", ".join(["%s"] * len(codes))
    text = f"""SELECT o.code, p.path FROM organizations_placement p JOIN organizations_organization o
ON o.id = p.organization_id WHERE p.valid_from <= %s AND p.valid_to > %s AND o.code IN ({marks})"""  # noqa: S608
    return dict(fetch(text, [day, day, *sorted(codes)]))


BEFORE = """WITH RECURSIVE chain AS (SELECT id, replaces_id FROM campaigns_requirement WHERE {those}
UNION SELECT q.id, q.replaces_id FROM campaigns_requirement q JOIN chain ON q.id = chain.replaces_id)
SELECT q.id, q.replaces_id, CAST(q.activity_kinds AS text), t.reading_id FROM chain
JOIN campaigns_requirement q ON q.id = chain.id LEFT JOIN campaigns_requirement_readings t ON t.requirement_id = q.id"""


def _counted(amended: list[AskedOf]) -> dict[int, tuple[int, ...]]:
    """As `versions_counted`, for all that replaced an earlier version at once."""
    if not amended:
        return {}
    before: dict[int, int | None] = {}
    asks: dict[int, tuple[frozenset[str], set[int]]] = {}
    for pk, replaces, kinds, reading in fetch(BEFORE.format(those=among("id", (one.pk for one in amended)))):
        before[pk] = replaces
        texts = asks.setdefault(pk, (frozenset(json.loads(kinds)), set()))[1]
        if reading is not None:
            texts.add(reading)
    found = {}
    for one in amended:
        line = [one.pk]
        while (earlier := before[line[-1]]) is not None and asks[earlier] == asks[line[-1]]:
            line.append(earlier)
        found[one.pk] = tuple(line)
    return found
