"""The live engine: count, group and list, all from the same rows of the application database.

`expected` tests leave the rows that count; `settled` tests are added on top. So settled is within expected by
construction, and the length (or the sum of the amounts) of a list is the number that opened it.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db import connection

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import FIRST, Filters, Parameter, Row, RowSet, Sql, passes, window
from xuezuo.indicators.row_sets.walk import day_of
from xuezuo.row_policies.sights import through, wide
from xuezuo.statements import fetch

PARTS = ("expected", "settled", "outstanding")


class Figure(NamedTuple):
    """`expected` is None for a tally. `deepest` is the depth of the lowest organization that was counted.

    A tuple, because a page makes thousands, and a frozen dataclass takes twice as long to make.
    """

    expected: int | None
    settled: int
    deepest: int = 0

    @property
    def ratio(self) -> float | None:
        """Divided last, and never of nothing."""
        return self.settled / self.expected if self.expected else None

    @property
    def outstanding(self) -> int:
        return (self.expected or 0) - self.settled if self.expected is not None else 0

    @property
    def base(self) -> int:
        """How many the figure is about."""
        return self.settled if self.expected is None else self.expected


@wide("figures")
def count(indicator: Indicator, question: Question, filters: Filters) -> Figure:
    """One number, or two and their ratio. `filters` are the indicator's own, narrowed as asked."""
    return grouped(indicator, question, filters, "").get("", figure(indicator, 0, 0))


@wide("figures")
def grouped(indicator: Indicator, question: Question, filters: Filters, by: str) -> dict[str, Figure]:
    """The number by `children` (paths one level below the question's, itself included), or by a column's word."""
    if indicator.row_set.rows:
        return _grouped_in_python(indicator, question, filters, by)
    return _grouped_in_sql(indicator, question, filters, by)


def rows(
    indicator: Indicator, question: Question, filters: Filters, part: str, limit: int | None = None
) -> Iterator[Row]:
    """The rows behind a number, in order of path and row id, after `question.after`."""
    return through("figures", iter(_rows(indicator, question, filters, part, limit)))


def _rows(indicator: Indicator, question: Question, filters: Filters, part: str, limit: int | None) -> Iterator[Row]:
    if indicator.row_set.rows:
        found = made_rows(indicator, question, filters)
        settled = settled_test(indicator, question)
        wanted = (row for row in found if part == "expected" or settled(row) == (part == "settled"))
        after = question.after
        return islice((row for row in wanted if after is None or (row.path, row.row_id) > after), limit)
    return _listed_in_sql(indicator, question, filters, part, limit)


def figure(indicator: Indicator, expected: int, settled: int, deepest: int = 0) -> Figure:
    return Figure(None if indicator.tally else expected, settled, deepest)


# ---- rows made in Python --------------------------------------------------------------------------------------------


def made_rows(indicator: Indicator, question: Question, filters: Filters) -> Iterator[Row]:
    """The rows of a row set that is made in Python, its windows of days applied."""
    made = indicator.row_set.rows
    assert made is not None
    found = made(question, filters)
    if "on" not in filters:
        return found
    first, last = window(filters["on"], question.day)
    return (row for row in found if first <= row.on <= last)


def settled_test(indicator: Indicator, question: Question) -> Callable[[Row], bool]:
    """Whether a row is settled, in plain Python."""
    tests = indicator.settled
    if "on" not in tests:
        return lambda row: passes(row, tests)
    first, last = window(tests["on"], question.day)
    return lambda row: first <= row.on <= last and passes(row, tests)


def _grouped_in_python(indicator: Indicator, question: Question, filters: Filters, by: str) -> dict[str, Figure]:
    settled = settled_test(indicator, question)
    level = len(question.path) + tree_paths.SEGMENT
    sums: dict[str, list[int]] = {}
    for row in made_rows(indicator, question, filters):
        key = row.path[:level] if by == "children" else row.column(by) if by else ""
        held = sums.setdefault(key, [0, 0, 0])
        amount = row.amount if indicator.adds_up else 1
        held[0] += amount
        if settled(row):
            held[1] += amount
        held[2] = max(held[2], len(row.path))
    return {
        key: figure(indicator, expected, done, longest // tree_paths.SEGMENT)
        for key, (expected, done, longest) in sums.items()
    }


# ---- rows made by the database --------------------------------------------------------------------------------------


def _source(indicator: Indicator, question: Question) -> Sql:
    source = indicator.row_set.sql
    assert source is not None
    return source(question)


def _tests(filters: Filters, question: Question) -> Sql:
    """Filters as a condition."""
    terms = ["1 = 1"]
    parameters: list[Parameter] = []
    for column, test in filters.items():
        if column == "on":
            terms.append('"on" >= %s AND "on" <= %s')
            parameters += window(test, question.day)
        elif isinstance(test, tuple):
            terms.append(f'"{column}" IN ({", ".join(["%s"] * len(test))})')
            parameters += test
        else:
            terms.append(f'"{column}" = %s')
            parameters.append(test)
    return " AND ".join(terms), parameters


def _grouped_in_sql(indicator: Indicator, question: Question, filters: Filters, by: str) -> dict[str, Figure]:
    source, given = _source(indicator, question)
    where, tested = _tests(filters, question)
    done, settled = _tests(indicator.settled, question)
    amount = "amount" if indicator.adds_up else "1"
    key = "''"
    if by == "children":
        key = f"substr(path, 1, {len(question.path) + tree_paths.SEGMENT})"
    elif by:
        key = f'"{by}"'
    text = (
        f"SELECT word, SUM({amount}), SUM(CASE WHEN {done} THEN {amount} ELSE 0 END), MAX(LENGTH(path))"  # noqa: S608
        f" FROM (SELECT source.*, {key} AS word FROM ({source}) source WHERE {where}) counted GROUP BY word"
    )
    found = fetch(text, [*settled, *given, *tested])
    return {
        word: figure(indicator, int(expected), int(met), longest // tree_paths.SEGMENT)
        for word, expected, met, longest in found
    }


def parted_in_sql(
    indicator: Indicator, question: Question, filters: Filters, names: list[str]
) -> Iterator[tuple[int, str, list[str], tuple[int, int, int, int]]]:
    """Amounts and rows, expected and settled, by organization and the words of some columns."""
    source, given = _source(indicator, question)
    where, tested = _tests(filters, question)
    done, settled = _tests(indicator.settled, question)
    amount = "amount" if indicator.adds_up else "1"
    columns = ", ".join(f'"{name}"' for name in ("organization_id", "path", *names))
    text = (
        f"SELECT {columns}, SUM({amount}), SUM(CASE WHEN {done} THEN {amount} ELSE 0 END), COUNT(*),"  # noqa: S608
        f" SUM(CASE WHEN {done} THEN 1 ELSE 0 END) FROM ({source}) source WHERE {where} GROUP BY {columns}"
    )
    for organization_id, path, *more in fetch(text, [*settled, *settled, *given, *tested]):
        words, numbers = more[: len(names)], [int(number) for number in more[len(names) :]]
        yield organization_id, path, words, (numbers[0], numbers[1], numbers[2], numbers[3])


def _listed_in_sql(
    indicator: Indicator, question: Question, filters: Filters, part: str, limit: int | None
) -> Iterator[Row]:
    where, parameters = _tests(filters, question)
    if part != "expected" and not indicator.tally:
        done, settled = _tests(indicator.settled, question)
        where += f" AND ({done})" if part == "settled" else f" AND NOT ({done})"
        parameters += settled
    if question.after:
        where += " AND (path > %s OR (path = %s AND row_id > %s))"
        parameters += [question.after[0], question.after[0], question.after[1]]
    return listed_in_sql(indicator.row_set, question, (where, parameters), limit)


def listed_in_sql(
    row_set: RowSet, question: Question, condition: Sql = ("1 = 1", []), limit: int | None = None
) -> Iterator[Row]:
    """Rows of a row set that the database makes, in order of path and row id."""
    assert row_set.sql is not None
    source, given = row_set.sql(question)
    where, parameters = condition
    names = [*row_set.columns]
    listed = ", ".join(f'"{name}"' for name in (*FIRST, *names))
    text = f"SELECT {listed} FROM ({source}) source WHERE {where} ORDER BY path, row_id"  # noqa: S608
    if limit is not None:
        text += f" LIMIT {int(limit)}"
    with connection.chunked_cursor() as cursor:
        cursor.execute(text, [*given, *parameters])
        while found := cursor.fetchmany(2_000):
            for one in found:
                row_id, organization_id, path, on, group, amount = one[: len(FIRST)]
                yield Row(
                    row_id,
                    organization_id,
                    path,
                    day_of(on),
                    group,
                    int(amount),
                    dict(zip(names, one[len(FIRST) :], strict=True)),
                )
