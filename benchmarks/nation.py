"""`python -m benchmarks.nation FILES`: a nation out of one province's prepared files, asked of DuckDB and of Spark.

FILES is the folder that `xuezuo snapshot` wrote. It is laid fifty times side by side (`NATION_PROVINCES`), each with paths and
row ids of its own, so that nothing is the same row twice; then every figure, whole and by province, is asked of both engines,
each in a process of its own. Other answers than fifty times the province's, or answers that differ, end the run.
`NATION_SETS=study_coverage,…` lays these row sets only, and asks the figures over them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import django

from benchmarks.frame import machine

PAGE = Path(__file__).resolve().parent.parent / "docs/scale.md"
MARKS = re.compile(r"(?s)(<!-- bench nation -->\n).*(<!-- /bench nation -->)")
SHOWN = 6


def lay(files: Path, nation: Path, provinces: int) -> dict[str, int]:
    """The province's files once for each province of the nation; rows by row set in all."""
    from xuezuo import tree_paths  # reason: Django is set up in main
    from xuezuo.indicators.engines.manifests import MANIFEST, read_manifest
    from xuezuo.indicators.engines.parquet import opened

    made = read_manifest(files / MANIFEST)
    chosen = os.environ.get("NATION_SETS", "").split(",")
    made = replace(made, rows={name: rows for name, rows in made.rows.items() if name in chosen or chosen == [""]})
    with opened() as link:
        for number in range(1, provinces + 1):
            path, folder = tree_paths.child("0001", number), nation / f"{number:02}"
            folder.mkdir(parents=True)
            for name in made.rows:
                rows = link.read_parquet(str(files / f"{name}.parquet"))
                moved = f"'{number}:' || row_id AS row_id, '{path}' || substr(path, {len(made.path) + 1}) AS path"
                rows.project(f"* REPLACE ({moved})").write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
            told = replace(made, path=path, code=f"{number:02}", name=f"{made.name} {number}").document()
            (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return {name: rows * provinces for name, rows in made.rows.items()}


def asked(folder: Path, engine: str) -> dict[str, Any]:
    """Every figure by province, in a process of its own: its answers, seconds, processor and memory."""
    line = [sys.executable, "-m", "benchmarks.nation", str(folder), engine]
    start = time.perf_counter()
    process = subprocess.run(line, capture_output=True, text=True, check=False)
    if process.returncode:
        sys.exit(f"{engine} failed:\n{process.stderr[-3000:]}")
    return json.loads(process.stdout) | {"wall": time.perf_counter() - start}


def peaks() -> Iterator[int]:
    """The most memory of this process and of each below it, Spark's Java among them: it is nobody's ended child."""
    parents = {}
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                parents[int(one.name)] = int((one / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    for pid in parents:
        at = pid
        while at not in (os.getpid(), 0):
            at = parents.get(at, 0)
        if at:
            # reason: one that has just ended has no memory any more
            with suppress(FileNotFoundError, ProcessLookupError):
                if found := re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()):
                    yield int(found[1]) << 10


def answer(folder: Path, engine: str) -> None:
    """What a process of its own prints: the figures, and what each took."""
    from xuezuo.indicators.declared import indicators  # reason: Django is set up in main
    from xuezuo.indicators.engines.prepared import held
    from xuezuo.indicators.snapshots import figures_of_files

    start = time.perf_counter()
    if engine == "spark":
        from xuezuo.indicators.engines.distributed import session  # reason: as above

        session()
    ready = time.perf_counter() - start
    seconds, figures = {}, []
    for code in (code for code, one in indicators().items() if one.row_set in held(folder)):
        began = time.perf_counter()
        figures += figures_of_files(folder, [code], by="children", engine=engine)["figures"]
        seconds[code] = time.perf_counter() - began
    document = {
        "ready": ready,
        "seconds": seconds,
        "figures": figures,
        "peak": sum(peaks()),
    }
    print(json.dumps(document))


def table(rows: dict[str, int], provinces: int, one: dict[str, Any], ways: dict[str, dict[str, Any]]) -> str:
    slowest = sorted(one["seconds"], key=one["seconds"].__getitem__, reverse=True)[:SHOWN]
    head = "| figure, by province | one province, DuckDB | " + " | ".join(f"nation, {name}" for name in ways) + " |"
    lines = [head, "|---|---" + "|---" * len(ways) + "|"]
    for code in slowest:
        cells = [f"{one['seconds'][code]:.2f} s", *(f"{way['seconds'][code]:.2f} s" for way in ways.values())]
        lines.append(f"| {code} | {' | '.join(cells)} |")
    for name, what in (("all figures", lambda way: f"{sum(way['seconds'].values()):.1f} s"),
                       ("whole process", lambda way: f"{way['wall']:.1f} s"),
                       ("until it answers", lambda way: f"{way['ready']:.1f} s"),
                       ("peak memory, Java too", lambda way: f"{way['peak'] >> 20} MB")):  # fmt: skip
        lines.append(f"| {name} | {' | '.join(what(way) for way in (one, *ways.values()))} |")
    total = sum(rows.values())
    note = f"{provinces} provinces, {total:,} rows in all, of them " + ", ".join(
        f"{rows[name]:,} {name}" for name in sorted(rows, key=rows.__getitem__, reverse=True)[:3]
    )
    return "\n".join([note + ".", "", *lines])


def main(files: Path) -> None:
    provinces, told = int(os.environ.get("NATION_PROVINCES", "50")), machine()
    with tempfile.TemporaryDirectory(prefix="xuezuo-nation-") as place:
        nation = Path(place) / "nation"
        rows = lay(files, nation, provinces)
        lay(files, Path(place) / "one", 1)
        one = asked(Path(place) / "one", "snapshot")
        ways = {"DuckDB": asked(nation, "snapshot"), "Spark": asked(nation, "spark")}
    for code, single in ((figure["indicator"], figure) for figure in one["figures"]):
        for name, way in ways.items():
            found = next(figure for figure in way["figures"] if figure["indicator"] == code)
            if found["settled"] != single["settled"] * provinces:
                sys.exit(f"{name} counts {found['settled']} for {code}, not {provinces} times {single['settled']}")
    if ways["DuckDB"]["figures"] != ways["Spark"]["figures"]:
        sys.exit("DuckDB and Spark do not give the same figures")
    stamp = f"{told}, {date.today():%Y-%m-%d}. "  # noqa: DTZ011 - the day on this machine is meant
    text = stamp + table(rows, provinces, one, ways)
    print(text)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKS.sub(lambda marks: f"{marks[1]}\n{text}\n\n{marks[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    django.setup()
    if len(sys.argv) > 2:
        answer(Path(sys.argv[1]), sys.argv[2])
    else:
        main(Path(sys.argv[1]))
