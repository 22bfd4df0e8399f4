"""The rows of a new record: the one write that a whole province makes on the same evening.

PostgreSQL writes them in one statement, SQLite, where asking costs nothing, in one a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from xuezuo.records.contents import Content
from xuezuo.records.models import Absence, Claim, GuestAttendance, Record, RecordKind, RecordReading

Rows = Sequence[tuple[type[models.Model], Sequence[tuple[Any, ...]]]]
"""By table: the values of every column but the id and the record's, in the model's order."""

RECORD = "record_id"


def insert(client_id: UUID, content: Content, claims: Iterable[int], **columns: Any) -> Record | None:
    """The record with its kinds, texts, guests, absences, and the requirements that the branch says it meets. None if one
    with this `client_id` came in between, from the same phone at the same moment.
    """
    now, who = timezone.now(), columns["entered_by"]
    record = Record(client_id=client_id, entered_at=now, **columns)
    rows: Rows = [
        (RecordKind, [(kind,) for kind in content.kinds]),
        (RecordReading, [(reading,) for reading in content.readings]),
        (GuestAttendance, [(member,) for member in content.guest_members]),
        (Absence, list(content.absent)),
        (Claim, [(requirement, who, now) for requirement in sorted(set(claims))]),
    ]
    number = (_at_once if connection.vendor == "postgresql" else _one_by_one)(record, [one for one in rows if one[1]])
    if number is None:
        return None
    found = Record.from_db(connection.alias, [field.attname for field in _columns(Record)], _values_of(record))
    found.pk, found.organization = number, record.organization
    return found


def _at_once(record: Record, rows: Rows) -> int | None:
    given, parts = _prepared(Record, _values_of(record)), [f"r AS ({_record()})"]
    for number, (model, lines) in enumerate(rows):
        fields = [field for field in _columns(model) if field.attname != RECORD]
        # a list of values has no types of its own where it is selected from: the first line names them
        first = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
        more = ", ".join(["%s"] * len(fields))
        values = ", ".join([f"({first})", *[f"({more})"] * (len(lines) - 1)])
        names = ", ".join(f'"{field.column}"' for field in fields)
        parts.append(  # the models' own columns
            f't{number} AS (INSERT INTO "{model._meta.db_table}" ("{RECORD}", {names})'  # noqa: S608
            f" SELECT r.id, v.* FROM r CROSS JOIN (VALUES {values}) v)"
        )
        for line in lines:
            given += [field.get_db_prep_save(value, connection) for field, value in zip(fields, line, strict=True)]
    return _run(f"WITH {', '.join(parts)} SELECT id FROM r", given)  # noqa: S608


def _one_by_one(record: Record, rows: Rows) -> int | None:
    number = _run(_record(), _prepared(Record, _values_of(record)))
    for model, lines in rows if number is not None else ():
        given = [value for line in lines for value in _prepared(model, [number, *line])]
        with connection.cursor() as cursor:
            cursor.execute(_insert(model, len(lines)), given)
    return number


def _run(text: str, given: list[Any]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        row = cursor.fetchone()
    return row[0] if row else None


def _values_of(record: Record) -> list[Any]:
    return [getattr(record, field.attname) for field in _columns(Record)]


def _prepared(model: type[models.Model], values: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(_columns(model), values, strict=True)]


@cache
def _columns(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


@cache
def _insert(model: type[models.Model], rows: int) -> str:
    names = ", ".join(f'"{field.column}"' for field in _columns(model))
    places = ", ".join(["(" + ", ".join(["%s"] * len(_columns(model))) + ")"] * rows)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {places}'  # noqa: S608


def _record() -> str:
    return _insert(Record, 1) + " ON CONFLICT (client_id) DO NOTHING RETURNING id"
