"""Which figures about member groups a viewer may not see: here, or beside what else they may open."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from xuezuo import tree_paths
from xuezuo.indicators import small_numbers
from xuezuo.indicators.answering import SECTOR, children_in, grouped, rows_along
from xuezuo.indicators.asking import Asked, Narrow, filters_of
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.row_sets.placed import depth_lost
from xuezuo.indicators.row_sets.shape import Test
from xuezuo.organizations.queries import placements
from xuezuo.periods import month_of, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def about_groups(narrow: Narrow | None) -> bool:
    return bool(_group(narrow))


def _group(narrow: Narrow | None) -> str:
    return (narrow or {}).get("group", "")


def is_hidden(asked: Asked, indicator: Indicator, narrow: Narrow | None) -> bool:
    """Whether the figure of one group is too small for this viewer, here or beside what else they may open.

    Raises `Refusal`, as `hidden_lines` does, on a day of which groups are not told to them.
    """
    return about_groups(narrow) and _group(narrow) in _hidden_words(asked, indicator, narrow, "group")


def hidden_lines(
    asked: Asked, indicator: Indicator, by: str, narrow: Narrow | None, figures: Mapping[str, Figure]
) -> set[str]:
    """The lines about member groups that are too small for this viewer."""
    if by == "group":
        return _hidden_words(asked, indicator, narrow, by)
    if not about_groups(narrow):
        return set()
    if _group(narrow) in _hidden_words(asked, indicator, narrow, "group", split=by == SECTOR):
        return set(figures)
    if by in indicator.row_set.lines:
        return _hidden_words(asked, indicator, narrow, by)
    if by == SECTOR or asked.question.alone:
        return set()  # what hides one line here hides them all
    if SECTOR in (narrow or {}):
        return _hidden_children(asked, indicator, narrow, figures)
    if may_see(asked, (one.deepest for one in figures.values())):
        return set()
    cells = {code: (one.base, one.settled, one.outstanding) for code, one in figures.items()}
    return small_numbers.hidden_cells(cells, asked.question.day, beside_total=True)


def _sees_all(asked: Asked, indicator: Indicator, filters: Mapping[str, Test], by: str) -> bool:
    """Whether the viewer stands right above everything that is counted, whatever sector it is of, and also what is
    below where only an organization's own rows are asked for: else what is left out would be the difference.
    """
    question = replace(asked.question, alone=False)
    everywhere = {column: test for column, test in filters.items() if column != SECTOR}
    counted = grouped(asked, indicator, everywhere, by, question)
    return may_see(asked, (one.deepest for one in counted.values()))


def may_see(asked: Asked, depths: Iterable[int]) -> bool:
    """Whether the viewer stands right above all that was counted at these depths, and above the branches that ended
    without a successor: an office answers for them, but it never was them.
    """
    deepest = max(depths, default=0)
    return all(small_numbers.may_see(asked.scope, one) for one in (deepest, depth_lost(asked.question)))


def _check_day(asked: Asked) -> None:
    """Raises `Refusal` on a day of which no group is told: two days side by side would tell who came between."""
    day = asked.question.day
    if not small_numbers.is_told_on(day, today()):
        before = month_of(day).start - timedelta(days=1)
        raise Refusal("figure_group_day", day=day.isoformat(), before=before.isoformat())


def _hidden_words(
    asked: Asked, indicator: Indicator, narrow: Narrow | None, by: str, *, split: bool = False
) -> set[str]:
    """The groups (or, of one group, the texts) whose figure of this organization the viewer may not see, looked at
    from the viewer's own top. With `split`, of the figures by sector, as where a sector is asked for.
    """
    sectors = _sectors(indicator) if split or SECTOR in (narrow or {}) else ()
    filters = _of_all_sectors(indicator, narrow, by)
    if _sees_all(asked, indicator, filters, by):
        return set()
    _check_day(asked)
    top, path = _top_above(asked), asked.question.path
    line = [one for one in (*tree_paths.ancestors(path), path) if len(one) >= len(top)]
    whole = replace(asked.question, path=line[0], alone=False)
    if asked.question.alone:
        line.append(path)
    counted = rows_along(asked, indicator, whole, filters, by, [] if sectors else line)
    return small_numbers.hidden_groups(counted, line, asked.question.day, sectors)


def _hidden_children(asked: Asked, indicator: Indicator, narrow: Narrow | None, codes: Iterable[str]) -> set[str]:
    """The children whose figures by sector are hidden: the same for every sector."""
    question, filters = asked.question, _of_all_sectors(indicator, narrow, "")
    if _sees_all(asked, indicator, filters, ""):
        return set()
    counted = rows_along(asked, indicator, question, filters, "group", [])
    hidden = small_numbers.hidden_below(counted, question.path, question.day, _sectors(indicator))
    return {code for code, _, path in children_in(asked, {question.path}) if path in hidden} & set(codes)


def _of_all_sectors(indicator: Indicator, narrow: Narrow | None, by: str) -> dict[str, Test]:
    """The filters of a table that runs over `by`, with every sector in it."""
    kept = {column: word for column, word in (narrow or {}).items() if column not in (SECTOR, by)}
    return filters_of(indicator, kept, by)


def _sectors(indicator: Indicator) -> tuple[str, ...]:
    """Every word that the column may hold; offices have none."""
    return ("", *(indicator.row_set.columns[SECTOR] or {}))


def _top_above(asked: Asked) -> str:
    """Where the viewer's own organization stands in the question's tree; the question's own place if it is elsewhere."""
    if asked.scope.organization_id is None:
        return ""
    top = placements(operator(), asked.question.tree_day).filter(organization_id=asked.scope.organization_id).first()
    return top.path if top and tree_paths.covers(top.path, asked.question.path) else asked.question.path
