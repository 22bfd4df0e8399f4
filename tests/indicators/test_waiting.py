"""How long something waits to be counted is told by the clock of whoever marked it."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from xuezuo.indicators.engines.kept import LATE, Waiting


def test_a_made_up_place_of_another_year_tells_what_is_late(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2016, 10, 20, tzinfo=UTC))
    real = datetime.now(UTC)

    assert Waiting(1, real - LATE - timedelta(minutes=1)).is_late
    assert not Waiting(1, real).is_late
