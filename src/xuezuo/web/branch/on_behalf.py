"""What an office above did for a branch, or one person for another: told as such where the thing itself is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xuezuo.accounts.queries import names_of
from xuezuo.audit.queries import events_of
from xuezuo.indicators.queries import organizations_of
from xuezuo.records.models import Record
from xuezuo.scopes import Scope

ACTS: dict[str, Promise] = {"record.enter": _("Entered"), "record.correct": _("Corrected")}


@dataclass(frozen=True)
class Act:
    """`office` is "" where somebody of the unit itself acted, `acting_for` where nobody was acted for."""

    what: Promise
    at: datetime
    who: str
    office: str
    acting_for: str


def acts_for_others(scope: Scope, record: Record) -> list[Act]:
    """Acts on the record by somebody who sat elsewhere, or who acted for somebody else. The caller may see the record."""
    events = [
        event
        for event in events_of(scope, "record", record.pk).filter(action__in=list(ACTS))
        if event.actor_organization_id not in (None, record.organization_id) or "for_id" in event.detail
    ]
    people = {event.viewer_id or 0 for event in events} | {event.detail.get("for_id", 0) for event in events}
    names = names_of(sorted(people)) if events else {}
    offices = organizations_of([event.actor_organization_id for event in events if event.actor_organization_id])
    return [
        Act(
            what=ACTS[event.action],
            at=event.at,
            who=names.get(event.viewer_id or 0, ""),
            office=offices[event.actor_organization_id][1]
            if event.actor_organization_id and event.actor_organization_id != record.organization_id
            else "",
            acting_for=names.get(event.detail.get("for_id", 0), ""),
        )
        for event in events
    ]
