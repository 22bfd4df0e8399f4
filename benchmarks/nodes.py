"""`python -m benchmarks nodes`: reading an organization's children in places of up to 1,000,000 organizations.

The rows are made up and written by the pass's own code, a lot at a time, into an empty database of each engine; they are
read by the engine of kept figures and, beside it, as bare rows by key. Answers are compared, and the sum of the whole place.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from itertools import product
from typing import Any

from benchmarks.pages import written
from benchmarks.places import ENGINES, FOLDER, Place, Server

SHAPES = {1_000: (10, 100), 103_000: (10, 10, 10, 103), 1_000_000: (10, 10, 100, 100)}
"""Organizations in all, about, and how many stand below each on every level."""

SIZES = [int(one) for one in os.environ.get("NODES_SIZES", " ".join(map(str, SHAPES))).split()]
ROOT, CODE, READS, LOT = "0001", "study_coverage", 400, 5_000


def fill(shape: tuple[int, ...]) -> int:
    """Kept rows of a place of this shape, whose branches stand at its end. Returns how many branches."""
    from django.db import connection, transaction  # reason: Django is set up by the caller

    from xuezuo import tree_paths
    from xuezuo.indicators.kept import storing
    from xuezuo.indicators.kept.counting import Counted

    def written_(lot: dict[Any, Counted]) -> None:
        change = storing.Change()
        change.compare({}, lot)
        with transaction.atomic():
            change.write()

    lot: dict[Any, Counted] = {}
    number = 0
    for number, numbers in enumerate(product(*(range(1, wide + 1) for wide in shape)), 1):
        path = ROOT + "".join(map(tree_paths.segment, numbers))
        cells = {"": [14, number % 15, 2, 1], "group=floating": [2, number % 3, 2, 1]}
        lot[number, CODE] = Counted(path, ("village", "organ")[number % 2], cells)
        if len(lot) == LOT:
            written_(lot)
            lot = {}
    written_(lot)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return number


def timed(read: Callable[[], Any]) -> dict[str, float]:
    from benchmarks.clocks import clocked  # reason: Django is set up by the caller

    walls: list[float] = []
    read()
    with clocked() as told:
        for _ in range(READS):
            began = time.perf_counter()
            read()
            walls.append(time.perf_counter() - began)
    return {"wall": statistics.median(walls) * 1000, "processor": told["processor"] / READS * 1000}


def asked(shape: tuple[int, ...]) -> dict[str, Any]:
    from xuezuo.indicators.declared import indicators  # reason: Django is set up by the caller
    from xuezuo.indicators.engines.kept import Kept, Wanted
    from xuezuo.statements import fetch

    branches = fill(shape)
    indicator = indicators()[CODE]
    lowest = ROOT + "0001" * (len(shape) - 1)

    def kept(path: str) -> dict[str, tuple[int, int]]:
        found = Kept(path).grouped(indicator, Wanted(by="children"))
        return {name: (one.expected or 0, one.settled) for name, one in found.items()}

    def bare(path: str) -> dict[str, tuple[int, int]]:
        table = "own" if path == lowest else "node"
        text = f"SELECT path, expected, settled FROM indicators_{table} WHERE parent = %s AND indicator = %s"
        return {name: (due, done) for name, due, done in fetch(text, [path, CODE])}

    told: dict[str, Any] = {"branches": branches}
    for name, path in (("top", ROOT), ("lowest", lowest)):
        if kept(path) != bare(path) or len(kept(path)) != shape[0 if path == ROOT else -1]:
            sys.exit(f"the children of {path} differ: {kept(path)}, {bare(path)}")
        told[name] = {"kept": timed(lambda at=path: kept(at)), "bare": timed(lambda at=path: bare(at))}  # type: ignore[misc]
    if sum(due for due, _ in kept(ROOT).values()) != 14 * branches:
        sys.exit("the children do not add up to the whole place")
    return told


def empty(engine: str, size: int) -> Place:
    """A database with all tables and nothing in them."""
    name = f"nodes-{size}-{engine.lower()}"
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if engine == "PostgreSQL":
        server = Server()
        server.up()
        server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.sql(f'CREATE DATABASE "{name}"')
    made = Place("", engine, folder, name if engine == "PostgreSQL" else "")
    made.run("-m", "django", "migrate", "-v", "0")
    return made


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    head, lines = machine(), []
    for engine in [one for one in ENGINES if one in os.environ.get("NODES_ENGINES", " ".join(ENGINES))]:
        first: dict[str, dict[str, float]] = {}
        for size in SIZES:
            where = empty(engine, size)
            told = json.loads(where.run("-m", "benchmarks.nodes", str(size)))
            print(size, engine, told, file=sys.stderr, flush=True)
            where.gone()
            for name, what in (("top", "the top's"), ("lowest", "a lowest office's")):
                ours, bare = told[name]["kept"], told[name]["bare"]
                first.setdefault(name, ours)
                lines.append(
                    f"| {engine} | {size:,} | {what} | {ours['wall']:.3f} / {ours['processor']:.3f} |"
                    f" {bare['wall']:.3f} / {bare['processor']:.3f} | {ours['wall'] / bare['wall']:.2f} |"
                    f" {ours['wall'] / first[name]['wall']:.2f} |"
                )
    titles = (
        "| engine | organizations | children | ours, ms | bare rows by key, ms | times the bare read"
        f" | times ours at {SIZES[0]:,} |\n|---|---|---|---|---|---|---|\n"
    )
    # one read is so short that what else runs seldom falls into it
    note = f"Wall (median of {READS}, of which the ratios are) / processor, the server's with it"
    written("nodes", f"{head}. {note}.\n\n{titles}" + "\n".join(lines))


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(asked(SHAPES[int(sys.argv[1])])))
