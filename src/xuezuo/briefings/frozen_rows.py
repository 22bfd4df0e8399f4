"""The rows behind a signed figure, kept as compressed lines: what was counted that day opens years later.

No names: a row knows its branch, its day, its member group and how much it counts (as every row set does).
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class FrozenRow(NamedTuple):
    """`amount` is what the row counts for; it is settled or still outstanding. Every row of a tally is settled."""

    row_id: str
    organization_id: int
    on: date
    group: str
    amount: int
    settled: bool


@dataclass(frozen=True)
class Packed:
    """The compressed rows with their sums, which must be the figure's own numbers."""

    data: bytes
    count: int
    expected: int
    settled: int


def pack(rows: Iterable[FrozenRow]) -> Packed:
    """One pass; holds only the compressed bytes."""
    squeeze = zlib.compressobj(6)
    pieces: list[bytes] = []
    count = expected = settled = 0
    for row in rows:
        words = (
            row.row_id,
            str(row.organization_id),
            str(row.on),
            row.group,
            str(row.amount),
            "+" if row.settled else "-",
        )
        pieces.append(squeeze.compress("\t".join(words).encode() + b"\n"))
        count += 1
        expected += row.amount
        settled += row.amount if row.settled else 0
    pieces.append(squeeze.flush())
    return Packed(b"".join(pieces), count, expected, settled)


def unpack(data: bytes) -> Iterator[FrozenRow]:
    """The rows in the order in which they were counted."""
    for line in zlib.decompress(data).decode().splitlines():
        row_id, organization_id, on, group, amount, settled = line.split("\t")
        yield FrozenRow(row_id, int(organization_id), date.fromisoformat(on), group, int(amount), settled == "+")
