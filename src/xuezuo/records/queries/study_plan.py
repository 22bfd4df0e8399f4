"""The study plan of one organization by period (R09, R10): what each month of a year holds, from every campaign that
reaches it and from the rhythm of branch life, as plain values.
"""

from dataclasses import dataclass, field
from datetime import date

from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.campaigns.queries import plan_for, requirements_for, versions_counted
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import Period, month_of, quarter_of, today
from xuezuo.records.queries.duties import covered_readings, settled_requirements
from xuezuo.records.queries.meetings import readings_for
from xuezuo.records.queries.rhythm import CADENCE, times_asked
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class StudyText:
    """A text with the tiers it is meant for and the titles that should be read before it."""

    id: int
    title: str
    tiers: tuple[str, ...]
    after: tuple[str, ...]
    available_from: date | None
    studied: bool


@dataclass(frozen=True)
class StudyEntry:
    """What one campaign's plan puts into a month."""

    campaign: str
    content: str
    tiers: tuple[str, ...]
    texts: tuple[StudyText, ...]


@dataclass(frozen=True)
class StudyDue:
    """A requirement that ends in the month."""

    requirement: int
    title: str
    campaign: str
    opens_on: date
    due_on: date
    kinds: tuple[str, ...]
    texts: tuple[StudyText, ...]
    settled: bool


@dataclass(frozen=True)
class StudyMonth:
    """`rhythm` are kinds of meetings and how often they are due by the end of this month."""

    period: Period
    entries: tuple[StudyEntry, ...]
    dues: tuple[StudyDue, ...]
    rhythm: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.dues or self.rhythm)

    @property
    def open(self) -> int:
        """How many of its requirements nothing settles yet."""
        return sum(not due.settled for due in self.dues)


@dataclass(frozen=True)
class StudyQuarter:
    period: Period
    months: tuple[StudyMonth, ...] = field(default_factory=tuple)


def study_plan(scope: Scope, organization_id: int, year: int, day: date | None = None) -> list[StudyQuarter]:
    """The four quarters of a year with their months."""
    day = day or today()
    placement = placement_of(scope, organization_id)
    covered = covered_readings(organization_id, day)
    months = [month_of(date(year, number, 1)) for number in range(1, 13)]
    entries = _entries(scope, placement, months, covered)
    dues = _dues(scope, placement, covered)
    asked = times_asked(scope, organization_id, year, day)
    quarters: dict[str, StudyQuarter] = {}
    for month in months:
        rhythm = tuple(
            (kind.value, times) for kind in CADENCE for last_day, times in asked[kind] if month.holds(last_day)
        )
        made = StudyMonth(
            month,
            tuple(entry for first, entry in entries if first == month.start),
            tuple(due for due in dues if month.holds(due.due_on)),
            rhythm,
        )
        quarter = quarter_of(month.start)
        before = quarters.get(quarter.code, StudyQuarter(quarter))
        quarters[quarter.code] = StudyQuarter(quarter, (*before.months, made))
    return list(quarters.values())


def reading_list(scope: Scope, organization_id: int, year: int) -> list[tuple[str, list[StudyText]]]:
    """The texts of every campaign that touches the year, in the campaign's own order, from easy to deep."""
    covered = covered_readings(organization_id, today())
    lists: dict[str, list[StudyText]] = {}
    found = readings_for(scope, organization_id).filter(
        campaign__starts_on__year__lte=year, campaign__ends_on__year__gte=year
    )
    for reading in found.prefetch_related("after"):
        lists.setdefault(reading.campaign.title_zh, []).append(_text(reading, covered))
    return list(lists.items())


def _entries(
    scope: Scope, placement: Placement, months: list[Period], covered: set[int]
) -> list[tuple[date, StudyEntry]]:
    lines = plan_for(scope, placement, months[0].start, months[-1].start)
    return [
        (
            line.month,
            StudyEntry(
                line.campaign.title_zh,
                line.content,
                tuple(line.tiers),
                tuple(_text(reading, covered) for reading in line.readings.all()),
            ),
        )
        for line in lines
    ]


def _dues(scope: Scope, placement: Placement, covered: set[int]) -> list[StudyDue]:
    settled = settled_requirements(placement.organization_id)
    return [
        StudyDue(
            requirement=one.pk,
            title=one.title,
            campaign=one.campaign.title_zh,
            opens_on=one.opens_on,
            due_on=one.due_on,
            kinds=tuple(one.activity_kinds),
            texts=tuple(_text(reading, covered) for reading in _readings(one)),
            settled=not settled.isdisjoint(versions_counted(one)),
        )
        for one in requirements_for(scope, placement)
    ]


def _readings(requirement: Requirement) -> list[Reading]:
    return sorted(requirement.readings.all(), key=lambda reading: reading.position)


def _text(reading: Reading, covered: set[int]) -> StudyText:
    return StudyText(
        reading.pk,
        reading.title,
        tuple(reading.tiers),
        tuple(before.title for before in reading.after.all()),
        reading.available_from,
        reading.pk in covered,
    )
