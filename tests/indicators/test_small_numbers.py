"""Small numbers are hidden, and cannot be had by subtraction."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories
from xuezuo.indicators import small_numbers
from xuezuo.indicators.queries import ask, figure, indicator_by_code, lines, size_of
from xuezuo.scopes import operator

DAY = date(2016, 10, 20)


def hidden(*cells: tuple[int, ...]) -> set[str]:
    named = {str(number): cell for number, cell in enumerate(cells)}
    return small_numbers.hidden_cells(named, DAY, beside_total=True)


def test_nothing_small_nothing_hidden() -> None:
    assert hidden((5, 5, 0), (0, 0, 0), (40, 20, 20)) == set()


def test_one_small_part_hides_its_cell() -> None:
    assert "0" in hidden((30, 28, 2), (40, 20, 20), (50, 25, 25))


def test_one_hidden_alone_would_be_the_difference_to_the_total() -> None:
    assert hidden((2, 2, 0), (7, 7, 0), (30, 20, 10)) == {"0", "1"}


def test_two_hidden_that_are_small_together_take_a_third_along() -> None:
    assert hidden((1, 1, 0), (2, 2, 0), (9, 9, 0), (30, 20, 10)) == {"0", "1", "2"}


def test_lines_that_overlap_have_no_total_to_subtract_from() -> None:
    cells = {"floating": (2, 2, 0), "retired": (9, 9, 0)}
    assert small_numbers.hidden_cells(cells, DAY, beside_total=False) == {"floating"}


@pytest.fixture
def county(db: None, settings: object) -> SimpleNamespace:
    """Two towns of three branches; the housebound by branch: 2, 6, 20 in the first town, 9, 9, 9 in the second."""
    settings.TODAY = DAY.isoformat()
    root = factories.organization("099")
    towns = [factories.organization(f"09900{n}", root, kind="committee") for n in (1, 2)]
    for town, people in zip(towns, ((2, 6, 20), (9, 9, 9)), strict=True):
        for number, housebound in enumerate(people, start=1):
            branch = factories.organization(f"{town.code}00{number}", town)
            for _ in range(housebound):
                factories.member(branch, groups=("housebound",))
    factories.campaign(
        root, readings=[{"code": "RD1", "title": "章程"}], requirements=[factories.requirement("Q1", readings=["RD1"])]
    )
    return SimpleNamespace(
        root=root, towns=towns,
        county=factories.scope(factories.user("officer", root)), town=factories.scope(factories.user("officer", towns[0])),
    )  # fmt: skip


HOUSEBOUND = {"group": "housebound"}


def shown(scope: object, code: str, by: str = "children") -> list[int | None]:
    asked = ask(scope, code)
    found = lines(asked, indicator_by_code("study_coverage"), by, HOUSEBOUND)
    return [None if line.figure is None else line.figure.expected for line in found]


def test_the_direct_superior_sees_every_number(county: SimpleNamespace) -> None:
    assert shown(county.town, "099001") == [2, 6, 20]


def test_above_it_the_small_one_and_one_more_are_hidden(county: SimpleNamespace) -> None:
    assert shown(county.county, "099001") == [None, None, 20]
    assert shown(county.county, "099002") == [9, 9, 9]
    assert shown(operator(), "099001") == [None, None, 20]


def test_what_a_table_hides_is_hidden_on_its_own_page_and_in_its_list_too(county: SimpleNamespace) -> None:
    coverage = indicator_by_code("study_coverage")
    for code, expected in (("099001001", None), ("099001002", None), ("099001003", 20), ("099001", 28)):
        asked = ask(county.county, code)
        found = figure(asked, coverage, HOUSEBOUND)
        assert (found and found.expected) == expected, code
        size = size_of(asked, coverage, "expected", HOUSEBOUND)
        assert size.number == expected
        assert size.least == small_numbers.EVERYTHING


def test_by_group_the_hidden_group_has_no_number(county: SimpleNamespace) -> None:
    asked = ask(county.county, "099001002")
    by_group = {line.code: line.figure for line in lines(asked, indicator_by_code("study_coverage"), "group")}
    assert by_group["housebound"] is None
    assert by_group["floating"].expected == 0


def test_figures_about_everybody_are_never_hidden(county: SimpleNamespace) -> None:
    asked = ask(county.county, "099001001")
    assert figure(asked, indicator_by_code("study_coverage")).expected == 2
