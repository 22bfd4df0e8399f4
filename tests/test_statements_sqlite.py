"""Statements that go past Django's cursor on SQLite are looked after as its own are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from xuezuo.records.models import Record
from xuezuo.statements import ask, kept

pytestmark = pytest.mark.django_db

FIELDS = {field.name: field for field in Record._meta.concrete_fields}


@pytest.fixture(autouse=True)
def _a_table(db: None) -> Iterator[None]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has statements of its own")
    ask("CREATE TABLE said (number integer PRIMARY KEY, word text)", [])
    yield
    ask("DROP TABLE said", [])


def test_places_by_order_and_by_name_and_signs_that_are_none() -> None:
    assert ask("INSERT INTO said VALUES (%s, %s), (%s, %s) RETURNING number", [1, "50 %", 2, "%s"]) == [(1,), (2,)]
    assert ask("SELECT word FROM said WHERE number = %(n)s OR word LIKE '50%%' AND 1 = %(n)s", {"n": 1}) == [("50 %",)]
    assert ask("UPDATE said SET word = %s", ["x"]) == []


def test_errors_are_those_of_django() -> None:
    ask("INSERT INTO said VALUES (1, '')", [])
    with pytest.raises(IntegrityError), transaction.atomic():
        ask("INSERT INTO said VALUES (%s, '')", [1])
    with pytest.raises(OperationalError), transaction.atomic():
        ask("SELECT nothing FROM said", [])


def test_nothing_is_asked_in_a_transaction_that_is_broken() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            ask("SELECT 1", [])
        transaction.set_rollback(False)


def test_whoever_counts_or_looks_at_statements_sees_them() -> None:
    with CaptureQueriesContext(connection) as seen:
        assert ask("SELECT %s", [7]) == [(7,)]
    assert len(seen) == 1
    looked = []

    def look(execute, sql, given, many, context):  # type: ignore[no-untyped-def]
        looked.append(sql)
        return execute(sql, given, many, context)

    with connection.execute_wrapper(look):
        ask("SELECT %s", [8])
    assert looked == ["SELECT %s"]


def test_values_are_kept_as_django_writes_them() -> None:
    for value, kind in [
        (datetime(2016, 10, 20, 8, 30, tzinfo=UTC), "entered_at"),
        (date(2016, 10, 20), "held_on"),
        (UUID(int=7), "client_id"),
        (3, "attended"),
        ("三", "place"),
    ]:
        assert kept(value) == FIELDS[kind].get_db_prep_save(value, connection)
    assert kept(None) is None
