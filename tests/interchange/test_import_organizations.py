"""Rosters of organizations: messy rows, the tree they make, whole or nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import organization
from tests.interchange.rosters import ORGANIZATION_HEADER, PLACE, findings, organizations
from xuezuo.audit.models import Event
from xuezuo.organizations.models import Organization, Placement
from xuezuo.periods import LONG_AGO

pytestmark = pytest.mark.django_db


def paths() -> dict[str, str]:
    return dict(Placement.objects.values_list("organization__code", "path"))


def test_a_place_comes_in_with_its_tree(tmp_path: Path) -> None:
    report = organizations(tmp_path, PLACE).document()
    assert report["file_outcome"] == "imported"
    assert (report["read"], report["created"], report["updated"], report["unchanged"]) == (4, 4, 0, 0)
    assert report["counts"] == {"accept": 4, "warn": 0, "decide": 0, "reject": 0, "skip": 0}
    assert paths() == {
        "099": "0001",
        "099001": "00010001",
        "099001001": "000100010001",
        "099001002": "000100010002",
    }
    branch = Organization.objects.get(code="099001002")
    assert (branch.kind, branch.sector, branch.placements.get().valid_from) == ("branch", "community", LONG_AGO)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE[::-1])
    assert paths()["099001001"] == "000100010001"
    assert paths()["099001002"] == "000100010002"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    report = organizations(tmp_path, PLACE)
    assert (report.file_outcome, report.created, report.updated, report.unchanged) == ("imported", 0, 0, 4)
    assert Organization.objects.count() == Placement.objects.count() == 4


def test_changes_are_written_and_recorded(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    renamed = [*PLACE[:3], ["099001002", "中共云桥社区第一支部委员会", "099001", "", ""]]
    report = organizations(tmp_path, renamed)
    assert (report.updated, report.unchanged) == (1, 3)
    branch = Organization.objects.get(code="099001002")
    # an empty cell takes nothing away
    assert (branch.name, branch.sector) == ("中共云桥社区第一支部委员会", "community")
    event = Event.objects.latest("pk")
    assert (event.action, event.detail["updated"], len(event.detail["source"]["sha256"])) == (
        "organizations.import",
        1,
        64,
    )


def test_new_children_are_numbered_after_every_number_ever_used(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    Placement.objects.filter(organization__code="099001002").update(valid_to=date(2001, 1, 1))
    organizations(tmp_path, [*PLACE[:3], ["099001003", "新支部", "099001", "党支部", "其他"]])
    assert paths()["099001003"] == "000100010003"


@pytest.mark.parametrize("file", ["organizations.csv", "organizations.xlsx"])
def test_columns_in_english_in_any_order_with_dates(tmp_path: Path, file: str) -> None:
    header = ["Founded on", "kind", "Parent code", "Organization name", "Organization code", "duties_from", "备注"]
    rows = [
        ["", "local committee", "", "Yun County", "7", "", ""],
        ["2011年7月", "branch", "7", "Yun Branch", "7-1", "2016-01-01", "x"],
    ]
    report = organizations(tmp_path, rows, header, file=file).document()
    assert report["sheets"][0]["ignored_columns"] == ["备注"]  # type: ignore[index]
    branch = Organization.objects.get(code="7-1")
    assert branch.placements.get().valid_from == date(2011, 7, 1)
    assert branch.duties_from == date(2016, 1, 1)


def test_without_kind_the_name_tells(tmp_path: Path) -> None:
    report = organizations(tmp_path, [row[:3] for row in PLACE], ORGANIZATION_HEADER[:3])
    assert report.counts["accept"] == 4
    assert dict(Organization.objects.values_list("code", "kind")) == {
        "099": "committee",
        "099001": "general_branch",
        "099001001": "branch",
        "099001002": "branch",
    }


@pytest.mark.parametrize(
    ("row", "outcome", "code"),
    [
        (["", "无代码支部", "099001", "党支部", "机关"], "reject", "required_missing"),
        (["099001003", "", "099001", "党支部", "机关"], "reject", "required_missing"),
        (["099001003", "甲", "099009", "党支部", "机关"], "reject", "parent_unknown"),
        (["099001003", "甲", "99001", "党支部", "机关"], "decide", "code_zero_lost"),
        (["099001003", "甲", "099001003", "党支部", "机关"], "reject", "parent_cycle"),
        (["099001003", "甲", "099001", "党小队", "机关"], "decide", "word_unknown"),
        (["099001003", "甲", "099001", "党支部", "天上"], "decide", "word_unknown"),
        (["099001003", "甲", "", "党支部", "机关"], "decide", "second_root"),
        (["099001003", "甲", "099001002", "党支部", "机关"], "decide", "branch_has_children"),
        (["1.23457E+17", "甲", "099001", "党支部", "机关"], "reject", "digits_lost"),
        (["099001003", "甲" * 201, "099001", "党支部", "机关"], "reject", "too_long"),
        (["099001002", "另一个", "099", "党支部", "社区"], "decide", "code_twice"),
        (["099001003 ", "甲", "099001", "党支部", "机关"], "warn", "cleaned"),
        (PLACE[3], "warn", "duplicate_row"),
        (["099001003", "中共云桥社区支部委员会", "099001", "党支部", "社区"], "warn", "name_twice"),
        (["", "", "", "", ""], "", ""),
        (["合计", "4个", "", "", ""], "skip", "total_row"),
        (ORGANIZATION_HEADER, "skip", "repeated_header"),
        (["填表人：某某", "", "", "", "审核人：某某"], "skip", "note_row"),
    ],
)
def test_messy_rows(tmp_path: Path, row: list[str], outcome: str, code: str) -> None:
    report = organizations(tmp_path, [*PLACE, row], dry_run=True)
    found = {(one, two) for _, one, two in findings(report)}
    assert found == ({(outcome, code)} if code else set())
    assert report.file_outcome == ("blocked" if outcome in ("decide", "reject") else "importable")
    assert not Organization.objects.exists()


def test_a_blank_row_between_entries_is_counted(tmp_path: Path) -> None:
    report = organizations(tmp_path, [PLACE[0], [""] * 5, *PLACE[1:]])
    assert (report.read, report.counts["skip"]) == (5, 1)
    assert findings(report) == [(3, "skip", "blank_row")]


def test_a_circle_is_named(tmp_path: Path) -> None:
    circle = [["1", "甲", "2", "", ""], ["2", "乙", "3", "", ""], ["3", "丙", "1", "", ""], ["4", "丁", "1", "", ""]]
    report = organizations(tmp_path, [*PLACE, *circle])
    assert sorted(findings(report)) == [
        (6, "reject", "parent_cycle"),
        (7, "reject", "parent_cycle"),
        (8, "reject", "parent_cycle"),
        (9, "decide", "parent_waits"),
    ]
    messages: Any = report.document()["errors"]
    assert "1 → 2 → 3 → 1" in messages[0]["message"]


def test_a_blocked_file_writes_nothing_and_accept_good_the_rest(tmp_path: Path) -> None:
    bad = [*PLACE, ["0990013", "甲", "099001", "不知道", ""], ["09900131", "乙", "0990013", "", ""]]
    report = organizations(tmp_path, bad)
    assert (report.file_outcome, report.created) == ("blocked", 0)
    assert not Organization.objects.exists()
    report = organizations(tmp_path, bad, accept_good=True)
    # what stands below a row left out is left out too
    assert (report.file_outcome, report.created, report.counts["decide"]) == ("imported", 4, 2)
    assert Organization.objects.count() == 4


def test_a_move_or_a_taken_code_is_for_people(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    moved = ["099001001", "中共柳溪村支部委员会", "099", "党支部", "建制村"]
    taken = ["099001002", "完全另一个支部", "099", "党支部", "社区"]
    report = organizations(tmp_path, [*PLACE[:2], moved, taken])
    assert [one[2] for one in findings(report)] == ["parent_changed", "code_taken"]


def test_the_tree_ends_at_twelve_levels(tmp_path: Path) -> None:
    chain = [[f"{level}", f"第{level}级", f"{level - 1}" if level > 1 else "", "", ""] for level in range(1, 14)]
    assert findings(organizations(tmp_path, chain)) == [(14, "reject", "too_deep")]


def test_below_what_is_there_already(tmp_path: Path) -> None:
    root = organization("1")
    report = organizations(tmp_path, [["1-1", "甲支部", "1", "党支部", ""]])
    assert report.created == 1
    assert Placement.objects.get(organization__code="1-1").parent == root


def test_a_mapping_file_for_other_headers_and_words(tmp_path: Path) -> None:
    given = tmp_path / "map.yaml"
    given.write_text(
        "columns: {党组织代码: 机构号, name: 机构名, 上级党组织代码: 上级号, kind: 种类}\nwords: {kind: {小组: 党支部}}\n"
    )
    rows = [["A", "甲公司", "", "公司"], ["B", "一组", "A", "小组"]]
    report = organizations(tmp_path, rows, ["机构号", "机构名", "上级号", "种类"], map_file=given)
    assert report.created == 2
    assert Organization.objects.get(code="B").kind == "branch"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("columns: {颜色: 机构号}", "mapping_field_unknown"),
        ("words: {kind: {小组: 小队}}", "mapping_word_unknown"),
        ("- 1", "mapping_shape"),
        ("columns: [1, 2]", "mapping_shape"),
        ("{", "file_damaged"),
    ],
)
def test_a_bad_mapping_is_refused(tmp_path: Path, text: str, refused: str) -> None:
    given = tmp_path / "map.yaml"
    given.write_text(text)
    report = organizations(tmp_path, PLACE, map_file=given)
    assert report.refusal is not None
    assert report.refusal.code == refused
    assert str(report.refusal)
