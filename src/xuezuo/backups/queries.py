"""Whether a backup is whole, and whether the database still holds what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xuezuo.backups import manifest, rules, schema, tables
from xuezuo.backups.manifest import Document
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class Difference:
    """A table that the database holds otherwise than the backup; `database` is None where the table is not there."""

    table: str
    backup: int
    database: int | None


def faults(scope: Scope, folder: Path) -> tuple[Document, list[str]]:
    """The manifest, and the files that are not what was written. Raises `Refusal` without a manifest that holds."""
    rules.may_back_up(scope)
    document = manifest.read(folder)
    return document, list(manifest.faults(folder, document))


def has_tables(scope: Scope) -> bool:
    """Whether there is a database to compare with."""
    return bool(schema.applied())


def differences(scope: Scope, document: Document, told: tables.Told = lambda rows: None) -> Iterator[Difference]:
    """The tables whose rows are not those of the backup. What only grows is compared as far as the backup goes.

    Raises `Refusal` for a database that this program has not upgraded yet.
    """
    schema.check_upgraded()
    here = {table.name: table for table in tables.tables()}
    with tables.reader() as cursor:
        for name, about in document["tables"].items():
            table = here.get(name)
            if table is None:
                yield Difference(name, about["rows"], None)
                continue
            last = about["last"] if name in tables.GROWING else None
            found = tables.digest_of(cursor, table, told, last)
            if found.document() != about:
                yield Difference(name, about["rows"], found.rows)
