"""Half-open periods, and whole periods that ended between two days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuezuo import periods

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(DAYS, st.sampled_from(sorted(periods.OF_LENGTH)))
def test_every_day_is_in_its_own_period_and_the_next_begins_where_it_ends(day: date, length: str) -> None:
    period = periods.OF_LENGTH[length](day)
    assert period.holds(day)
    assert periods.OF_LENGTH[length](period.end).start == period.end
    assert not period.holds(period.end)


@pytest.mark.parametrize(
    ("length", "since", "until", "codes"),
    [
        ("month", date(2016, 4, 1), date(2016, 6, 30), ["2016-04", "2016-05", "2016-06"]),
        ("month", date(2016, 4, 2), date(2016, 6, 29), ["2016-05"]),
        ("quarter", date(2016, 7, 1), date(2016, 10, 20), ["2016Q3"]),
        ("quarter", date(2016, 11, 1), date(2017, 3, 31), ["2017Q1"]),
        ("year", date(2016, 1, 1), date(2016, 10, 20), []),
    ],
)
def test_only_whole_periods_are_due(length: str, since: date, until: date, codes: list[str]) -> None:
    assert [period.code for period in periods.ended_between(length, since, until)] == codes


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2016, 3, 31), [date(2016, 1, 31), date(2016, 2, 29)]),
        (date(2017, 1, 1), [date(2016, 11, 30), date(2016, 12, 31)]),
    ],
)
def test_a_day_follows_the_ends_of_the_months_before_it(day: date, before: list[date]) -> None:
    assert periods.month_ends(day, 3) == [*before, day]
    assert periods.month_ends(day, 1) == [day]
