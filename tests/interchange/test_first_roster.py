"""A roster that fills empty tables: what each row would have set going is done once, and everything stands as before."""

from pathlib import Path

import pytest
from django.db import connection

from tests.house import on_postgres
from tests.interchange.rosters import MEMBER_HEADER, PLACE, members, number, organizations, person
from xuezuo.indicators.models import Mark
from xuezuo.organizations import bulk
from xuezuo.organizations.models import Member, Organization

HEADER = [*MEMBER_HEADER, "党员分组"]
pytestmark = pytest.mark.django_db
PEOPLE = [person(order, id_number=number(order=order), groups="流动党员" if order % 2 else "") for order in range(1, 6)]


def schema() -> set[tuple[str, ...]]:
    """Indexes, keys and triggers of the tables that a roster fills."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'organizations_%'"
            " UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'organizations_%'"
            " UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            if on_postgres()
            else "SELECT type || name, sql FROM sqlite_master WHERE tbl_name LIKE 'organizations_%'"
        )
        return set(cursor.fetchall())


def marks() -> set[tuple[str, int]]:
    return set(Mark.objects.values_list("kind", "key"))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)


def test_a_first_roster_leaves_indexes_keys_and_triggers_as_they_were(tmp_path: Path, large: None) -> None:
    before = schema()
    assert organizations(tmp_path, PLACE).written
    assert members(tmp_path, PEOPLE, HEADER).written
    assert schema() == before


def test_rows_noted_together_leave_the_marks_of_rows_noted_singly(
    tmp_path: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizations(tmp_path, PLACE)
    members(tmp_path, PEOPLE, HEADER)
    together = marks()
    assert Mark.objects.count() == len(together) or on_postgres()
    first = Member.objects.earliest("id").pk
    root = Organization.objects.earliest("id").pk
    with connection.cursor() as cursor:
        for table in ("groupmembership", "membership", "member", "placement", "organization"):
            cursor.execute(f"DELETE FROM organizations_{table}")
    Mark.objects.all().delete()
    monkeypatch.setattr(bulk, "LARGE", 1_000)
    organizations(tmp_path, PLACE)
    members(tmp_path, PEOPLE, HEADER)
    moved = {"organizations_member": Member.objects.earliest("id").pk - first}
    moved["organizations_organization"] = Organization.objects.earliest("id").pk - root
    assert {kind for kind, _ in together} == set(moved)
    assert marks() == {(kind, key + moved[kind]) for kind, key in together}


def test_after_a_first_roster_every_row_is_noted_again(tmp_path: Path, large: None) -> None:
    organizations(tmp_path, PLACE)
    members(tmp_path, PEOPLE, HEADER)
    Mark.objects.all().delete()
    assert members(tmp_path, [person(9)]).created == 1
    assert marks()
