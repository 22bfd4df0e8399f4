"""The newest digests outside the database: `seals.log` in the data folder, one line a seal, only ever added to.

Whoever cuts off the end of the chain must cut this file too; whoever holds a printed line notices even then.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from xuezuo.audit.models import Seal


class Anchor(NamedTuple):
    number: int
    last_event_id: int
    digest: str


def file() -> Path:
    return Path(settings.DATA) / "seals.log"


def lines() -> Iterator[Anchor]:
    """What was written so far; an unfinished last line (the power went) is left out."""
    try:
        with file().open(encoding="ascii") as kept:
            for line in kept:
                parts = line.split()
                if line.endswith("\n") and len(parts) == 4:
                    yield Anchor(int(parts[0]), int(parts[1]), parts[3])
    except FileNotFoundError:
        return


def newest() -> Anchor | None:
    """Read from the end: the file grows by a line a minute."""
    try:
        with file().open("rb") as kept:
            kept.seek(max(0, kept.seek(0, os.SEEK_END) - 1024))
            whole = kept.read().decode("ascii").rpartition("\n")[0].splitlines()
    except FileNotFoundError:
        return None
    parts = whole[-1].split() if whole else []
    return Anchor(int(parts[0]), int(parts[1]), parts[3]) if len(parts) == 4 else None


def add(seals: list[Seal]) -> None:
    """Append a line for each seal that the file does not know, and wait until the disk has them."""
    known = newest()
    new = [seal for seal in seals if known is None or seal.pk > known.number]
    if not new:
        return
    text = "".join(f"{one.pk} {one.last_event_id} {one.form} {one.digest}\n" for one in new)
    with file().open("ab+") as kept:
        end = kept.seek(0, os.SEEK_END)
        kept.seek(max(0, end - 1024))
        kept.truncate(end - len(kept.read().rpartition(b"\n")[2]))  # a line that the power cut short
        kept.write(text.encode())
        kept.flush()
        os.fsync(kept.fileno())
