"""Under which suite and key personal values are stored, table by table."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from xuezuo.organizations import sealing
from xuezuo.privacy.queries.tables import rows_of
from xuezuo.privacy.register import Table, register
from xuezuo.scopes import NotVisible, Scope

CHUNK = 5_000
INDEX = "id_index"


class Sealed(NamedTuple):
    """A table with sealed columns: by column, what it is sealed as. `has_index`: the identity number is found by hash."""

    label: str
    columns: dict[str, str]
    has_index: bool

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def read(self) -> tuple[str, ...]:
        return ("pk", *self.columns, *((INDEX,) if self.has_index else ()))


def sealed_tables() -> list[Sealed]:
    """Every table of the register that stores something sealed."""
    found = []
    for table in register().tables:
        columns = {field.name: field.sealed for field in table.fields if field.sealed}
        if columns:
            found.append(Sealed(table.label, columns, _has_index(table)))
    return found


def _has_index(table: Table) -> bool:
    return any(field.name == INDEX for field in table.fields)


def rows_after(table: Sealed, after: int) -> list[tuple[Any, ...]]:
    """The next rows by id, locked until the transaction ends: somebody may be changing one."""
    rows = rows_of(table.model).filter(pk__gt=after).order_by("pk").select_for_update()
    return list(rows.values_list(*table.read)[:CHUNK])


def forms_in_use(scope: Scope) -> dict[str, dict[int, int]]:
    """By table, how many values are stored under which form (`sealing`), counted row by row. For the operator."""
    if scope.role != "operator":
        raise NotVisible("sealed values")
    return {table.label: dict(sorted(Counter(_forms(table)).items())) for table in sealed_tables()}


def count_of(scope: Scope, table: Sealed) -> int:
    """How many rows a table has, for telling how far work has come."""
    return rows_of(table.model).count() if scope.role == "operator" else 0


def _forms(table: Sealed) -> Iterator[int]:
    for row in rows_of(table.model).values_list(*table.read).iterator(CHUNK):
        for name, value in zip(table.read[1:], row[1:], strict=True):
            if value:
                yield sealing.form_of_index(value) if name == INDEX else sealing.form_of(value)
