"""The one definition of a figure, as Ibis expressions: DuckDB, PySpark, SQLite and PostgreSQL are sent what it compiles to.

A row set's rows are a table of its name. `expected` tests leave the rows that count, `settled` tests are added on top, the
sums are divided by whoever reads them: the same three steps as in the live engine, said once for every other engine.
"""

from typing import Any

import ibis
import ibis.expr.types as ir

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import FIRST, Filters, RowSet, Test, window

TYPES = {
    "row_id": "string",
    "organization_id": "int64",
    "path": "string",
    "on": "date",
    "group": "string",
    "amount": "int64",
}


def columns_of(row_set: RowSet) -> list[str]:
    """The columns of the prepared table, in order. `group` stands among the first of every row set."""
    return [*FIRST, *(name for name in row_set.columns if name not in FIRST)]


def table(row_set: RowSet) -> ir.Table:
    return ibis.table({name: TYPES.get(name, "string") for name in columns_of(row_set)}, name=row_set.name)


def sql(expression: ir.Table, dialect: str) -> str:
    """What an engine is sent: `duckdb`, `pyspark`, `sqlite` or `postgres`."""
    return str(ibis.to_sql(expression, dialect=dialect))


def _passing(rows: ir.Table, test: Filters, question: Question) -> ir.BooleanValue:
    found = [_one(rows, column, one, question) for column, one in test.items()]
    return ibis.and_(*found) if found else ibis.literal(True)


def _one(rows: ir.Table, column: str, test: Test, question: Question) -> Any:
    if column == "on":
        first, last = window(test, question.day)
        return (rows["on"] >= ibis.literal(first)) & (rows["on"] <= ibis.literal(last))
    return rows[column].isin(test) if isinstance(test, tuple) else rows[column] == test


def expected(indicator: Indicator, question: Question, filters: Filters) -> ir.Table:
    """The rows of the subtree that count; `filters` are the indicator's own, narrowed as asked."""
    rows = table(indicator.row_set)
    inside = (rows["path"] >= question.path) & (rows["path"] < question.until)
    return rows.filter(inside & _passing(rows, filters, question))


def grouped(indicator: Indicator, question: Question, filters: Filters, by: str) -> ir.Table:
    """`word`, `expected`, `settled`, `longest` (of the paths), by children, by a column, or together (`by` empty)."""
    rows = expected(indicator, question, filters)
    word: Any = ibis.literal("")
    if by == "children":
        word = rows["path"].substr(0, len(question.path) + tree_paths.SEGMENT)
    elif by:
        word = rows[by]
    amount: Any = rows["amount"] if indicator.adds_up else ibis.literal(1, "int64")
    # a sum over a case, not a filtered sum: nothing settled is then 0 in every engine, and never nothing at all
    done = _passing(rows, indicator.settled, question).ifelse(amount, ibis.literal(0, "int64"))
    counted = rows.select(word=word, amount=amount, done=done, length=rows["path"].length())
    return counted.group_by("word").aggregate(
        expected=counted["amount"].sum(), settled=counted["done"].sum(), longest=counted["length"].max()
    )


def listed(indicator: Indicator, question: Question, filters: Filters, part: str, limit: int | None) -> ir.Table:
    """The rows behind a number, in order of path and row id, after `question.after`."""
    rows = expected(indicator, question, filters)
    if part != "expected" and not indicator.tally:
        done = _passing(rows, indicator.settled, question)
        rows = rows.filter(done if part == "settled" else ~done)
    if question.after:
        path, row_id = question.after
        behind = (rows["path"] > path) | ((rows["path"] == path) & (rows["row_id"] > row_id))
        rows = rows.filter(behind)
    rows = rows.order_by("path", "row_id")
    return rows if limit is None else rows.limit(limit)
