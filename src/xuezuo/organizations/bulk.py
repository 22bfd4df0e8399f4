"""Many rows at once: COPY on PostgreSQL, prepared inserts on SQLite, with ids given beforehand.

Only for actions that write whole rosters, and for kept figures, inside their transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import chain, islice
from typing import Any

from django.db import connection, models

from xuezuo import sequences

BATCH = 20_000
TOGETHER = 200
PAGES_IN_MEMORY = -131_072
"""For SQLite: kibibytes, when below zero."""

PAGES_BESIDE_A_READER = -49_152
"""Enough for what is only added to, in order, while another process needs memory too."""

LARGE = 1_000
"""From this many new rows on, the planner's statistics are made anew. PostgreSQL, which remembers a table as empty, reads
a whole one for every row of another: minutes for the figures of a town just taken in."""


@contextmanager
def memory_for_indexes(pages: int = PAGES_IN_MEMORY) -> Iterator[None]:
    """More of SQLite's pages in memory meanwhile: keyed hashes fall all over their index, 1.4 million fill 80 MB of it.

    And none of the file mapped: every page written would count twice.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: _pragma(cursor, name) for name in ("cache_size", "mmap_size")}
        cursor.execute(f"PRAGMA cache_size = {pages}")
        cursor.execute("PRAGMA mmap_size = 0").fetchall()
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}").fetchall()


def let_go_of_pages() -> None:
    """What was read of an SQLite file before long other work counts no more to this process: it is mapped anew when it is
    asked again. Nothing on PostgreSQL.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mapped = _pragma(cursor, "mmap_size")
            for size in (0, mapped):
                cursor.execute(f"PRAGMA mmap_size = {size}").fetchall()
            cursor.execute("PRAGMA shrink_memory").fetchall()


def _pragma(cursor: Any, name: str) -> int:
    """A database in memory has no file to map and answers nothing."""
    cursor.execute(f"PRAGMA {name}")
    return int((cursor.fetchone() or [0])[0])


Together = Callable[[str], AbstractContextManager[None]]
NOTED_TOGETHER: list[Together] = []
"""What a room above does once for a whole empty table that is being filled, instead of row by row."""


@contextmanager
def filled_at_once(*filled: type[models.Model]) -> Iterator[None]:
    """Empty tables lose their indexes meanwhile, and what looks at each of their rows, and get it back from all rows
    at once: a third of the work.

    In the transaction, so whatever ends it early leaves them as they were. Nobody reads such a table until it is over;
    one that has rows keeps everything, and is read by all.
    """
    empty = [model._meta.db_table for model in filled if not _has_rows(model._meta.db_table)]
    made_again: list[str] = []
    with ExitStack() as noted, connection.cursor() as cursor:
        for table in empty:
            for together in NOTED_TOGETHER:
                noted.enter_context(together(table))
            for drop, make in _dropped_meanwhile(cursor, table, empty):
                cursor.execute(drop)
                made_again.append(make)
        yield
        if made_again and connection.vendor == "postgresql":
            # keys of other tables are looked up now, for a table is not altered before
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for make in made_again:
            cursor.execute(make)


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - the model's own table
        return bool(cursor.fetchone())


def _dropped_meanwhile(cursor: Any, table: str, empty: Sequence[str]) -> list[tuple[str, str]]:
    """How to drop and how to make each index that may go: not the key, nor on SQLite what stands in the table itself.

    On PostgreSQL also what points at another table that is being filled: all of it is looked up at once.
    """
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql > ''", [table]
        )
        return [(f'DROP INDEX "{name}"', sql) for name, sql in cursor.fetchall()]
    cursor.execute(
        "SELECT r.relname, pg_get_indexdef(r.oid), c.conname, pg_get_constraintdef(c.oid) FROM pg_index i"
        " JOIN pg_class r ON r.oid = i.indexrelid LEFT JOIN pg_constraint c ON c.conindid = r.oid AND c.conrelid = i.indrelid"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisprimary"
        " UNION ALL SELECT c.conname, '', c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
        " WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND c.confrelid = ANY(%s::regclass[]) ORDER BY 1",
        [table, table, list(empty)],
    )
    return [
        (
            f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"',
            f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {so}',
        )
        if constraint
        else (f'DROP INDEX "{name}"', index)
        for name, index, constraint, so in cursor.fetchall()
    ]


def first_free_id(model: type[models.Model]) -> int:
    """The id from which rows may be numbered. On PostgreSQL nobody else adds rows until the transaction ends."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            highest = f"(SELECT last_value FROM {table}_id_seq), 0"  # noqa: S608 - the model's own table
        else:
            highest = f"(SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0"  # noqa: S608 - as above
        cursor.execute(f"SELECT COALESCE(MAX(id), 0), COALESCE({highest}) FROM {table}")  # noqa: S608 - as above
        return max(cursor.fetchone()) + 1


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `columns` (database names); dates as ISO text, bytes as they are."""
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    waiting = iter(rows)
    with connection.cursor() as cursor:
        # a batch is complete before COPY begins, for making its rows may ask the same connection something
        while batch := list(islice(waiting, BATCH)):
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                _insert_together(cursor, f"INSERT INTO {table} ({names}) VALUES ", batch)  # noqa: S608 - names of ours


def _insert_together(cursor: Any, insert: str, batch: list[Sequence[Any]]) -> None:
    """Many rows by each statement: two thirds of the work of one row by each."""
    row = f"({', '.join(['%s'] * len(batch[0]))})"
    whole = len(batch) - len(batch) % TOGETHER
    if whole:
        together = (tuple(chain.from_iterable(batch[start : start + TOGETHER])) for start in range(0, whole, TOGETHER))
        cursor.executemany(insert + ", ".join([row] * TOGETHER), together)
    if batch[whole:]:
        cursor.executemany(insert + row, batch[whole:])


def delete(model: type[models.Model], column: str, values: Sequence[int]) -> None:
    """Rows in which a column has one of these values; a few thousand at a time."""
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {column} IN ({places})", values)  # noqa: S608 - our names


def numbered_up_to(model: type[models.Model], last: int) -> None:
    """Tell PostgreSQL's sequence which ids were given; SQLite notices by itself."""
    sequences.at_least({model._meta.db_table: last})


def refresh_statistics(*written: type[models.Model]) -> None:
    """ANALYZE: without it SQLite may read a whole table where an index would do."""
    with connection.cursor() as cursor:
        for model in written:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
