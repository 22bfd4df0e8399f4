"""A plan that PostgreSQL keeps for a connection may outlive the columns it was made for."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import NotSupportedError, connection, transaction
from django.utils import timezone

from xuezuo.accounts.session_store import SessionStore
from xuezuo.statements import ask

pytestmark = pytest.mark.django_db(transaction=True)

READ = "SELECT said FROM kept_plan WHERE number = %s"
CHANGE = "UPDATE kept_plan SET times = times + 1 WHERE number = %s RETURNING said"


def elsewhere(*statements: str) -> None:
    """Another connection changes the tables, as `xuezuo init` does beside a server that runs."""
    other = connection.copy()
    with other.cursor() as cursor:
        for one in statements:
            cursor.execute(one)
    other.close()


@pytest.fixture(autouse=True)
def _a_kept_plan(transactional_db: None) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite makes a statement anew by itself when its tables have changed")
    elsewhere(
        "CREATE TABLE kept_plan (number bigint, said int, times int DEFAULT 0)",
        "INSERT INTO kept_plan VALUES (1, 7), (2, 8)",
    )
    for _again in range(3):
        assert ask(READ, ["1"]) == [(7,)]
        assert ask(CHANGE, ["2"]) == [(8,)]
    yield
    connection.close()
    elsewhere("DROP TABLE kept_plan")


def test_a_column_of_another_type_is_read_on_a_new_connection() -> None:
    stood = connection.connection
    elsewhere("ALTER TABLE kept_plan ALTER said TYPE text")
    assert ask(READ, ["1"]) == [("7",)]
    assert connection.connection is not stood
    assert ask(READ, ["1"]) == [("7",)]


def test_what_is_asked_once_more_is_written_once() -> None:
    elsewhere("ALTER TABLE kept_plan ALTER said TYPE text")
    assert ask(CHANGE, ["2"]) == [("8",)]
    assert ask("SELECT times FROM kept_plan WHERE number = %s", ["2"]) == [(4,)]


def test_in_a_transaction_it_is_refused_once() -> None:
    elsewhere("ALTER TABLE kept_plan ALTER said TYPE text")
    with pytest.raises(NotSupportedError), transaction.atomic():
        ask(CHANGE, ["1"])
    with transaction.atomic():
        assert ask(READ, ["1"]) == [("7",)]
    connection.close_if_unusable_or_obsolete()  # as Django does when a request was answered
    assert connection.connection is None
    assert ask("SELECT times FROM kept_plan WHERE number = %s", ["1"]) == [(0,)]


def test_what_else_is_not_supported_is_not_asked_again() -> None:
    stood = connection.connection
    with pytest.raises(NotSupportedError, match="FOR UPDATE"):
        ask("SELECT count(*) FROM kept_plan WHERE number = %s FOR UPDATE", ["1"])
    assert connection.connection is stood


def test_sessions_are_read_and_saved_while_their_table_changes() -> None:
    store = SessionStore()
    store["desk"] = "甲"
    store.save()
    for _again in range(3):
        assert SessionStore(store.session_key)["desk"] == "甲"
    elsewhere("ALTER TABLE django_session ALTER session_data TYPE varchar(100000)")
    try:
        assert SessionStore(store.session_key)["desk"] == "甲"
        store["desk"] = "乙"
        store.save()
        assert SessionStore(store.session_key)["desk"] == "乙"
        assert Session.objects.get(pk=store.session_key).expire_date > timezone.now() + timedelta(minutes=1)
    finally:
        connection.close()
        elsewhere("ALTER TABLE django_session ALTER session_data TYPE text")
