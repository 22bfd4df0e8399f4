"""The log as far as an audit administrator's scope reaches, and what others did with one organization's data.

Pages go by the event's number, downwards, and read at most a window of numbers each: flat however long the log is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.accounts.models import User
from xuezuo.audit.models import Event
from xuezuo.audit.words import READS
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import placement_by_code, placement_of, superiors_of, within
from xuezuo.people.models import Transfer
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

PAGE = 50
WINDOW = 20_000
"""Events a page looks through at most when no index leads to what is asked; then it offers to go on from there."""

SLACK = 10_000
"""Numbers are given at an act's beginning and times a moment later, so neighbours may stand the other way round."""


@dataclass(frozen=True)
class Asked:
    """What is looked for. `person` is a sign-in name, `organization` a code (with everything below it)."""

    person: str = ""
    organization: str = ""
    action: str = ""
    kind: str = ""
    number: int | None = None
    request: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_led_by_an_index(self) -> bool:
        return bool(self.request or (self.kind and self.number is not None))


@dataclass(frozen=True)
class Found:
    """`after` is the number below which to go on, None at the log's beginning; `looked_to` the time reached if the
    page is not full."""

    events: list[Event]
    after: int | None
    looked_to: datetime | None = None


def log(scope: Scope, asked: Asked, before: int | None = None, size: int = PAGE) -> Found:
    """One page of the log, newest first. Raises `NotVisible` for everybody but an audit administrator."""
    events = _asked_for(_reach(scope), scope, asked)
    lowest, highest = _numbers(asked)
    top = min(highest, before - 1) if before else highest
    bottom = lowest if asked.is_led_by_an_index else max(lowest, top - WINDOW + 1)
    rows = list(events.filter(pk__lte=top, pk__gte=bottom).order_by("-pk")[: size + 1])
    if len(rows) > size:
        return Found(rows[:size], rows[size - 1].pk)
    if bottom <= lowest:
        return Found(rows, None)
    reached = Event.objects.filter(pk__gte=bottom).order_by("pk").values_list("at", flat=True).first()
    return Found(rows, bottom, reached)


def log_lines(scope: Scope, asked: Asked, most: int) -> Iterator[Event]:
    """The same for a file: page after page until so many are found, or the log's beginning."""
    before: int | None = None
    while most > 0:
        found = log(scope, asked, before, min(most, 1_000))
        yield from found.events
        most -= len(found.events)
        before = found.after
        if before is None:
            return


def _reach(scope: Scope) -> QuerySet[Event]:
    """Events about the auditor's part of the tree, and of people who acted from there; at the top also those of
    neither, such as the operator's."""
    if scope.role != "auditor":
        raise NotVisible("audit")
    reach = _in_part(scope.path)
    if tree_paths.depth(scope.path) == 1:
        reach |= Q(organization_id__isnull=True, actor_organization_id__isnull=True)
    return Event.objects.filter(reach)


def _in_part(path: str) -> Q:
    """Event by event, for a page looks at few: a province has too many organizations to list them first."""
    places = Placement.objects.filter(within(path))
    return Q(Exists(places.filter(organization_id=OuterRef("organization_id")))) | Q(
        Exists(places.filter(organization_id=OuterRef("actor_organization_id")))
    )


def _asked_for(events: QuerySet[Event], scope: Scope, asked: Asked) -> QuerySet[Event]:
    if asked.person:
        person = User.objects.filter(username=asked.person).values_list("pk", flat=True).first()
        events = (
            events.filter(Q(viewer_id=person) | Q(object_kind="user", object_id=person)) if person else events.none()
        )
    if asked.organization:
        events = events.filter(_in_part(_place(scope, asked.organization)))
    exact = {
        "action": asked.action,
        "object_kind": asked.kind,
        "object_id": asked.number,
        "request_id": asked.request,
        "at__gte": _midnight(asked.since) if asked.since else None,
        "at__lt": _midnight(asked.until + timedelta(days=1)) if asked.until else None,
    }
    return events.filter(**{name: value for name, value in exact.items() if value not in ("", None)})


def _place(scope: Scope, code: str) -> str:
    try:
        return placement_by_code(scope, code).path
    except NotVisible:
        raise Refusal("log_organization_unknown", code=code) from None


def _numbers(asked: Asked) -> tuple[int, int]:
    """Between which numbers the days lie, by the index over the times."""
    first, last = Event.objects.aggregate(first=Min("pk"), last=Max("pk")).values()
    if first is None:
        return 1, 0
    by_time = Event.objects.order_by("at")
    if asked.since:
        begin = by_time.filter(at__gte=_midnight(asked.since)).values_list("pk", flat=True).first()
        first = max(first, begin - SLACK) if begin else last + 1
    if asked.until:
        end = by_time.filter(at__gte=_midnight(asked.until + timedelta(days=1))).values_list("pk", flat=True).first()
        last = min(last, end + SLACK) if end else last
    return first, last


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def offices_of(events: list[Event]) -> dict[int, tuple[str, str]]:
    """Code and name of the organizations that events tell of, by id."""
    ids = {pk for one in events for pk in (one.organization_id, one.actor_organization_id) if pk is not None}
    found = Organization.objects.filter(pk__in=ids).values_list("pk", "code", "name")
    return {pk: (code, name) for pk, code, name in found}


def uses_of(scope: Scope, organization_id: int, before: int | None = None) -> Found:
    """What others did with the data of one organization: acts on it from elsewhere, transfers that others accepted for
    it, and files with names taken by its superiors (AF19). Offices, never persons. Raises `NotVisible` outside the scope
    and for whoever may not see names."""
    place = placement_of(scope, organization_id)
    if not scope.sees_names_at(place.path):
        raise NotVisible(organization_id)
    others = Event.objects.exclude(actor_organization_id=organization_id)
    if before:
        others = others.filter(pk__lt=before)
    rows = list(others.filter(organization_id=organization_id).order_by("-pk")[: PAGE + 1])
    came = Transfer.objects.filter(target_id=organization_id, source__isnull=False).values("pk")
    accepted = others.filter(object_kind="transfer", object_id__in=came, action="transfer.accepted")
    rows += list(accepted.order_by("-pk")[: PAGE + 1])
    for above in superiors_of(place).values_list("organization_id", flat=True):
        taken = others.filter(organization_id=above, action__in=READS)
        rows += list(taken.order_by("-pk")[: PAGE + 1])
    rows.sort(key=lambda one: -one.pk)
    return Found(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)
