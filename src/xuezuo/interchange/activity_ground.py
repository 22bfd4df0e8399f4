"""What activity is checked against: the tree with its dates, rosters, readings and requirements. Read in bulk."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from xuezuo.campaigns.audiences import Audience, audience_of
from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.campaigns.queries import campaigns_for, readings_of, requirements_of, top_path
from xuezuo.organizations import sealing
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.periods import year_of
from xuezuo.records.rules import Facts
from xuezuo.scopes import Scope

ASKED_AT_ONCE = 900


def latest_day() -> date:
    """The last day that activity may bear: today by the clock; with `XUEZUO_TODAY` the end of the year it stands in.

    A file comes from elsewhere and may reach beyond the day that a demo stands in: figures read as of a day leave out
    what came after it. What has not happened by the clock is refused in any case.
    """
    clock = datetime.now(timezone.get_current_timezone()).date()
    if not settings.TODAY:
        return clock
    return min(clock, year_of(date.fromisoformat(settings.TODAY)).last_day)


class Standing(NamedTuple):
    """One organization with the days between which it had places, in order."""

    id: int
    kind: str
    sector: str
    path: str
    spans: tuple[tuple[date, date], ...]

    def placed_from(self, day: date) -> date | None:
        """As `records.rules.Facts` wants it: between two places it existed as little as before the first."""
        first = self.spans[0][0]
        held = any(since <= day < until for since, until in self.spans)
        return first if held or day < first else None


@dataclass(frozen=True)
class Asked:
    """One requirement that stands, with whom it addresses and which readings it takes."""

    requirement: Requirement
    audience: Audience
    top: str
    readings: frozenset[int]


@dataclass
class Course:
    """An issued campaign: its readings and requirements by code."""

    readings: dict[str, Reading] = field(default_factory=dict)
    requirements: dict[str, Asked] = field(default_factory=dict)


def as_day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def standings(by: Scope) -> dict[str, Standing]:
    """By code, every organization in the scope that ever had a place."""
    found: dict[str, Standing] = {}
    sql = (
        "SELECT o.id, o.code, o.kind, o.sector, p.path, p.valid_from, p.valid_to FROM organizations_placement p"
        " JOIN organizations_organization o ON o.id = p.organization_id ORDER BY p.organization_id, p.valid_from"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(5_000):
            for pk, code, kind, sector, path, since, until in rows:
                if by.covers(path):
                    before = found[code].spans if code in found else ()
                    spans = (*before, (as_day(since), as_day(until)))
                    found[code] = Standing(pk, kind, sector, path, spans)
    return found


def courses(by: Scope, day: date) -> dict[str, Course]:
    """The issued campaigns of the scope by code."""
    found = {}
    for campaign in campaigns_for(by, day).filter(issued_at__isnull=False).select_related("issuer"):
        course = Course(readings={reading.code: reading for reading in readings_of(by, campaign)})
        for one in requirements_of(by, campaign):
            held = frozenset(reading.pk for reading in one.readings.all())
            course.requirements[one.code] = Asked(one, audience_of(one.audience), top_path(one, day), held)
        found[campaign.code] = course
    return found


class Rosters:
    """Who is on which roster when, and who bears which identity number, for one batch of lines."""

    def __init__(self, organization_ids: Iterable[int], id_numbers: Collection[str]) -> None:
        self._of: dict[int, list[tuple[int, date, date]]] = {}
        for pk, member, since, until in asked_in_parts(
            "SELECT organization_id, member_id, valid_from, valid_to FROM organizations_membership"
            " WHERE organization_id IN ({})",
            sorted(set(organization_ids)),
        ):
            self._of.setdefault(pk, []).append((member, as_day(since), as_day(until)))
        wanted = {index: number for number in set(id_numbers) for index in sealing.indexes(number)}
        rows = asked_in_parts("SELECT id_index, id FROM organizations_member WHERE id_index IN ({})", list(wanted))
        self.members = {wanted[bytes(index)]: pk for index, pk in rows}

    def facts(self, standing: Standing, day: date, latest: date) -> Facts:
        roster = frozenset(member for member, since, until in self._of.get(standing.id, ()) if since <= day < until)
        return Facts(latest, standing.placed_from(day), bool(roster) or standing.kind in BRANCH_KINDS, roster)


def asked_in_parts(sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows that a question with one `IN ({})` finds, asked in parts that every database takes."""
    with connection.cursor() as cursor:
        for start in range(0, len(values), ASKED_AT_ONCE):
            part = values[start : start + ASKED_AT_ONCE]
            cursor.execute(sql.format(", ".join(["%s"] * len(part))), part)
            yield from cursor.fetchall()
