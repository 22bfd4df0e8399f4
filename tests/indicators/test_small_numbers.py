"""Small numbers are hidden, and cannot be had by subtraction."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories
from xuezuo.indicators import small_numbers
from xuezuo.indicators.queries import ask, figure, indicator_by_code, lines, size_of
from xuezuo.organizations.models import Member, Membership, Organization
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import carry_out
from xuezuo.reorganizations.wishes import Wish
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


@pytest.fixture
def sectors(db: None, settings: object) -> SimpleNamespace:
    """Floating members of two towns by sector: 3 of villages and 13 of organs; 20 and 12 in the other town."""
    settings.TODAY = DAY.isoformat()
    root = factories.organization("099")
    towns = [factories.organization(f"09900{n}", root, kind="committee") for n in (1, 2, 3)]
    for town, people in zip(towns, ((3, 13), (20, 12), (40, 30)), strict=True):
        for number, (sector, floating) in enumerate(zip(("village", "organ"), people, strict=True), start=1):
            branch = factories.organization(f"{town.code}00{number}", town, sector=sector)
            for _ in range(floating):
                factories.member(branch, groups=("floating",))
    factories.campaign(
        root, readings=[{"code": "RD1", "title": "章程"}], requirements=[factories.requirement("Q1", readings=["RD1"])]
    )
    return SimpleNamespace(
        root=root, towns=towns,
        county=factories.scope(factories.user("officer", root)), town=factories.scope(factories.user("officer", towns[0])),
    )  # fmt: skip


FLOATING = {"group": "floating"}


def number(scope: object, code: str, narrow: dict[str, str], *, alone: bool = False) -> int | None:
    """A figure, which its list agrees with."""
    asked, coverage = ask(scope, code, alone=alone), indicator_by_code("study_coverage")
    found = figure(asked, coverage, narrow)
    told = None if found is None else found.expected
    assert size_of(asked, coverage, "expected", narrow).number == told
    return told


def test_a_small_sector_cannot_be_had_from_the_others(sectors: SimpleNamespace) -> None:
    coverage = indicator_by_code("study_coverage")
    assert number(sectors.county, "099001", FLOATING) == 16
    for sector in ("village", "organ"):
        narrow = FLOATING | {"sector": sector}
        assert number(sectors.county, "099001", narrow) is None
        by_group = lines(ask(sectors.county, "099001"), coverage, "group", {"sector": sector})
        assert {line.code: line.figure for line in by_group}["floating"] is None
    by_sector = lines(ask(sectors.county, "099001"), coverage, "sector", FLOATING)
    assert [line.figure for line in by_sector] == [None, None]


def test_nor_from_the_sector_of_the_county_less_branches_that_are_shown(sectors: SimpleNamespace) -> None:
    """The county's villages would have 63: less the branches with 20 and 40, which are shown, the hidden 3 are left."""
    coverage = indicator_by_code("study_coverage")
    assert [number(sectors.county, f"09900{town}001", FLOATING) for town in (1, 2, 3)] == [None, 20, 40]
    for sector in ("village", "organ"):
        assert number(sectors.county, "099", FLOATING | {"sector": sector}) is None
    assert number(sectors.county, "099", FLOATING) == 16 + 32 + 70
    assert [line.figure for line in lines(ask(sectors.county, "099"), coverage, "sector", FLOATING)] == [None, None]


def test_a_split_is_shown_where_what_is_hidden_in_it_is_large(sectors: SimpleNamespace) -> None:
    """With two hidden villages of 3 and 4 and two hidden organs beside them, the county's sectors tell of neither."""
    for people in (4, 8):
        branch = factories.organization(
            f"09900200{people}", sectors.towns[1], sector="village" if people < 5 else "organ"
        )
        for _ in range(people):
            factories.member(branch, groups=("floating",))
    assert number(sectors.county, "099002004", FLOATING) is None
    villages = number(sectors.county, "099", FLOATING | {"sector": "village"})
    assert villages == 3 + 20 + 4 + 40


def test_the_direct_superior_sees_every_sector(sectors: SimpleNamespace) -> None:
    assert [number(sectors.town, "099001", FLOATING | {"sector": one}) for one in ("village", "organ")] == [3, 13]
    lines_ = lines(
        ask(sectors.town, "099001"), indicator_by_code("study_coverage"), "children", FLOATING | {"sector": "village"}
    )
    assert [line.figure.expected for line in lines_] == [3, 0]


def test_own_rows_are_no_way_around(sectors: SimpleNamespace) -> None:
    """A branch with a branch below it: of 23 floating members 3 are its own, so that neither number is shown."""
    upper = factories.organization("099001003", sectors.towns[0])
    lower = factories.organization("099001003001", upper)
    for branch, floating in ((upper, 3), (lower, 20)):
        for _ in range(floating):
            factories.member(branch, groups=("floating",))
    assert number(sectors.county, "099001003", FLOATING) == 23
    assert number(sectors.county, "099001003", FLOATING, alone=True) is None
    assert number(sectors.county, "099001003001", FLOATING) is None
    below = lines(ask(sectors.county, "099001003"), indicator_by_code("study_coverage"), "children", FLOATING)
    assert [line.figure for line in below] == [None, None]


def test_what_the_table_of_a_text_hides_is_hidden_among_the_texts_too(county: SimpleNamespace) -> None:
    """Two of nine missed a second text in one branch: in its table the next branch is hidden with it."""
    made = factories.campaign(
        county.root,
        readings=[{"code": "RD2", "title": "准则"}],
        requirements=[factories.requirement("Q2", readings=["RD2"])],
    )
    branch = Organization.objects.get(code="099002001")
    absent = Member.objects.filter(memberships__organization=branch)[:2]
    factories.record(branch, date(2016, 5, 1), readings=(made.readings.get(),), absent=tuple(absent))
    coverage, second = indicator_by_code("study_coverage"), f"{made.code}:RD2"
    by_branch = lines(ask(county.county, "099002"), coverage, "children", HOUSEBOUND | {"reading": second})
    assert [line.figure and line.figure.expected for line in by_branch] == [None, None, 9]
    by_text = lines(ask(county.county, "099002002"), coverage, "reading", HOUSEBOUND)
    assert [(line.figure and line.figure.expected) for line in by_text if line.code == second] == [None]
    assert [(line.figure and line.figure.expected) for line in by_text if line.code != second] == [9]


def test_a_branch_that_ended_is_no_more_open_at_the_office_that_answers_for_it(county: SimpleNamespace) -> None:
    """In the tree of today its rows stand at the town; its direct superior is the town all the same."""
    town = factories.organization("099003", county.root, kind="committee")
    branch = factories.organization("099003001", town)
    for _ in range(2):
        factories.member(branch, groups=("housebound",))
    Membership.objects.filter(organization=branch).update(valid_to=date(2016, 8, 1))
    carry_out(by=operator(), wish=Wish("close", branch.code, date(2016, 9, 1), "撤"))
    coverage, numbers = indicator_by_code("study_coverage"), {}
    for scope in (factories.scope(factories.user("officer", town)), county.county):
        asked = ask(scope, town.code, date(2016, 7, 31), "now")
        found = figure(asked, coverage, HOUSEBOUND)
        numbers[scope.path] = found and found.expected
        assert size_of(asked, coverage, "expected", HOUSEBOUND).number == numbers[scope.path]
    assert numbers == {"00010003": 2, "0001": None}


def test_two_days_side_by_side_do_not_tell_who_came_between_them(county: SimpleNamespace) -> None:
    """Somebody becomes housebound on the 12th: above the town the 11th and the 12th cannot be asked for, months can."""
    branch = Organization.objects.get(code="099002001")
    factories.member(branch, groups=("housebound",), since=date(2016, 9, 12))
    coverage, told = indicator_by_code("study_coverage"), {}
    for who, scope in (
        ("county", county.county),
        ("town", factories.scope(factories.user("officer", county.towns[1]))),
    ):
        for day in (date(2016, 8, 31), date(2016, 9, 11), date(2016, 9, 12), DAY):
            asked = ask(scope, "099002", day)
            try:
                found = figure(asked, coverage, HOUSEBOUND)
                told[who, day] = found and found.expected
            except Refusal as refusal:
                told[who, day] = refusal.code
    asked = ask(county.county, "099002", date(2016, 9, 12))
    for by, narrow in (("group", {}), ("children", HOUSEBOUND), ("sector", HOUSEBOUND)):
        with pytest.raises(Refusal, match="2016-08-31"):
            lines(asked, coverage, by, narrow)
    with pytest.raises(Refusal, match="2016-08-31"):
        size_of(asked, coverage, "expected", HOUSEBOUND)
    assert list(told.values()) == [27, "figure_group_day", "figure_group_day", 28, 27, 27, 28, 28]
    assert figure(asked, coverage) is not None
