"""Making a backup and putting one back. Both are the operator's."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

import xuezuo
from xuezuo import sequences
from xuezuo.audit import actions as audit
from xuezuo.backups import manifest, numbers, rules, schema, tables
from xuezuo.backups.tables import Digest, Table
from xuezuo.organizations.bulk import memory_for_indexes
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

KEYS = "keys.json"
NOT_KEPT = ("static", "uploads", "check", "sample")
"""Of the data folder: made anew, made up, or of the moment. Databases go by their rows."""

Told = Callable[[str, int, int], None]
"""Called with a step (`read`, `check`, `write`, `compare`), the rows done and all rows if known, else 0."""


def _untold(step: str, done: int, total: int) -> None:
    return None


def make(*, by: Scope, folder: Path, with_keys: bool = True, told: Told = _untold) -> manifest.Document:
    """Everything of one moment into a folder that is new or empty; others may go on working. Returns the manifest.

    Raises `Refusal` if the folder holds something or cannot be written. Cut off, it leaves a folder without manifest.
    """
    rules.may_back_up(by)
    schema.check_upgraded()
    _open_folder(folder)
    with transaction.atomic():
        audit.record(by=by, action="backup.make", kind="system", with_keys=with_keys)
    written, done = {}, 0
    with tables.reader() as cursor:
        for table in tables.tables():
            told("read", done, 0)
            digest = _write_table(cursor, table, folder)
            written[table.name] = digest.document()
            done += digest.rows
        given = sequences.given(cursor, written)
    told("read", done, done)
    document = {
        "format": manifest.FORMAT,
        "version": xuezuo.__version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": schema.applied(),
        "tables": written,
        "content": manifest.content_digest(written),
        "given": given,
        "keys": _key_fingerprints(),
        "with_keys": with_keys,
        "files": _copy_files(folder, with_keys=with_keys),
    }
    manifest.write(folder, document)
    return document


def _open_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise Refusal("backup_folder_taken", folder=folder)
        (folder / manifest.TABLES).mkdir()
        (folder / manifest.FILES).mkdir()
    except OSError as problem:
        raise Refusal("file_not_writable", name=folder, reason=problem.strerror or "OSError") from problem


def _write_table(cursor: Any, table: Table, folder: Path) -> Digest:
    digest = Digest()
    file = manifest.table_file(folder, table.name)
    with file.open("wb") as out:
        # no day and no name in the file: equal rows make equal bytes
        with gzip.GzipFile("", "wb", compresslevel=1, fileobj=out, mtime=0) as packed:
            for lines in tables.read(cursor, table):
                digest.add(lines)
                packed.write(lines.text)
        out.flush()
        os.fsync(out.fileno())
    return digest


def _key_fingerprints() -> list[str]:
    """By which a backup knows the keys it was sealed with, and nobody learns anything of them."""
    sealing = [key for name, key in settings.KEYS.items() if name.startswith(("field_key", "index_key"))]
    return sorted(hashlib.sha256(f"xuezuo key {key}".encode()).hexdigest()[:16] for key in sealing)


def _data_files(*, with_keys: bool) -> Iterator[Path]:
    data = Path(settings.DATA)
    for file in sorted(data.rglob("*")):
        place = file.relative_to(data)
        if not file.is_file() or file.is_symlink() or place.parts[0] in NOT_KEPT or file.name.startswith("."):
            continue
        if ".sqlite3" in file.name or (place == Path(KEYS) and not with_keys):
            continue
        yield place


def _copy_files(folder: Path, *, with_keys: bool) -> dict[str, str]:
    """The other files of the data folder, with their digests."""
    copied = {}
    for place in _data_files(with_keys=with_keys):
        target = folder / manifest.FILES / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(settings.DATA) / place, target)
        copied[str(place)] = manifest.file_digest(target)
    return copied


def restore(*, by: Scope, folder: Path, told: Told = _untold) -> manifest.Document:
    """Put a backup back into an empty database, on either engine; whole, and shown to be equal, or not at all.

    The tables are made as the backup's program made them, filled, compared, and then brought up to this program's. No number
    that was given before is given again, be its row there or not.
    Raises `Refusal` for a backup that is cut off or damaged, for a database that holds something, for other keys.
    """
    rules.may_back_up(by)
    document = manifest.read(folder)
    told("check", 0, 0)
    broken = next(manifest.faults(folder, document), None)
    if broken:
        raise Refusal("backup_broken", folder=folder, name=broken)
    _check_keys(document)
    registry = schema.bring_to([tuple(step) for step in document["migrations"]], document["version"])
    then = tables.tables(registry)
    if {table.name for table in then} != set(document["tables"]):  # somebody took a table out, the log perhaps
        raise Refusal("backup_broken", folder=folder, name=manifest.NAME)
    with memory_for_indexes(), transaction.atomic():
        for table in then:
            if not tables.is_empty(table):
                raise Refusal("backup_database_taken", table=table.name)
        _fill(then, folder, document, told)
        _compare(then, document, told)
        sequences.at_least(numbers.passed(then, document["tables"], document.get("given", {})))
        audit.record(by=by, action="backup.restore", kind="system", made_at=document["made_at"])
        _check_links(folder)
    _put_files_back(folder, document)
    schema.bring_to_newest()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return document


def _check_keys(document: manifest.Document) -> None:
    """Keys in the backup take the place of keys that sealed nothing yet; otherwise every one of them must be here."""
    if not document["with_keys"] and not set(document["keys"]) <= set(_key_fingerprints()):
        raise Refusal("backup_other_keys", folder=settings.DATA)


def _fill(then: list[Table], folder: Path, document: manifest.Document, told: Told) -> None:
    total, done = sum(about["rows"] for about in document["tables"].values()), 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        told("write", done, total)

    for table in then:
        tables.write(table, manifest.rows(folder, table.name), count)


def _compare(then: list[Table], document: manifest.Document, told: Told) -> None:
    told("compare", 0, 0)
    for table in then:
        with connection.cursor() as cursor:
            found = tables.digest_of(cursor, table, lambda rows: None).document()
            if found != document["tables"][table.name]:
                raise Refusal("backup_not_equal", table=table.name)


def _check_links(folder: Path) -> None:
    try:
        connection.check_constraints()
    except IntegrityError as problem:
        raise Refusal("backup_broken", folder=folder, name=manifest.TABLES) from problem


def _put_files_back(folder: Path, document: manifest.Document) -> None:
    """A file of the same name that differs is kept beside it, the keys above all."""
    for place in document["files"]:
        target = Path(settings.DATA) / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and manifest.file_digest(target) != document["files"][place]:
            target.rename(target.with_name(f"{target.stem}-before-{timezone.now():%Y%m%d%H%M%S}{target.suffix}"))
        draft = target.with_name(f".{target.name}-{os.getpid()}")
        shutil.copyfile(folder / manifest.FILES / place, draft)
        draft.chmod(0o600)
        draft.rename(target)
