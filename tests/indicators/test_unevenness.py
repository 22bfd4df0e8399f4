"""The spread of study coverage, taken apart."""

from fractions import Fraction
from statistics import pvariance

from hypothesis import given
from hypothesis import strategies as st

from xuezuo.indicators.unevenness import Spread, spread_of

cells = st.dictionaries(
    st.tuples(st.sampled_from("123"), st.sampled_from("ab")),
    st.tuples(st.integers(1, 30), st.integers(0, 30)).map(lambda drawn: (drawn[0] + drawn[1], drawn[1])),
    min_size=1,
)


@given(cells)
def test_shares_are_those_of_the_variance_of_everybody_one_by_one(table: dict) -> None:
    """Slowly: everybody carries the share of their part, or of their sector; the variances of both lists are divided."""
    found = spread_of(table)
    everybody = [(key, Fraction(missed, members)) for key, (members, missed) in table.items() for _ in range(members)]
    whole = pvariance([share for _, share in everybody])
    for place, share in ((1, found.between_sectors), (0, found.between_organizations)):
        if share is None:
            continue
        means = {
            name: Fraction(
                sum(missed for key, (_, missed) in table.items() if key[place] == name),
                sum(members for key, (members, _) in table.items() if key[place] == name),
            )
            for name in {key[place] for key in table}
        }
        assert share == pvariance([means[key[place]] for key, _ in everybody]) / whole
        assert 0 <= share <= 1


def test_where_nothing_differs_nothing_is_said() -> None:
    assert spread_of({("1", "a"): (10, 5), ("2", "b"): (4, 2)}) == Spread(None, None)
    assert spread_of({}) == Spread(None, None)
    # branches right below: each is of one sector, so that organizations explain everything, which says nothing
    assert spread_of({("1", "a"): (10, 5), ("2", "b"): (4, 1), ("3", "b"): (4, 0)}).between_organizations is None
