"""Ways around the triggers that keep the audit as it was written: for the suite's clean-up, and to play a forger."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

TABLES = ("audit_event", "audit_seal")


@contextmanager
def unlocked() -> Iterator[None]:
    """Meanwhile whoever owns the tables may change what the audit holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        places = ", ".join(["%s"] * len(TABLES))
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({places})", TABLES)
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


@pytest.fixture(scope="session", autouse=True)
def _flushes_may_empty_the_audit() -> Iterator[None]:
    """Tests that commit are cleaned up by emptying every table: in the suite that one act may do what nobody else may."""
    kind = type(connection.ops)
    plain = kind.execute_sql_flush

    def flush(self: object, statements: list[str]) -> None:
        with unlocked():
            plain(self, statements)

    kind.execute_sql_flush = flush
    yield
    kind.execute_sql_flush = plain
