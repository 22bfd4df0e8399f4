"""`python -m benchmarks saves`: what a branch saves, durable, eight writers at once, against the bare driver.

A save is one meeting: its record with 240 characters of minutes, its kind, two absences, two requirements that it meets,
the event of the log, and whatever the database's own triggers write for them. Ours is `records.actions.enter` with all its
questions; the bare driver writes the same rows into the same tables and asks nothing. Both take turns on one copy of a
province; afterwards the rows are counted, and one that is lost, doubled or refused ends the run.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.pages import written
from benchmarks.places import ENGINES, TODAY, Place, place

WRITERS = int(os.environ.get("SAVES_WRITERS", "8"))
SECONDS = float(os.environ.get("SAVES_SECONDS", "3"))
PAIRS = int(os.environ.get("SAVES_PAIRS", "5"))
SCALE = os.environ.get("SAVES_SCALE", "province")
MINUTES = "学" * 240
KIND = "general"


@dataclass(frozen=True)
class Task:
    """One branch that saves once: two of its members are absent, two requirements are met."""

    organization: int
    path: str
    members: list[int]
    requirements: list[int]


# ---- the tasks ------------------------------------------------------------------------------------------------------


def tasks(count: int) -> list[Task]:
    """Branches of today with at least five members that met neither of two requirements that all of them have."""
    from xuezuo.campaigns.queries import requirements_for  # reason: Django is set up by the caller
    from xuezuo.organizations.models import Placement
    from xuezuo.scopes import operator
    from xuezuo.statements import fetch

    branches = Placement.objects.filter(organization__kind="branch", valid_to="9999-12-31").order_by("path")
    common: set[int] | None = None
    for one in branches.select_related("organization")[:40]:
        wanted = requirements_for(operator(), one)
        free = {it.pk for it in wanted if not it.activity_kinds and not it.readings.all() and str(it.opens_on) <= TODAY}
        common = free if common is None else common & free
    chosen = sorted(common or ())[:2]
    assert len(chosen) == 2, "the place asks too little"
    text = f"""SELECT p.organization_id, p.path, m.member_id FROM organizations_placement p
    JOIN organizations_organization o ON o.id = p.organization_id AND o.kind = 'branch'
    JOIN organizations_membership m ON m.organization_id = o.id AND m.valid_from <= '{TODAY}' AND m.valid_to > '{TODAY}'
    WHERE p.valid_from <= '{TODAY}' AND p.valid_to > '{TODAY}' AND NOT EXISTS (SELECT 1 FROM records_claim c
    JOIN records_record r ON r.id = c.record_id WHERE r.organization_id = o.id AND c.requirement_id IN ({chosen[0]}, {chosen[1]}))
    ORDER BY m.member_id"""
    found: dict[int, Task] = {}
    for organization, path, member in fetch(text, []):
        found.setdefault(organization, Task(organization, path, [], chosen)).members.append(member)
    enough = [task for task in found.values() if len(task.members) >= 5]
    random.Random(16).shuffle(enough)
    assert len(enough) >= count, f"only {len(enough)} branches for {count} saves"
    return enough[:count]


# ---- one writer -----------------------------------------------------------------------------------------------------

INSERTS = (
    (
        "INSERT INTO records_record (client_id, organization_id, held_on, place, subject, summary, expected, attended, guests,"
        " speaker_tier, entered_by, entered_at) VALUES (%s, %s, %s, '', '', %s, %s, %s, 0, '', 1, %s) RETURNING id"
    ),
    "INSERT INTO records_recordkind (record_id, kind) VALUES (%s, %s)",
    "INSERT INTO records_absence (record_id, member_id, reason) VALUES (%s, %s, 'leave'), (%s, %s, 'illness')",
    "INSERT INTO records_claim (record_id, requirement_id, claimed_by, claimed_at) VALUES (%s, %s, 1, %s), (%s, %s, 1, %s)",
    (
        "INSERT INTO audit_event (at, viewer_id, role, actor_organization_id, request_id, action, object_kind, object_id,"
        " organization_id, detail) VALUES (%s, 1, 'secretary', %s, '', 'record.enter', 'record', %s, %s, %s)"
    ),
)


def bare_rows(execute: Callable[[str, tuple[Any, ...]], Any], task: Task, client: str, now: str) -> None:
    here, (one, other), (first, second) = task.organization, task.members[:2], task.requirements
    there = len(task.members)
    row = execute(INSERTS[0], (client, here, TODAY, MINUTES, there, there - 2, now)).fetchone()
    record = row[0]
    execute(INSERTS[1], (record, KIND))
    execute(INSERTS[2], (record, one, record, other))
    execute(INSERTS[3], (record, first, now, record, second, now))
    execute(INSERTS[4], (now, here, record, here, json.dumps({"claims": [first, second]})))


def bare_postgresql() -> Callable[[Task], None]:
    import psycopg  # reason: only where PostgreSQL is measured
    from django.db import connection

    link = psycopg.connect(
        **{k: v for k, v in connection.get_connection_params().items() if k in ("host", "user", "dbname")}
    )

    def save(task: Task) -> None:
        with link.transaction(), link.cursor() as cursor:
            bare_rows(cursor.execute, task, str(uuid.uuid4()), "2016-10-20 08:00:00+00")

    return save


def bare_sqlite() -> Callable[[Task], None]:
    import sqlite3  # reason: only where SQLite is measured

    from django.conf import settings

    link = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20, isolation_level=None)
    link.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    link.execute("PRAGMA foreign_keys = ON")
    asked: dict[str, str] = {text: text.replace("%s", "?") for text in INSERTS}

    def save(task: Task) -> None:
        link.execute("BEGIN IMMEDIATE")
        try:
            bare_rows(
                lambda text, given: link.execute(asked[text], given), task, uuid.uuid4().hex, "2016-10-20 08:00:00"
            )
        except BaseException:
            link.execute("ROLLBACK")
            raise
        link.execute("COMMIT")

    return save


def ours() -> Callable[[Task], None]:
    from xuezuo.organizations.models import Organization  # reason: Django is set up by the caller
    from xuezuo.records.actions import enter
    from xuezuo.scopes import Scope

    day = date.fromisoformat(TODAY)
    known = {
        one.pk: one for one in Organization.objects.filter(kind="branch").only("id", "kind", "code", "name", "sector")
    }

    def save(task: Task) -> None:
        enter(
            by=Scope(1, "", "secretary", task.organization, task.path),
            organization=known[task.organization],
            held_on=day,
            kinds=[KIND],
            attended=len(task.members) - 2,
            absent=[(task.members[0], "leave"), (task.members[1], "illness")],
            summary=MINUTES,
            claims=task.requirements,
        )

    return save


def write(way: str, file: Path) -> None:
    """A writer: says that it is ready, waits for a line, saves until the time is over, prints how long each took."""
    from django.db import connection  # reason: Django is set up by the caller

    mine = [Task(**task) for task in json.loads(file.read_text())]
    save = ours() if way == "ours" else bare_sqlite() if connection.vendor == "sqlite" else bare_postgresql()
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    until, took = time.perf_counter() + SECONDS, []
    spent = time.process_time()
    for task in mine:
        began = time.perf_counter()
        if began > until:
            break
        save(task)
        took.append(time.perf_counter() - began)
    else:
        sys.exit("a writer ran out of branches before the time was over")
    print(json.dumps({"took": took, "processor": time.process_time() - spent}), flush=True)


# ---- the run --------------------------------------------------------------------------------------------------------


def burst(where: Place, way: str, shares: list[list[Task]]) -> dict[str, float]:
    """All writers at once: saves a second, and in milliseconds the 99th percentile and the longest."""
    before = rows(where)
    writers = []
    for number, share in enumerate(shares):
        file = where.folder / f"tasks-{number}.json"
        file.write_text(json.dumps([vars(task) for task in share]))
        line = [sys.executable, "-m", "benchmarks.saves", "write", way, str(file)]
        pipe = subprocess.PIPE
        writers.append(subprocess.Popen(line, env=where.environment, stdin=pipe, stdout=pipe, text=True))
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n", "a writer did not get ready"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    found = []
    for writer in writers:
        said, _none = writer.communicate()
        if writer.returncode:
            sys.exit(f"{way}: a writer failed")
        found.append(json.loads(said))
    took = sorted(one for writer in found for one in writer["took"])
    saved = tuple(now - then for now, then in zip(rows(where), before, strict=True))
    if saved != (len(took), 2 * len(took), 2 * len(took), len(took)):
        sys.exit(f"{way}: {len(took)} saves left {saved} rows")
    return {
        "rate": len(took) / SECONDS,
        "p99": took[int(len(took) * 0.99)] * 1000,
        "median": statistics.median(took) * 1000,
        "longest": took[-1] * 1000,
        "processor": sum(one["processor"] for one in found) / len(took) * 1000,
    }


def rows(where: Place) -> tuple[int, ...]:
    """Records, absences, claims and events that stand there."""
    return tuple(json.loads(where.run("-m", "benchmarks.saves", "rows")))


def shares(waiting: Iterator[Task], each: int) -> list[list[Task]]:
    return [[next(waiting) for _ in range(each)] for _ in range(WRITERS)]


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    lines = []
    told = machine()
    for engine in [one for one in ENGINES if one in os.environ.get("SAVES_ENGINES", " ".join(ENGINES))]:
        where = place(SCALE, engine).copied(f"saves-{engine.lower()}")
        each = {"ours": int(200 * SECONDS), "bare": int(1000 * SECONDS)}  # one may have nearly all
        if SCALE != "province":
            each = dict.fromkeys(each, 50)
        wanted = PAIRS * WRITERS * sum(each.values())
        waiting = iter([Task(**one) for one in json.loads(where.run("-m", "benchmarks.saves", "tasks", str(wanted)))])
        got: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
        for _pair in range(PAIRS):
            for way, runs in got.items():
                runs.append(burst(where, way, shares(waiting, each[way])))
                print(
                    engine,
                    way,
                    {name: round(value, 2) for name, value in runs[-1].items()},
                    file=sys.stderr,
                    flush=True,
                )
        ratios = sorted(a["rate"] / b["rate"] for a, b in zip(got["ours"], got["bare"], strict=True))
        tails = sorted(a["p99"] / b["p99"] for a, b in zip(got["ours"], got["bare"], strict=True))
        for way, runs in got.items():
            mid = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
            name = "`records.actions.enter`" if way == "ours" else "bare driver, same rows"
            longest = max(run["longest"] for run in runs)
            said = (
                f"| {engine} | {name} | {mid['rate']:,.0f} | {mid['median']:.1f} | {mid['p99']:.0f} | {longest:.0f} |"
            )
            more = f" {statistics.median(ratios):.2f} ({ratios[0]:.2f} – {ratios[-1]:.2f}) | {statistics.median(tails):.1f} |"
            lines.append(f"{said} {mid['processor']:.2f} |" + (more if way == "ours" else " 1 | 1 |"))
        where.gone()
    head = (
        "| engine | way | saves a second | median, ms | p99, ms | longest, ms | its own processor, ms a save | rate, times"
        " bare | p99, times bare |\n|---|---|---|---|---|---|---|---|---|"
    )
    stamp = f"{told}. {WRITERS} writers, {PAIRS} pairs of {SECONDS:g} s in turns, {SCALE}."
    written("saves", f"{stamp}\n\n{head}\n" + "\n".join(lines))


def _inside(asked: list[str]) -> None:
    import django  # reason: only in the processes that work in a place

    django.setup()
    from xuezuo.statements import fetch

    if asked[0] == "tasks":
        print(json.dumps([vars(one) for one in tasks(int(asked[1]))]))
    elif asked[0] == "rows":
        tables = ("records_record", "records_absence", "records_claim", "audit_event")
        print(json.dumps([next(iter(fetch(f"SELECT count(*) FROM {one}", [])))[0] for one in tables]))
    else:
        write(asked[1], Path(asked[2]))


if __name__ == "__main__":
    _inside(sys.argv[1:])
