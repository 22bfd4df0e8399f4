"""A subtree is one range of ordered paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuezuo import tree_paths

PATHS = st.lists(st.integers(1, tree_paths.MOST_CHILDREN), max_size=6).map(
    lambda numbers: "".join(tree_paths.segment(number) for number in numbers)
)


@given(PATHS, PATHS)
def test_the_range_holds_exactly_the_subtree(upper: str, lower: str) -> None:
    assert (upper <= lower < tree_paths.after(upper)) == tree_paths.covers(upper, lower)


@given(PATHS, st.integers(1, tree_paths.MOST_CHILDREN))
def test_a_child_knows_its_parent_and_number(parent: str, number: int) -> None:
    path = tree_paths.child(parent, number)
    assert (tree_paths.parent_of(path), tree_paths.number_of(path)) == (parent, number)
    assert tree_paths.ancestors(path) == [*tree_paths.ancestors(parent), *([parent] if parent else [])]


@given(st.integers(1, tree_paths.MOST_CHILDREN - 1))
def test_children_stand_in_the_order_of_their_numbers(number: int) -> None:
    assert tree_paths.segment(number) < tree_paths.segment(number + 1)


@pytest.mark.parametrize("number", [0, tree_paths.MOST_CHILDREN + 1])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        tree_paths.segment(number)
