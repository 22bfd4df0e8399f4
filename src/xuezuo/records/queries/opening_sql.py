"""The question behind a meeting's form: one row, each of its columns a list in JSON or numbers in a text."""

from datetime import date
from functools import cache
from typing import NamedTuple

from django.db import connection

from xuezuo import tree_paths
from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.records.queries.own_ways import unopposed_since
from xuezuo.records.rules import PART_KINDS
from xuezuo.statements import ask, in_one

LOOKED_AT = 4
"""Meetings of the whole branch: about a month of branch life."""

LINE = """WITH line AS (SELECT organization_id, path FROM organizations_placement
WHERE path {one_of_line} AND valid_from <= {today} AND valid_to > {today})"""
"""Who may ask something of the branch: itself and its superiors."""

WHOLE = ", ".join(f"'{kind.value}'" for kind in ActivityKind if kind not in PART_KINDS)


def _list(*columns: str, rows: str) -> str:
    return f"SELECT CAST({{listed}}({{row}}({', '.join(columns)})) AS text) FROM ({rows}) found"  # noqa: S608 - our own words


def _numbers(rows: str) -> str:
    return f"SELECT {{joined}}(CAST(id AS text), ' ') FROM ({rows}) found"  # noqa: S608


PARTS = {
    "asked": _list(
        *("id", "replaces_id", "title", "campaign", "kinds", "audience", "opens_on", "due_on", "path", "texts"),
        rows="""SELECT q.id, q.replaces_id, q.title, c.title_zh AS campaign, CAST(q.activity_kinds AS text) AS kinds,
CAST(q.audience AS text) AS audience, q.opens_on, q.due_on, line.path, (SELECT {joined}(CAST(t.reading_id AS text), ' ')
FROM campaigns_requirement_readings t WHERE t.requirement_id = q.id) AS texts
FROM campaigns_requirement q JOIN line ON line.organization_id = q.issuer_id
JOIN campaigns_campaign c ON c.id = q.campaign_id AND c.issued_at IS NOT NULL
WHERE q.valid_from <= {today} AND q.valid_to > {today} AND (q.expires_on IS NULL OR q.expires_on >= {today})
ORDER BY q.due_on, q.code, q.id""",
    ),
    "texts": _list(
        *("id", "campaign_id", "position", "title", "available_from", "starts_on", "ends_on", "reaches", "before"),
        rows="""SELECT t.id, t.campaign_id, t.position, t.title, t.available_from, c.starts_on, c.ends_on,
CASE WHEN c.issuer_id IN (SELECT organization_id FROM line) THEN 1 ELSE 0 END AS reaches,
(SELECT {joined}(CAST(b.to_reading_id AS text), ' ') FROM campaigns_reading_after b WHERE b.from_reading_id = t.id) AS before
FROM campaigns_reading t JOIN campaigns_campaign c ON c.id = t.campaign_id AND c.issued_at IS NOT NULL
WHERE c.issuer_id IN (SELECT organization_id FROM line) OR c.id IN (SELECT q.campaign_id FROM campaigns_requirement q
JOIN line ON line.organization_id = q.issuer_id)
ORDER BY c.starts_on, t.campaign_id, t.position""",
    ),
    "prompts": _list(
        *("id", "campaign_id", "position", "tier", "text", "texts"),
        rows="""SELECT p.id, p.campaign_id, p.position, p.tier, p.text, (SELECT {joined}(CAST(t.reading_id AS text), ' ')
FROM campaigns_prompt_readings t WHERE t.prompt_id = p.id) AS texts
FROM campaigns_prompt p JOIN campaigns_campaign c ON c.id = p.campaign_id AND c.issued_at IS NOT NULL
JOIN line ON line.organization_id = c.issuer_id WHERE p.valid_from <= {today} AND p.valid_to > {today}
ORDER BY p.campaign_id, p.position, p.id""",
    ),
    "meetings": _list(
        *("id", "held_on", "place", "subject", "kinds"),
        rows="""SELECT r.id, r.held_on, r.place, r.subject, (SELECT {joined}(k.kind, ' ') FROM records_recordkind k
WHERE k.record_id = r.id) AS kinds FROM records_record r WHERE r.organization_id = {organization}
ORDER BY r.held_on DESC, r.id DESC""",
    ),
    "covered": _list(
        *("id", "first_on"),
        rows="""SELECT c.reading_id AS id, MIN(r.held_on) AS first_on FROM records_record r
JOIN records_recordreading c ON c.record_id = r.id WHERE r.organization_id = {organization} GROUP BY c.reading_id""",
    ),
    "settled": _numbers(
        """SELECT c.requirement_id AS id FROM records_record r JOIN records_claim c ON c.record_id = r.id
WHERE r.organization_id = {organization}
UNION SELECT w.requirement_id FROM records_ownway w JOIN records_record r ON r.id = w.record_id AND r.held_on <= {today}
LEFT JOIN records_ownwayanswer a ON a.own_way_id = w.id WHERE w.organization_id = {organization}
AND ((a.accepted AND a.answered_on <= {today}) OR ((a.id IS NULL OR a.answered_on > {today}) AND w.stated_on <= {unopposed}))"""
    ),
    "groups": _numbers(
        """SELECT DISTINCT g."group" AS id FROM organizations_membership m
JOIN organizations_groupmembership g ON g.member_id = m.member_id AND g.valid_from <= {today} AND g.valid_to > {today}
WHERE m.organization_id = {organization} AND m.valid_from <= {today} AND m.valid_to > {today}"""
    ),
    "roster": _list(
        *("id", "name"),
        rows="""SELECT m.id, m.name FROM organizations_membership s JOIN organizations_member m ON m.id = s.member_id
WHERE s.organization_id = {organization} AND s.valid_from <= {today} AND s.valid_to > {today} ORDER BY m.name, m.id""",
    ),
    "absent": _numbers(
        f"""SELECT a.member_id AS id FROM records_absence a WHERE a.record_id IN (SELECT r.id FROM records_record r
WHERE r.organization_id = {{organization}} AND EXISTS (SELECT 1 FROM records_recordkind k WHERE k.record_id = r.id
AND k.kind IN ({WHOLE})) ORDER BY r.held_on DESC, r.id DESC LIMIT {LOOKED_AT}) ORDER BY a.id"""  # noqa: S608
    ),
    "guests": """SELECT CAST(COUNT(*) AS text) FROM organizations_floating WHERE receiving_id = {organization}""",
    "founded": """SELECT CAST(MIN(valid_from) AS text) FROM organizations_placement
WHERE organization_id = {organization}""",
}
"""Each is one value. `asked` stands today, is issued and comes from the line; whom it addresses is judged afterwards."""

WORDS = {
    "postgresql": {"listed": "json_agg", "row": "json_build_array", "joined": "string_agg"},
    "sqlite": {"listed": "json_group_array", "row": "json_array", "joined": "group_concat"},
}
GIVEN = {"organization": "bigint", "today": "date", "unopposed": "date"}
"""What the parts name, and its type where a database wants to know."""


class Columns(NamedTuple):
    """As the database gives them; None where there is nothing."""

    asked: str | None
    texts: str | None
    prompts: str | None
    meetings: str | None
    covered: str | None
    settled: str | None
    groups: str | None
    roster: str | None
    absent: str | None
    guests: str
    founded: str | None


def columns_of(organization_id: int, path: str, day: date) -> Columns:
    """Everything about the branch that stands at a path, as of a day. Who may see it the caller has asked."""
    given = {
        "organization": str(organization_id),
        "today": day.isoformat(),
        "unopposed": unopposed_since(day).isoformat(),
        "line": in_one([*tree_paths.ancestors(path), path]),
    }
    return Columns(*ask(_question(connection.vendor), given)[0])


@cache
def _question(vendor: str) -> str:
    found = f"{LINE} SELECT {', '.join(f'({PARTS[name]}) AS {name}' for name in Columns._fields)}"
    typed = {name: f"%({name})s" + (f"::{kind}" if vendor == "postgresql" else "") for name, kind in GIVEN.items()}
    one_of = "= ANY (%(line)s::text[])" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%(line)s))"
    for name, word in {"one_of_line": one_of, **typed, **WORDS[vendor]}.items():
        found = found.replace(f"{{{name}}}", word)
    return found
