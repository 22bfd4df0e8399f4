"""The rhythm of branch life: which meetings the running and the latest periods ask of a branch, and which were held.

三会一课, theme days, and once a year organizational life meeting, appraisal and talks (D3.01-D3.08), by the rule of the
period, as far as an organization above asks for more. The figure `meeting_cadence` counts the same, branch by branch.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.local_rules.queries import values_of
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberCategory
from xuezuo.organizations.models import BranchGroup, Dated, Membership, Organization, Placement
from xuezuo.organizations.queries import placement_of, placements, within
from xuezuo.periods import OF_LENGTH, Period, ended_between, quarter_of, today, year_of
from xuezuo.records.models import RecordKind
from xuezuo.rule_packs.queries import rule, rules
from xuezuo.scopes import Scope

CADENCE = {
    ActivityKind.GENERAL: ("meeting.general.per_quarter", "quarter"),
    ActivityKind.COMMITTEE: ("meeting.committee.per_month", "month"),
    ActivityKind.GROUP: ("meeting.group.per_month", "month"),
    ActivityKind.LECTURE: ("meeting.lecture.per_quarter", "quarter"),
    ActivityKind.THEME_DAY: ("meeting.theme_day.per_month", "month"),
    ActivityKind.ORG_LIFE: ("meeting.org_life.per_year", "year"),
    ActivityKind.APPRAISAL: ("meeting.appraisal.per_year", "year"),
    ActivityKind.TALKS: ("meeting.talks.per_year", "year"),
}
KEYS = [key for key, _ in CADENCE.values()]


@dataclass(frozen=True)
class StillToHold:
    """A kind of meeting that a period asks for `times` times, and that was held less often."""

    kind: ActivityKind
    period: Period
    times: int
    held: int


def still_to_hold(scope: Scope, organization_id: int, day: date | None = None) -> list[StillToHold]:
    """What the running month, quarter and year still ask, in the order of the rules.

    A branch owes nothing for a period in which its duties, or its first place in the tree, began; a move to another
    superior changes nothing, as in the figure `meeting_cadence`.
    """
    return running_and_over(scope, organization_id, day)[0]


def running_and_over(
    scope: Scope, organization_id: int, day: date | None = None
) -> tuple[list[StillToHold], list[StillToHold]]:
    """What running periods still ask, and what periods that are over asked and no record shows: of this year, and of the
    quarter before.
    """
    return lacking_of(placement_of(scope, organization_id).organization, day or today())


def lacking_of(organization: Organization, day: date) -> tuple[list[StillToHold], list[StillToHold]]:
    """The same for an organization that the caller was shown already."""
    since = min(year_of(day).start, quarter_of(day - timedelta(days=92)).start)
    running = [(kind, OF_LENGTH[length](day)) for kind, (_, length) in CADENCE.items()]
    over = [
        (kind, period)
        for kind, (key, length) in CADENCE.items()
        for period in ended_between(length, rules()[key][0].valid_from, day - timedelta(days=1))
        if period.last_day >= since
    ]
    lacking = _lacking(organization, [*running, *over], day)
    return [one for one in lacking if one.period.end > day], [one for one in lacking if one.period.end <= day]


def branches_below(scope: Scope, placement: Placement) -> int:
    """How many branches a rule set at this place reaches: what it costs (AF10)."""
    found = placements(scope).filter(within(placement.path), organization__kind__in=BRANCH_KINDS)
    return found.order_by().count()


def times_asked(
    scope: Scope, organization_id: int, year: int, day: date | None = None
) -> dict[ActivityKind, list[tuple[date, int]]]:
    """By kind the last day of each of a year's periods and how often it asks; what is ahead as it stands on the day."""
    day = day or today()
    organization = placement_of(scope, organization_id).organization
    found: dict[ActivityKind, list[tuple[date, int]]] = {kind: [] for kind in CADENCE}
    if organization.kind not in BRANCH_KINDS:
        return found
    facts = _Branch(organization, day)
    for kind, (_, length) in CADENCE.items():
        period = OF_LENGTH[length](date(year, 1, 1))
        while period.start.year == year:
            if times := facts.times(kind, period):
                found[kind].append((period.last_day, times))
            period = OF_LENGTH[length](period.end)
    return found


def _lacking(organization: Organization, asked: Sequence[tuple[ActivityKind, Period]], day: date) -> list[StillToHold]:
    if organization.kind not in BRANCH_KINDS:
        return []
    held = _held(organization.pk, [period for _, period in asked])
    facts = _Branch(organization, day)
    found = []
    for kind, period in asked:
        times = facts.times(kind, period)
        done = sum(number for (one, on), number in held.items() if one == kind and period.holds(on))
        if times > done:
            found.append(StillToHold(kind, period, times, done))
    return found


def _held(organization_id: int, periods: Iterable[Period]) -> Counter[tuple[str, date]]:
    """How often each kind was held on each day of these periods."""
    periods = list(periods)
    found = RecordKind.objects.filter(
        record__organization_id=organization_id,
        record__held_on__gte=min(period.start for period in periods),
        record__held_on__lt=max(period.end for period in periods),
    )
    return Counter(found.values_list("kind", "record__held_on"))


class _Branch:
    """What decides how much is asked of one branch; of what lies ahead nothing is known yet."""

    def __init__(self, organization: Organization, day: date) -> None:
        self.organization, self.day = organization, day
        self.places = list(Placement.objects.filter(organization=organization).order_by("valid_from"))
        self.values = values_of([place.path for place in self.places], KEYS)
        self._full: list[tuple[date, date, date | None]] | None = None
        self._groups: list[BranchGroup] | None = None

    def times(self, kind: ActivityKind, period: Period) -> int:
        since = max(self.organization.duties_from, self.places[0].valid_from)
        if since > period.start or not self._stood_through(period):
            return 0
        # where a period ahead will find it nobody knows, so it stands where it stands today
        path = next(place.path for place in self.places if _holds(place, min(period.start, self.day)))
        asked = self.values.value(CADENCE[kind][0], path, period.start) or 0
        if kind == ActivityKind.COMMITTEE and asked and not self._has_committee(period):
            return 0
        if kind == ActivityKind.GROUP and asked:
            return asked * self._groups_through(period)
        return asked

    def _stood_through(self, period: Period) -> bool:
        """Its place did not end in the period, not even for a time."""
        until = period.start
        for place in self.places:
            if place.valid_from <= until < place.valid_to:
                until = place.valid_to
        return until > min(period.last_day, max(self.day, period.start))

    def _has_committee(self, period: Period) -> bool:
        """With fewer full members at its end a branch has no committee (D3.11)."""
        if self._full is None:
            full = Membership.objects.filter(organization=self.organization, member__category=MemberCategory.FULL)
            self._full = list(full.values_list("valid_from", "valid_to", "member__full_on"))
        end = min(period.last_day, self.day)
        number = sum(
            since <= end < until and (full_on is None or full_on <= end) for since, until, full_on in self._full
        )
        return number >= (rule("organization.branch_committee_min", period.start) or 0)

    def _groups_through(self, period: Period) -> int:
        """Groups that there were from the period's beginning to its end; without any no meeting of one is due (D3.12)."""
        if self._groups is None:
            self._groups = list(BranchGroup.objects.filter(organization=self.organization))
        end = min(period.last_day, self.day)
        start = min(period.start, end)
        return sum(_holds(group, start) and _holds(group, end) for group in self._groups)


def _holds(row: Dated, day: date) -> bool:
    return row.valid_from <= day < row.valid_to
