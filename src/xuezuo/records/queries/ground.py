"""Everything that an entry is checked against, in one question to the database instead of twenty.

On the evening of a deadline a province's branches save at once; what a save costs then is the number of its questions
(docs/performance.md). `matching_requirements` and `facts_for` say the same one by one, and a test holds them together.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from xuezuo import tree_paths
from xuezuo.campaigns.audiences import Place, addressed, audience_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.periods import today
from xuezuo.records.contents import Content
from xuezuo.records.queries.duties import matching_requirements
from xuezuo.records.rules import Facts
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import ask, in_one

PLACE = """SELECT 'place' AS part, CAST(p.valid_from AS text) AS a, CAST(p.valid_to AS text) AS b, p.path AS c, o.kind AS d,
o.sector AS e FROM organizations_placement p JOIN organizations_organization o ON o.id = p.organization_id
WHERE p.organization_id = {organization}"""
ROSTER = """SELECT 'member', CAST(member_id AS text), '', '', '', '' FROM organizations_membership
WHERE organization_id = {organization} AND valid_from <= {day} AND valid_to > {day}"""
SENT = """SELECT 'sent', CAST(id AS text), '', '', '', '' FROM records_record WHERE client_id = {client}"""
WITHDRAWN = """SELECT 'withdrawn', '', '', '', '', '' FROM records_withdrawal
WHERE client_id = {client} AND restored_at IS NULL"""
COVERED = """SELECT DISTINCT 'covered', CAST(c.reading_id AS text), '', '', '', '' FROM records_record r
JOIN records_recordreading c ON c.record_id = r.id WHERE r.organization_id = {organization} AND r.held_on <= {day}"""
SETTLED = """SELECT 'settled', CAST(c.requirement_id AS text), '', '', '', '' FROM records_record r
JOIN records_claim c ON c.record_id = r.id WHERE r.organization_id = {organization}"""
OWN_WAY = "SELECT 'own way', '', '', '', '', '' FROM records_ownway WHERE organization_id = {organization}"
GROUPS = """SELECT DISTINCT 'group', g."group", '', '', '', '' FROM organizations_membership m
JOIN organizations_groupmembership g ON g.member_id = m.member_id AND g.valid_from <= {today} AND g.valid_to > {today}
WHERE m.organization_id = {organization} AND m.valid_from <= {today} AND m.valid_to > {today}"""
ALWAYS, FOR_CLAIMS = (PLACE, ROSTER, SENT, WITHDRAWN), (COVERED, SETTLED, OWN_WAY, GROUPS)
GIVEN = {"organization": "bigint", "day": "date", "today": "date", "client": "uuid"}
"""What the parts name, and its type where a database wants to know."""

ASKED = """SELECT q.id, q.opens_on, q.activity_kinds, q.audience, q.replaces_id, p.path, t.reading_id
FROM campaigns_requirement q JOIN campaigns_campaign c ON c.id = q.campaign_id AND c.issued_at IS NOT NULL
JOIN organizations_placement p ON p.organization_id = q.issuer_id AND p.valid_from <= %s AND p.valid_to > %s
LEFT JOIN campaigns_requirement_readings t ON t.requirement_id = q.id
WHERE q.valid_from <= %s AND q.valid_to > %s AND (q.expires_on IS NULL OR q.expires_on >= %s) AND {of} {one_of}"""


@dataclass(frozen=True)
class Ground:
    """`sent` and `withdrawn` are about the phone's own number of the entry; what follows them is read for claims only."""

    place: Place
    facts: Facts
    sent: bool
    withdrawn: bool
    covered: frozenset[int] = field(default_factory=frozenset)
    settled: frozenset[int] = field(default_factory=frozenset)
    has_own_ways: bool = False


def ground_of(scope: Scope, organization_id: int, content: Content, client_id: UUID, *, for_claims: bool) -> Ground:
    """Raises `NotVisible` where the organization does not stand in the scope today."""
    now = today()
    given = {
        "organization": str(organization_id),
        "day": content.held_on.isoformat(),
        "today": now.isoformat(),
        "client": client_id.hex,
    }
    parts: dict[str, list[tuple[str, ...]]] = {}
    for part, *rest in ask(_question(for_claims, connection.vendor), given):
        parts.setdefault(part, []).append(tuple(rest))
    places = [(*_days(since, until), path, kind, sector) for since, until, path, kind, sector in parts.get("place", ())]
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
        covered=_ids(parts, "covered"),
        settled=_ids(parts, "settled"),
        has_own_ways="own way" in parts,
    )


@cache
def _question(for_claims: bool, vendor: str) -> str:
    named = {name: f"%({name})s" + (f"::{kind}" if vendor == "postgresql" else "") for name, kind in GIVEN.items()}
    return " UNION ALL ".join(ALWAYS + FOR_CLAIMS if for_claims else ALWAYS).format(**named)


def _days(since: str, until: str) -> tuple[date, date]:
    return date.fromisoformat(since), date.fromisoformat(until)


def _ids(parts: dict[str, list[tuple[str, ...]]], name: str) -> frozenset[int]:
    return frozenset(int(row[0]) for row in parts.get(name, ()))


def met_by(
    scope: Scope, organization_id: int, found: Ground, content: Content, claims: Collection[int] | None = None
) -> set[int]:
    """Those of the claimed requirements, or of all, that the meeting meets, as `matching_requirements` would say before
    it is entered.
    """
    if claims is None:
        asked = _asked("p.path", [*tree_paths.ancestors(found.place.path), found.place.path])
    else:
        asked = _asked("q.id", sorted(set(claims)))
    # what was met under an earlier version, what was met in an own way and what names a subtree is asked about one by one
    versions = found.settled and any(one["replaces"] for one in asked.values())
    if found.has_own_ways or versions or any(one["audience"].subtree for one in asked.values()):
        every = matching_requirements(
            scope, organization_id, held_on=content.held_on, kinds=content.kinds, readings=content.readings
        )
        return {one.pk for one in every if claims is None or one.pk in claims}
    covered, kinds = found.covered | set(content.readings), set(content.kinds)
    return {
        pk
        for pk, one in asked.items()
        if pk not in found.settled
        and tree_paths.covers(one["top"], found.place.path)
        and addressed(one["audience"], found.place, one["top"])
        and one["opens_on"] <= content.held_on
        and (not one["kinds"] or kinds & one["kinds"])
        and one["readings"] <= covered
    }


def _asked(column: str, values: Sequence[int | str]) -> dict[int, dict[str, Any]]:
    """What stands today and is issued, of these values in one column."""
    day = today().isoformat()
    found: dict[int, dict[str, Any]] = {}
    rows = ask(_asking(column, connection.vendor), [*[day] * 5, in_one(values)]) if values else []
    for pk, opens_on, kinds, audience, replaces, top, reading in rows:
        one = found.setdefault(
            pk,
            {
                "opens_on": opens_on if isinstance(opens_on, date) else date.fromisoformat(opens_on),
                "kinds": set(json.loads(kinds)),
                "audience": audience_of(json.loads(audience)),
                "replaces": replaces,
                "top": top,
                "readings": set(),
            },
        )
        if reading is not None:
            one["readings"].add(reading)
    return found


@cache
def _asking(column: str, vendor: str) -> str:
    """One text for however many values."""
    kind = "bigint" if column == "q.id" else "text"
    one_of = f"= ANY (%s::{kind}[])" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    return ASKED.format(of=column, one_of=one_of)
