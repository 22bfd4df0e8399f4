"""Whether a file may be opened at all: its kind by content, its size, and what a workbook carries. Before any parsing.

A workbook is a zip of XML. What makes one dangerous is refused here: more than it seems to hold, programs, document
types and entities, names that lead elsewhere, cells so far out that the sheet would not fit in memory.
"""

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from xuezuo.refusals import Refusal

MEGABYTE = 2**20
CSV_LIMIT = 2048 * MEGABYTE
"""A province's members are about 200 MB of CSV, read line by line."""

WORKBOOK_LIMIT = 100 * MEGABYTE
UNZIPPED_LIMIT = 1536 * MEGABYTE
RATIO_FROM = 64 * MEGABYTE
RATIO_LIMIT = 60
"""Rosters shrink 5 to 20 times when zipped; above `RATIO_FROM` more than 60 times is no roster."""

CELLS_LIMIT = 40_000_000
"""Rows times columns of one sheet: the reader holds a whole sheet, 24 bytes a cell."""

KINDS = ("XLSX", "XLS", "CSV")
ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MARKUP = (
    b"<html",
    b"<!doctype",
    b"<?xml",
    b"<table",
    b"<svg",
    b"%pdf-",
    b"{\\rtf",
    b"\x1f\x8b",
    b"rar!",
    b"7z\xbc\xaf",
)
DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
ROW = re.compile(rb"""r=(?<!\wr=)["'][A-Z]?([0-9]{1,9})["']""")
FAR_CELL = re.compile(rb"""r=(?<!\wr=)["']([A-Z]{2,3})([0-9]{1,9})["']""")
"""Rows and cells of the first 26 columns; cells further out. A province has 20 million of the first, so they begin with the
plain letters that are found fast, and only then is looked back whether a longer word ends there.
"""


def examine(path: Path, name: str, limits: dict[str, int] | None = None) -> str:
    """`xlsx`, `xls` or `csv`. Raises a `Refusal` whose sentence says what to do with the file instead."""
    limit = {"csv": CSV_LIMIT, "workbook": WORKBOOK_LIMIT} | (limits or {})
    if not path.is_file():
        raise Refusal("file_missing", name=name)
    size = path.stat().st_size
    if not size:
        raise Refusal("roster_empty", name=name)
    with path.open("rb") as file:
        start = file.read(4096)
    kind = _kind_of(start, name)
    most = limit["csv" if kind == "csv" else "workbook"]
    if size > most:
        raise Refusal("file_too_large", name=name, size_mb=-(-size // MEGABYTE), limit_mb=max(1, most // MEGABYTE))
    if kind == "xlsx":
        _examine_zip(path, name, size)
    elif kind == "xls":
        _examine_ole(path, name)
    return kind


def _kind_of(start: bytes, name: str) -> str:
    if start.startswith(ZIP):
        return "xlsx"
    if start.startswith(OLE):
        return "xls"
    utf16 = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (b"\0" in start and not utf16) or head.startswith(MARKUP):
        raise Refusal("file_kind_unknown", name=name, kinds=KINDS)
    return "csv"


def _examine_zip(path: Path, name: str, size: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _examine_names(entries, name)
            unzipped = 0
            for entry in entries:
                unzipped += _examine_entry(archive, entry, name, size, unzipped)
    except DAMAGED as problem:
        raise Refusal("file_damaged", name=name, reason=type(problem).__name__) from problem


def _examine_names(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("file_encrypted", name=name)
    if len(set(names)) != len(names) or len(names) > 10_000 or any(_leads_elsewhere(one) for one in names):
        raise Refusal("file_hostile", name=name)
    if "xl/workbook.xml" not in names:
        raise Refusal("file_kind_unknown", name=name, kinds=KINDS)
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Refusal("file_macros", name=name)


def _leads_elsewhere(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _examine_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, size: int, before: int) -> int:
    """Unzip one part in pieces, believing no stated size; returns its true size."""
    limit = min(UNZIPPED_LIMIT, max(RATIO_FROM, size * RATIO_LIMIT))
    is_text = entry.filename.lower().endswith((".xml", ".rels"))
    is_sheet = entry.filename.startswith("xl/worksheets/") and is_text
    last_row, last_column, length, tail = 0, 1, 0, b""
    for piece in _pieces(archive, entry):
        length += len(piece)
        if before + length > limit:
            raise Refusal("file_unzips_too_large", name=name, limit_mb=limit // MEGABYTE)
        seen = tail + piece
        if is_text and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
            raise Refusal("file_hostile", name=name)
        if entry.filename == "[Content_Types].xml" and b"macroEnabled" in seen:
            raise Refusal("file_macros", name=name)
        if is_sheet:
            row, column = _reach(seen)
            last_row, last_column = max(last_row, row), max(last_column, column)
        tail = seen[-64:]
    if last_row * max(last_column, 26 if last_row > 1 else 1) > CELLS_LIMIT:
        raise Refusal("sheet_too_wide", name=name, cells=last_row * last_column)
    return length


def _reach(text: bytes) -> tuple[int, int]:
    """The last row, 0 if there is none, and the last column that cells of a sheet name; 1 for any of the first 26."""
    far = FAR_CELL.findall(text)
    rows = {*ROW.findall(text), *(digits for _, digits in far)}
    return max(map(int, rows), default=0), max(map(_column_number, {letters for letters, _ in far}), default=1)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The true content: with the stated size out of the way, reading goes on to the end of the packed data."""
    honest = copy.copy(entry)
    honest.file_size = UNZIPPED_LIMIT + 1
    with archive.open(honest) as file:
        yield from _blocks(file)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(MEGABYTE):
        yield piece


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _examine_ole(path: Path, name: str) -> None:
    """Old workbooks and encrypted new ones share this container; its directory names what is inside."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("file_encrypted", name=name)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal("file_macros", name=name)
    if not any(word.encode("utf-16-le") in content for word in ("Workbook", "Book")):
        raise Refusal("file_kind_unknown", name=name, kinds=KINDS)
