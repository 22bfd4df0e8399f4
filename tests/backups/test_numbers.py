"""A restored place never gives a number out that the place before it gave, be its row there or not."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection

from tests import blank, factories
from xuezuo import sequences
from xuezuo.audit import actions as audit
from xuezuo.backups import actions, manifest, tables
from xuezuo.organizations.models import Organization
from xuezuo.records import actions as records
from xuezuo.records.models import Absence, Record, Withdrawal
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope, operator

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2016, 5, 20)


@pytest.fixture
def branch() -> Organization:
    made = factories.organization("901001", factories.organization("901", kind="local_committee"), kind="branch")
    factories.member(made, "丁一")
    factories.member(made, "丁二")
    return made


@pytest.fixture
def carol(branch: Organization, settings: Any) -> Scope:
    settings.TODAY = "2016-05-31"
    return factories.scope(factories.user("secretary", branch))


def entered(by: Scope, branch: Organization, days: int = 0) -> Record:
    return records.enter(
        by=by,
        organization=branch,
        held_on=DAY + timedelta(days=days),
        kinds=["general"],
        attended=1,
        absent=[(branch.memberships.earliest("pk").member_id, "leave")],
    )


def moved(folder: Path, *, old: bool = False, **told: object) -> None:
    """Back up, and restore into a place that never gave a number out; `old` as from before backups told the numbers."""
    actions.make(by=operator(), folder=folder)
    if old or told:
        document = manifest.read(folder)
        document.pop("given")
        manifest.write(folder, document | told)
    blank.put_back()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables.tables()]):
                cursor.execute(line)
    actions.restore(by=operator(), folder=folder)


def given() -> dict[str, int]:
    with connection.cursor() as cursor:
        return sequences.given(cursor, [table.name for table in tables.tables()])


@pytest.mark.parametrize("old", [False, True])
def test_the_number_of_a_record_taken_back_waits_for_it(
    branch: Organization, carol: Scope, tmp_path: Path, old: bool
) -> None:
    first, newest = entered(carol, branch), entered(carol, branch, 1)
    absence = Absence.objects.get(record=newest).pk
    records.withdraw(by=carol, record=newest, reason="录到了别的支部")
    moved(tmp_path / "backup", old=old)

    later = entered(carol, branch, 2)
    assert later.pk > newest.pk
    assert Absence.objects.get(record=later).pk > absence
    records.restore(by=carol, withdrawal=Withdrawal.objects.get())
    assert set(Record.objects.values_list("pk", "held_on")) == {(one.pk, one.held_on) for one in (first, newest, later)}
    assert Absence.objects.count() == 3


def test_every_table_goes_on_where_the_other_place_was(tmp_path: Path) -> None:
    """Rows that are gone without a trace, in each table: what hung on a vote, a post taken back, a draft."""
    sequences.at_least({name: number + 40 for name, number in given().items()})
    before = given()
    assert min(before.values()) >= 40
    moved(tmp_path / "backup")

    after = given()
    assert all(after[name] >= number for name, number in before.items())


def test_a_second_move_tells_the_same_numbers(branch: Organization, tmp_path: Path) -> None:
    """Nothing is lost on the way, however often a place moves, and the rows are told by the same digest."""
    sequences.at_least({"records_record": given()["records_record"] + 40})
    moved(tmp_path / "backup")
    again = actions.make(by=operator(), folder=tmp_path / "again")
    first = manifest.read(tmp_path / "backup")

    logged = {"audit_event": again["given"]["audit_event"]}
    assert again["given"] | {"audit_event": 0} == {
        name: max(number, first["tables"][name]["last"]) for name, number in first["given"].items()
    } | {"audit_event": 0}
    assert logged["audit_event"] > first["given"]["audit_event"]
    differing = {name for name, about in again["tables"].items() if about != first["tables"][name]}
    assert differing == {"audit_event"}


def test_an_old_backup_goes_on_above_what_its_log_names(branch: Organization, carol: Scope, tmp_path: Path) -> None:
    """A vote's own way, taken back before backups told their numbers: its events are still there."""
    number = given()["records_ownway"] + 40
    audit.record(by=carol, action="own_way.state", kind="own_way", object_id=number, organization_id=branch.pk)
    moved(tmp_path / "backup", old=True)

    assert given()["records_ownway"] == number


def test_a_backup_that_tells_too_little_is_no_worse_than_an_old_one(
    branch: Organization, carol: Scope, tmp_path: Path
) -> None:
    """Its place was restored by a program that forgot: the numbers of what was taken back are named all the same."""
    newest = entered(carol, branch)
    records.withdraw(by=carol, record=newest, reason="重复")
    moved(tmp_path / "backup", given={"records_record": 0})

    assert entered(carol, branch).pk > newest.pk


@pytest.mark.parametrize("told", [{"records_record": one} for one in ("9", -1, 2**63, True, 1.5)] + [[]])
def test_numbers_that_are_none_are_refused(told: object, branch: Organization, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        moved(tmp_path / "backup", given=told)
    assert refused.value.code == "backup_broken"
    assert not Organization.objects.exists()
