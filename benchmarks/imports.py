"""`python -m benchmarks imports`: the import of a whole province against bare loads of the same rows, in one run.

Every way is a process of its own on a fresh database made by `xuezuo init`. Timed: wall, processor of the whole tree of
processes (and of PostgreSQL's server), most memory of the tree at one moment. A way that fails, leaves another number
of rows or another sum over all of them ends the run; what was measured until then is printed.

    IMPORT_ROUNDS=1             turns of each way; one of a province on both engines takes 20 minutes on a quiet machine
    IMPORT_SCALE=province       or city, county, town: a city takes 4 minutes
    IMPORT_ENGINES=SQLite,PostgreSQL
    IMPORT_WAYS=                only ways whose name holds this, and their bare load: CSV, workbooks, bulk_create
    IMPORT_SAMPLES=DIR          keep the sample and its workbooks there for the next run
    IMPORT_KOLIBRI=DIR          compare with Kolibri too (`benchmarks.kolibri`)

Only the whole run of a province writes the page.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

import psycopg
import xlsxwriter

from benchmarks.frame import machine
from benchmarks.kolibri import LEARNERS, Kolibri
from tests import postgres

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"
MARKS = re.compile(r"(?s)(<!-- bench imports -->\n).*(<!-- /bench imports -->)")
TICK = 1 / os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGESIZE")
DURABLE = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "20",
    "timezone": "UTC",
}
PYTHON = [sys.executable, "-m"]
SMALLER = {"province": "city", "city": "county", "county": "town", "town": "town"}
XUEZUO = [str(Path(sys.executable).with_name("xuezuo"))]


@dataclass
class Taken:
    wall: float
    cpu: float
    server: float
    peak: int


@dataclass
class Way:
    name: str
    engine: str
    commands: list[list[str]]
    turns: list[Taken] = field(default_factory=list)

    def median(self, what: str) -> float:
        return statistics.median(getattr(turn, what) for turn in self.turns)


class Place:
    """A fresh database of an engine: a folder with SQLite in it, or one of a cluster that survives power loss."""

    def __init__(self, root: Path, cluster: postgres.Cluster | None) -> None:
        self.folder, self.cluster = root / "place", cluster
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
        self.env |= {"XUEZUO_DATA": str(self.folder), "XUEZUO_LANGUAGE": "en"}
        self.database = str(self.folder / "xuezuo.sqlite3")
        if cluster:
            with psycopg.connect(cluster.url, autocommit=True) as link:
                link.execute("DROP DATABASE IF EXISTS place")
                link.execute("CREATE DATABASE place")
                link.execute("CHECKPOINT")
            self.database = f"postgresql://xuezuo@{quote(str(cluster.folder), safe='')}/place"
            self.env["XUEZUO_DATABASE_URL"] = self.database
        self.call([*XUEZUO, "init"])

    def call(self, command: list[str]) -> str:
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout

    def timed(self, commands: list[list[str]]) -> Taken:
        given = [[self.database if one == "DATABASE" else one for one in command] for command in commands]
        return timed(given, self.env, self.cluster)


def timed(
    commands: list[list[str]],
    env: dict[str, str],
    cluster: postgres.Cluster | None = None,
) -> Taken:
    postmaster = int((cluster.folder / "data/postmaster.pid").read_text().split()[0]) if cluster else 0  # type: ignore[operator]
    served = _server_seconds(postmaster)
    start, cpu, peak = time.perf_counter(), 0.0, 0
    for command in commands:
        with tempfile.TemporaryFile() as told:
            process = subprocess.Popen(command, env=env, stdout=told, stderr=told)
            ended = 0
            while not ended:
                ended, status, used = os.wait4(process.pid, os.WNOHANG)
                peak = max(peak, _memory_of(process.pid))
                time.sleep(0.05)
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu += used.ru_utime + used.ru_stime
            if process.returncode:
                told.seek(0)
                sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{told.read().decode()[-2000:]}")
    return Taken(time.perf_counter() - start, cpu, _server_seconds(postmaster) - served, peak)


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _processes() -> Iterator[tuple[int, list[str]]]:
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                yield int(one.name), _stat(int(one.name))
            except (FileNotFoundError, ProcessLookupError):
                continue


def _memory_of(root: int) -> int:
    """Bytes held by a process and all below it at this moment; pages that two of them share count twice."""
    known = dict(_processes())
    total = 0
    for pid, stat in known.items():
        at = pid
        while at not in (root, 0) and at in known:
            at = int(known[at][1])
        total += int(stat[21]) * PAGE_BYTES if at == root else 0
    return total


def _server_seconds(postmaster: int) -> float:
    if not postmaster:
        return 0.0
    own = [int(one) for one in _stat(postmaster)[11:15]]
    below = [int(stat[11]) + int(stat[12]) for _, stat in _processes() if int(stat[1]) == postmaster]
    return (sum(own) + sum(below)) * TICK


@contextmanager
def clusters() -> Iterator[postgres.Cluster]:
    postgres.OPTIONS.clear()
    postgres.OPTIONS.update(DURABLE)
    cluster = postgres.Cluster()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def workbooks(source: Path) -> list[str]:
    """One workbook a city, as a province would collect them; beside the roster, where the next run finds them."""
    folder = source.parent / "workbooks"
    if (folder / "all").exists():
        return sorted(map(str, folder.glob("*.xlsx")))
    folder.mkdir(exist_ok=True)
    made: list[str] = []
    with source.open(encoding="utf-8-sig", newline="") as text:
        content = csv.reader(text)
        header = next(content)
        city, book, sheet, at = "", None, None, 0
        for row in content:
            if row[0][:6] != city or at > 1_000_000:
                if book:
                    book.close()
                city, at = row[0][:6], 0
                made.append(str(folder / f"{source.stem}-{len(made) + 1:03}.xlsx"))
                book = xlsxwriter.Workbook(made[-1], {"constant_memory": True, "tmpdir": str(folder)})
                sheet = book.add_worksheet("名册")
                sheet.write_row(0, 0, header)
            at += 1
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, column, cell)  # type: ignore[union-attr]
        if book:
            book.close()
    (folder / "all").touch()
    return made


def ways(scale: Path, books: list[str], engine: str) -> list[Way]:
    organizations, members = (
        str(scale / "organizations.csv"),
        str(scale / "members.csv"),
    )
    bare = [*PYTHON, "benchmarks.bare_import", "DATABASE", organizations]

    def ours(files: list[str]) -> list[list[str]]:
        return [
            [*XUEZUO, "organizations", "import", organizations],
            [*XUEZUO, "members", "import", *files],
        ]

    return [
        Way("xuezuo, CSV", engine, ours([members])),
        Way("bare checked load, CSV", engine, [[*bare, members]]),
        Way("xuezuo, workbooks (one a city)", engine, ours(books)),
        Way("bare checked load, workbooks", engine, [[*bare, *books]]),
        Way(
            "bulk_create, CSV, nothing checked",
            engine,
            [[*PYTHON, "benchmarks.bare_orm", organizations, members]],
        ),
    ]


def run(
    root: Path,
    chosen: list[Way],
    cluster: postgres.Cluster | None,
    wanted: dict[str, str],
) -> None:
    """One turn of each way; `wanted` remembers what the first left in the database."""
    for way in chosen:
        place = Place(root, cluster)
        taken = place.timed(way.commands)
        left = place.call([*PYTHON, "benchmarks.loaded"])
        if json.loads(left)["member"] < 1 or wanted.setdefault("rows", left) != left:
            sys.exit(f"{way.name} on {way.engine} left other rows: {left} instead of {wanted['rows']}")
        way.turns.append(taken)
        line = f"{taken.wall:.1f} s, processor {taken.cpu:.1f} + {taken.server:.1f}, {taken.peak >> 20} MB"
        print(way.engine, way.name, line, file=sys.stderr, flush=True)


def table(engines: dict[str, list[Way]]) -> str:
    lines = [
        "| engine | way | wall | processor | server's | peak memory | wall, times the bare load | processor, times it |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for engine, held in engines.items():
        for way in held:
            if not way.turns:
                lines.append(f"| {engine} | {way.name} | not measured | | | | | |")
                continue
            bare = next(
                one for one in held if "bare" in one.name and ("workbooks" in one.name) == ("workbooks" in way.name)
            )
            pairs = list(zip(way.turns, bare.turns, strict=False))
            walls = [mine.wall / theirs.wall for mine, theirs in pairs]
            cpus = [(mine.cpu + mine.server) / (theirs.cpu + theirs.server) for mine, theirs in pairs]
            ratios = " | ".join(f"{statistics.median(one):.2f}" if one else "" for one in (walls, cpus))
            figures = f"{way.median('wall'):.1f} s | {way.median('cpu'):.1f} s | {way.median('server'):.1f} s"
            memory = f"{max(turn.peak for turn in way.turns) >> 20} MB"
            lines.append(f"| {engine} | {way.name} | {figures} | {memory} | {ratios} |")
    return "\n".join(lines)


def made(root: Path, scale: str) -> Path:
    """The sample of a scale; kept in the folder of an earlier run when `IMPORT_SAMPLES` names one."""
    folder = Path(os.environ.get("IMPORT_SAMPLES", root)) / scale
    if not (folder / "members.csv").exists():
        environment = os.environ | {"XUEZUO_DATA": str(root / "making")}
        command = [*XUEZUO, "sample", "--scale", scale, "--out", str(folder)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        for name in ("organizations", "members"):
            _as_csv(folder, name)
    return folder


def _as_csv(folder: Path, name: str) -> None:
    if (folder / f"{name}.csv").exists():
        return
    from benchmarks.bare_import import rows  # reason: only small samples are workbooks

    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows(folder / f"{name}.xlsx"))


def kolibri_turn(root: Path, way: Way) -> None:
    shutil.rmtree(root / "kolibri", ignore_errors=True)
    peer = Kolibri(Path(os.environ["IMPORT_KOLIBRI"]), root / "kolibri")
    subprocess.run(peer.provision, env=peer.environment, check=True, capture_output=True)
    way.turns.append(timed([peer.load], peer.environment))
    peer.check()
    print(
        "Kolibri",
        f"{way.turns[-1].wall:.1f} s, processor {way.turns[-1].cpu:.1f}",
        file=sys.stderr,
        flush=True,
    )


def chosen(ways: list[Way]) -> list[Way]:
    word = os.environ.get("IMPORT_WAYS", "")
    if not word:
        return ways
    some = [way for way in ways if word in way.name]
    return [
        way for way in ways if way in some or (way.name.startswith("bare") and way.name.split(", ")[1] in some[0].name)
    ]


def growth(small: Way, large: Way, names: str) -> str:
    ratio = large.median("cpu") / small.median("cpu")
    seconds = f"{small.median('cpu'):.1f} s to {large.median('cpu'):.1f} s"
    return f"Growth on SQLite, {names}: {ratio:.1f} times the processor time, {seconds}."


def against_kolibri(ours: Way, theirs: Way, people: int) -> str:
    walls = people / ours.median("wall"), LEARNERS / theirs.median("wall")
    cpus = people / ours.median("cpu"), LEARNERS / theirs.median("cpu")
    return (
        f"Kolibri 0.19.5, hash replaced, {LEARNERS:,} learners: {walls[1]:.0f} a second; ours, organizations and start"
        f" included: {walls[0]:,.0f}, {walls[0] / walls[1]:.0f} times; by processor {cpus[0]:,.0f} against {cpus[1]:.0f},"
        f" {cpus[0] / cpus[1]:.0f} times."
    )


def main() -> None:
    rounds, scale = (
        int(os.environ.get("IMPORT_ROUNDS", "1")),
        os.environ.get("IMPORT_SCALE", "province"),
    )
    names = os.environ.get("IMPORT_ENGINES", "SQLite,PostgreSQL").split(",")
    told = machine()
    with (
        tempfile.TemporaryDirectory(prefix="xuezuo-bench-") as folder,
        clusters() as cluster,
    ):
        root = Path(folder)
        sample, smaller = made(root, scale), made(root, SMALLER[scale])
        books = workbooks(sample / "members.csv")
        engines = {name: chosen(ways(sample, books, name)) for name in names}
        small = Way("xuezuo, CSV", "SQLite", ways(smaller, [], "SQLite")[0].commands)
        peer = Way("Kolibri", "SQLite", [])
        wanted: dict[str, str] = {}
        try:
            for _ in range(rounds):
                for name in names:
                    run(
                        root,
                        engines[name],
                        cluster if name == "PostgreSQL" else None,
                        wanted,
                    )
                if "SQLite" in names:
                    run(root, [small], None, {})
                if os.environ.get("IMPORT_KOLIBRI"):
                    kolibri_turn(root, peer)
        finally:
            text = _told(told, rounds, wanted, engines, f"{smaller.name} to {scale}", small, peer)
            print(text)
    whole = scale == "province" and all(way.turns for held in engines.values() for way in held)
    if whole and len(engines) > 1 and not os.environ.get("IMPORT_WAYS"):
        page = PAGE.read_text()
        PAGE.write_text(MARKS.sub(lambda marks: f"{marks[1]}\n{text}\n\n{marks[2]}", page))


def _told(
    machine: str,
    rounds: int,
    wanted: dict[str, str],
    engines: dict[str, list[Way]],
    names: str,
    small: Way,
    peer: Way,
) -> str:
    rows = json.loads(wanted.get("rows", '{"organization": 0, "member": 0}'))
    lines = [
        f"{machine}, {date.today():%Y-%m-%d}; median of {rounds}.",  # noqa: DTZ011 - the day on this machine is meant
        f"{rows['organization']:,} organizations and {rows['member']:,} members; after every way the same rows",
        "and the same sum over all of them, unsealed.",
        "",
        table(engines),
    ]
    ours = next(
        (way for way in engines.get("SQLite", []) if way.name == "xuezuo, CSV" and way.turns),
        None,
    )
    if ours and small.turns:
        lines += ["", growth(small, ours, names)]
    if ours and peer.turns:
        lines += ["", against_kolibri(ours, peer, rows["member"])]
    return "\n".join(lines)
