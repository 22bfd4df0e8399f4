"""The arithmetic of the chain: which columns a digest reads, and with which hash. Touches no row.

A seal's form is `sha256-2` or `sm3-2`: the hash, and the version of what it reads. Version 1 read fewer columns.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings

START = "0" * 64

COLUMNS = {
    "1": "id at viewer_id role action object_kind object_id organization_id detail".split(),
    "2": (
        "id at viewer_id role actor_organization_id request_id action object_kind object_id organization_id detail"
    ).split(),
}
READ = COLUMNS["2"]
"""What a chain is read by: in this order, every column of an event."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class _Sm3:
    """SM3 (GB/T 32905) under hashlib's names; hashlib itself has it only where OpenSSL was built with it."""

    def __init__(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.finalize().hex()


HASHES: dict[str, Any] = {"sha256": hashlib.sha256, "sm3": _Sm3}
FORMS = frozenset(f"{name}-{version}" for name in HASHES for version in COLUMNS)


def form_now() -> str:
    """The form of new seals, by the suite of the installation (XUEZUO_SUITE)."""
    return "sm3-2" if str(getattr(settings, "SUITE", "")).startswith("sm") else "sha256-2"


def digest_of(rows: Iterable[tuple[Any, ...]], previous: str, head: tuple[object, ...], form: str) -> str:
    """Over the seal before, this seal's own head, and every column of its events (tuples of `READ`), in order."""
    name, version = form.split("-")
    digest = HASHES[name]()
    digest.update(previous.encode())
    if version != "1":
        digest.update(_encode([form, *head]).encode() + b"\n")
    picked = [READ.index(column) for column in COLUMNS[version]]
    whole = len(picked) == len(READ)
    for row in rows:
        line = list(row) if whole else [row[place] for place in picked]
        line[1] = line[1].isoformat()
        digest.update(_encode(line).encode() + b"\n")
    return str(digest.hexdigest())


def head_of(number: int, first: int, last: int, count: int, sealed_on: datetime) -> tuple[object, ...]:
    """What a seal says of itself, in the digest so that nobody changes it unseen."""
    return (number, first, last, count, sealed_on.astimezone(UTC).isoformat())
