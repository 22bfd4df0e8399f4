"""A file to text: its kind by content, never by name; its size before it is read; one sentence for each refusal."""

import io
import zipfile
from pathlib import Path

import puremagic

from xuezuo.notices.reading.formats import docx, html, pdf, plain
from xuezuo.notices.reading.reader import read_text
from xuezuo.notices.reading.result import Reading
from xuezuo.refusals import Refusal

MEGABYTE = 1024 * 1024
LIMIT_BYTES = 20 * MEGABYTE
# a hundred times a long notice; what is longer is no notice, and would take minutes
LIMIT_CHARACTERS = 400_000
KINDS = ("TXT", "HTML", "DOCX", "PDF")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<div", b"<table", b"<p>", b"<p ")


def read_file(path: Path | str, name: str | None = None) -> Reading:
    """The reading of a notice in a TXT, HTML, DOCX or PDF file. Refused files raise `Refusal`; nothing is written."""
    path = Path(path)
    return read_text(text_of_file(path, name or path.name))


def text_of_file(path: Path, name: str) -> str:
    """The extracted text."""
    if not path.is_file():
        raise Refusal("file_missing", name=name)
    size = path.stat().st_size
    if size > LIMIT_BYTES:
        raise Refusal("file_too_large", name=name, size_mb=size // MEGABYTE, limit_mb=LIMIT_BYTES // MEGABYTE)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error
    text = text_of_bytes(data, name)
    if not text.strip():
        raise Refusal("file_empty", name=name)
    if len(text) > LIMIT_CHARACTERS:
        raise Refusal("text_too_long", name=name, characters=len(text), limit=LIMIT_CHARACTERS)
    return text


def text_of_bytes(data: bytes, name: str) -> str:
    """By the first bytes: PDF, ZIP (Word or not), the old compound format, HTML, a known other kind, else text."""
    if not data.strip():
        raise Refusal("file_empty", name=name)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return pdf.text_of(data, name)
    if data.startswith(b"PK\x03\x04"):
        return from_zip(data, name)
    if data.startswith(COMPOUND):
        raise compound(data, name)
    if looks_like_html(data):
        return html.text_of(data, name)
    if is_known_binary(data):
        raise Refusal("file_kind_unknown", name=name, kinds=KINDS)
    return plain.text_of(data, name)


def from_zip(data: bytes, name: str) -> str:
    """A Word file among the many kinds of ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            is_word = any(part.startswith("word/") and part.endswith(".xml") for part in package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error
    if not is_word:
        raise Refusal("file_kind_unknown", name=name, kinds=KINDS)
    return docx.text_of(data, name)


def compound(data: bytes, name: str) -> Refusal:
    """The compound format holds a Word file under password, or one of the time before DOCX."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Refusal("file_encrypted", name=name)
    if "WordDocument".encode("utf-16-le") in data:
        return Refusal("file_old_word", name=name)
    return Refusal("file_kind_unknown", name=name, kinds=KINDS)


def looks_like_html(data: bytes) -> bool:
    """A tag of a page near the top; utf-16 pages are looked at without their zero bytes."""
    head = data[:4096].replace(b"\x00", b"").lower().lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith((b"<?xml", b"<!--", b"<")):
        return any(sign in head for sign in HTML_SIGNS)
    return head.count(b"</") >= 3 and any(sign in head for sign in HTML_SIGNS)


def is_known_binary(data: bytes) -> bool:
    """Does the file carry the mark of a picture, a program, an archive …?"""
    if data.startswith((b"MZ", b"\x7fELF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return True
    try:
        kinds = puremagic.magic_string(data[:8192])
    except (puremagic.PureError, ValueError):
        return False
    return any(
        kind.confidence >= 0.8 and not kind.mime_type.startswith("text/") and len(kind.byte_match or b"") >= 4
        for kind in kinds
    )
