"""Sealing anew under the present suite and key, a batch a transaction, so that it can be cut off and taken up again.

While it runs both forms stand side by side. Nobody can be entered twice meanwhile: whoever looks an identity number up
asks for all its indexes (`sealing.indexes`), and an import waits until there is one form only.
"""

from typing import Any

from django.db import connection, transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations import sealing
from xuezuo.privacy.queries.forms import INDEX, Sealed, rows_after
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def reseal_batch(*, by: Scope, table: Sealed, after: int) -> tuple[int, int, int]:
    """The next rows behind the id `after`: (last id seen, rows seen, rows sealed anew). Nothing more: 0 rows seen."""
    if by.role != "operator":
        raise NotVisible("sealed values")
    rows = rows_after(table, after)
    if not rows:
        return after, 0, 0
    anew = [values for row in rows if (values := _anew(table, row))]
    if not anew:
        return rows[-1][0], len(rows), 0
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in table.read[1:])
    with connection.cursor() as cursor:
        named = f"UPDATE {table.model._meta.db_table} SET {columns} WHERE id = %s"  # noqa: S608 - names of our own columns
        cursor.executemany(named, anew)
    audit.record(
        by=by,
        action="values.reseal",
        kind=table.label,
        form=sealing.form_now(),
        first=rows[0][0],
        last=rows[-1][0],
        rows=len(anew),
    )
    return rows[-1][0], len(rows), len(anew)


def _anew(table: Sealed, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row's columns sealed anew and its id; empty where everything is as it should be."""
    now = sealing.form_now()
    held = dict(zip(table.read, row, strict=True))
    values = {name: _sealed(held[name], column, now) for name, column in table.columns.items()}
    if table.has_index:
        values[INDEX] = _indexed(held, table.columns["id_number"], now)
    if all(values[name] is held[name] for name in values):
        return ()
    return (*values.values(), held["pk"])


def _sealed(value: Any, column: str, now: int) -> Any:
    if not value or sealing.form_of(value) == now:
        return value
    return sealing.seal(sealing.unseal(bytes(value), column), column)


def _indexed(held: dict[str, Any], column: str, now: int) -> Any:
    """The index comes from the number itself; one without a number stays as it is."""
    found, number = held[INDEX], held["id_number"]
    if not found or not number or sealing.form_of_index(found) == now:
        return found
    return sealing.index(sealing.unseal(bytes(number), column))
