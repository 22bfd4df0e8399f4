"""Statements that a whole province sends on the same evening: their text is made once, their plan once a connection.

Django's own cursor writes values into the text, so that PostgreSQL reads and plans it anew each time. Here the values go
beside it, all as text, and the server finds the types: one text has one plan, whatever its numbers are. SQLite keeps the
last hundred texts by itself.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection


def ask(text: str, given: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, `[]` for one that gives none. On PostgreSQL every `%s` stands where the server can
    tell its type (a column's value, or `%s::bigint`), and the values are text or None: `plain` makes them so.
    """
    with _cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall()) if cursor.description else []


def plain(value: Any) -> str | None:
    """A value as the server reads it: days and moments in ISO form, UUIDs and numbers as they are printed."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def listed(values: Iterable[Any]) -> str:
    """Values as one: a JSON array, which both databases can take apart."""
    return json.dumps(list(values))


def in_one(values: Iterable[int | str]) -> str:
    """Numbers, or words without signs, as one value: an array for PostgreSQL's `= ANY`, JSON for SQLite's `json_each`."""
    if connection.vendor == "postgresql":
        return "{" + ",".join(map(str, values)) + "}"
    return listed(values)


def _cursor() -> Any:
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    made = _prepared()(connection.connection)
    return connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made)


@cache
def _prepared() -> Any:
    import psycopg  # reason: only where PostgreSQL is used

    class Prepared(psycopg.Cursor[tuple[Any, ...]]):
        """Asks the server to keep the plan (`prepare_threshold` in the settings lets it)."""

        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, prepare=True, **more)

    return Prepared
