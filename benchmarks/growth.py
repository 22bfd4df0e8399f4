"""`python -m benchmarks growth`: what work on a whole place costs at 10,000 organizations and at 103,000, and what reads do.

Each place is copied; in the copy all kept figures are counted anew and written, the page and the children of its top are
read, the coverage is counted, a campaign of thirty is opened. By processor, the server's with it.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

from benchmarks.pages import written
from benchmarks.places import ENGINES, TODAY, place
from benchmarks.root import COUNT

SCALES = os.environ.get("GROWTH_SCALES", "city province").split()
READS = 200
WORK = {"kept": "all figures kept anew", "coverage": "coverage", "opening": "campaign of 30 opened"}
READ = {"children": "figures of the top's children", "page": "the top's page (its process)"}


def kept() -> dict[str, float]:
    """Everything that is kept goes, and is made again by the pass's own walk."""
    from django.db import connection, transaction  # reason: Django is set up by the caller

    from benchmarks.clocks import clocked
    from xuezuo.indicators.kept import rolling

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_own")
        cursor.execute("DELETE FROM indicators_node")
        cursor.execute("UPDATE indicators_keeping SET day = NULL, definition = '', walked_to = NULL")
    with clocked() as told:
        assert rolling.keep_up() > 0
    if connection.vendor == "postgresql":  # reads are those of a place at rest: it sweeps up by itself what was deleted
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE indicators_own, indicators_node")
    return told


def children() -> dict[str, float]:
    from django.db import connection  # reason: Django is set up by the caller

    from benchmarks.clocks import clocked
    from xuezuo.indicators.declared import indicators
    from xuezuo.indicators.engines.kept import Kept, Wanted
    from xuezuo.organizations.models import Placement

    top = Placement.objects.order_by("path").values_list("path", flat=True)[0]
    known, walls = indicators(), list[float]()

    def read() -> int:
        began = time.perf_counter()
        kept_ = Kept(top)
        found = sum(len(kept_.grouped(one, Wanted(by="children"))) for one in known.values())
        walls.append(time.perf_counter() - began)
        return found

    assert read() > len(known), "an empty place is not timed"
    connection.ensure_connection()
    with clocked() as told:
        for _ in range(READS):
            read()
    return {name: value / READS for name, value in told.items()} | {"wall": statistics.median(walls)}


def coverage() -> dict[str, float]:
    from benchmarks.clocks import clocked  # reason: Django is set up by the caller
    from benchmarks.coverage import ours

    with clocked() as told:
        assert ours()["of"] > 0
    return told


def opening() -> dict[str, float]:
    from benchmarks.clocks import clocked  # reason: Django is set up by the caller
    from benchmarks.opening import opened

    opened(0)
    with clocked() as told:
        assert opened(1)["branches"] > 0
    return told


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    head, lines = machine(), []
    for engine in [one for one in ENGINES if one in os.environ.get("GROWTH_ENGINES", " ".join(ENGINES))]:
        found: dict[str, dict[str, Any]] = {}
        for scale in SCALES:
            where = place(scale, engine).copied(f"growth-{scale}-{engine.lower()}")
            found[scale] = {}
            for name in ("kept", "children", "coverage", "opening"):
                if name == "coverage":  # while what is kept is of today, and nothing waits
                    found[scale]["page"] = {"processor": float(where.run("-c", COUNT).split()[2]) / 1000}
                found[scale][name] = json.loads(where.run("-m", "benchmarks.growth", name))
                print(scale, engine, name, found[scale][name], file=sys.stderr, flush=True)
            where.gone()
        small, large = found[SCALES[0]], found[SCALES[-1]]
        for name, what in (WORK | READ).items():
            seconds = [f"{_time(one[name]['processor'])}" for one in (small, large)]
            ratio = large[name]["processor"] / small[name]["processor"]
            aim = "12.5" if name in WORK else "1.5"
            lines.append(f"| {engine} | {what} | {' | '.join(seconds)} | {ratio:.2f} | {aim} |")
    titles = f"| engine | what | {SCALES[0]} | {SCALES[-1]} | times | aim, at most |\n|---|---|---|---|---|---|\n"
    note = f"Processor, the server's with it; one time each, reads {READS} times; as of {TODAY}"
    written("growth", f"{head}. {note}.\n\n{titles}" + "\n".join(lines))


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.2f} ms"


ASKED = {"kept": kept, "children": children, "coverage": coverage, "opening": opening}

if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(ASKED[sys.argv[1]]()))
