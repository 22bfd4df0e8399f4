"""Every row of every row set of one day, written to columnar files (Parquet) that any engine reads.

A folder holds `<row set>.parquet` for each and `manifest.json`, which says of what day, in what tree, and how many rows.
It is made beside its final place and moved there in one step: nobody ever reads half of one. No row names a person.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import timezone

from xuezuo.indicators.engines import live
from xuezuo.indicators.engines.definition import TYPES, columns_of
from xuezuo.indicators.engines.manifests import MANIFEST, Below, Manifest
from xuezuo.indicators.engines.parquet import write_parquet
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.shape import Row, RowSet
from xuezuo.row_policies.sights import through

Tell = Callable[[str, int], None]
"""Called with a row set's name and its rows when it is written."""


def prepare(
    folder: Path, question: Question, *, code: str, name: str, below: Below | None = None, tell: Tell | None = None
) -> Manifest:
    """Write the files of a subtree into `folder`, which appears when they are whole and replaces what stood there."""
    draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    draft.mkdir(parents=True)
    manifest = Manifest(
        code, name, below.path if below else question.path, question.day, question.tree_day, timezone.now()
    )
    try:
        for row_set in ROW_SETS.values():
            manifest.rows[row_set.name] = _write(draft, row_set, question, below)
            if tell:
                tell(row_set.name, manifest.rows[row_set.name])
        (draft / MANIFEST).write_text(json.dumps(manifest.document(), ensure_ascii=False, indent=1), encoding="utf-8")
        _swap(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _swap(draft: Path, folder: Path) -> None:
    """Put the new folder where the old one was; who has the old files open goes on reading them."""
    if folder.exists():
        gone = draft.with_name(f"{draft.name}.gone")
        folder.rename(gone)
        draft.rename(folder)
        shutil.rmtree(gone, ignore_errors=True)
    else:
        draft.rename(folder)


def _write(folder: Path, row_set: RowSet, question: Question, below: Below | None) -> int:
    names = columns_of(row_set)

    def lines() -> Iterator[list[object]]:
        for row in every_row(row_set, question):
            row_id, path = below(row, question.path) if below else (row.row_id, row.path)
            words = [row.column(name) for name in names[len(TYPES) :]]
            yield [row_id, row.organization_id, path, row.on.isoformat(), row.group, row.amount, *words]

    types = {name: TYPES.get(name, "string") for name in names}
    return write_parquet(lines(), types, folder / f"{row_set.name}.parquet")


def every_row(row_set: RowSet, question: Question) -> Iterator[Row]:
    """All rows of a row set, those of every line too, in order of path and row id."""
    if row_set.rows:
        return through("figures", iter(row_set.rows(question, {})), 5_000)
    return through("figures", live.listed_in_sql(row_set, question), 5_000)
