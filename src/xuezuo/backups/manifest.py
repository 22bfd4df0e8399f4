"""What stands in the folder of a backup: the manifest, the file of each table, the other files.

The manifest is written last, in one step, so a backup that was cut off has none; and it holds its own digest.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xuezuo.refusals import Refusal
from xuezuo.sequences import HIGHEST

NAME = "manifest.json"
FORMAT = 1
TABLES, FILES = "tables", "files"
PIECE = 2**20

Document = dict[str, Any]


def digest_of(document: Document) -> str:
    """Of everything the manifest says but its digest: equal backups of equal systems differ in day and place only."""
    told = {name: part for name, part in document.items() if name != "digest"}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def content_digest(tables: dict[str, Document]) -> str:
    """Of all rows of all tables: equal for equal content, whichever database it stands in."""
    told = json.dumps({name: part["sha256"] for name, part in tables.items()}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def write(folder: Path, document: Document) -> None:
    document["digest"] = digest_of(document)
    draft = folder / f".{NAME}"
    with draft.open("w") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    draft.rename(folder / NAME)
    reach_disk(folder)


def reach_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(folder: Path) -> Document:
    """The manifest. Raises `Refusal` for a folder without one, for one that was changed, and for a later format."""
    try:
        document = json.loads((folder / NAME).read_text())
    except FileNotFoundError:
        code = "backup_cut_off" if (folder / TABLES).is_dir() else "backup_missing"
        raise Refusal(code, folder=folder) from None
    except (ValueError, OSError) as problem:
        raise Refusal("backup_broken", folder=folder, name=NAME) from problem
    if not isinstance(document, dict) or document.get("digest") != digest_of(document):
        raise Refusal("backup_broken", folder=folder, name=NAME)
    if document["format"] > FORMAT:
        raise Refusal("backup_newer", folder=folder, version=document["version"])
    # the digest has no key: whoever makes a backup up can make one up that names files elsewhere, or numbers that are none
    if not all(is_inside(folder / FILES, name) for name in document["files"]) or not _are_numbers(document):
        raise Refusal("backup_broken", folder=folder, name=NAME)
    return document


def _are_numbers(document: Document) -> bool:
    """Whether the numbers that tables gave out, which older backups do not tell, are such as a table can give."""
    given = document.get("given", {})
    return isinstance(given, dict) and all(type(one) is int and 0 <= one <= HIGHEST for one in given.values())


def is_inside(files: Path, name: str) -> bool:
    """Whether a name leads to a file below this folder, neither by dots nor as an absolute path nor through a link."""
    place = Path(name)
    way = [files.joinpath(*place.parts[:length]) for length in range(1, len(place.parts) + 1)]
    return (
        bool(place.parts) and not place.is_absolute() and ".." not in place.parts and not any(map(Path.is_symlink, way))
    )


def table_file(folder: Path, name: str) -> Path:
    return folder / TABLES / f"{name}.jsonl.gz"


def lines(folder: Path, name: str) -> Iterator[bytes]:
    """The lines of a table's file, in pieces. Raises `Refusal` for a file that is gone, cut off or not packed."""
    try:
        with gzip.open(table_file(folder, name), "rb") as packed:
            while piece := packed.read(PIECE):
                yield piece
    except (OSError, EOFError, zlib.error) as problem:
        raise Refusal("backup_broken", folder=folder, name=f"{TABLES}/{name}.jsonl.gz") from problem


def rows(folder: Path, name: str) -> Iterator[list[Any]]:
    rest = b""
    for piece in lines(folder, name):
        *whole, rest = (rest + piece).split(b"\n")
        yield from map(json.loads, whole)


def faults(folder: Path, document: Document) -> Iterator[str]:
    """The names of the files that are not what was written."""
    for name, about in document["tables"].items():
        found, count = hashlib.sha256(), 0
        try:
            for piece in lines(folder, name):
                found.update(piece)
                count += piece.count(b"\n")
        except Refusal:
            count = -1
        if (count, found.hexdigest()) != (about["rows"], about["sha256"]):
            yield f"{TABLES}/{name}.jsonl.gz"
    for name, digest in document["files"].items():
        file = folder / FILES / name
        if not file.is_file() or file_digest(file) != digest:
            yield f"{FILES}/{name}"


def file_digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
