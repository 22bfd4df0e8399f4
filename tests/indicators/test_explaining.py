"""When what is missing counts as concentrated: by what the statements hold together, not by any one of them."""

from typing import Any

import pytest

from xuezuo.indicators.explaining import Explained, Statement

NOWHERE: Any = None


def found(people: int, members: int, *statements: tuple[int, int]) -> Explained:
    return Explained(NOWHERE, people, members, [Statement(NOWHERE, "", *one) for one in statements])


@pytest.mark.parametrize(
    ("covered", "of_members", "is_even"),
    [
        (878, 854, True),
        (880, 801, True),
        (880, 800, False),  # a tenth more of the missed than of the members
        (900, 300, False),
        (1000, 1000, True),
    ],
)
def test_hardly_more_of_the_missed_than_of_the_members_is_even(covered: int, of_members: int, is_even: bool) -> None:
    assert found(1000, 1000, (covered, of_members)).is_even is is_even
    # the same shares of a place where few are missed at all
    assert found(1000, 7000, (covered, 7 * of_members)).is_even is is_even


def test_one_that_is_worse_than_the_whole_makes_nothing_concentrated() -> None:
    """A real county's five sectors: 87.8 % of the missed, 85.4 % of the members, and one sector at 43.9 %."""
    sectors = (1169, 4871), (621, 2551), (548, 1541), (348, 792), (296, 1784)
    county = found(3398, 13509, *sectors)
    assert (county.covered, county.covered_members) == (2982, 11539)
    assert county.is_even
    # but the two that are missed clearly more often than on average (25.2 %) are said
    assert [one.people for one in county.worse] == [548, 348]


def test_one_statement_that_holds_everybody_is_compared_with_nothing() -> None:
    assert found(50, 50, (50, 50)).is_one
    assert found(20, 50, (20, 50)).is_one
    assert not found(20, 50, (18, 30)).is_one
    assert not found(20, 50, (10, 25), (10, 25)).is_one
