"""The spread of study coverage, level by level."""

from fractions import Fraction
from statistics import pvariance

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.overview.conftest import county
from xuezuo.indicators.kept import rolling
from xuezuo.indicators.levels import levels, levels_of
from xuezuo.indicators.queries import ask
from xuezuo.scopes import operator

__all__ = ["county"]

WAYS = ["", "1", "2", "11", "12", "13", "21", "22", "111", "112", "121", "221"]
parts = st.dictionaries(
    st.sampled_from(["0001" + "".join(f"000{step}" for step in way) for way in WAYS]),
    st.tuples(st.integers(1, 20), st.integers(0, 20)).map(lambda drawn: (sum(drawn), drawn[1])),
    min_size=1,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine one draw may wait for seconds
@given(parts)
def test_levels_add_up_to_the_variance_of_everybody_one_by_one(drawn: dict) -> None:
    """Slowly: everybody carries the share of their organization on a level; what a level adds is the variance of these
    shares, less that of the level above, divided by that of the organizations themselves."""
    found = levels_of(drawn, "0001")
    everybody = [(path, Fraction(missed, members)) for path, (members, missed) in drawn.items() for _ in range(members)]

    def variance(length: int) -> Fraction:
        people = [path[:length] for path, _ in everybody]
        means = {
            name: Fraction(
                sum(missed for path, (_, missed) in drawn.items() if path[:length] == name),
                sum(members for path, (members, _) in drawn.items() if path[:length] == name),
            )
            for name in people
        }
        return pvariance([means[name] for name in people])

    whole = pvariance([share for _, share in everybody])
    if not found:
        assert not whole or max(map(len, drawn)) <= 4 + 4
        return
    assert sum(one.share for one in found) == pytest.approx(1)
    for one in found:
        length = 4 + 4 * one.steps
        assert one.share == pytest.approx(float((variance(length) - variance(length - 4)) / whole), abs=1e-9)


def test_one_level_is_all_of_it_and_says_nothing() -> None:
    assert levels_of({"00010001": (10, 1), "00010002": (10, 9)}, "0001") == []
    assert levels_of({"00010001": (10, 5), "000100020001": (10, 5)}, "0001") == []
    assert levels_of({}, "0001") == []


@pytest.mark.django_db
def test_kept_rows_and_records_say_the_same(county) -> None:
    """Town 1 has 8 of 22 reached, all in one of its branches; town 2 has nobody."""
    counted = levels(ask(operator(), "099", engine="live"))
    rolling.keep_up()
    kept = ask(operator(), "099", engine="quick")
    assert kept.is_kept
    assert levels(kept) == counted
    whole = 8 / 38
    spread = 8 * (1 - whole) ** 2 + 30 * whole**2
    towns = 22 * (8 / 22 - whole) ** 2 + 16 * whole**2
    assert [(one.steps, one.places) for one in counted] == [(1, 2), (2, 4)]
    assert counted[0].share == pytest.approx(towns / spread)
