"""Files as such: encodings, headers over two rows, several sheets, and what is refused before it is opened."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.interchange.rosters import (
    MEMBER_HEADER,
    ORGANIZATION_HEADER,
    PLACE,
    findings,
    members,
    organizations,
    person,
    write,
)
from xuezuo.audit.models import Event
from xuezuo.interchange import intake
from xuezuo.interchange.imports import Options, import_members, import_organizations
from xuezuo.interchange.report import Report
from xuezuo.organizations.models import Member, Organization
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db


def take(path: Path, **options: Any) -> Report:
    return import_organizations(path, by=operator(), options=Options(**options))


def refused(report: Report) -> str:
    assert report.file_outcome == "refused"
    document = report.document()
    assert document["message"]
    assert document["errors"] == []
    assert document["read"] == 0
    assert report.refusal is not None
    return report.refusal.code


WORDS = st.sampled_from(
    ['r="', "r='", ' r="', "R=", '"', "'", "A", "B", "AB", "XFD", "ABCD", "1", "70", "1048576", "b", "_", "=", "<c"]
)


@settings(max_examples=400, deadline=None)
@given(words=st.lists(WORDS, max_size=30))
def test_how_far_a_sheet_goes_is_what_its_cells_say_one_by_one(words: list[str]) -> None:
    text, row, column = "".join(words).encode(), 0, 1
    for letters, digits in re.findall(rb"""\br=["']([A-Z]{0,3})([0-9]{1,9})["']""", text):
        row = max(row, int(digits))
        column = max(column, intake._column_number(letters)) if len(letters) > 1 else column
    assert intake._reach(text) == (row, column)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_encodings_and_marks(tmp_path: Path, encoding: str, mark: str) -> None:
    text = "".join(mark.join(row) + "\r\n" for row in [ORGANIZATION_HEADER, *PLACE])
    path = tmp_path / "organizations.csv"
    path.write_bytes(text.encode(encoding))
    assert take(path).created == 4
    assert Organization.objects.get(code="099001").name == PLACE[1][1]


def book(path: Path, *sheets: tuple[str, list[list[Any]]], merge: tuple[str, ...] = (), hide: str = "") -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for area in merge if rows else ():
                sheet.merge_range(area, "")
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell != "":
                        sheet.write(at, column, cell)
            if name == hide:
                sheet.hide()
    return path


def test_titles_notes_totals_and_two_row_headers(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["中共漪湾镇党组织名册"],
        ["填报单位：漪湾镇", "", "", "", "2016年10月"],
        ["序号", "党组织", "", "上级", "组织"],
        ["", "代码", "全称", "党组织代码", "类别"],
        *[[number, row[0], row[1], row[2], row[3]] for number, row in enumerate(PLACE, 1)],
        [],
        ["合计", 4],
        ["注：以上数据截至10月。"],
    ]
    path = book(tmp_path / "a.xlsx", ("名册", rows), merge=("A1:E1", "A3:A4", "B3:C3"))
    report = take(path)
    assert report.sheets[0].header_row == 4
    assert report.created == 4
    assert findings(report) == [(9, "skip", "blank_row"), (10, "skip", "total_row"), (11, "skip", "note_row")]


def test_a_second_header_row_that_only_divides_further_columns(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    header: list[list[Any]] = [
        [*MEMBER_HEADER, "党员分组", ""],
        ["", "", "", "", "", "", "", "", "", "流动党员", "离退休"],
    ]
    rows: list[list[Any]] = [*header, [*person(), "是", "否"], [*person(2), "", "√"]]
    path = book(tmp_path / "m.xlsx", ("名册", rows), merge=(*tuple(f"{c}1:{c}2" for c in "ABCDEFGHI"), "J1:K1"))
    report = import_members(path, by=operator())
    assert (report.created, report.sheets[0].header_row) == (2, 2)
    assert sorted(Member.objects.values_list("groups__group", flat=True)) == ["floating", "retired"]


def test_a_code_merged_over_several_members_belongs_to_each(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    rows = [MEMBER_HEADER, person(), ["", "", *person(2)[2:]], ["", "", *person(3)[2:]]]
    path = book(tmp_path / "m.xlsx", ("名册", rows), merge=("A2:A4", "B2:B4"))
    assert import_members(path, by=operator()).created == 3


def test_several_sheets_and_hidden_ones(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("上级", [ORGANIZATION_HEADER, *PLACE[:2]]),
        ("支部", [ORGANIZATION_HEADER, *PLACE[2:]]),
        ("说明", [["请按要求填写本表", "第二列"]]),
        ("旧表", [ORGANIZATION_HEADER, ["8", "旧组织", "", "", ""]]),
        ("空", []),
        hide="旧表",
    )
    report = take(path)
    shape: Any = report.document()
    assert report.created == 4
    assert [sheet.get("skipped") for sheet in shape["sheets"]] == [None, None, "no_header", "hidden", None]
    assert len(shape["notes"]) == 2


@pytest.mark.parametrize(
    ("visible", "hidden", "code"),
    [
        ([], [ORGANIZATION_HEADER, *PLACE], "roster_hidden"),
        ([["请按要求填写本表", "第二列"]], [ORGANIZATION_HEADER, *PLACE], "roster_hidden"),
        ([], [["机构号", "机构名", "上级号"], ["099", "甲", ""]], "roster_hidden"),
        ([["机构号", "机构名", "上级号"], ["099", "甲", ""]], [["建制村"], ["社区"]], "header_missing"),
        ([], [], "roster_empty"),
    ],
)
def test_a_roster_on_a_hidden_sheet_is_named(
    tmp_path: Path, visible: list[list[Any]], hidden: list[list[Any]], code: str
) -> None:
    report = take(book(tmp_path / "a.xlsx", ("填表说明", visible), ("名册", hidden), hide="名册"))
    assert refused(report) == code
    if code == "roster_hidden":
        assert str(report.refusal) == (
            "a.xlsx中可见的工作表里没有名册，而隐藏的工作表（名册）不会读取；请取消隐藏名册所在的工作表，保存后再发送。"
        )


def test_an_empty_roster_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    report = take(tmp_path / "a.csv")
    assert str(report.refusal) == "a.csv里一行也没有；请选择有名册的文件，或重新保存后再发送。"


def test_kinds_of_file_are_listed_as_chinese_lists_them(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.4")
    assert str(take(tmp_path / "a.xlsx").refusal) == "文件a.xlsx的类型这里读不了；请使用XLSX、XLS、CSV。"


def edited(path: Path, part: str, pattern: bytes, new: bytes) -> Path:
    """The workbook with one of its parts rewritten."""
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts[part], count = re.subn(pattern, new, parts[part])
    assert count
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in parts.items():
            after.writestr(name, content)
    return path


@pytest.mark.parametrize("dimension", [b"A1", b"A1:B2", b"A1:XFD1048576"])
def test_a_wrong_dimension_tag_loses_no_row(tmp_path: Path, dimension: bytes) -> None:
    path = write(tmp_path / "a.xlsx", [ORGANIZATION_HEADER, *PLACE])
    edited(path, "xl/worksheets/sheet1.xml", rb'<dimension ref="[^"]*"', b'<dimension ref="' + dimension + b'"')
    assert take(path).created == 4


def test_a_cell_at_the_end_of_the_sheet_does_not_eat_the_memory(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("名册", [ORGANIZATION_HEADER, *PLACE]))
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1048575, 16383, "z")
    assert refused(take(path)) == "sheet_too_wide"


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    good = io.BytesIO()
    with xlsxwriter.Workbook(good) as made:
        made.add_worksheet().write_row(0, 0, ORGANIZATION_HEADER)
    with zipfile.ZipFile(good) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, content in parts.items():
            after.writestr(name, content)
    return path


BOMB = (
    b'<worksheet><sheetData><row r="1"><c r="A1"><v>'
    + b"0" * (80 * intake.MEGABYTE)
    + b"</v></c></row></sheetData></worksheet>"
)
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
FAR_OUT = (
    b"<worksheet><sheetData>"
    + b"".join(b'<row r="%d"><c r="%s%d"><v>1</v></c></row>' % (row, b"XFD", row) for row in (1, 1_048_576))
    + b"</sheetData></worksheet>"
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><sst><si><t>&e;</t></si></sst>'


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/worksheets/sheet1.xml": BOMB}, "file_unzips_too_large"),
        ({"xl/sharedStrings.xml": XXE}, "file_hostile"),
        ({"xl/vbaProject.bin": b"x"}, "file_macros"),
        ({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}, "file_macros"),
        ({"../../evil.xml": b"x"}, "file_hostile"),
        ({"/etc/evil": b"x"}, "file_hostile"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}, "file_damaged"),
        ({"xl/workbook.xml": b"no workbook"}, "roster_empty"),
        ({"xl/sharedStrings.xml": LAUGHS}, "file_hostile"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": XXE}, "file_hostile"),
        ({"xl\\..\\..\\evil.xml": b"x"}, "file_hostile"),
        ({"C:/evil.xml": b"x"}, "file_hostile"),
        ({"xl/worksheets/sheet1.xml": FAR_OUT}, "sheet_too_wide"),
    ],
)
def test_hostile_workbooks(tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
    found = refused(take(zipped(tmp_path / "a.xlsx", parts)))
    assert found == code or {found, code} <= {"file_damaged", "header_missing", "roster_empty"}


def test_a_workbook_that_is_a_pdf_too_is_judged_as_what_it_begins_with(tmp_path: Path) -> None:
    good = write(tmp_path / "a.xlsx", [ORGANIZATION_HEADER, *PLACE]).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n" + good)
    assert refused(take(path)) == "file_kind_unknown"
    assert not Organization.objects.exists()


def test_formulas_links_and_odd_characters_in_cells_do_nothing(tmp_path: Path) -> None:
    odd = [
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://example.invalid")',
        "9" * 30_000,
        "\ud800".encode("utf-8", "replace"),
    ]
    rows = [
        [f"09900{at}", value if isinstance(value, str) else "\ufffd", "099", "党支部", "社区"]
        for at, value in enumerate(odd, 3)
    ]
    out = tmp_path / "errors.xlsx"
    report = organizations(tmp_path, [*PLACE, *rows], errors_to=out, dry_run=True)
    assert report.refusal is None
    assert not Organization.objects.exists()
    with zipfile.ZipFile(out) as book:
        assert not any(b"<f>" in book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/"))


def test_bytes_of_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(",".join(ORGANIZATION_HEADER).encode() + b"\n1,\xed\xa0\x80\xff,,,\n")  # a lone surrogate
    assert refused(take(path)) == "csv_encoding"


def test_a_size_stated_too_small_is_not_believed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": BOMB})
    content = path.read_bytes()
    path.write_bytes(content.replace(len(BOMB).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert refused(take(path)) in ("file_unzips_too_large", "file_damaged")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "roster_empty"),
        ("a.csv", b"", "roster_empty"),
        ("a.csv", b"\n\n\n", "roster_empty"),
        ("a.csv", b"a,b\n1,2\n", "header_missing"),
        ("a.csv", b"\xff\xfa\x81\x20,\x80\xff\n", "csv_encoding"),
        ("a.csv", b"a\0b", "file_kind_unknown"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "file_kind_unknown"),
        ("a.xlsx", b"%PDF-1.4", "file_kind_unknown"),
        ("a.xlsx", b"PK\x03\x04 and nothing else", "file_damaged"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "file_kind_unknown"),
        (
            "a.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "file_encrypted",
        ),
        (
            "a.xls",
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "Workbook_VBA_PROJECT".encode("utf-16-le"),
            "file_macros",
        ),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "Workbook".encode("utf-16-le"), "file_damaged"),
    ],
)
def test_what_is_no_roster(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(take(path)) == code


def test_a_quotation_mark_without_its_pair_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join(ORGANIZATION_HEADER), *[",".join(row) for row in PLACE], '7,"甲,099,,']))
    report = take(path)
    assert refused(report) == "csv_broken"
    assert report.refusal is not None
    assert report.refusal.where["line"] == 6


def test_sizes_are_refused_before_anything_is_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [ORGANIZATION_HEADER, *PLACE])
    assert refused(take(path, limits={"workbook": 1000})) == "file_too_large"
    with path.open("ab") as file:
        file.truncate(200 * intake.MEGABYTE)
    assert refused(take(path)) == "file_too_large"
    assert refused(take(tmp_path / "none.xlsx")) == "file_missing"


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    report = organizations(tmp_path, [[*PLACE[0], "099"]], [*ORGANIZATION_HEADER, "党组织编码"])
    assert refused(report) == "column_twice"


def test_the_workbook_of_errors(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    out = tmp_path / "errors.xlsx"
    rows = [person(), person(2, joined_on="=HYPERLINK(1)"), ["合计"]]
    assert members(tmp_path, rows, errors_to=out).file_outcome == "blocked"
    listed = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in listed[1:]] == [["CSV", 3.0, "入党日期", "=HYPERLINK(1)"]]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["errors.xlsx", "members.csv", "organizations.csv"]
    assert refused(members(tmp_path, rows, errors_to=tmp_path / "e.txt")) == "errors_not_xlsx"
    assert refused(members(tmp_path, rows, errors_to=tmp_path / "no" / "e.xlsx")) == "file_missing"


def test_a_number_that_lost_its_digits_is_still_one_in_the_workbook_of_errors(tmp_path: Path) -> None:
    """Written out as text, one in eleven would have a check digit that fits."""
    organizations(tmp_path, PLACE)
    rows = []
    for order in range(1, 12, 2):
        rows.append(person(order))
        rows[-1][5] = int(person(order)[5][:15] + "000")
    out = tmp_path / "errors.xlsx"
    assert {found[2] for found in findings(members(tmp_path, rows, file="members.xlsx", errors_to=out))} == {
        "digits_lost"
    }
    again = import_members(out, by=operator(), options=Options(dry_run=True))
    assert [found[1:] for found in findings(again)] == [("reject", "digits_lost")] * len(rows)


def test_the_rows_that_block_can_be_put_right_and_sent_again(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    out = tmp_path / "errors.xlsx"
    rows: list[list[Any]] = [
        ["党员名册", *[""] * 9],
        ["党组织", "", "个人", *[""] * 7],
        [*MEMBER_HEADER, "备注"],
        [*person(1), "好"],
        [*person(2, joined_on="2016.13"), "+cmd|' /C calc'!A0"],
        [*person(3), "一"],
        [*person(3, name="陈小明"), "@二"],
        ["合计", 4],
    ]
    path = book(tmp_path / "m.xlsx", ("名册", rows))
    assert import_members(path, by=operator(), options=Options(accept_good=True, errors_to=out)).created == 1
    sent = CalamineWorkbook.from_path(out)
    assert sent.sheet_names[1:] == ["名册 1"]
    content = sent.get_sheet_by_index(1).to_python()
    assert content[0][:10] == [*MEMBER_HEADER, "备注"]
    assert [line[:10] for line in content[1:]] == [[str(cell) for cell in rows[at]] for at in (4, 5, 6)]
    assert [line[11] for line in content[1:]] == [5.0, 6.0, 7.0]
    assert all(line[10] for line in content[1:])
    content[1][7] = "2016-10-01"
    again = book(tmp_path / "again.xlsx", ("名册", content[:3]))
    report = import_members(again, by=operator(), options=Options())
    assert (report.file_outcome, report.created) == ("imported", 2)


FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(
    st.sampled_from(
        [b"", intake.ZIP, intake.OLE, b"\xef\xbb\xbf", b"\xff\xfe", ",".join(ORGANIZATION_HEADER).encode() + b"\n"]
    ),
    st.binary(max_size=400),
)
def test_any_bytes_are_refused_or_reported(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(start + rest)
    report = take(path, dry_run=True)
    assert report.file_outcome in ("refused", "blocked", "importable")
    assert not Organization.objects.exists()
    assert not Event.objects.exists()


@FUZZ
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_workbook_with_a_damaged_byte(tmp_path: Path, at: int, change: int) -> None:
    path = write(tmp_path / "fuzz.xlsx", [ORGANIZATION_HEADER, *PLACE])
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= change
    path.write_bytes(content)
    assert take(path, dry_run=True).file_outcome in ("refused", "blocked", "importable")


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*PLACE[1], "099", "", "2016.10", "党支部", "合计", "1e20", "=1", "ⅷ", "\u2028", "１２"]),
    st.integers(-5, 10**19).map(str),
)


@FUZZ
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6))
def test_any_rows_are_judged_and_counted(tmp_path: Path, rows: list[list[str]]) -> None:
    path = write(tmp_path / "fuzz.csv", [ORGANIZATION_HEADER, *rows])
    report = take(path, dry_run=True)
    if report.refusal is None:
        assert report.read == sum(report.counts.values()) <= len(rows) + 8
        assert {error["row"] for error in report.document()["errors"]} <= set(range(2, 40))  # type: ignore[attr-defined]
    assert not Organization.objects.exists()


@FUZZ
@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=5))
def test_any_member_rows_are_judged(tmp_path: Path, rows: list[list[str]]) -> None:
    organizations(tmp_path, PLACE)
    path = write(tmp_path / "fuzz.csv", [MEMBER_HEADER, *rows, person()])
    report = import_members(path, by=operator(), options=Options(dry_run=True))
    assert report.refusal is not None or report.counts["accept"] >= 1
    assert not Member.objects.exists()


def test_only_the_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    report = take(write(tmp_path / "a.xlsx", [["党组织代码", "党组织全称", "备注"], ["099", "甲县委", ""]]))
    assert refused(report) == "header_missing"
    assert report.refusal is not None
    assert report.refusal.where["columns"] == ("上级党组织代码",)


BLANKS: list[list[Any]] = [[], ["", "", "", "", ""]]


def counted(report: Report) -> tuple[int, int, dict[str, int]]:
    shape: Any = report.document()["file_rows"]
    return shape["has"], shape["entries"], shape["others"]


def test_rows_of_the_file_are_counted_and_the_difference_is_explained(tmp_path: Path) -> None:
    first = [
        ["中共漪湾镇党组织名册"],
        ORGANIZATION_HEADER,
        *PLACE[:2],
        [],
        ORGANIZATION_HEADER,
        *PLACE[2:],
        ["合计", 4],
    ]
    sheets = (("一", [*first, ["注：以上数据截至10月。"]]), ("二", [ORGANIZATION_HEADER, *BLANKS]))
    report = take(book(tmp_path / "a.xlsx", *sheets, ("说明", [["请按要求填写本表"]])))
    others = {"header": 2 + 1, "blank": 1, "total": 1, "note": 1, "repeated_header": 1}
    assert counted(report) == (10 + 1, 4, others)
    assert report.counted() == (
        "文件共11行，其中数据4行，已全部读入。其余：标题和表头3行、空行1行、合计1行、备注1行、重复的表头1行。"
    )


def test_lines_of_a_csv_are_counted_though_a_cell_goes_over_several(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [ORGANIZATION_HEADER, *PLACE[:3], [*PLACE[3][:4], "社\n区"], *BLANKS])
    report = take(path, dry_run=True)
    assert counted(report) == (len(path.read_text().splitlines()), 4, {"header": 1, "blank": 2, "inside_cells": 1})
    assert counted(take(write(tmp_path / "b.csv", [ORGANIZATION_HEADER, *PLACE]))) == (5, 4, {"header": 1})


def test_a_row_that_was_lost_on_the_way_would_be_told(tmp_path: Path) -> None:
    report = take(write(tmp_path / "a.csv", [ORGANIZATION_HEADER, *PLACE]))
    report.counts["accept"] -= 1
    assert counted(report) == (5, 3, {"header": 1, "unexplained": 1})


def test_a_refused_file_counts_no_rows(tmp_path: Path) -> None:
    assert counted(take(write(tmp_path / "a.csv", [["甲", "乙"], ["1", "2"]]))) == (0, 0, {})
