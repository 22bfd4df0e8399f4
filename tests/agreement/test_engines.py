"""Every engine against the judge: the same definition over prepared files gives the same numbers and the same lists."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from django.db import connection, transaction
from hypothesis import given, settings

from tests.agreement.place import TODAY, Plan, build, plans
from tests.agreement.reference import Reference
from tests.agreement.test_live import SUBTREES, compare, given_places
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.engines import definition
from xuezuo.indicators.engines.distributed import Distributed
from xuezuo.indicators.engines.live import figure
from xuezuo.indicators.engines.prepared import Prepared, figures_of, files_of, row_of
from xuezuo.indicators.engines.preparing import prepare
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.walk import day_of

pytestmark = pytest.mark.django_db


@contextmanager
def prepared(plan: Plan) -> Iterator[tuple[Path, Question]]:
    with transaction.atomic(), tempfile.TemporaryDirectory() as place:
        build(plan)
        tree_day = TODAY if plan.now else plan.as_of
        whole = Question("0001", plan.as_of, tree_day)
        folder = Path(place) / "one"
        prepare(folder, whole, code="R", name="根")
        yield folder, whole
        transaction.set_rollback(True)


def judged(engine: object, whole: Question, subtrees: tuple[str, ...] = SUBTREES) -> None:
    judge = Reference(whole.day, whole.tree_day)
    lines = {name: getattr(judge, f"lines_of_{name}")() for name in {one.row_set.name for one in indicators().values()}}
    for path in subtrees:
        for indicator in indicators().values():
            compare(indicator, lines[indicator.row_set.name], Question(path, whole.day, whole.tree_day), engine)


@settings(given_places, max_examples=2)
@given(plan=plans)
def test_duckdb_agrees(plan: Plan) -> None:
    with prepared(plan) as (folder, whole):
        judged(Prepared(folder), whole, SUBTREES[:2])


@pytest.mark.slow
@settings(given_places, max_examples=60)
@given(plan=plans)
def test_duckdb_agrees_on_many_more_places(plan: Plan) -> None:
    with prepared(plan) as (folder, whole):
        judged(Prepared(folder), whole)


@pytest.mark.slow
@settings(given_places, max_examples=2)
@given(plan=plans)
def test_spark_agrees(plan: Plan) -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed: make .venv/.spark")
    with prepared(plan) as (folder, whole):
        judged(Distributed(folder), whole)


class Inside:
    """The same definition asked of the application's own database, over the prepared rows as tables."""

    def __init__(self, folder: Path) -> None:
        self.dialect = "postgres" if connection.vendor == "postgresql" else "sqlite"
        for row_set in ROW_SETS.values():
            self._load(folder, row_set.name, definition.columns_of(row_set))

    def _load(self, folder: Path, name: str, columns: list[str]) -> None:
        kinds = {
            "int64": "bigint",
            "date": "date",
            "string": 'text COLLATE "C"' if self.dialect == "postgres" else "text",
        }
        listed = ", ".join(f'"{one}" {kinds[definition.TYPES.get(one, "string")]}' for one in columns)
        rows = duckdb.read_parquet(files_of(folder, ROW_SETS[name])).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
            cursor.execute(f'CREATE TEMPORARY TABLE "{name}" ({listed})')
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({", ".join(["%s"] * len(columns))})', rows)

    def _ask(self, expression: object) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(definition.sql(expression, self.dialect).replace("%", "%%"))
            return list(cursor.fetchall())

    def grouped(self, indicator, question, filters, by):
        return figures_of(indicator, self._ask(definition.grouped(indicator, question, filters, by)))

    def count(self, indicator, question, filters):
        return self.grouped(indicator, question, filters, "").get("", figure(indicator, 0, 0))

    def rows(self, indicator, question, filters, part, limit=None):
        for one in self._ask(definition.listed(indicator, question, filters, part, limit)):
            yield row_of(indicator.row_set, (*one[:3], day_of(one[3]), *one[4:]))


@settings(given_places, max_examples=1)
@given(plan=plans)
def test_the_application_s_database_agrees(plan: Plan) -> None:
    with prepared(plan) as (folder, whole):
        judged(Inside(folder), whole, SUBTREES[:1])
