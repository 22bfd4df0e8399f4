"""Sixteen rosters as they come, each labelled before it was read: what a careful clerk would do with every row of it.

Labels are the outcome of each line below the header; `kept` is how many people would then be on the roster.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
import xlwt  # type: ignore[import-untyped]

from tests.interchange.rosters import MEMBER_HEADER, PLACE, number, organizations, person
from xuezuo.interchange import id_numbers
from xuezuo.interchange.imports import Options, import_members
from xuezuo.organizations.models import Member
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
NBSP = "\u00a0"
Sheets = dict[str, list[list[Any]]]


class Roster(NamedTuple):
    """`labels`: by sheet name the outcomes of rows that are not accepted, by their number in the sheet."""

    sheets: Callable[[], Sheets]
    kept: int
    labels: dict[tuple[str, int], str]
    options: dict[str, Any] = {}


def plain(*rows: list[Any], above: list[list[Any]] | None = None) -> Callable[[], Sheets]:
    return lambda: {"名册": [*(above or []), MEMBER_HEADER, *rows]}


def other(order: int, **given: Any) -> list[Any]:
    return person(order, organization="099001002", organization_name="中共云桥社区支部委员会", **given)


def with_x() -> list[Any]:
    """A number that ends in X, written small."""
    order = next(one for one in range(3, 999, 2) if number(order=one).endswith("X"))
    return person(order, id_number=number(order=order).lower())


def as_float(order: int) -> list[Any]:
    row = person(order)
    row[5] = float(number(order=order)[:17] + "0")
    return row


def fifteen() -> list[Any]:
    old = "110101700512001"
    return person(1, id_number=old, sex="男") if id_numbers.from_fifteen(old) else []


def printed() -> Sheets:
    """Printed in pages: the header again on every page, a page total below, a note at the end."""
    return {
        "名册": [
            ["中共柳溪村支部党员名册"],
            [],
            MEMBER_HEADER,
            person(1),
            person(2),
            ["小计", 2],
            MEMBER_HEADER,
            person(3),
            ["合计", 3],
            ["填表人：王某", "", "", "审核人：李某"],
        ]
    }


def merged() -> Sheets:
    upper = ["所在组织", "", "个人情况", "", "", "", "", "党内情况", ""]
    return {"名册": [upper, MEMBER_HEADER, person(1), person(2)]}


def by_branch() -> Sheets:
    return {
        "柳溪村": [["中共柳溪村支部委员会党员名册"], MEMBER_HEADER, person(1), person(3)],
        "云桥社区": [["中共云桥社区支部委员会党员名册"], MEMBER_HEADER, other(2), other(4)],
        "汇总": [["支部", "人数"], ["柳溪村", 2], ["云桥社区", 2], ["合计", 4]],
    }


ROSTERS = {
    "printed in pages": Roster(
        printed, 3, {("名册", 6): "skip", ("名册", 7): "skip", ("名册", 9): "skip", ("名册", 10): "skip"}
    ),
    "a header under a header": Roster(merged, 2, {}),
    "one sheet a branch": Roster(by_branch, 4, {}),
    "full-width digits": Roster(
        plain(person(1, id_number=number().translate(WIDE), birth_on="1970-05-12".translate(WIDE))),
        1,
        {("名册", 2): "warn"},
    ),
    "months without days, and one that a spreadsheet cut": Roster(
        plain(
            person(1, joined_on="1995.07"),
            person(2, joined_on="1995年10月"),
            person(3, joined_on="2016.1"),
            person(4, joined_on="2016"),
        ),
        2,
        {("名册", 2): "warn", ("名册", 3): "warn", ("名册", 4): "decide", ("名册", 5): "decide"},
    ),
    "dates in Chinese numerals": Roster(
        plain(person(1, joined_on="一九九五年七月一日"), person(2, joined_on="二〇一六年十月")),
        2,
        {("名册", 2): "warn", ("名册", 3): "warn"},
    ),
    "day numbers": Roster(plain(person(1, joined_on=34881)), 1, {("名册", 2): "warn"}),
    "real dates": Roster(plain(person(1, joined_on=date(1995, 7, 1))), 1, {}),
    "real dates counted from 1904": Roster(
        plain(person(1, joined_on=date(1995, 7, 1))),
        1,
        {},
        {"date_1904": True},
    ),
    "numbers that lost their digits": Roster(plain(as_float(1), person(2)), 1, {("名册", 2): "reject"}),
    "spaces of all kinds": Roster(
        plain(person(1, name=f"陈{NBSP}明 "), person(2, id_number=f" {number(order=2)}{NBSP}"), person(3, sex=" 男 ")),
        3,
        {("名册", 2): "warn", ("名册", 3): "warn"},
    ),
    "rare and long names": Roster(
        plain(
            person(1, name="𠮷田花"),
            person(2, name="阿依古丽·买买提"),
            person(3, name="阿依古丽•买买提"),
            person(4, name="王?明"),
        ),
        3,
        {("名册", 4): "warn", ("名册", 5): "decide"},
    ),
    "fifteen digits and a small x": Roster(plain(fifteen(), with_x()), 2, {("名册", 2): "warn", ("名册", 3): "warn"}),
    "twice in one branch, twice across branches": Roster(
        plain(person(1), person(1), person(2), other(2), person(3)),
        2,
        {("名册", 3): "warn", ("名册", 4): "decide", ("名册", 5): "decide"},
    ),
    "breaks inside cells and blank rows between": Roster(
        plain(person(1, organization_name="中共柳溪村\r\n支部委员会"), [], person(2)), 2, {("名册", 3): "skip"}
    ),
    "not members, and nobody's age": Roster(
        plain(
            person(1, category="入党积极分子"), person(2, category="预备"), person(3, joined_on="1986-01-01"), person(4)
        ),
        2,
        {("名册", 2): "reject", ("名册", 4): "decide"},
    ),
}


def as_xlsx(path: Path, sheets: Sheets, options: dict[str, Any]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", **options}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    (sheet.write_datetime if isinstance(cell, date) else sheet.write)(at, column, cell)
    return path


def as_xls(path: Path, sheets: Sheets, options: dict[str, Any]) -> Path:
    """A genuine old workbook."""
    made = xlwt.Workbook(encoding="utf-8")
    made.dates_1904 = options.get("date_1904", False)
    days = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets.items():
        sheet = made.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date) and options.get("date_1904"):
                    sheet.write(at, column, (cell - date(1904, 1, 1)).days, days)  # xlwt counts from 1900 always
                elif cell != "":
                    sheet.write(at, column, cell, *([days] if isinstance(cell, date) else []))
    made.save(str(path))
    return path


@pytest.mark.parametrize("kind", [as_xlsx, as_xls])
@pytest.mark.parametrize("name", ROSTERS)
def test_a_messy_roster_comes_out_as_a_careful_clerk_would_have_it(
    tmp_path: Path, name: str, kind: Callable[[Path, Sheets, dict[str, Any]], Path]
) -> None:
    organizations(tmp_path, PLACE)
    roster = ROSTERS[name]
    path = kind(tmp_path / f"m.{kind.__name__[3:]}", roster.sheets(), roster.options)
    report = import_members(path, by=operator(), options=Options(accept_good=True))
    assert report.refusal is None
    listed: Any = report.document()["errors"]
    worst: dict[tuple[str, int], str] = {}
    order = ["skip", "warn", "decide", "reject"]
    for one in listed:
        place = (one["sheet"], one["row"])
        worst[place] = max(worst.get(place, "skip"), one["outcome"], key=order.index)
    assert worst == roster.labels
    assert Member.objects.count() == report.created == roster.kept
