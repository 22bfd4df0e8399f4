"""With what the form of a meeting opens: what one meeting would clear, what a sheet of paper was printed for, or last time's."""

from datetime import date
from typing import Any

from django.http import QueryDict

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.again import said_again
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.branch.forms import MeetingForm, ids, new_client_id


def opened(scope: Scope, placement: Placement, asked: QueryDict) -> MeetingForm:
    """`asked` may name a `kind` and a `requirement` (a printed sheet does), or the record to be `like` (last time)."""
    organization_id = placement.organization_id
    dues = queries.outstanding_for(scope, organization_id)
    wanted = ids(asked.getlist("requirement"))
    suggestion = queries.suggestion_for(
        scope, organization_id, [due for due in dues if due.requirement.pk in wanted] or dues
    )
    missing = {reading.pk for due in dues for reading in due.missing}
    initial: dict[str, Any] = {
        "client_id": new_client_id(),
        "kinds": [kind for kind in asked.getlist("kind") if kind in ActivityKind.values] or suggestion.kinds,
        "held_on": today(),
        "readings": [reading.pk for reading in suggestion.readings],
        "subject": suggestion.subject,
        "place": next((one.place for one in queries.meetings_of(scope, organization_id) if one.place), ""),
    }
    like = next((one for one in ids(asked.getlist("like"))), None)
    if like is not None:
        before = queries.record(scope, like)
        if before.organization_id != organization_id:
            raise NotVisible(like)
        initial |= said_again(before, today())
    texts = queries.texts_on(scope, organization_id, today())
    return MeetingForm(
        initial=initial,
        roster=roster_of(scope, placement, today()),
        texts=texts,
        first=sorted(missing),
        often=queries.often_absent(scope, organization_id),
        here=queries.floating_here(scope, organization_id),
    )


def as_day(value: object) -> date | None:
    """A date as the form opens with it or as a browser sends it; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def roster_of(scope: Scope, placement: Placement, day: date) -> list[Member]:
    """The members to name absent: of that day, or today's when the branch had no place then (the day is refused)."""
    try:
        return list(roster(scope, placement.organization_id, day))
    except NotVisible:
        return list(roster(scope, placement.organization_id))


def ids_on_roster(scope: Scope, placement: Placement, day: date) -> frozenset[int]:
    """The ids of `roster_of`, for a form that was sent: names are read only where they are shown again."""
    rules.may_write(scope, placement.path)
    try:
        placement_of(scope, placement.organization_id, day)
    except NotVisible:
        day = today()
    return frozenset(queries.roster_ids(placement.organization_id, day))
