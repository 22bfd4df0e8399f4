"""A calendar of what is due as iCalendar (RFC 5545): whole days for a calendar, or tasks with a due date.

The same entries give the same bytes; an entry keeps its `UID` through every amendment. No alarms: nobody is reminded (AF12).
"""

from collections.abc import Sequence
from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.records.queries import CalendarEntry

EVERY = timedelta(hours=6)
"""How often a calendar may come again; a change waits no longer."""


def calendar_feed(code: str, name: str, entries: Sequence[CalendarEntry], *, tasks: bool = False) -> bytes:
    """`code` and `name` are those of the organization."""
    calendar = Calendar()
    calendar.add("prodid", "-//xuezuo//xuezuo//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_component(code, entry, tasks))
    return bytes(calendar.to_ical())


def _component(code: str, entry: CalendarEntry, tasks: bool) -> Event | Todo:
    component = Todo() if tasks else Event()
    component.add("uid", f"{entry.key}{':task' if tasks else ''}@{code}.xuezuo")
    component.add("dtstamp", entry.since.astimezone(UTC))
    component.add("last-modified", entry.since.astimezone(UTC))
    component.add("sequence", entry.version - 1)
    component.add("summary", entry.title or _kinds(entry))
    component.add("description", _description(entry))
    if tasks:
        component.add("status", "NEEDS-ACTION")
        if entry.opens_on and entry.opens_on < entry.due_on:
            component.add("dtstart", entry.opens_on)
        component.add("due", entry.due_on)
    else:
        component.add("dtstart", entry.due_on)
        component.add("dtend", entry.due_on + timedelta(days=1))
        component.add("transp", "TRANSPARENT")
    return component


def _description(entry: CalendarEntry) -> str:
    lines = [entry.campaign] if entry.campaign else []
    if entry.opens_on:
        lines.append(
            _("from %(first)s to %(last)s") % {"first": entry.opens_on.isoformat(), "last": entry.due_on.isoformat()}
        )
    if entry.title and entry.kinds:
        lines.append(_("counts by: %(kinds)s") % {"kinds": _kinds(entry)})
    return "\n".join(lines)


def _kinds(entry: CalendarEntry) -> str:
    return _(", ").join(str(ActivityKind(kind).label) for kind in entry.kinds)
