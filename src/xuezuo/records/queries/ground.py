"""Everything that an entry is checked against, in one question to the database instead of twenty.

On the evening of a deadline a province's branches save at once; what a save costs then is the number of its questions
(docs/performance.md). `matching_requirements` and `facts_for` say the same one by one, and a test holds them together.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from xuezuo import tree_paths
from xuezuo.campaigns.audiences import Audience, Place, addressed, audience_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.periods import today
from xuezuo.records.contents import Content
from xuezuo.records.queries.duties import matching_requirements
from xuezuo.records.rules import KINDS, Facts
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import ask, in_one

WIDTH = 7
"""Columns of a part beside its name; one that has less fills up with empty words."""


def _part(name: str, *columns: str, rows: str, distinct: str = "") -> str:
    filled = [*columns, *["''"] * (WIDTH - len(columns))]
    return f"SELECT {distinct} '{name}', {', '.join(filled)} FROM {rows}"  # noqa: S608 - our own words


def _text(column: str) -> str:
    return f"COALESCE(CAST({column} AS text), '')"


ALWAYS = (
    _part(
        "place",
        *("CAST(p.valid_from AS text)", "CAST(p.valid_to AS text)", "p.path", "o.kind", "o.sector"),
        rows="""organizations_placement p JOIN organizations_organization o ON o.id = p.organization_id
WHERE p.organization_id = {organization}""",
    ),
    _part(
        "member",
        _text("member_id"),
        rows="""organizations_membership
WHERE organization_id = {organization} AND valid_from <= {day} AND valid_to > {day}""",
    ),
    _part("sent", _text("id"), rows="records_record WHERE client_id = {client}"),
    _part(
        "last",
        "COALESCE(CAST(MAX(r.id) AS text), '0')",
        rows="records_record r WHERE r.organization_id = {organization}",
    ),
    _part("withdrawn", rows="records_withdrawal WHERE client_id = {client} AND restored_at IS NULL"),
)
FOR_CLAIMS = (
    _part(
        "covered",
        _text("c.reading_id"),
        rows="""records_record r JOIN records_recordreading c ON c.record_id = r.id
WHERE r.organization_id = {organization} AND r.held_on <= {day}""",
        distinct="DISTINCT",
    ),
    _part(
        "settled",
        _text("c.requirement_id"),
        rows="""records_record r JOIN records_claim c ON c.record_id = r.id
WHERE r.organization_id = {organization}""",
    ),
    _part("own way", rows="records_ownway WHERE organization_id = {organization}"),
    _part(
        "group",
        'g."group"',
        rows="""organizations_membership m JOIN organizations_groupmembership g ON g.member_id = m.member_id
AND g.valid_from <= {today} AND g.valid_to > {today}
WHERE m.organization_id = {organization} AND m.valid_from <= {today} AND m.valid_to > {today}""",
        distinct="DISTINCT",
    ),
)
SAME_DAY = _part(
    "same day",
    _text("r.id"),
    rows="""records_record r JOIN records_recordkind k ON k.record_id = r.id
WHERE r.organization_id = {organization} AND r.held_on = {day} AND k.kind {one_of_kinds}""",
    distinct="DISTINCT",
)
ASKED = _part(
    "asked",
    *(_text(f"q.{name}") for name in ("id", "opens_on", "activity_kinds", "audience", "replaces_id")),
    *("p.path", _text("t.reading_id")),
    rows="""campaigns_requirement q JOIN campaigns_campaign c ON c.id = q.campaign_id AND c.issued_at IS NOT NULL
JOIN organizations_placement p ON p.organization_id = q.issuer_id AND p.valid_from <= {today} AND p.valid_to > {today}
LEFT JOIN campaigns_requirement_readings t ON t.requirement_id = q.id
WHERE q.valid_from <= {today} AND q.valid_to > {today} AND (q.expires_on IS NULL OR q.expires_on >= {today})
AND {about} {one_of_asked}""",
)
"""What stands today and is issued; the text of a requirement that asks for several comes once for each."""

GIVEN = {"organization": "bigint", "day": "date", "today": "date", "client": "uuid"}
"""What the parts name, and its type where a database wants to know."""

JSON_LIST = "IN (SELECT value FROM json_each(%({})s))"
BY_ID, BY_PATH = "q.id", "p.path"


@dataclass(frozen=True)
class Wanted:
    """A requirement as an entry is held against it; `top` is the path of who issued it."""

    opens_on: date
    kinds: frozenset[str]
    audience: Audience
    replaces: bool
    top: str
    readings: set[int]


@dataclass(frozen=True)
class Ground:
    """`sent` and `withdrawn` are about the phone's own number of the entry; `last` is the number of the branch's latest record
    of all, 0 for none. What follows them is read for claims only.

    `asked` are the requirements that were read with the rest: those of `asked_about`, ids or the path of the branch.
    `same_day` are records of its day that share a kind with it, read when requirements are read by path.
    """

    place: Place
    facts: Facts
    sent: bool
    withdrawn: bool
    last: int
    covered: frozenset[int] = field(default_factory=frozenset)
    settled: frozenset[int] = field(default_factory=frozenset)
    has_own_ways: bool = False
    asked: dict[int, Wanted] = field(default_factory=dict)
    asked_about: frozenset[int] | str = ""
    same_day: frozenset[int] = field(default_factory=frozenset)


def ground_of(
    scope: Scope,
    organization_id: int,
    content: Content,
    client_id: UUID,
    *,
    for_claims: bool,
    about: Collection[int] | str = (),
) -> Ground:
    """`about` names the requirements to read with it: by id, or by the path of the branch all that may reach it.

    Raises `NotVisible` where the organization does not stand in the scope today.
    """
    now, parts = today(), _read(organization_id, content, client_id, for_claims, about)
    places = [(*_days(since, until), *rest) for since, until, *rest in parts.get("place", ())]
    here = next((place for place in places if place[0] <= now < place[1] and scope.covers(place[2])), None)
    if here is None:
        raise NotVisible(organization_id)
    roster = _ids(parts, "member")
    first = min(since for since, *_ in places)
    on_the_day = any(since <= content.held_on < until for since, until, *_ in places)
    return Ground(
        place=Place(here[2], here[3], here[4], frozenset(group for group, *_ in parts.get("group", ()))),
        facts=Facts(
            today=now,
            placed_from=first if on_the_day or content.held_on < first else None,
            has_members=bool(roster) or here[3] in BRANCH_KINDS,
            roster=roster,
        ),
        sent="sent" in parts,
        withdrawn="withdrawn" in parts,
        last=int(parts["last"][0][0]),
        covered=_ids(parts, "covered"),
        settled=_ids(parts, "settled"),
        has_own_ways="own way" in parts,
        asked=_wanted(parts),
        asked_about=about if isinstance(about, str) else frozenset(about),
        same_day=_ids(parts, "same day"),
    )


Parts = dict[str, list[tuple[Any, ...]]]


def _read(
    organization_id: int, content: Content, client_id: UUID, for_claims: bool, about: Collection[int] | str
) -> Parts:
    wanted = ALWAYS + FOR_CLAIMS if for_claims else ALWAYS
    given = {
        "organization": str(organization_id),
        "day": content.held_on.isoformat(),
        "today": today().isoformat(),
        "client": client_id.hex,
    }
    if isinstance(about, str):
        if about:
            known = KINDS.intersection(content.kinds)
            given |= {"kinds": in_one(known), "asked": in_one(_line(about))}
            wanted = (*wanted, SAME_DAY, ASKED)
    elif about:
        given["asked"] = in_one(_sound(about))
        wanted = (*wanted, ASKED)
    return _parts(wanted, BY_PATH if isinstance(about, str) else BY_ID, given)


def _parts(read: tuple[str, ...], about: str, given: dict[str, str]) -> Parts:
    parts: Parts = {}
    for row in ask(_question(read, about, connection.vendor), given):
        parts.setdefault(row[0], []).append(row[1:])
    return parts


@cache
def _question(read: tuple[str, ...], about: str, vendor: str) -> str:
    typed = {name: f"%({name})s" + (f"::{kind}" if vendor == "postgresql" else "") for name, kind in GIVEN.items()}
    kind = "bigint" if about == BY_ID else "text"
    if vendor == "postgresql":
        one_of = {"one_of_kinds": "= ANY (%(kinds)s::text[])", "one_of_asked": f"= ANY (%(asked)s::{kind}[])"}
    else:
        one_of = {f"one_of_{name}": JSON_LIST.format(name) for name in ("kinds", "asked")}
    question = " UNION ALL ".join(read)
    for name, word in {"about": about, **typed, **one_of}.items():
        question = question.replace(f"{{{name}}}", word)
    return question


def _days(since: str, until: str) -> tuple[date, date]:
    return date.fromisoformat(since), date.fromisoformat(until)


def _line(path: str) -> list[str]:
    return [*tree_paths.ancestors(path), path]


def _sound(ids: Collection[int]) -> list[int]:
    """Without numbers that are larger than an id can be: nothing has them."""
    return sorted(one for one in set(ids) if 0 < one < 2**63)


def _ids(parts: Parts, name: str) -> frozenset[int]:
    return frozenset(int(row[0]) for row in parts.get(name, ()))


def _wanted(parts: Parts) -> dict[int, Wanted]:
    found: dict[int, Wanted] = {}
    for pk, opens_on, kinds, audience, replaces, top, reading in parts.get("asked", ()):
        one = found.get(int(pk))
        if one is None:
            one = found[int(pk)] = Wanted(
                date.fromisoformat(opens_on), *_judged_by(kinds, audience), bool(replaces), top, set()
            )
        if reading:
            one.readings.add(int(reading))
    return found


@lru_cache(1000)
def _judged_by(kinds: str, audience: str) -> tuple[frozenset[str], Audience]:
    """Kinds and audience as they are stored; a campaign has few of them, and a province asks them all evening."""
    return frozenset(json.loads(kinds)), audience_of(json.loads(audience))


def met_by(
    scope: Scope, organization_id: int, found: Ground, content: Content, claims: Collection[int] | None = None
) -> set[int]:
    """Those of the claimed requirements, or of all, that the meeting meets, as `matching_requirements` would say before
    it is entered.
    """
    about: frozenset[int] | str = found.place.path if claims is None else frozenset(claims)
    asked = found.asked if found.asked_about == about else _asked(about)
    # what was met under an earlier version, what was met in an own way and what names a subtree is asked about one by one
    versions = found.settled and any(one.replaces for one in asked.values())
    if found.has_own_ways or versions or any(one.audience.subtree for one in asked.values()):
        every = matching_requirements(
            scope, organization_id, held_on=content.held_on, kinds=content.kinds, readings=content.readings
        )
        return {one.pk for one in every if claims is None or one.pk in claims}
    covered, kinds = found.covered | set(content.readings), set(content.kinds)
    return {
        pk
        for pk, one in asked.items()
        if pk not in found.settled
        and tree_paths.covers(one.top, found.place.path)
        and addressed(one.audience, found.place, one.top)
        and one.opens_on <= content.held_on
        and (not one.kinds or kinds & one.kinds)
        and one.readings <= covered
    }


def _asked(about: frozenset[int] | str) -> dict[int, Wanted]:
    if not about:
        return {}
    by_path = isinstance(about, str)
    given = {"today": today().isoformat(), "asked": in_one(_line(about) if isinstance(about, str) else _sound(about))}
    return _wanted(_parts((ASKED,), BY_PATH if by_path else BY_ID, given))
