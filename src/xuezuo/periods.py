"""Days, months and quarters as half-open intervals `[start, end)`, and the open end of dated rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

FOREVER = date(9999, 12, 31)
"""`valid_to` of a row that still holds: a real date keeps every interval test one comparison."""

LONG_AGO = date(1900, 1, 1)
"""`valid_from` of a row whose beginning nobody wrote down."""


def today() -> date:
    """The local day, or the day that `XUEZUO_TODAY` puts in its place (the demo stands in 2016)."""
    return date.fromisoformat(settings.TODAY) if settings.TODAY else timezone.localdate()


@dataclass(frozen=True, order=True)
class Period:
    """`start` included, `end` excluded; `code` is `2016-05`, `2016Q2` or `2016`."""

    start: date
    end: date
    code: str

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


def month_of(day: date) -> Period:
    start = day.replace(day=1)
    end = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(start, end, f"{day:%Y-%m}")


def quarter_of(day: date) -> Period:
    first = (day.month - 1) // 3 * 3 + 1
    end = date(day.year + (first + 3) // 13, (first + 2) % 12 + 1, 1)
    return Period(date(day.year, first, 1), end, f"{day.year}Q{(first + 2) // 3}")


def year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1), f"{day.year}")


OF_LENGTH = {"month": month_of, "quarter": quarter_of, "year": year_of}


def ended_between(length: str, since: date, until: date) -> Iterator[Period]:
    """Whole periods that begin on or after `since` and are over by the end of `until`, in order.

    `ended_between("month", 2016-04-01, 2016-06-30)` gives April, May and June.
    """
    period = OF_LENGTH[length](since)
    if period.start < since:
        period = OF_LENGTH[length](period.end)
    while period.last_day <= until:
        yield period
        period = OF_LENGTH[length](period.end)


def month_ends(day: date, count: int) -> list[date]:
    """The day itself and the last days of the months before it, `count` in all, earliest first.

    `month_ends(2016-10-20, 3)` gives 2016-08-31, 2016-09-30 and 2016-10-20.
    """
    found = [day]
    while len(found) < count:
        found.insert(0, month_of(found[0]).start - timedelta(days=1))
    return found
