"""Pages of a short list: each line once, and no page begins where nobody can say that it does."""

import pytest

from xuezuo.api.shapes import page_of
from xuezuo.refusals import Refusal


def pages(lines: list[str], limit: int) -> list[list[str]]:
    found, after = [], ""
    while True:
        shown, following = page_of(lines, after, limit, str, in_order=False)
        found.append(list(shown))
        if following is None:
            return found
        after = following


def test_each_line_stands_in_one_page() -> None:
    assert pages(["a", "b", "c", "d", "e"], 2) == [["a", "b"], ["c", "d"], ["e"]]
    assert pages(["c", "a", "b"], 1) == [["c"], ["a"], ["b"]]
    assert pages([], 2) == [[]]


def test_behind_a_line_that_has_gone_a_list_in_order_goes_on() -> None:
    assert page_of(["a", "c", "d"], "b", 2, str, in_order=True) == (["c", "d"], None)
    assert page_of(["a", "c", "d"], "e", 2, str, in_order=True) == ([], None)


@pytest.mark.parametrize("left", [["c", "a", "b"], ["b"], []])
def test_a_list_in_another_order_refuses_it(left: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        page_of(left, "d", 2, str, in_order=False)
    assert refused.value.code == "page_key"
