"""What a calendar shows of one organization's duties: open requirements, also those that open later, and the running
rhythm; plain values without any person.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import requirements_for, versions_counted
from xuezuo.organizations.queries import founded_on, placement_of
from xuezuo.periods import LONG_AGO, today
from xuezuo.records.queries.duties import settled_requirements
from xuezuo.records.queries.rhythm import still_to_hold
from xuezuo.scopes import Scope

AHEAD, BACK = timedelta(days=400), timedelta(days=366)


@dataclass(frozen=True)
class CalendarEntry:
    """`key` stays the same when the requirement is amended; `version` counts its versions, `since` is when this one began
    to hold.
    """

    key: str
    due_on: date
    since: datetime
    version: int
    opens_on: date | None = None
    title: str = ""
    campaign: str = ""
    kinds: tuple[str, ...] = ()
    period: str = ""


def calendar_entries(scope: Scope, organization_id: int, day: date | None = None) -> list[CalendarEntry]:
    """In order of their days. What is settled, withdrawn or longer than a year past its date is gone."""
    day = day or today()
    placement = placement_of(scope, organization_id)
    settled, founded = settled_requirements(organization_id), founded_on(organization_id)
    entries = [
        _of_requirement(one)
        for one in requirements_for(scope, placement, day)
        if max(day - BACK, founded) <= one.due_on <= day + AHEAD and settled.isdisjoint(versions_counted(one))
    ]
    entries += [
        CalendarEntry(
            key=f"rhythm:{one.kind.value}:{one.period.code}",
            due_on=one.period.last_day,
            since=_morning(one.period.start),
            version=1,
            opens_on=one.period.start,
            kinds=(one.kind.value,),
            period=one.period.code,
        )
        for one in still_to_hold(scope, organization_id, day)
    ]
    return sorted(entries, key=lambda entry: (entry.due_on, entry.key))


def _of_requirement(one: Requirement) -> CalendarEntry:
    issued = one.campaign.issued_at
    began = _morning(one.valid_from) if one.valid_from != LONG_AGO or issued is None else issued
    return CalendarEntry(
        key=f"requirement:{one.campaign.code}:{one.code}",
        due_on=one.due_on,
        since=max(began, issued) if issued else began,
        version=one.version,
        opens_on=one.opens_on,
        title=one.title,
        campaign=one.campaign.title_zh,
        kinds=tuple(one.activity_kinds),
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
