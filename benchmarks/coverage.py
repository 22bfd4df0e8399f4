"""`python -m benchmarks coverage`: who was reached by what, every branch x text x group of a province, counted in full.

Ours walks the records as every figure does (`study_coverage`, presence by exception) on each database, and reads the same
cells from columnar files that `xuezuo snapshot` prepared. The bare ways give the same cells for a place without transfers,
guests, merged entries or texts of some groups alone: one bitmask a member in DuckDB over the same facts, already columnar,
and in PostgreSQL; one probe a member and text in SQLite. Every way runs in a process of its own, and all must agree.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.pages import written
from benchmarks.places import ENGINES, FOLDER, TODAY, place

SCALES = os.environ.get("COVERAGE_SCALES", "city province").split()
PAIRS = int(os.environ.get("COVERAGE_PAIRS", "3"))

FACTS = {
    "member": f"""SELECT m.member_id, m.organization_id, m.valid_from, {{groups}} AS groups
FROM {{db}}organizations_membership m WHERE m.valid_from <= '{TODAY}' AND m.valid_to > '{TODAY}'""",
    "meeting": """SELECT r.id, r.organization_id, r.held_on, {mask} AS mask FROM {db}records_record r
JOIN {db}records_recordreading t ON t.record_id = r.id WHERE t.reading_id IN ({texts}) AND r.held_on <= '{day}' GROUP BY r.id, r.organization_id, r.held_on""",
    "missing": """SELECT a.record_id, a.member_id FROM {db}records_absence a
LEFT JOIN {db}records_makeup u ON u.absence_id = a.id AND u.done_on <= '{day}' WHERE u.id IS NULL""",
}
MASKED = """WITH reach AS (SELECT m.member_id, m.organization_id, m.groups,
coalesce(bit_or(CASE WHEN a.record_id IS NULL THEN e.mask ELSE 0 END), 0) AS got
FROM {member} m LEFT JOIN {meeting} e ON e.organization_id = m.organization_id AND e.held_on >= m.valid_from
LEFT JOIN {missing} a ON a.record_id = e.id AND a.member_id = m.member_id GROUP BY 1, 2, 3),
alike AS (SELECT organization_id, groups, got, count(*) AS people FROM reach GROUP BY 1, 2, 3)
SELECT organization_id, text, grp, sum(CASE WHEN got & bits = bits THEN people ELSE 0 END), sum(people)
FROM alike CROSS JOIN {texts} CROSS JOIN {groups} WHERE grp = 0 OR alike.groups & grp <> 0 GROUP BY 1, 2, 3"""
PROBED = """SELECT organization_id, text, grp, sum(reached), count(*) FROM (
SELECT m.organization_id, m.groups, x.text, EXISTS (SELECT 1 FROM records_record r JOIN records_recordreading t
ON t.record_id = r.id AND t.reading_id = x.text WHERE r.organization_id = m.organization_id AND r.held_on >= m.valid_from AND r.held_on <= '{day}'
AND NOT EXISTS (SELECT 1 FROM records_absence a LEFT JOIN records_makeup u ON u.absence_id = a.id AND u.done_on <= '{day}'
WHERE a.record_id = r.id AND a.member_id = m.member_id AND u.id IS NULL)) AS reached
FROM ({member}) m CROSS JOIN {texts} x) CROSS JOIN {groups} WHERE g.grp = 0 OR groups & g.grp <> 0 GROUP BY 1, 2, 3"""

Cells = Iterable[tuple[int, int, int, int, int]]
"""Organization, text (0: all together), group bit (0: everybody), reached, of how many."""


def due() -> list[int]:
    from datetime import date  # reason: Django is set up by the caller

    from xuezuo.indicators.row_sets.duties import duties

    asked = [one for one in duties(date.fromisoformat(TODAY)) if one.readings]
    assert asked
    assert not any(one.audience.groups or one.audience.sectors for one in asked)
    return sorted({text.pk for one in asked for text in one.readings})


def total(cells: Cells) -> dict[str, int]:
    """One sum over every cell, in no order, and what stands in the whole."""
    count = sum_ = reached = of = each = 0
    for organization, text, group, got, people in cells:
        count += 1
        one = hash((int(organization), int(text), int(group), int(got), int(people))) & 0xFFFFFFFF
        sum_, each = sum_ + one, each + (one if text else 0)
        if not text and not group:
            reached, of = reached + int(got), of + int(people)
    return {"cells": count, "sum": sum_, "each": each, "reached": reached, "of": of}


def ours() -> dict[str, int]:
    from datetime import date  # reason: Django is set up by the caller

    from xuezuo.indicators.questions import Question
    from xuezuo.indicators.row_sets.duties import reading_key, readings_due
    from xuezuo.indicators.row_sets.roster import BITS
    from xuezuo.indicators.row_sets.study_coverage import counted

    day = date.fromisoformat(TODAY)
    keys = {reading_key(one): one.pk for one in readings_due(day)} | {"": 0}
    bits = BITS | {"": 0}

    def cells() -> Cells:
        for home, found in counted(Question("", day, day)):
            for (text, group), (got, missed, _) in found.items():
                yield home.organization_id, keys[text], bits[group], got, got + missed

    return total(cells())


def prepared(folder: Path) -> dict[str, int]:
    from datetime import date  # reason: Django is set up by the caller

    from xuezuo.indicators.engines.parquet import opened
    from xuezuo.indicators.row_sets.duties import reading_key, readings_due
    from xuezuo.indicators.row_sets.roster import BITS

    keys = {reading_key(one): one.pk for one in readings_due(date.fromisoformat(TODAY))} | {"": 0}
    with opened() as link:
        found = link.sql(
            "SELECT organization_id, reading, \"group\", sum(amount) FILTER (state = 'reached'), sum(amount)"
            f" FROM read_parquet('{folder / 'study_coverage.parquet'}') GROUP BY 1, 2, 3"
        ).fetchall()
    return total((home, keys[text], BITS.get(group, 0), got or 0, of) for home, text, group, got, of in found)


def pieces(db: str = "") -> dict[str, str]:
    from xuezuo.indicators.row_sets.roster import BITS, MASK  # reason: Django is set up by the caller

    texts = due()
    bits = {text: 1 << number for number, text in enumerate(texts)}
    whole = sum(bits.values())
    held = MASK.replace("%s", f"'{TODAY}'").replace(
        "organizations_groupmembership", f"{db}organizations_groupmembership"
    )
    case = "CASE t.reading_id " + " ".join(f"WHEN {text} THEN {bit}" for text, bit in bits.items()) + " END"
    each = " UNION ALL ".join(f"SELECT {text}, {bit}" for text, bit in bits.items())
    return {
        "held": held,
        "mask": f"sum({case})",
        "in": ", ".join(map(str, texts)),
        "texts": f"(SELECT 0 AS text, {whole} AS bits UNION ALL {each}) words",
        "groups": "(SELECT 0 AS grp UNION ALL " + " UNION ALL ".join(f"SELECT {bit}" for bit in BITS.values()) + ") g",
    }


def fact(name: str, db: str = "") -> str:
    known = pieces(db)
    return FACTS[name].format(groups=known["held"], mask=known["mask"], texts=known["in"], db=db, day=TODAY)


def columnar(file: Path) -> None:
    """The facts as columns, once, outside of what is timed."""
    import duckdb  # reason: only here
    from django.db import connection

    with duckdb.connect(str(file)) as link:
        for name in FACTS:
            with connection.cursor() as cursor:
                cursor.execute(fact(name))
                target = file.with_suffix(f".{name}.csv")
                with target.open("w") as out:
                    while lot := cursor.fetchmany(50_000):
                        out.writelines(",".join(map(str, row)) + "\n" for row in lot)
            names = {
                "member": "member_id, organization_id, valid_from, groups",
                "meeting": "id, organization_id, held_on, mask",
                "missing": "record_id, member_id",
            }[name]
            link.execute(
                f"CREATE TABLE {name} AS SELECT * FROM read_csv('{target}', header=false, names={names.split(', ')!r})"
            )
            target.unlink()


def bare_duckdb(file: Path) -> dict[str, int]:
    import duckdb  # reason: only here

    known = pieces()
    with duckdb.connect(str(file), read_only=True, config={"memory_limit": "1GB", "threads": 2}) as link:
        text = MASKED.format(
            member="member", meeting="meeting", missing="missing", texts=known["texts"], groups=known["groups"]
        )
        return summed(link.sql(text).fetchall())


def bare_sql() -> dict[str, int]:
    from django.db import connection  # reason: Django is set up by the caller

    known = pieces()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET work_mem = '1GB'")
            parts = {name: f"({fact(name)})" for name in FACTS}
            cursor.execute(MASKED.format(**parts, texts=known["texts"], groups=known["groups"]))
            return summed(cursor.fetchall())
        texts = "(" + " UNION ALL ".join(f"SELECT {one} AS text" for one in due()) + ")"
        cursor.execute(PROBED.format(day=TODAY, member=fact("member"), texts=texts, groups=known["groups"]))
        return summed(cursor.fetchall())


def summed(cells: list[tuple[Any, ...]]) -> dict[str, int]:
    return total((home, text, group, int(got), int(of)) for home, text, group, got, of in cells)


WAYS: dict[str, Callable[..., dict[str, int]]] = {
    "ours": ours,
    "prepared": prepared,
    "bare_duckdb": bare_duckdb,
    "bare_sql": bare_sql,
}


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    told, lines = machine(), []
    for scale in SCALES:
        for engine in [one for one in ENGINES if one in os.environ.get("COVERAGE_ENGINES", " ".join(ENGINES))]:
            where = place(scale, engine)
            facts, files = FOLDER / f"facts-{scale}-{engine}.duckdb", FOLDER / f"files-{scale}-{engine}"
            if not facts.exists():
                where.run("-m", "benchmarks.coverage", "columnar", str(facts))
            begun = time.perf_counter()
            if not (files / "manifest.json").exists():
                command = "from xuezuo.config.command import main; main()"
                where.run("-c", command, "snapshot", "--out", str(files))
                print(f"{scale} {engine}: all files prepared in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
            ways = {"ours": [], "bare_sql": [], "bare_duckdb": [str(facts)], "prepared": [str(files)]}
            got: dict[str, list[dict[str, Any]]] = {name: [] for name in ways}
            for _turn in range(PAIRS):
                for name, given in ways.items():
                    got[name].append(json.loads(where.run("-m", "benchmarks.coverage", name, *given)))
                    print(scale, engine, name, got[name][-1], file=sys.stderr, flush=True)
            answers = {
                name: {key: runs[0][key] for key in ("reached", "of", "cells", "sum", "each")}
                for name, runs in got.items()
            }
            # what is due together is a cell too; SQLite's bare way counts each text alone
            strict = ["ours", "prepared", "bare_duckdb"] + (["bare_sql"] if engine == "PostgreSQL" else [])
            if (
                any(answers[name] != answers["ours"] for name in strict)
                or answers["bare_sql"]["each"] != answers["ours"]["each"]
            ):
                sys.exit(f"{scale} {engine}: the answers differ: {answers}")
            for name, runs in got.items():
                mid = {key: statistics.median(run[key] for run in runs) for key in runs[0] if key in CLOCKS}
                ratios = []
                for clock in ("wall", "processor"):
                    ratio = sorted(a[clock] / b[clock] for a, b in zip(got["ours"], runs, strict=True))
                    ratios.append(f"{statistics.median(ratio):.2f} ({ratio[0]:.2f} – {ratio[-1]:.2f})")
                lines.append(
                    f"| {scale} | {engine} | {NAMES[name]} | {mid['wall']:.2f} s | {mid['own']:.2f} + {mid['server']:.2f} s |"
                    f" {mid['mb']:.0f} | {' | '.join(ratios)} | {runs[0]['cells']:,} |"
                )
    head = (
        "| place | engine | way | wall | processor, its own + the server's | peak, MB | ours, times its wall"
        " | times its processor | cells |\n|---|---|---|---|---|---|---|---|---|\n"
    )
    written("coverage", f"{told}. {PAIRS} turns, each way in a process of its own.\n\n{head}" + "\n".join(lines))


CLOCKS = ("wall", "own", "server", "processor", "mb")
NAMES = {
    "ours": "ours, from the records",
    "prepared": "ours, from prepared files",
    "bare_duckdb": "bitmask in DuckDB, facts columnar already",
    "bare_sql": "bare SQL in the database",
}

if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "columnar":
        columnar(Path(sys.argv[2]))
        sys.exit()
    from benchmarks.clocks import clocked

    with clocked() as taken:
        answer: dict[str, Any] = {**WAYS[sys.argv[1]](*map(Path, sys.argv[2:]))}
    print(json.dumps(answer | taken | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
