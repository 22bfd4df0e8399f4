"""The engine of prepared files: count, group and list by DuckDB, from the folder that `preparing` wrote."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines import definition
from xuezuo.indicators.engines.live import Figure, figure
from xuezuo.indicators.engines.manifests import MANIFEST, manifests_in, read_manifest
from xuezuo.indicators.engines.parquet import opened
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.shape import FIRST, Filters, Row, RowSet
from xuezuo.refusals import Refusal

DIALECT = "duckdb"
AT_ONCE = 5_000


def files_of(folder: Path, row_set: RowSet) -> str:
    """A province has one file for each row set; a nation is a folder of such folders."""
    name = f"{row_set.name}.parquet"
    return str(folder / name) if (folder / MANIFEST).exists() else str(folder / "*" / name)


@lru_cache(maxsize=4)
def _opened(folder: Path, made: float) -> duckdb.DuckDBPyConnection:
    link = opened()
    for row_set in held(folder):
        link.read_parquet(files_of(folder, row_set)).create_view(row_set.name)
    return link


def held(folder: Path) -> list[RowSet]:
    """The row sets that the files have, those of every province; files made before an upgrade lack what came with it."""
    manifests = [read_manifest(file) for file in manifests_in(folder)]
    return [row_set for name, row_set in ROW_SETS.items() if all(name in made.rows for made in manifests)]


def check_held(folder: Path, indicator: Indicator) -> None:
    """Raises `Refusal` for a figure that the files were made too early for."""
    if indicator.row_set not in held(folder):
        raise Refusal("snapshot_older", title=indicator.title, folder=folder)


class Prepared:
    """Answers from one folder of prepared files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _ask(self, text: str) -> duckdb.DuckDBPyConnection:
        # a cursor for each question: a connection answers one at a time, whichever thread asks
        return _opened(self.folder, self.folder.stat().st_mtime).cursor().execute(text)

    def count(self, indicator: Indicator, question: Question, filters: Filters) -> Figure:
        return self.grouped(indicator, question, filters, "").get("", figure(indicator, 0, 0))

    def grouped(self, indicator: Indicator, question: Question, filters: Filters, by: str) -> dict[str, Figure]:
        check_held(self.folder, indicator)
        text = definition.sql(definition.grouped(indicator, question, filters, by), DIALECT)
        return figures_of(indicator, self._ask(text).fetchall())

    def rows(
        self, indicator: Indicator, question: Question, filters: Filters, part: str, limit: int | None = None
    ) -> Iterator[Row]:
        check_held(self.folder, indicator)
        text = definition.sql(definition.listed(indicator, question, filters, part, limit), DIALECT)
        found = self._ask(text)
        while lot := found.fetchmany(AT_ONCE):
            yield from (row_of(indicator.row_set, one) for one in lot)


def figures_of(indicator: Indicator, lines: list[tuple[Any, ...]]) -> dict[str, Figure]:
    """Figures by word, from lines of word, expected, settled and the longest path."""
    return {
        word: figure(indicator, int(expected), int(settled), longest // tree_paths.SEGMENT)
        for word, expected, settled, longest in lines
    }


def row_of(row_set: RowSet, values: tuple[Any, ...]) -> Row:
    row_id, organization_id, path, on, group, amount = values[: len(FIRST)]
    names = definition.columns_of(row_set)[len(FIRST) :]
    more = dict(zip(names, values[len(FIRST) :], strict=True))
    if "group" in row_set.columns:
        more["group"] = group
    return Row(row_id, organization_id, path, on, group, int(amount), {name: more[name] for name in row_set.columns})
