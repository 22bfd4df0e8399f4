"""Cells as people write them."""

from datetime import date, datetime

import pytest

from xuezuo.interchange import id_numbers, values, words
from xuezuo.organizations import kinds


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("2016-10-03", "2016-10-03", ""),
        ("2016/10/3", "2016-10-03", ""),
        ("2016.10.03", "2016-10-03", ""),
        ("20161003", "2016-10-03", ""),
        ("2016年10月3日", "2016-10-03", ""),
        ("2016-10-03 00:00:00", "2016-10-03", ""),
        (date(2016, 10, 3), "2016-10-03", ""),
        (datetime(2016, 10, 3), "2016-10-03", ""),  # noqa: DTZ001 - as a workbook gives it
        (" 2016-10-03 ", "2016-10-03", "cleaned"),
        ("２０１６-10-03", "2016-10-03", "cleaned"),
        ("2016.10", "2016-10-01", "date_day_missing"),
        ("2016.02", "2016-02-01", "date_day_missing"),
        ("2016年10月", "2016-10-01", "date_day_missing"),
        ("201610", "2016-10-01", "date_day_missing"),
        (2016.11, "2016-11-01", "date_day_missing"),
        # a spreadsheet makes 2016.1 of 2016.10
        (2016.1, "", "date_ambiguous"),
        ("2016.1", "", "date_ambiguous"),
        ("10/03/2016", "", "date_ambiguous"),
        ("16.10.3", "", "date_ambiguous"),
        (42646.0, "2016-10-03", "date_serial"),
        ("42646", "2016-10-03", "date_serial"),
        ("2016", "", "date_incomplete"),
        ("2016.13", "", "date_invalid"),
        ("2016-02-30", "", "date_invalid"),
        ("20161332", "", "date_invalid"),
        ("去年", "", "date_invalid"),
        ("", "", ""),
    ],
)
def test_dates(cell: object, value: str, code: str) -> None:
    read = values.read_date(cell)
    assert (read.value, read.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("099001001", "099001001", ""),
        ('="099001"', "099001", ""),
        ("'099001", "099001", ""),
        ("099001 ", "099001", "cleaned"),
        ("０９９００１", "099001", "cleaned"),
        (99001.0, "99001", "code_was_number"),
        ("99001.0", "99001", "code_was_number"),
        (3.501e17, "", "digits_lost"),
        ("3.50102E+17", "", "digits_lost"),
        ("350102199001011234.0", "", "digits_lost"),
        ("099 001", "", "code_invalid"),
        ("9" * 41, "", "code_invalid"),
        ("A-12/3", "A-12/3", ""),
    ],
)
def test_codes(cell: object, value: str, code: str) -> None:
    read = values.read_code(cell)
    assert (read.value, read.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("陈晓明", "陈晓明", ""),
        ("𠀀明", "𠀀明", ""),
        ("买买提·艾力", "买买提·艾力", ""),
        ("买买提•艾力", "买买提·艾力", "cleaned"),
        ("张 三", "张三", "cleaned"),
        ("陈晓明\u3000", "陈晓明", "cleaned"),
        ("John Smith", "John Smith", ""),
        ("陈?明", "", "name_unreadable"),
        ("陈\ufffd明", "", "name_unreadable"),
        ("=1+1", "", "name_unreadable"),
        ("陈", "", "name_unreadable"),
        (12.0, "", "name_unreadable"),
        ("", "", ""),
    ],
)
def test_names(cell: object, value: str, code: str) -> None:
    read = values.read_name(cell)
    assert (read.value, read.code) == (value, code)


@pytest.mark.parametrize(
    ("word", "table", "code"),
    [
        ("党支部", words.ORGANIZATION_KIND, "branch"),
        ("Joint Branch", words.ORGANIZATION_KIND, "joint_branch"),
        ("611", words.ORGANIZATION_KIND, "committee"),
        ("社区", words.SECTOR, "community"),
        ("非公有经济控制企业", words.SECTOR, "private_enterprise"),
        ("汉", words.NATIONALITY, "汉族"),
        ("02", words.NATIONALITY, "蒙古族"),
        ("Uygur", words.NATIONALITY, "维吾尔族"),
        ("女", words.SEX, "female"),
    ],
)
def test_words(word: str, table: dict[str, str], code: str) -> None:
    assert values.read_word(word, table).value == code


def test_every_code_of_the_models_is_a_word() -> None:
    for table, choices in (
        (words.ORGANIZATION_KIND, kinds.OrganizationKind),
        (words.SECTOR, kinds.Sector),
        (words.MEMBER_GROUP, kinds.MemberGroup),
        (words.SEX, kinds.Sex),
        (words.MEMBER_CATEGORY, kinds.MemberCategory),
    ):
        assert set(table.values()) == set(choices.values)
        assert all(values.read_word(code, table).value == code for code in choices.values)


def test_there_are_56_peoples() -> None:
    assert len({name for name in words.NATIONALITY.values() if name.endswith("族") and name != "未识别民族"}) == 56


def test_the_check_digit_of_the_standards_own_example() -> None:
    assert id_numbers.check_digit("11010519491231002") == "X"
    assert id_numbers.from_fifteen("110105491231002") == "11010519491231002X"


@pytest.mark.parametrize(
    ("name", "has_children", "kind"),
    [
        ("中共柳溪村支部委员会", False, "branch"),
        ("中共柳溪村总支部委员会", True, "general_branch"),
        ("甲乙丙联合党支部", False, "joint_branch"),
        ("中共翎溪县委员会", True, "committee"),
        ("一车间", False, "branch"),
        ("一公司", True, "committee"),
    ],
)
def test_the_kind_by_name(name: str, has_children: bool, kind: str) -> None:
    assert words.kind_of_name(name, has_children) == kind
