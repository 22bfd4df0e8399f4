"""What a piece of work took: by the clock on the wall, of this process, and of the database's server."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def server_seconds() -> float:
    """Of this connection's backend since it began, and of the helpers of backends that have ended; 0 on SQLite.

    Helpers of other people's queries are in it too, so nobody else may ask this server much meanwhile.
    """
    from django.db import connection  # reason: Django is set up by the caller

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    own, above = _stat(backend), _stat(int(_stat(backend)[1]))
    return (sum(map(int, own[11:13])) + sum(map(int, above[13:15]))) / TICK


@contextmanager
def clocked() -> Iterator[dict[str, float]]:
    """Fills what it gives with `wall`, `own` and `server` seconds, and `processor`, the sum of both."""
    told: dict[str, float] = {}
    served, wall, own = server_seconds(), time.perf_counter(), time.process_time()
    yield told
    told["own"], told["wall"] = time.process_time() - own, time.perf_counter() - wall
    told["server"] = server_seconds() - served
    told["processor"] = told["own"] + told["server"]
