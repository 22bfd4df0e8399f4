"""Rosters of members: messy rows, people twice, what is sealed, whole or nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings

from tests.factories import member, organization, record
from tests.interchange.rosters import MEMBER_HEADER, PLACE, findings, members, number, organizations, person, write
from xuezuo.audit.models import Event
from xuezuo.interchange.imports import Options, import_members
from xuezuo.organizations import sealing
from xuezuo.organizations.models import GroupMembership, Member, Membership, Organization
from xuezuo.records import actions as records
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator

pytestmark = pytest.mark.django_db
MORE = ["转正日期", "学历", "工作岗位", "联系电话", "党员分组"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> None:
    assert organizations(tmp_path, PLACE).file_outcome == "imported"


def test_a_member_comes_in_sealed_and_on_the_roster(tmp_path: Path) -> None:
    row = [*person(), "1996-07-01", "大学", "教师", "10012345678", "流动党员、领导干部"]
    report = members(tmp_path, [row], MEMBER_HEADER + MORE).document()
    assert (report["file_outcome"], report["created"]) == ("imported", 1)
    one = Member.objects.get()
    assert (one.name, one.sex, one.nationality, one.category) == ("陈晓明", "male", "汉族", "full")
    assert (one.birth_on, one.joined_on, one.full_on) == (date(1970, 5, 12), date(1995, 7, 1), date(1996, 7, 1))
    assert one.id_number is not None
    assert one.phone is not None
    assert number().encode() not in bytes(one.id_number)
    assert sealing.unseal(bytes(one.id_number), "member.id_number") == number()
    assert sealing.unseal(bytes(one.phone), "member.phone") == "10012345678"
    assert bytes(one.id_index or b"") == sealing.index(number())
    membership = one.memberships.get()
    assert (membership.organization.code, membership.valid_from) == ("099001001", one.joined_on)
    assert sorted(one.groups.values_list("group", flat=True)) == ["floating", "leading_cadre"]


def test_a_long_roster_is_sealed_beside_and_stands_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr("xuezuo.interchange.spool.BATCH", 2)
    settings.FIELD_KEY = "11" * 32  # what the process beside this one must be told
    rows = [[*person(order), "1996-07-01", "大学", "教师", f"1001234567{order}", "流动党员"] for order in range(1, 8)]
    twice = [*person(3, name="陈小明"), "", "", "", "", ""]
    report = members(tmp_path, [*rows, twice], MEMBER_HEADER + MORE, accept_good=True)
    assert report.created == 7 - 1
    kept = [order for order in range(1, 8) if order != 3]
    found = [
        (
            sealing.unseal(bytes(one.id_number or b""), "member.id_number"),
            bytes(one.id_index or b""),
            sealing.unseal(bytes(one.phone or b""), "member.phone"),
        )
        for one in Member.objects.order_by("pk")
    ]
    assert found == [(number(order=order), sealing.index(number(order=order)), f"1001234567{order}") for order in kept]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [[*person(order), "1996-07-01", "大学", "教师", "10012345678", "流动党员"] for order in (1, 2, 3)]
    members(tmp_path, rows, MEMBER_HEADER + MORE)
    report = members(tmp_path, rows, MEMBER_HEADER + MORE)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 3)
    assert Member.objects.count() == Membership.objects.count() == GroupMembership.objects.count() == 3


def test_changes_and_groups_are_dated(tmp_path: Path) -> None:
    header = [*MEMBER_HEADER, "学历", "党员分组"]
    members(tmp_path, [[*person(), "大学", "流动党员"]], header)
    report = members(tmp_path, [[*person(name="陈小明", joined_on="1996-07-01"), "", "离退休党员"]], header)
    assert (report.created, report.updated) == (0, 1)
    one = Member.objects.get()
    assert (one.name, one.education, one.memberships.get().valid_from) == ("陈小明", "大学", date(1996, 7, 1))
    from xuezuo.organizations.queries import holding_on
    from xuezuo.periods import today

    assert [held.group for held in one.groups.filter(holding_on(today()))] == ["retired"]
    # back the same day: the row that was ended holds again, and nothing breaks
    report = members(tmp_path, [[*person(name="陈小明", joined_on="1996-07-01"), "", "流动党员"]], header)
    assert report.updated == 1
    assert [held.group for held in one.groups.filter(holding_on(today()))] == ["floating"]


def test_the_rosters_of_recorded_meetings_stay_as_they_were(tmp_path: Path, settings: Any) -> None:
    settings.TODAY = "2016-10-20"
    members(tmp_path, [person(1), person(3)])
    branch, other = (Organization.objects.get(code=code) for code in ("099001001", "099001002"))
    meeting = record(branch, date(2016, 5, 20))
    record(other, date(2016, 10, 20))
    elsewhere = {"organization": "099001002", "organization_name": "中共云桥社区支部委员会"}
    rows = [
        person(1),
        person(3, joined_on="1996-07-01"),
        person(5),
        person(7, joined_on="2016-07-01"),
        person(9, **elsewhere),
    ]
    assert members(tmp_path, rows).created == 3
    known = {one.member.id_index: one.valid_from for one in Membership.objects.select_related("member")}
    since = [known[sealing.index(number(order=order))] for order in (1, 3, 5, 7, 9)]
    assert since == [
        date(1995, 7, 1),
        date(1995, 7, 1),  # another day of joining, the same roster
        date(2016, 10, 20),  # was at no meeting
        date(2016, 7, 1),  # joined after the last one
        date(2016, 10, 21),  # not at today's either
    ]
    assert Member.objects.get(id_index=sealing.index(number(order=3))).joined_on == date(1996, 7, 1)
    corrected = records.correct(by=operator(), record=meeting, reason="写错了", subject="学党章")
    assert (corrected.expected, corrected.attended) == (2, 2)


@pytest.mark.parametrize(
    ("given", "outcome", "code"),
    [
        ({"organization": "099009"}, "reject", "organization_unknown"),
        ({"organization": "99001001"}, "decide", "code_zero_lost"),
        ({"organization": "099001", "organization_name": ""}, "decide", "not_a_branch"),
        ({"organization": "", "organization_name": "x"}, "reject", "required_missing"),
        ({"organization_name": "中共别处支部委员会"}, "decide", "organization_name_differs"),
        ({"name": ""}, "reject", "required_missing"),
        ({"name": "陈 明"}, "warn", "cleaned"),
        ({"name": "陈?明"}, "decide", "name_unreadable"),
        ({"sex": "女"}, "decide", "id_sex_differs"),
        ({"sex": ""}, "warn", "filled_from_id"),
        ({"sex": "不明"}, "decide", "word_unknown"),
        ({"nationality": ""}, "reject", "required_missing"),
        ({"nationality": "火星族"}, "decide", "word_unknown"),
        ({"id_number": ""}, "reject", "required_missing"),
        ({"id_number": number()[:-1] + ("1" if number()[-1] != "1" else "2")}, "reject", "id_check_digit"),
        ({"id_number": "11010119700512"}, "reject", "id_number_invalid"),
        ({"id_number": "1.10101E+17"}, "reject", "digits_lost"),
        ({"id_number": "110101197005120010.0"}, "reject", "digits_lost"),
        ({"id_number": "110101197005120000"}, "reject", "digits_lost"),
        ({"id_number": number() + " "}, "warn", "cleaned"),
        ({"id_number": '="' + number() + '"'}, "", ""),
        ({"id_number": number().translate(str.maketrans("0123456789", "０１２３４５６７８９"))}, "warn", "cleaned"),
        ({"id_number": "110101700512001"}, "warn", "id_number_15"),
        ({"id_number": number(region="990001")}, "warn", "id_region_impossible"),
        ({"id_number": number(born="19700231")}, "reject", "id_number_invalid"),
        ({"birth_on": "1970-05-13"}, "decide", "id_birth_differs"),
        ({"birth_on": "1970.05"}, "warn", "completed_from_id"),
        ({"birth_on": ""}, "warn", "filled_from_id"),
        ({"birth_on": "1970.13"}, "reject", "date_invalid"),
        ({"joined_on": "2016.13"}, "reject", "date_invalid"),
        ({"joined_on": "1995.07"}, "warn", "date_day_missing"),
        ({"joined_on": "1995年10月"}, "warn", "date_day_missing"),
        ({"joined_on": "34881"}, "warn", "date_serial"),
        ({"joined_on": "2095-07-01"}, "reject", "date_future"),
        ({"joined_on": "1969-07-01"}, "reject", "joined_before_birth"),
        ({"joined_on": "1985-07-01"}, "decide", "joined_too_young"),
        ({"category": "入党积极分子"}, "reject", "not_a_member"),
        ({"category": "老党员"}, "decide", "word_unknown"),
    ],
)
@pytest.mark.parametrize("file", ["members.csv", "members.xlsx"])
def test_messy_rows(tmp_path: Path, given: dict[str, str], outcome: str, code: str, file: str) -> None:
    report = members(tmp_path, [person(2, id_number=number(order=2)), person(1, **given)], dry_run=True, file=file)
    found = [
        one for one in findings(report) if one[1:] != ("reject", "id_number_invalid") or code == "id_number_invalid"
    ]
    assert (3, outcome, code) in found if code else found == []
    assert {one[1] for one in found if one[0] == 3} <= {outcome}
    assert report.file_outcome == ("blocked" if outcome in ("decide", "reject") else "importable")
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("cells", "outcome", "code"),
    [
        (["1990-01-01", "大学", "教师", "10012345678", ""], "reject", "full_before_joined"),
        (["1996.13", "大学", "教师", "10012345678", ""], "reject", "date_invalid"),
        (["1996-07-01", "大" * 41, "教师", "", ""], "warn", "text_shortened"),
        (["1996-07-01", "", "", "没有电话", ""], "warn", "phone_left_out"),
        (["1996-07-01", "", "", "", "流动党员，外星人"], "decide", "word_unknown"),
        (["1996-07-01", "", "", 10012345678, "无"], "", ""),
    ],
)
def test_messy_optional_cells(tmp_path: Path, cells: list[Any], outcome: str, code: str) -> None:
    report = members(tmp_path, [[*person(), *cells]], MEMBER_HEADER + MORE, file="members.xlsx")
    assert findings(report) == ([(2, outcome, code)] if code else [])


def test_numbers_in_a_workbook_have_lost_their_digits(tmp_path: Path) -> None:
    row = person()
    row[5] = int(number()[:17] + "0")
    assert findings(members(tmp_path, [row], file="members.xlsx")) == [(2, "reject", "digits_lost")]


def test_both_formats_read_alike(tmp_path: Path) -> None:
    rows = [
        person(),
        person(2, joined_on="2016.13"),
        [""] * 9,
        person(3, name=" 陈晓 "),
        person(4, sex="男"),
        ["合计", "4"],
    ]
    one = members(tmp_path, rows, dry_run=True).document()
    two = members(tmp_path, rows, dry_run=True, file="members.xlsx").document()
    for report in (one, two):
        for entry in [*report["sheets"], *report["errors"]]:  # type: ignore[misc]
            entry.pop("sheet", None), entry.pop("name", None)
    assert one == two


def test_a_person_in_two_branches_is_for_people(tmp_path: Path) -> None:
    other = person(organization="099001002", organization_name="")
    report = members(tmp_path, [person(), person(2), other], accept_good=True)
    assert sorted(findings(report)) == [(2, "decide", "member_twice"), (4, "decide", "member_twice")]
    assert (report.created, report.counts["accept"], report.counts["decide"]) == (1, 1, 2)
    assert sealing.index(number()) not in {bytes(one.id_index or b"") for one in Member.objects.all()}


def test_the_very_same_row_twice_counts_once(tmp_path: Path) -> None:
    report = members(tmp_path, [person(), person()])
    assert findings(report) == [(3, "warn", "duplicate_row")]
    assert Member.objects.count() == report.created == 1


def test_a_change_of_branch_is_a_transfer(tmp_path: Path) -> None:
    members(tmp_path, [person()])
    report = members(tmp_path, [person(organization="099001002", organization_name="")])
    assert findings(report) == [(2, "decide", "member_elsewhere")]


def test_a_blocked_file_writes_nothing(tmp_path: Path) -> None:
    events = Event.objects.count()
    report = members(tmp_path, [person(), person(2, joined_on="2016.13")])
    assert (report.file_outcome, report.created) == ("blocked", 0)
    assert (Member.objects.count(), Event.objects.count()) == (0, events)
    assert members(tmp_path, [person(), person(2, joined_on="2016.13")], accept_good=True).created == 1


def test_a_dry_run_says_what_would_be(tmp_path: Path) -> None:
    members(tmp_path, [person()])
    report = members(tmp_path, [person(name="陈小明"), person(2)], dry_run=True)
    assert (report.file_outcome, report.created, report.updated) == ("importable", 1, 1)
    assert Member.objects.get().name == "陈晓明"


def test_findings_never_show_a_whole_identity_number(tmp_path: Path) -> None:
    row = person(sex="女", name=number())
    text = str(members(tmp_path, [row, person(2, birth_on=number(order=2))], dry_run=True).document())
    assert number() not in text
    assert number(order=2) not in text


@override_settings(ID_REGION_CHECK="reject")
def test_impossible_regions_can_be_rejected(tmp_path: Path) -> None:
    report = members(tmp_path, [person(id_number=number(region="990001"))])
    assert findings(report) == [(2, "reject", "id_region_impossible")]


def test_equal_warnings_are_counted_but_not_all_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuezuo.interchange.report.KEPT_PER_CODE", 3)
    rows = [person(order, id_number=number(order=order, region="990001")) for order in range(1, 8)]
    report = members(tmp_path, rows)
    shape: Any = report.document()
    assert (report.counts["warn"], len(shape["errors"]), shape["errors_left_out"]) == (
        7,
        3,
        {"id_region_impossible": 4},
    )
    assert "_" not in " ".join(shape["notes"])  # a kind of finding is told in words, never by its code
    assert report.created == 7


def test_only_keepers_at_the_top_import(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", [MEMBER_HEADER, person()])
    for role, where in (("officer", "00010001"), ("secretary", "0001"), ("nobody", "")):
        with pytest.raises(NotVisible):
            import_members(path, by=Scope(5, "bob", role, 1, where))
    report = import_members(path, by=Scope(5, "alice", "officer", 1, "0001"), options=Options())
    assert report.created == 1
    assert Event.objects.latest("pk").viewer_id == 5


def test_members_need_organizations(tmp_path: Path) -> None:
    Membership.objects.all().delete()
    from xuezuo.organizations.models import Organization, Placement

    Placement.objects.all().delete()
    Organization.objects.all().delete()
    report = members(tmp_path, [person()])
    assert isinstance(report.refusal, Refusal)
    assert report.refusal.code == "import_no_organizations"


def test_factories_and_imports_agree_on_ids(tmp_path: Path) -> None:
    """Rows written in bulk leave the sequences where the next single row needs them."""
    members(tmp_path, [person()])
    branch = organization("777")
    assert member(branch).pk > Member.objects.order_by("pk")[0].pk
