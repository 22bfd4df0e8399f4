"""Which tables a backup holds, and their rows: as lines out of a database, and from lines into one."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, models, transaction

from xuezuo.backups import columns
from xuezuo.backups.columns import Turned, Value

LEFT_OUT = frozenset({"contenttypes", "auth", "sessions", "axes", "indicators"})
"""Made by the program itself on any database (kinds of content, permissions, kept figures), or of the moment (sessions,
tries)."""

GROWING = frozenset({"audit_event", "audit_seal"})
"""Only ever added to, also by making and restoring a backup: compared up to the last row of the backup."""

AT_A_TIME = 5_000
Told = Callable[[int], None]
Row = list[Value]


@dataclass(frozen=True)
class Table:
    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def sorted_columns(self) -> list[int]:
        return [number for number, kind in enumerate(self.kinds) if kind == "JSONField"]

    def select(self, vendor: str, last: int | None) -> str:
        """Every row in order of its id, up to `last`."""
        wanted = ", ".join(
            columns.selected(kind, column, vendor) for column, kind in zip(self.columns, self.kinds, strict=True)
        )
        until = "" if last is None else f" WHERE id <= {last:d}"
        return f'SELECT {wanted} FROM "{self.name}"{until} ORDER BY id'  # noqa: S608 - names of the models' own tables


@dataclass(frozen=True)
class Lines:
    """Some rows of a table: how many, the lines that they make, and the id of the last one."""

    rows: int
    text: bytes
    last: int


def tables(registry: Apps = apps) -> list[Table]:
    """Every table that a backup holds, in the order in which rows may be put back."""
    found = [model for model in registry.get_models(include_auto_created=True) if _is_kept(model)]
    return [_table(model) for model in found]


def _is_kept(model: type[models.Model]) -> bool:
    about = model._meta
    return about.managed and not about.proxy and about.app_label not in LEFT_OUT


def _table(model: type[models.Model]) -> Table:
    # in order of name: a column that came later stands last in the table of one installation, and not in another's
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: str(field.column))
    names = tuple(str(field.column) for field in fields)
    assert "id" in names, f"{model} has no id to be put in order by"
    return Table(model._meta.db_table, model, names, tuple(columns.kind_of(field) for field in fields))


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, while others go on writing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def reader() -> Iterator[Any]:
    """A cursor that sees one moment. SQLite's own connection would hold the write lock from its first question on."""
    if connection.vendor == "postgresql":
        with _one_moment(), connection.chunked_cursor() as cursor:
            yield cursor
        return
    name = str(connection.settings_dict["NAME"])
    if not Path(name).is_file():  # a database in memory, as in tests
        with _one_moment(), connection.cursor() as cursor:
            yield cursor
        return
    apart = sqlite3.connect(f"{Path(name).resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        apart.execute("BEGIN")
        yield apart.cursor()
    finally:
        apart.close()


def read(cursor: Any, table: Table, last: int | None = None) -> Iterator[Lines]:
    """A table's rows, some thousands at a time. `cursor` is any cursor of the database's own vendor."""
    cursor.execute(table.select(connection.vendor, last))
    first, json_columns = table.columns.index("id"), table.sorted_columns
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    while rows := cursor.fetchmany(AT_A_TIME):
        if json_columns:
            rows = [_sorted(row, json_columns) for row in rows]
        text = "\n".join([encode(row) for row in rows]) + "\n"
        yield Lines(len(rows), text.encode(), rows[-1][first])


def _sorted(row: tuple[Any, ...], json_columns: list[int]) -> list[Any]:
    values = list(row)
    for number in json_columns:
        values[number] = columns.sorted_json(values[number])
    return values


@dataclass
class Digest:
    """Of a table's lines, as they pass."""

    rows: int = 0
    last: int = 0

    def __post_init__(self) -> None:
        self.hash = hashlib.sha256()

    def add(self, lines: Lines) -> None:
        self.rows += lines.rows
        self.last = lines.last
        self.hash.update(lines.text)

    def document(self) -> dict[str, object]:
        return {"rows": self.rows, "last": self.last, "sha256": self.hash.hexdigest()}


def digest_of(cursor: Any, table: Table, told: Told, last: int | None = None) -> Digest:
    found = Digest()
    for lines in read(cursor, table, last):
        found.add(lines)
        told(lines.rows)
    return found


def write(table: Table, rows: Iterator[Row], told: Told) -> None:
    """Put rows into an empty table of the database as it is now; the ids stay as they were."""
    turned = [columns.writer(kind, connection.vendor) for kind in table.kinds]
    changes = [(number, turn) for number, turn in enumerate(turned) if turn]
    names = ", ".join(f'"{name}"' for name in table.columns)
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        while batch := list(islice(rows, AT_A_TIME)):
            for row in batch:
                _turn(row, changes)
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', batch)  # noqa: S608
            told(len(batch))


def _turn(row: list[Any], changes: list[tuple[int, Turned]]) -> None:
    for number, turn in changes:
        if row[number] is not None:
            row[number] = turn(row[number])


def is_empty(table: Table) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1')  # noqa: S608 - names of the models' own tables
        return cursor.fetchone() is None
