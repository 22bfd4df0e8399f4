"""The numbers that tables gave out. None is given twice, not even when its row is gone: withdrawals and the log name it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

HIGHEST = 2**63 - 1

POSTGRESQL = (
    "SELECT name, pg_sequence_last_value(pg_get_serial_sequence(quote_ident(name), 'id')::regclass)"
    " FROM unnest(%s::text[]) AS name"
)


def given(cursor: Any, tables: Collection[str]) -> dict[str, int]:
    """By table: the highest number it ever gave out as `id`, 0 for none. `cursor` is any cursor of the database's own vendor."""
    if connection.vendor == "postgresql":
        cursor.execute(POSTGRESQL, [list(tables)])
    else:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
    found = dict(cursor.fetchall())
    return {table: found.get(table) or 0 for table in tables}


def at_least(numbers: Mapping[str, int]) -> None:
    """The next row of each table gets a higher number than this one, and than any that it gave out before."""
    with connection.cursor() as cursor:
        before = given(cursor, numbers)
        for table, number in numbers.items():
            if number > before[table]:
                _set(cursor, table, number)


def _set(cursor: Any, table: str, number: int) -> None:
    if connection.vendor == "postgresql":
        cursor.execute("SELECT setval(pg_get_serial_sequence(quote_ident(%s), 'id'), %s)", [table, number])
        return
    cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
    if not cursor.rowcount:  # a table that never held a row has no line yet
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
