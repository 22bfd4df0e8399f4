"""The short way through a row of members gives what the long one gives, or nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interchange.rosters import MEMBER_HEADER, number, person
from xuezuo.interchange.columns import MEMBERS, Columns, find
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.member_rows import MemberReader
from xuezuo.organizations.queries import KnownOrganization

BRANCH = KnownOrganization(
    7, "099001001", "中共柳溪村支部委员会", "branch", "village", date(2000, 1, 1), "099", "0001", None, 1
)
HEADER = [*MEMBER_HEADER, "转正日期", "学历", "工作岗位", "联系电话", "党员分组"]


def reader() -> tuple[MemberReader, Columns]:
    found = find([(1, list(HEADER))], MEMBERS, "m.csv")
    assert found is not None
    return MemberReader(Mapping(), {BRANCH.code: BRANCH}), found[0]


GOOD = [*person(1), "1996-07-01", "大学", "教师", "10012345678", "流动党员、领导干部"]
ODD = st.sampled_from(
    [
        "",
        None,
        1,
        1.0,
        True,
        " ",
        "男",
        "女",
        "1970-05-12",
        "1970.05",
        "2095-01-01",
        "1989-01-01",
        "汉",
        "预备党员",
        "陈?",
        number(order=2),
        number(order=1, region="990001"),
        number(order=1).lower(),
        "099001001",
        "+86-10012345678",
        "大 学",
    ]
)


def test_a_row_seen_before_takes_the_short_way() -> None:
    made, columns = reader()
    first = made.read(columns, list(GOOD))
    assert made._plainly(made._cells(columns, list(GOOD))) == first


def test_a_place_is_remembered_by_the_words_that_the_organization_has_anyway() -> None:
    made, columns = reader()
    copied = ["".join(list(cell)) if isinstance(cell, str) else cell for cell in GOOD]
    assert made._plainly(made._cells(columns, copied))
    ((code, name),) = made._plain.places
    assert code is BRANCH.code
    assert name is BRANCH.name
    renamed = [*copied]
    renamed[1] = f" {BRANCH.name}"
    made.read(columns, renamed)
    assert (BRANCH.code, renamed[1]) in made._plain.places
    assert not made.read(columns, renamed)[2]


@pytest.mark.parametrize("column", range(len(HEADER)))
@settings(max_examples=40, deadline=None)
@given(odd=ODD, other=ODD, at=st.integers(0, len(HEADER) - 1))
def test_both_ways_agree_whatever_stands_in_the_cells(column: int, odd: object, other: object, at: int) -> None:
    made, columns = reader()
    row = list(GOOD)
    row[at] = other
    row[column] = odd
    made.read(columns, list(GOOD))
    made.read(columns, [*row])
    cells = made._cells(columns, row)
    short = made._plainly(cells)
    assert short is None or short == made._with_care(cells)
