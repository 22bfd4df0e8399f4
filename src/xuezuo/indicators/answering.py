"""A question goes to the engine that answers it: to kept rows where they are kept so, else to the live engine."""

from collections.abc import Iterator, Mapping, Sequence

from xuezuo.indicators import small_numbers
from xuezuo.indicators.asking import Asked
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines import kept, live
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Filters, Test

SECTOR = "sector"


def grouped(
    asked: Asked, indicator: Indicator, filters: Filters, by: str, question: Question | None = None
) -> dict[str, Figure]:
    """The number by children, by a column's word, or whole under an empty word. `question` may be of another place."""
    question = question or asked.question
    if wanted := kept_for(asked, indicator, filters, by):
        return asked.kept_at(question).grouped(indicator, wanted)
    found: dict[str, Figure] = asked.engine.grouped(indicator, question, filters, by)
    return found


def count(asked: Asked, indicator: Indicator, filters: Filters) -> Figure:
    return grouped(asked, indicator, filters, "").get("", live.figure(indicator, 0, 0))


def kept_for(asked: Asked, indicator: Indicator, filters: Filters, by: str) -> kept.Wanted | None:
    """How the kept rows answer; None where the live engine does."""
    wanted = kept.wanted_of(indicator, filters, by)
    return wanted if wanted is not None and asked.is_kept else None


def rows_along(
    asked: Asked,
    indicator: Indicator,
    question: Question,
    filters: Mapping[str, Test],
    by: str,
    line: Sequence[str],
) -> Iterator[small_numbers.Counted]:
    """What is counted below the question's place, told apart by a column: row by row; or, where kept rows answer and a
    line of paths says down to where it matters, what stands beside the line and below its end, each as one.
    """
    wanted = kept_for(asked, indicator, filters, by) if line else None
    if wanted is not None:
        yield from _sums_along(asked, indicator, wanted, [*dict.fromkeys(line)])
        return
    settled = live.settled_test(indicator, question)
    for row in asked.engine.rows(indicator, question, filters, "expected"):
        if row.column(by):
            yield row.path, row.column(by), row.amount, settled(row), row.column(SECTOR)


def _sums_along(
    asked: Asked, indicator: Indicator, wanted: kept.Wanted, line: Sequence[str]
) -> Iterator[small_numbers.Counted]:
    for above, below in zip(line, [*line[1:], ""], strict=True):
        here = asked.kept_at(Question(above, asked.question.day, asked.question.tree_day))
        for path, sector, word, expected, done in here.told_apart(indicator, wanted):
            if path != below and word:
                yield path, word, done, True, sector
                yield path, word, expected - done, False, sector


def children_in(asked: Asked, counted: set[str]) -> list[tuple[str, str, str]]:
    """Code, name and path of the children in the question's tree; the organization itself first if it has own rows."""
    itself = (asked.organization.code, asked.organization.name, asked.placement.path)
    if asked.question.alone:
        return [itself]
    return [itself, *asked.children] if asked.placement.path in counted else asked.children
