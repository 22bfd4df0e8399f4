"""Where prepared files lie, and what they can answer: one folder for each day and tree, or a nation's folder of folders."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.engines.manifests import MANIFEST, Manifest, manifests_in, read_manifest
from xuezuo.indicators.questions import Question, moment_of
from xuezuo.refusals import Refusal


def folder_of(day: date, tree_day: date) -> Path:
    return Path(settings.SNAPSHOTS) / (day.isoformat() if day == tree_day else f"{day}-in-the-tree-of-{tree_day}")


@dataclass(frozen=True)
class Files:
    """A folder and its manifests: one of a province, several of a nation (in order of path)."""

    folder: Path
    manifests: Sequence[Manifest]

    @property
    def day(self) -> date:
        return self.manifests[0].day

    @property
    def tree_day(self) -> date:
        return self.manifests[0].tree_day

    @property
    def top(self) -> str:
        """The path above everything in the files."""
        paths = [one.path for one in self.manifests]
        return paths[0] if len(paths) == 1 else paths[0][:-4]


def opened(folder: Path) -> Files:
    """Raises `Refusal` for a folder without whole files, or of provinces of different days."""
    try:
        manifests = sorted((read_manifest(file) for file in manifests_in(folder)), key=lambda made: made.path)
    except (OSError, ValueError, TypeError) as problem:
        raise Refusal("snapshot_broken", folder=folder, reason=type(problem).__name__) from problem
    if not manifests:
        raise Refusal("snapshot_broken", folder=folder, reason=MANIFEST)
    days = {(made.day, made.tree_day) for made in manifests}
    if len(days) > 1:
        raise Refusal("snapshot_days", folder=folder, days=tuple(sorted({str(day) for day, _ in days})))
    return Files(folder, manifests)


def prepared_for(day: date, tree_day: date, tree: str) -> Files:
    """The files of a day and tree. Raises `Refusal` that says how to make them."""
    if not is_prepared(day, tree_day):
        raise Refusal("snapshot_missing", day=day.isoformat(), tree=tree)
    return opened(folder_of(day, tree_day))


def is_prepared(day: date, tree_day: date) -> bool:
    return (folder_of(day, tree_day) / MANIFEST).exists()


def engine_of(name: str, folder: Path) -> Any:
    """`snapshot` asks DuckDB on this machine, `spark` a Spark here or elsewhere."""
    if name == "spark":
        from xuezuo.indicators.engines.distributed import Distributed  # reason: an extra that few need

        return Distributed(folder)
    from xuezuo.indicators.engines.prepared import Prepared  # reason: slow to load

    return Prepared(folder)


def figures_of_files(
    folder: Path, codes: Sequence[str] | None = None, by: str = "", engine: str = "auto"
) -> dict[str, Any]:
    """The document of `xuezuo figures --files`: everything in the files together, and by column or by province.

    For whoever holds the files, and so sees all of them: nothing is hidden. Raises `Refusal`.
    """
    if engine not in ("auto", "snapshot", "spark"):
        raise Refusal("engine_missing", engine=engine, choices="auto, snapshot, spark")
    started, files = time.perf_counter(), opened(folder)
    counter = engine_of(engine, folder)
    question = Question(files.top, files.day, files.tree_day)
    if unknown := [code for code in codes or () if code not in indicators()]:
        raise Refusal("figure_unknown", code=unknown[0], choices=tuple(indicators()))
    found = []
    known = {
        code for code, one in indicators().items() if all(one.row_set.name in made.rows for made in files.manifests)
    }
    for one in (indicators()[code] for code in codes or [code for code in indicators() if code in known]):
        filters = dict(one.expected)
        figure = counter.count(one, question, filters)
        groups = _groups(counter, one, question, files, by) if by in one.breakdowns else []
        told = {"indicator": one.code, "title": one.title, "unit": one.unit}
        found.append(told | numbers_of(figure) | {"groups": groups})
    several = len(files.manifests) > 1
    return {
        "organization": {
            "code": "" if several else files.manifests[0].code,
            "name": str(folder) if several else files.manifests[0].name,
        },
        "as_of": moment_of(files.day),
        "tree": "then" if files.day == files.tree_day else "now",
        "engine": "spark" if engine == "spark" else "snapshot",
        "seconds": round(time.perf_counter() - started, 3),
        "figures": found,
    }


def _groups(counter: Any, one: Indicator, question: Question, files: Files, by: str) -> list[dict[str, Any]]:
    """Lines by column, or by the provinces of a nation; below a single top nobody's name is in the files, only paths."""
    filters = {column: test for column, test in one.expected.items() if not (column == by and by in one.row_set.lines)}
    found = counter.grouped(one, question, filters, by)
    if by == "children":
        names = {made.path: (made.code, made.name) for made in files.manifests}
    else:
        names = {word: (word, str((one.row_set.columns.get(by) or {}).get(word, word))) for word in found}
    return [
        {"code": names.get(word, (word, word))[0], "name": names.get(word, (word, word))[1]} | numbers_of(figure)
        for word, figure in sorted(found.items())
        if word or by not in one.row_set.lines
    ]


def numbers_of(one: Figure) -> dict[str, Any]:
    ratio = None if one.ratio is None else round(one.ratio, 4)
    return {"expected": one.expected, "settled": one.settled, "ratio": ratio}
