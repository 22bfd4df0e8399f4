"""When a digest may go out: once a week, never between 20:00 and 08:00 (AF12)."""

from datetime import date, datetime, timedelta

FIRST_HOUR, LAST_HOUR = 8, 20


def is_quiet(now: datetime) -> bool:
    """Whether it is night, by the clock of the place: at 20:00 it has begun, at 08:00 it is over."""
    return not FIRST_HOUR <= now.hour < LAST_HOUR


def week_of(now: datetime) -> date:
    """The Monday of the week."""
    return now.date() - timedelta(days=now.weekday())
