"""What was asked of a place: every requirement that fell due in a month, its minutes, fields, branches and hours (AF10).

A requirement counts in the month of its due date, in the version that stood on that day, or stands today where the day is
still to come; so an amended one counts once, and one withdrawn in time not at all. Branches are those of today's tree.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.burdens.models import Refused
from xuezuo.campaigns.audiences import Audience, addressed, audience_of, rows
from xuezuo.campaigns.models import AnotherThing, Requirement
from xuezuo.campaigns.queries import place_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import holding_on, within
from xuezuo.periods import Period, month_of, today
from xuezuo.scopes import Scope

MONTHS = 12
"""A year back: what was asked before does not tell what is asked now."""

SEES_BELOW = ("operator", "officer", "inspector")
"""They also see what offices below them ask; everybody else what comes down to their own organization."""


@dataclass(frozen=True)
class Asked:
    """One requirement with what it costs within a part of the tree."""

    requirement: Requirement
    branches: int

    @property
    def month(self) -> Period:
        return month_of(self.requirement.due_on)

    @property
    def minutes(self) -> int:
        return self.branches * self.requirement.minutes

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)

    @property
    def fields(self) -> int:
        return self.branches * self.requirement.fields_asked


@dataclass(frozen=True)
class Sum:
    """Requirements added up; its list is `asked` itself, so a number cannot differ from what it opens."""

    asked: tuple[Asked, ...]
    period: Period | None = None
    issuer: Organization | None = None

    @property
    def requirements(self) -> int:
        return len(self.asked)

    @cached_property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.asked)

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)

    @cached_property
    def fields(self) -> int:
        return sum(one.fields for one in self.asked)


class Reach:
    """How many organizations of one part of the tree an audience addresses; each question is asked once."""

    def __init__(self, top: str, day: date) -> None:
        self.top, self.day = top, day
        self._kinds: dict[str, Counter[tuple[str, str]]] = {}
        self._grouped: dict[tuple[Audience, str], int] = {}

    def of(self, audience: Audience, path: str) -> int:
        """`path` is where the audience ends; outside of `top` nobody is counted."""
        if tree_paths.covers(self.top, path):
            inside = path
        elif tree_paths.covers(path, self.top):
            inside = self.top
        else:
            return 0
        if audience.groups:
            key = (audience, inside)
            if key not in self._grouped:
                self._grouped[key] = rows(audience, inside, self.day).count()
            return self._grouped[key]
        kinds = set(audience.kinds or BRANCH_KINDS)
        return sum(
            count
            for (kind, sector), count in self._by_kind(inside).items()
            if kind in kinds and (not audience.sectors or sector in audience.sectors)
        )

    def _by_kind(self, path: str) -> Counter[tuple[str, str]]:
        """One count for all audiences without groups: a province's tree is walked once, not once a requirement."""
        if path not in self._kinds:
            found = (
                Placement.objects.filter(within(path), holding_on(self.day))
                .values_list("organization__kind", "organization__sector")
                .annotate(count=Count("pk"))
                .order_by()
            )
            self._kinds[path] = Counter({(kind, sector): count for kind, sector, count in found})
        return self._kinds[path]


def _issuers(scope: Scope, placement: Placement, day: date) -> dict[int, str]:
    """Whose requirements come down to the place, and for offices those of the levels below it: id and path."""
    line = Q(path__in=[*tree_paths.ancestors(placement.path), placement.path])
    if scope.role in SEES_BELOW:
        line |= within(placement.path)
    asking = Requirement.objects.order_by().values("issuer_id")
    found = Placement.objects.filter(line, holding_on(day), organization_id__in=asking)
    return dict(found.values_list("organization_id", "path"))


def _due_between(first: date, last: date) -> QuerySet[Requirement]:
    return Requirement.objects.filter(due_on__gte=first, due_on__lte=last, campaign__issued_at__isnull=False)


def stood(requirement: Requirement, day: date) -> bool:
    """Whether this version is the one that was asked when it fell due, or is asked today."""
    when = min(requirement.due_on, day)
    return requirement.valid_from <= when < requirement.valid_to


def asked_of(scope: Scope, placement: Placement, first: date, last: date) -> list[Asked]:
    """Everything that fell or falls due in these days for a place and what is below it, the earliest first.

    `placement` must be one of the scope's own; requirements that address nobody there are left out.
    """
    day = today()
    issuers = _issuers(scope, placement, day)
    found = (
        _due_between(first, last)
        .filter(issuer_id__in=issuers)
        .select_related("campaign", "issuer", "another_thing")
        .order_by("due_on", "campaign__code", "code")
    )
    wanted = [one for one in found if stood(one, day)]
    tops = _paths_of_codes({audience_of(one.audience).subtree for one in wanted} - {""}, day)
    if placement.organization.kind in BRANCH_KINDS:
        counts = _for_one(placement, wanted, issuers, tops, day)
    else:
        reach = Reach(placement.path, day)
        counts = [reach.of(audience_of(one.audience), _top(one, issuers, tops)) for one in wanted]
    return [Asked(one, count) for one, count in zip(wanted, counts, strict=True) if count]


def _for_one(
    placement: Placement, wanted: list[Requirement], issuers: dict[int, str], tops: dict[str, str], day: date
) -> list[int]:
    place = place_of(placement, day)
    return [int(addressed(audience_of(one.audience), place, _top(one, issuers, tops))) for one in wanted]


def _top(requirement: Requirement, issuers: dict[int, str], tops: dict[str, str]) -> str:
    """Where its audience ends. A place that is gone from the tree addresses nobody: no path begins with a dot."""
    subtree = audience_of(requirement.audience).subtree
    return tops.get(subtree, ".") if subtree else issuers[requirement.issuer_id]


def _paths_of_codes(codes: set[str], day: date) -> dict[str, str]:
    found = Placement.objects.filter(holding_on(day), organization__code__in=codes)
    return dict(found.values_list("organization__code", "path"))


def months_back(day: date, count: int = MONTHS) -> list[Period]:
    """The month of the day and those before it, the newest first."""
    found = [month_of(day)]
    while len(found) < count:
        found.append(month_of(found[-1].start.replace(day=1) - date.resolution))
    return found


def by_month(asked: Iterable[Asked], months: list[Period]) -> list[Sum]:
    asked = list(asked)
    return [Sum(tuple(one for one in asked if one.month == month), period=month) for month in months]


def by_issuer(asked: Iterable[Asked]) -> list[Sum]:
    """Whoever asks for most comes first; nobody gets a number for it."""
    of: dict[int, list[Asked]] = {}
    for one in asked:
        of.setdefault(one.requirement.issuer_id, []).append(one)
    sums = [Sum(tuple(group), issuer=group[0].requirement.issuer) for group in of.values()]
    return sorted(sums, key=lambda one: (-one.minutes, one.issuer.code if one.issuer else ""))


def branches_of(placement: Placement, day: date) -> int:
    """How many branches stand at or below a place: what the whole is divided by."""
    return Reach(placement.path, day).of(Audience(), placement.path)


def refused(scope: Scope, placement: Placement, first: date, last: date) -> QuerySet[Refused]:
    """Known figures that the levels above and below a place wanted to ask for, and were not let (AF09)."""
    issuers = _line(scope, placement)
    found = Refused.objects.filter(on__gte=first, on__lte=last, issuer_id__in=issuers)
    return found.select_related("issuer").order_by("-on", "-pk")


def said_to_be_other(scope: Scope, placement: Placement, asked: Iterable[Asked]) -> QuerySet[AnotherThing]:
    """Requirements that have the name of a known figure, with the reason why they are asked all the same."""
    ids = [one.requirement.pk for one in asked]
    return AnotherThing.objects.filter(requirement_id__in=ids).select_related("requirement__issuer")


def _line(scope: Scope, placement: Placement) -> QuerySet[Placement]:
    line = Q(path__in=[*tree_paths.ancestors(placement.path), placement.path])
    if scope.role in SEES_BELOW:
        line |= within(placement.path)
    return Placement.objects.filter(line, holding_on(today())).order_by().values("organization_id")  # type: ignore[return-value]
