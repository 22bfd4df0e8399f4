"""A way around the triggers that keep the audit as it was written, to play a forger."""

from collections.abc import Iterator
from contextlib import contextmanager

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
