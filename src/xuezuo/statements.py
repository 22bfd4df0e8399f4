"""Statements that a whole province sends on the same evening: their text is made once, their plan once a connection.

Django's own cursor writes values into the text, so that PostgreSQL reads and plans it anew each time. Here the values go
beside it, all as text, and the server finds the types: one text has one plan, whatever its numbers are. SQLite keeps the
last hundred texts by itself, and is asked past Django's cursor, which would look through the text for its places each time.

A plan of a connection that stands may outlive the table it was made for: once a column that it gives has another type,
PostgreSQL refuses it each time. Outside of a transaction it is asked once more on a new connection, and nobody notices.
"""

import json
import operator
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, connections, transaction


def ask(text: str, given: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, `[]` for one that gives none. On PostgreSQL every `%s` stands where the server can
    tell its type (a column's value, or `%s::bigint`), and the values are text or None: `plain` makes them so.

    Raises what the database raises; `NotSupportedError` for an outlived plan only inside a transaction, which PostgreSQL has
    ended by that. The next one has new plans.
    """
    try:
        return _answered(text, given)
    except NotSupportedError as refused:
        if not _is_outlived(refused):
            raise
        if connection.in_atomic_block or not connection.get_autocommit():
            connection.close_at = time.monotonic()  # Django closes it when the request has been answered
            raise
    connection.close()  # the statement was refused before it did anything
    return _answered(text, given)


def read(text: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `ask`, with the values as Python has them."""
    made = plain if connection.vendor == "postgresql" else kept
    return ask(text, [made(value) for value in given])


def fetch(text: str, given: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a question that differs from one time to the next, or is asked rarely: values as Django takes them, no
    plan kept. Without values a percent sign is one.

    Raises what the database raises.
    """
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall())


@contextmanager
def by_index() -> Iterator[None]:
    """What is read meanwhile is a small part of large tables: some thousand branches' rows. PostgreSQL reckons with a disk that turns
    for each row, and would read all records of a province for a fiftieth of its branches, each time. Also a decorator.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():  # of one that reads nobody waits for anything
        ask(NEAR, [])
        yield


NEAR = "SET LOCAL random_page_cost = 0.2"


def _answered(text: str, given: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    here = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` does it for each of its attributes
    if here.vendor == "sqlite" and not (here.queries_logged or here.execute_wrappers):
        return _straight(here, text, given)
    with _cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall()) if cursor.description else []


def _straight(here: Any, text: str, given: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """As Django's cursor does it, with all that it looks at and raises."""
    if here.connection is None:
        here.ensure_connection()
    here.validate_thread_sharing()
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        answered = here.connection.execute(
            _of_sqlite(text, tuple(given) if isinstance(given, Mapping) else len(given)), given
        )
        return list(answered.fetchall())


@lru_cache(500)
def _of_sqlite(text: str, places: tuple[str, ...] | int) -> str:
    """The statement with its places written as SQLite writes them."""
    return text % (("?",) * places if isinstance(places, int) else {name: f":{name}" for name in places})


def plain(value: Any) -> str | None:
    """A value as the server reads it: days and moments in ISO form, UUIDs and numbers as they are printed."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def kept(value: Any) -> Any:
    """A value as Django writes it into SQLite."""
    make = _KEPT.get(type(value))
    return make(value) if make else value


def moment(when: datetime) -> Any:
    """A moment as either database takes it: SQLite keeps it as Django writes it there."""
    return plain(when) if connection.vendor == "postgresql" else _kept_moment(when)


def told(when: datetime) -> datetime:
    """A moment as either database gives it to `ask`: SQLite's are in UTC and do not say so."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)


@lru_cache(16)
def _kept_moment(when: datetime) -> str:
    """All rows of one act have the same."""
    return str(connection.ops.adapt_datetimefield_value(when))


_KEPT: dict[type, Callable[[Any], str]] = {
    datetime: _kept_moment,
    date: date.isoformat,
    UUID: operator.attrgetter("hex"),
}


def listed(values: Iterable[Any]) -> str:
    """Values as one: a JSON array, which both databases can take apart."""
    return json.dumps(list(values))


def written(ids: Iterable[int]) -> str:
    """For `IN (…)`: ids are numbers of our own and stand in the text, because SQLite counts parameters; `NULL` for none."""
    return ", ".join(map(str, map(int, ids))) or "NULL"


def among(column: str, ids: Iterable[int]) -> str:
    """A test that a column is one of the ids; none leaves nothing."""
    return f"{column} IN ({written(ids)})"


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
    made = keeping(connection.connection)
    return connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made)


def _is_outlived(refused: NotSupportedError) -> bool:
    """By the place in the server that says “cached plan must not change result type”, which it may say in any language."""
    said = getattr(refused.__cause__, "diag", None)
    return said is not None and said.source_function == "RevalidateCachedQuery"


def keeping(driver: Any) -> Any:
    """A cursor of the driver's own connection to PostgreSQL whose plans are kept."""
    return _prepared()(driver)


@cache
def _prepared() -> Any:
    import psycopg  # reason: only where PostgreSQL is used

    class Prepared(psycopg.Cursor[tuple[Any, ...]]):
        """Asks the server to keep the plan (`prepare_threshold` in the settings lets it)."""

        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, prepare=True, **more)

    return Prepared
