"""Small trends: what is drawn, what is said, and what is left out."""

from datetime import date

import pytest
from django.utils import translation

from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.style import change
from xuezuo.web.overview.drawn import HEIGHT, trend_of

DAYS = [date(2016, 7, 31), date(2016, 8, 31), date(2016, 9, 30), date(2016, 10, 20)]


def test_a_gap_is_a_gap_and_no_line_is_drawn_across_it() -> None:
    found = trend_of(DAYS, [Figure(4, 0), Figure(4, 4), None, Figure(4, 2)])
    assert found.lines == ["2.0,22.0 32.7,2.0"]
    assert found.end == ("94.0", f"{HEIGHT / 2}")
    assert found.shares == ["0.0%", "100.0%", "", "50.0%"]
    with translation.override("en"):
        assert trend_of(DAYS, [Figure(4, 0), None, None, Figure(4, 2)]).said == (
            "from 0.0% at the end of 2016-07-31 to 50.0% at the end of 2016-10-20"
        )


@pytest.mark.parametrize("figures", [[], [None] * 4, [None, Figure(0, 0), None, Figure(4, 2)]])
def test_one_day_is_no_trend(figures: list) -> None:
    assert trend_of(DAYS, figures) is None


def test_a_difference_is_said_in_words() -> None:
    with translation.override("zh-hans"):
        assert change(Figure(3, 2), Figure(3, 1)) == "高33.4个百分点"  # 66.7 beside 33.3
        assert change(Figure(10_000, 7_484), Figure(10_000, 7_445)) == "高0.3个百分点"  # 74.8 beside 74.5
        assert change(Figure(1000, 500), Figure(1000, 998)) == "低49.8个百分点"
        assert change(Figure(3, 2), Figure(6, 4)) == "与对照日相同"
