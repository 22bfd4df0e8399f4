"""What has been kept for longer than its rule says: counted and listed, for a person to decide on. Nothing goes by itself."""

from datetime import date
from typing import NamedTuple

from django.db.models import Max, QuerySet

from xuezuo.organizations.models import Member, Membership
from xuezuo.periods import today
from xuezuo.privacy.queries.tables import rows_of
from xuezuo.privacy.register import register
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

MEMBERS = "organizations.Member"


class Due(NamedTuple):
    """So many rows of a table are older than `years`: they ended, or were made, on or before `until`."""

    label: str
    title: str
    years: int
    until: date
    rows: int


def years_ago(day: date, years: int) -> date:
    """The same day so many years before; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def members_due(scope: Scope, day: date | None = None) -> QuerySet[Member]:
    """Members whose last membership ended so long ago that the rule lets them go, and who are not erased yet."""
    if scope.role != "operator":
        raise NotVisible("retention")
    day = day or today()
    until = years_ago(day, rule("retention.member_years", day) or 0)
    left = Membership.objects.values("member_id").annotate(last=Max("valid_to")).filter(last__lte=until)
    return Member.objects.filter(erasure__isnull=True, pk__in=left.values("member_id")).order_by("pk")


def due(scope: Scope, day: date | None = None) -> list[Due]:
    """By table with a rule of its own, how many rows are due; for the operator."""
    day = day or today()
    found = []
    for table in register().tables:
        years = rule(table.rule, day) if table.rule else None
        if years is None or not (table.since or table.label == MEMBERS):
            continue
        until = years_ago(day, years)
        if table.label == MEMBERS:
            count = members_due(scope, day).count()
        else:
            field = table.model._meta.get_field(table.since)
            lookup = "lte" if field.get_internal_type() == "DateField" else "date__lte"
            count = rows_of(table.model).filter(**{f"{table.since}__{lookup}": until}).count()
        found.append(Due(table.label, str(table.title), years, until, count))
    return found
