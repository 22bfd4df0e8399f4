"""The rows of a new record: the one write that a whole province makes on the same evening.

PostgreSQL writes them in one statement, with the event that tells of them; SQLite, where asking costs nothing, in one a
table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from xuezuo.audit import rows as audit
from xuezuo.audit.models import Event
from xuezuo.organizations.models import Organization
from xuezuo.records.contents import Content
from xuezuo.records.models import Absence, Claim, GuestAttendance, Record, RecordKind, RecordReading
from xuezuo.scopes import Scope
from xuezuo.statements import ask, kept, listed, plain

Rows = Sequence[tuple[type[models.Model], Sequence[tuple[Any, ...]]]]
"""By table: the values of every column but the id and the record's, in the model's order."""

RECORD = "record_id"
UNLESS_SENT = " ON CONFLICT (client_id) DO NOTHING RETURNING id"
LATER = "SELECT 1 FROM records_record WHERE organization_id = %s AND id > %s LIMIT 1"


@dataclass(frozen=True)
class Entry:
    """All rows of a record that is about to be written: put together before its writer stands in the line of writers."""

    record: list[Any]
    rows: Rows
    event: list[Any]
    organization: Organization

    def as_record(self, number: int) -> Record:
        """As it stands in the database now, under the number that `insert` gave."""
        made = Record.from_db(connection.alias, _names(), self.record)
        made.pk, made.organization = number, self.organization
        return made


def put_together(
    client_id: UUID,
    content: Content,
    claims: Collection[int],
    by: Scope,
    organization: Organization,
    *,
    told: bool,
    **columns: Any,
) -> Entry:
    """The record with its kinds, texts, guests, absences, and the requirements that the branch says it meets; with the
    event of it, if it is to be `told` with them.
    """
    now, who = timezone.now(), columns["entered_by"]
    said = columns | {"client_id": client_id, "organization_id": organization.pk, "entered_at": now}
    rows: Rows = [
        (RecordKind, [(kind,) for kind in content.kinds]),
        (RecordReading, [(reading,) for reading in content.readings]),
        (GuestAttendance, [(member,) for member in content.guest_members]),
        (Absence, list(content.absent)),
        (Claim, [(requirement, who, now) for requirement in sorted(set(claims))]),
    ]
    detail: dict[str, object] = {"claims": sorted(claims)}
    event = audit.values(by, "record.enter", "record", None, organization.pk, detail) if told else []
    return Entry([said[name] for name in _names()], [one for one in rows if one[1]], event, organization)


def insert(entry: Entry, last: int) -> int | None:
    """All rows of the entry, or none; the record's number. None if the branch has a later record than `last` by now, or if one with
    its `client_id` came in between. Who enters a meeting of the branch at this moment is waited for, and waits for us: until the end
    of the caller's transaction, if there is one.
    """
    if connection.vendor == "postgresql":
        return _at_once(entry, last)
    with transaction.atomic():
        return _one_by_one(entry, last)


def _at_once(entry: Entry, last: int) -> int | None:
    """One statement, which needs no transaction of ours around it: two round trips less for each meeting of an evening."""
    given: list[Any] = [plain(value) for value in (*entry.record, entry.organization.pk, last)]
    for _model, lines in entry.rows:
        given.append(listed([plain(value) for value in line] for line in lines))
    written = tuple(model for model, _ in entry.rows)
    found = ask(_statement(written, bool(entry.event)), given + entry.event)
    return found[0][0] if found else None


@cache
def _statement(written: tuple[type[models.Model], ...], with_event: bool) -> str:
    """One text, and so one plan, for each set of tables that get rows, however many rows: their lines come as JSON."""
    parts = [f"r AS ({_record_if_last()})"]
    for number, model in enumerate(written):
        fields = [field for field in _columns(model) if field.attname != RECORD]
        names = ", ".join(f'"{field.column}"' for field in fields)
        taken = ", ".join(f"(v ->> {at})::{field.db_type(connection)}" for at, field in enumerate(fields))
        parts.append(  # the models' own columns
            f't{number} AS (INSERT INTO "{model._meta.db_table}" ("{RECORD}", {names})'  # noqa: S608
            f" SELECT r.id, {taken} FROM r CROSS JOIN jsonb_array_elements(%s::jsonb) v)"
        )
    if with_event:
        fields = [Event._meta.get_field(name) for name in audit.COLUMNS]
        values = ", ".join(
            f"coalesce(%s::{field.db_type(connection)}, r.id)"
            if field.name == "object_id"
            else f"%s::{field.db_type(connection)}"
            for field in fields
        )
        parts.append(f"e AS ({audit.INTO} SELECT {values} FROM r)")  # noqa: S608
    return f"WITH {', '.join(parts)} SELECT id FROM r"  # noqa: S608


def _one_by_one(entry: Entry, last: int) -> int | None:
    if ask(LATER, [entry.organization.pk, last]):
        return None
    found = ask(_insert(Record, 1) + UNLESS_SENT, [kept(value) for value in entry.record])
    if not found:
        return None
    number: int = found[0][0]
    for model, lines in entry.rows:
        ask(_insert(model, len(lines)), [kept(value) for line in lines for value in (number, *line)])
    if entry.event:
        event = list(entry.event)
        event[audit.COLUMNS.index("object_id")] = number
        ask(audit.INSERT, event)
    return number


@cache
def _columns(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


@cache
def _names() -> tuple[str, ...]:
    return tuple(field.attname for field in _columns(Record))


@cache
def _insert(model: type[models.Model], rows: int) -> str:
    names = ", ".join(f'"{field.column}"' for field in _columns(model))
    places = ", ".join(["(" + ", ".join(["%s"] * len(_columns(model))) + ")"] * rows)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {places}'  # noqa: S608


@cache
def _record_if_last() -> str:
    """PostgreSQL's `records_entered_since` waits for the others of the branch before it looks (migration 0007)."""
    values = ", ".join(f"%s::{field.db_type(connection)}" for field in _columns(Record))
    into = _insert(Record, 0).partition(" VALUES ")[0]
    return f"{into} SELECT {values} WHERE NOT records_entered_since(%s::bigint, %s::bigint){UNLESS_SENT}"
