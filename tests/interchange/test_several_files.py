"""One roster in several files, such as one workbook a city: all of them or none, people counted once over all."""

from pathlib import Path

import pytest

from tests.interchange.rosters import MEMBER_HEADER, PLACE, findings, organizations, person, write
from xuezuo.audit.models import Event
from xuezuo.interchange.imports import Options, import_members
from xuezuo.organizations.models import Member
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db


def test_several_workbooks_are_written_as_one(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    events = Event.objects.count()
    first = write(tmp_path / "a.xlsx", [MEMBER_HEADER, person(1)])
    second = write(tmp_path / "b.csv", [MEMBER_HEADER, person(2), person(3)])
    report = import_members(first, by=operator(), options=Options(more=(second,)))
    assert (report.created, report.read, Member.objects.count()) == (1 + 2, 3, 3)
    assert Event.objects.count() == events + 1
    again = import_members(second, by=operator(), options=Options(more=(first,)))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_one_bad_row_in_one_of_them_keeps_all_of_them_out(tmp_path: Path) -> None:
    organizations(tmp_path, PLACE)
    first = write(tmp_path / "a.csv", [MEMBER_HEADER, person(1), person(3)])
    second = write(tmp_path / "b.csv", [MEMBER_HEADER, person(1, name="陈小明")])
    report = import_members(first, by=operator(), options=Options(more=(second,)))
    assert sorted(findings(report)) == [(2, "decide", "member_twice"), (2, "decide", "member_twice")]
    assert [error["sheet"] for error in report.document()["errors"]] == ["a.csv: CSV", "b.csv: CSV"]  # type: ignore[attr-defined]
    assert not Member.objects.exists()
