"""The clock of a made-up place: its moments fall on the day that it stands in, at the hour that it really is."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone


def standing_on(day: date, clock: Callable[[], datetime] = timezone.now) -> Callable[[], datetime]:
    """Django's `timezone.now` for a day that passes over and over: at midnight it begins anew."""

    def now() -> datetime:
        moment = clock()
        return moment + timedelta(days=(day - timezone.localdate(moment)).days)

    return now


def stand_on(day: date) -> None:
    """From now on in this process, for whatever asks what time it is: else a page of 2016 says that it was entered today."""
    timezone.now = standing_on(day)
