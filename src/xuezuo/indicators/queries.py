"""Figures and the rows behind them, as far as a scope reaches."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xuezuo import tree_paths
from xuezuo.indicators import small_numbers
from xuezuo.indicators.answering import SECTOR, children_in, count, grouped, kept_for
from xuezuo.indicators.asking import (
    AT_ONCE,
    ENGINES,
    TREES,
    Asked,
    Narrow,
    ask,
    filters_of,
    indicator_by_code,
    with_engine,
)
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines import live
from xuezuo.indicators.engines.kept import Wanted, paths_with
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.hiding import about_groups, hidden_lines, is_hidden, may_see
from xuezuo.indicators.questions import moment_of
from xuezuo.indicators.row_sets.shape import Row
from xuezuo.indicators.snapshots import numbers_of
from xuezuo.organizations.models import Organization
from xuezuo.records.models import MakeUpPlan
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.queries import names_on
from xuezuo.scopes import Scope

__all__ = [
    "AT_ONCE",
    "ENGINES",
    "TREES",
    "Asked",
    "Line",
    "Narrow",
    "Size",
    "ask",
    "document",
    "engine_of",
    "figure",
    "figures",
    "filters_of",
    "indicator_by_code",
    "lines",
    "listed",
    "moment_of",
    "organizations_of",
    "plans_at",
    "rows",
    "size_of",
    "with_engine",
]


@dataclass(frozen=True)
class Line:
    """One line of a breakdown. `figure` is None where a small number is hidden."""

    code: str
    name: str
    figure: Figure | None
    path: str = ""


def figure(asked: Asked, indicator: Indicator, narrow: Narrow | None = None) -> Figure | None:
    """One figure; None where it is a small number that the viewer may not see."""
    if is_hidden(asked, indicator, narrow):
        return None
    return count(asked, indicator, filters_of(indicator, narrow))


def lines(asked: Asked, indicator: Indicator, by: str, narrow: Narrow | None = None) -> list[Line]:
    """The same figure by `children`, `sector`, `group` or another column: children by code, words in their own order."""
    filters = filters_of(indicator, narrow, by)
    found = grouped(asked, indicator, filters, by)
    if by == "children":
        named = children_in(asked, set(found))
    else:
        words = _words_here(asked, indicator, by, found)
        fixed = filters.get(by)
        named = [(word, name, "") for word, name in words.items() if word in found or (by != SECTOR and fixed is None)]
    nothing = live.figure(indicator, 0, 0)
    figures = {code: found.get(path or code, nothing) for code, _, path in named}
    hidden = hidden_lines(asked, indicator, by, narrow, figures)
    return [Line(code, name, None if code in hidden else figures[code], path) for code, name, path in named]


def _words_here(asked: Asked, indicator: Indicator, by: str, found: Iterable[str]) -> dict[str, str]:
    """What is due elsewhere is nothing to read by here, not even with a nought beside it; what was found always is."""
    row_set, day = indicator.row_set, asked.question.day
    words = row_set.words(by, day, asked.stood_at)
    if by not in row_set.names or set(found) <= {"", *words}:
        return words
    return {word: name for word, name in row_set.words(by, day).items() if word in words or word in found}


def figures(
    scope: Scope,
    organization_code: str | None = None,
    codes: Sequence[str] | None = None,
    by: str | None = None,
    as_of: date | None = None,
    tree: str = "then",
    engine: str = "auto",
) -> dict[str, Any]:
    """The document of `xuezuo figures`. Without `codes` every indicator; one that cannot be read `by` has no groups."""
    started = time.perf_counter()
    asked = with_engine(ask(scope, organization_code, as_of, tree), engine)
    wanted = [indicator_by_code(code) for code in codes] if codes else list(indicators().values())
    if by and ((codes and len(wanted) == 1) or not any(by in one.breakdowns for one in wanted)):
        filters_of(wanted[0], by=by)
    found = []
    for indicator in wanted:
        groups = lines(asked, indicator, by) if by and by in indicator.breakdowns else []
        found.append(
            {"indicator": indicator.code, "title": indicator.title, "unit": indicator.unit}
            | document(figure(asked, indicator))
            | {"groups": [{"code": one.code, "name": one.name} | document(one.figure) for one in groups]}
        )
    return {
        "organization": {"code": asked.organization.code, "name": asked.organization.name},
        "as_of": moment_of(asked.question.day),
        "tree": tree,
        "engine": engine_of(asked, wanted, by),
        "seconds": round(time.perf_counter() - started, 3),
        "figures": found,
    }


def engine_of(asked: Asked, wanted: Iterable[Indicator], by: str | None, narrow: Narrow | None = None) -> str:
    """Which engine answered all of it: kept rows only if every line is kept."""
    if asked.engine is not live:
        return asked.engine_name
    return "kept" if asked.is_kept and all(_is_kept(asked, one, by, narrow) for one in wanted) else "live"


def _is_kept(asked: Asked, indicator: Indicator, by: str | None, narrow: Narrow | None) -> bool:
    by = by if by in indicator.breakdowns else ""
    return kept_for(asked, indicator, filters_of(indicator, narrow, by or ""), by or "") is not None


def document(one: Figure | None) -> dict[str, Any]:
    return numbers_of(one) if one else {"expected": None, "settled": None, "ratio": None, "hidden": True}


def rows(
    scope: Scope,
    indicator: str,
    organization_code: str | None = None,
    outstanding: bool = False,
    *,
    part: str | None = None,
    narrow: Narrow | None = None,
    as_of: date | None = None,
    tree: str = "then",
    after: tuple[str, str] | None = None,
    limit: int | None = None,
) -> Iterator[Row]:
    """The rows behind a figure, streamed in order of path. `part` is `settled` (the default), `expected` or
    `outstanding`; `after` is the `(path, row_id)` behind which a page begins. Raises `NotVisible`, `Refusal`.
    """
    asked = ask(scope, organization_code, as_of, tree)
    return listed(
        asked, indicator_by_code(indicator), part or ("outstanding" if outstanding else "settled"), narrow, after, limit
    )


def listed(
    asked: Asked,
    indicator: Indicator,
    part: str,
    narrow: Narrow | None = None,
    after: tuple[str, str] | None = None,
    limit: int | None = None,
) -> Iterator[Row]:
    """The same for a question already asked."""
    _check_part(indicator, part)
    filters, question = filters_of(indicator, narrow), asked.question.continued(after)
    wanted = kept_for(asked, indicator, filters, "") if limit is not None else None
    if limit is not None and wanted is not None and not wanted.key:
        paths = paths_with(indicator, question, part, wanted.sector, limit + 1)
        if not paths:
            return iter(())
        question = replace(question, only=paths)
    return asked.engine.rows(indicator, question, filters, part, limit)


def _check_part(indicator: Indicator, part: str) -> None:
    if part not in live.PARTS or (indicator.tally and part != "settled"):
        raise Refusal("figure_no_such_part", title=indicator.title, part=part)


@dataclass(frozen=True)
class Size:
    """How long a list is: its rows, and what they count together (None: hidden). Amounts below `least` are hidden."""

    rows: int
    number: int | None
    least: int = 0


def size_of(asked: Asked, indicator: Indicator, part: str, narrow: Narrow | None = None) -> Size:
    """Measure a list: by what is kept of it, else by walking it once."""
    _check_part(indicator, part)
    wanted = kept_for(asked, indicator, filters_of(indicator, narrow), "")
    if wanted is not None and (asked.is_large or not about_groups(narrow)):
        return _size_kept(asked, indicator, part, narrow, wanted)
    rows = number = deepest = 0
    for row in listed(asked, indicator, part, narrow):
        rows += 1
        number += row.amount if indicator.adds_up else 1
        deepest = max(deepest, tree_paths.depth(row.path))
    hidden = is_hidden(asked, indicator, narrow)
    if not about_groups(narrow) or (may_see(asked, [deepest]) and not hidden):
        return Size(rows, number)
    return Size(rows, None if hidden else number, small_numbers.EVERYTHING)


def _size_kept(asked: Asked, indicator: Indicator, part: str, narrow: Narrow | None, wanted: Wanted) -> Size:
    """Above so many organizations nobody stands right above all of them: amounts about a group are hidden."""
    expected, settled, rows, rows_settled = asked.kept_at(asked.question).cell(indicator, wanted)[:4]
    number = {"expected": expected, "settled": settled, "outstanding": expected - settled}[part]
    count = {"expected": rows, "settled": rows_settled, "outstanding": rows - rows_settled}[part]
    if not about_groups(narrow):
        return Size(count, number)
    return Size(count, None if is_hidden(asked, indicator, narrow) else number, small_numbers.EVERYTHING)


def organizations_of(ids: Iterable[int], day: date | None = None) -> dict[int, tuple[str, str]]:
    """Code and name of organizations by id; the name of a day if one is said."""
    wanted = set(ids)
    then = names_on(wanted, day) if day else {}
    found = Organization.objects.filter(pk__in=wanted).values_list("pk", "code", "name")
    return {one: (code, then.get(one, name)) for one, code, name in found}


def plans_at(ids: Iterable[int]) -> dict[tuple[int, int], MakeUpPlan]:
    """Make-up plans of these organizations, by organization and text."""
    return {
        (plan.organization_id, plan.reading_id): plan
        for plan in MakeUpPlan.objects.filter(organization_id__in=set(ids))
    }
