"""The gap explained, against plain counting: whoever is said is missed, is counted once, and enough are said
in no statement more than that takes."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.place import TODAY, Plan, build, plans
from tests.agreement.reference import Line, Reference
from tests.agreement.test_live import given_places
from xuezuo.indicators import elsewhere
from xuezuo.indicators.explaining import Explained, Statement, explain
from xuezuo.indicators.kept import rolling
from xuezuo.indicators.queries import Size, ask, indicator_by_code, listed
from xuezuo.indicators.statements import Cells, chosen
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db

COVERAGE = indicator_by_code("study_coverage")


@pytest.fixture(autouse=True)
def _in_2016(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "AT_ONCE", 2)
    settings.TODAY = TODAY.isoformat()


def branches(lines: list[Line], one: Statement) -> Counter[str]:
    """People missed by branch: everything at the place, of its sector, below it or not."""
    found: Counter[str] = Counter()
    for line in lines:
        here = line.path == one.asked.placement.path if one.own else line.path.startswith(one.asked.placement.path)
        if here and one.sector in ("", line.word("sector")) and line.word("state") == "missed":
            found[line.path] += line.amount
    return found


def judge(found: Explained, lines: list[Line]) -> None:
    """By plain loops over the judge's lines, which know nothing of cells."""
    lines = [line for line in lines if line.path.startswith(found.asked.placement.path)]
    whole = [line for line in lines if line.word("reading") == "" and line.group == ""]
    missed = sum(line.amount for line in whole if line.word("state") == "missed")
    assert (found.people, found.members) == (missed, sum(line.amount for line in whole))
    seen: set[str] = set()
    for one in found.statements:
        places = branches(whole, one)
        assert one.people == sum(places.values()) > 0
        assert not seen & set(places), "nobody is counted in two statements"
        seen |= set(places)
        assert one.people == sum(row.amount for row in listed(one.asked, COVERAGE, "outstanding", one.narrow))
        for fact in one.texts:
            of_text = [line for line in lines if line.word("reading") == fact.key and line.group == ""]
            assert fact.people == sum(branches(of_text, one).values())
        for fact in one.groups:
            of_group = [line for line in lines if line.word("reading") == "" and line.group == fact.key]
            assert fact.people == sum(branches(of_group, one).values())
    assert found.covered + found.elsewhere == missed
    left = list(elsewhere.rows(found))
    assert sum(row.amount for row in left) == found.elsewhere
    assert elsewhere.size(found) == Size(len(left), found.elsewhere)
    assert not seen & {row.path for row in left}, "what is left over stands in no statement"
    paged = list(elsewhere.rows(found, limit=1))
    while paged and (more := list(elsewhere.rows(found, (paged[-1].path, paged[-1].row_id), 1))):
        paged += more
    assert paged == left
    assert found.covered >= 0.8 * missed
    for one in found.statements:
        assert found.covered - one.people < 0.8 * missed, "none could be left out"


def check(plan: Plan) -> None:
    with transaction.atomic():
        build(plan)
        rolling.keep_up()
        lines = Reference(TODAY, TODAY).lines_of_study_coverage()
        for code in ("R", "T0", "T1", "B1"):
            kept, live = (explain(ask(operator(), code, engine=engine)) for engine in ("kept", "live"))
            judge(kept, lines)
            assert [told(one) for one in kept.statements] == [told(one) for one in live.statements]
        transaction.set_rollback(True)


def told(one: Statement) -> tuple[object, ...]:
    return one.code, one.own, one.sector, one.people, one.members, one.texts, one.groups


@settings(given_places, max_examples=3)
@given(plan=plans)
def test_the_gap_is_explained_as_the_judge_counts_it(plan: Plan) -> None:
    check(plan)


@pytest.mark.slow
@settings(given_places, max_examples=60)
@given(plan=plans)
def test_more_gaps(plan: Plan) -> None:
    check(plan)


Tree = dict[tuple[str, str], tuple[int, int]]
"""Branches by path and sector: members, and people missed."""

leaf = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.sampled_from(["a", "b", "c"]))
trees = st.dictionaries(leaf, st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=14)


def below(branches_: Tree, path: str) -> Tree:
    found: Tree = {}
    for (place, sector), (members, people) in branches_.items():
        if place.startswith(path):
            key = place[: len(path) + 4], sector
            found[key] = found.get(key, (0, 0))[0] + members, found.get(key, (0, 0))[1] + people
    return found


@settings(max_examples=150, deadline=None)
@given(trees, st.booleans())
def test_on_any_cells_enough_is_covered_and_nobody_twice(drawn: dict, has_own: bool) -> None:
    tree: Tree = {}
    for (city, town, branch, sector), (missed, others) in drawn.items():
        path = "0001" + "".join(f"{number:04d}" for number in (city, town, branch))
        if path not in {place for place, _ in tree}:
            tree[path, sector] = missed + others, missed
    if has_own:
        tree["0001", "c"] = tree["00010001", "a"] = 20, 9
    people = sum(missed for _, missed in tree.values())
    found = chosen(Cells(lambda path: below(tree, path)), "0001")
    times: Counter[tuple[str, str]] = Counter()
    for one in found:
        mine = {
            key: cell for key, cell in tree.items()
            if (key[0] == one.path if one.own else key[0].startswith(one.path)) and one.sector in (None, key[1])
        }  # fmt: skip
        assert (one.members, one.people) == tuple(sum(cell[place] for cell in mine.values()) for place in (0, 1))
        times.update(list(mine))
    assert set(times.values()) <= {1}
    covered = sum(one.people for one in found)
    assert covered >= 0.8 * people
    for one in found:
        assert covered - one.people < 0.8 * people, "none could be left out"


def test_a_smaller_place_is_said_where_nearly_all_of_it_is_and_what_is_no_worse_comes_last() -> None:
    """Of 100 missed of 400, 60 are in one town of the first city; the one organ of all lacks 24."""
    tree: Tree = {
        ("000100010001", "village"): (80, 60),
        ("000100010002", "village"): (80, 4),
        ("000100020001", "organ"): (60, 24),
        ("000100020002", "village"): (180, 12),
    }
    found = chosen(Cells(lambda path: below(tree, path)), "0001")
    assert [(one.path, one.sector, one.people) for one in found] == [
        ("000100010001", None, 60),
        ("000100020001", None, 24),
    ]


def test_what_stands_out_is_not_said_where_the_rest_covers_enough_without_it() -> None:
    """Of 100 missed, 5 are in a small town that stands out; the two that come later cover 89 without it."""
    tree: Tree = {
        ("000100010001", "village"): (60, 45),
        ("000100020001", "organ"): (6, 5),
        ("000100030001", "school"): (210, 44),
        ("000100040001", "street"): (200, 6),
    }
    found = chosen(Cells(lambda path: below(tree, path)), "0001")
    assert [(one.path, one.people) for one in found] == [("000100010001", 45), ("000100030001", 44)]
