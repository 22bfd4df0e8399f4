"""Figures and the rows behind them, as far as a scope reaches."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xuezuo import tree_paths
from xuezuo.indicators import small_numbers
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines import live
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import depth_lost
from xuezuo.indicators.row_sets.shape import Row, Test
from xuezuo.indicators.snapshots import engine_of, numbers_of, prepared_for
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import children_of, placement_by_code, placements, top_of
from xuezuo.periods import today
from xuezuo.records.models import MakeUpPlan
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.queries import name_on, names_on
from xuezuo.scopes import NotVisible, Scope, operator

TREES = ("then", "now")
ENGINES = ("auto", "live", "snapshot", "spark")
SECTOR = "sector"
Narrow = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question with its place: `placement` is where the organization stands in the tree of the question.

    `engine` counts, groups and lists for it.
    """

    scope: Scope
    placement: Placement
    question: Question
    tree: str
    engine: Any = live
    engine_name: str = "live"

    @property
    def organization(self) -> Organization:
        return self.placement.organization


@dataclass(frozen=True)
class Line:
    """One line of a breakdown. `figure` is None where a small number is hidden."""

    code: str
    name: str
    figure: Figure | None
    path: str = ""


def indicator_by_code(code: str) -> Indicator:
    """Raises `NotVisible` for a code that nobody declared."""
    try:
        return indicators()[code]
    except KeyError:
        raise NotVisible(code) from None


def ask(
    scope: Scope, code: str | None = None, as_of: date | None = None, tree: str = "then", *, alone: bool = False
) -> Asked:
    """Turn code, day and tree into a question; `alone` is about the organization without those below it.

    Raises `NotVisible` outside the scope, `Refusal` for an unknown tree, a day to come, or a place with no tree yet.
    """
    if tree not in TREES:
        raise Refusal("figure_tree_unknown", tree=tree)
    day = as_of or today()
    if day > today():
        raise Refusal("figure_day_ahead", day=day.isoformat(), today=today().isoformat())
    tree_day = day if tree == "then" else today()
    placement = _placement(scope, code, tree_day)
    placement.organization.name = name_on(placement.organization, tree_day)
    return Asked(scope, placement, Question(placement.path, day, tree_day, alone=alone), tree)


def with_engine(asked: Asked, name: str) -> Asked:
    """The same question, put to an engine of `ENGINES`. Raises `Refusal` for any other, and without prepared files."""
    if name not in ENGINES:
        raise Refusal("engine_missing", engine=name, choices=", ".join(ENGINES))
    if name in ("auto", "live"):
        return asked
    files = prepared_for(asked.question.day, asked.question.tree_day, asked.tree)
    return replace(asked, engine=engine_of(name, files.folder), engine_name=name)


def _placement(scope: Scope, code: str | None, tree_day: date) -> Placement:
    """Who may see an organization today may see it in the tree of any day; else it must have stood in the scope then."""
    if code is None:
        return _on(_top(scope), tree_day)
    try:
        return _on(placement_by_code(scope, code), tree_day)
    except NotVisible:
        return placement_by_code(scope, code, tree_day)


def _top(scope: Scope) -> Placement:
    """The organization of the viewer's role. Who sees everything and finds nothing stands in an empty place."""
    try:
        return top_of(scope)
    except NotVisible:
        if scope.role != "operator":
            raise
        raise Refusal("figure_empty_place") from None


def _on(placement: Placement, day: date) -> Placement:
    """The place of the same organization on another day; its line upwards may have been another then."""
    if placement.valid_from <= day < placement.valid_to:
        return placement
    found = placements(operator(), day).filter(organization_id=placement.organization_id).first()
    if found is None:
        raise Refusal("figure_no_place", name=placement.organization.name, day=day.isoformat())
    return found


def filters_of(indicator: Indicator, narrow: Narrow | None = None, by: str = "") -> dict[str, Test]:
    """The indicator's own tests, narrowed; a column that lines run over is set free when it is the one to read by.

    Raises `Refusal` for a column that this figure cannot be narrowed or read by.
    """
    for column in [*(narrow or {}), *([by] if by else [])]:
        if column not in indicator.breakdowns or (column == "children" and column in (narrow or {})):
            raise Refusal(
                "figure_no_such_line", title=indicator.title, column=column, choices=", ".join(indicator.breakdowns)
            )
    filters = dict(indicator.expected)
    if by in indicator.row_set.lines:
        filters.pop(by, None)
    return filters | dict(narrow or {})


def figure(asked: Asked, indicator: Indicator, narrow: Narrow | None = None) -> Figure | None:
    """One figure; None where it is a small number that the viewer may not see."""
    if _is_hidden(asked, indicator, narrow):
        return None
    return asked.engine.count(indicator, asked.question, filters_of(indicator, narrow))


def lines(asked: Asked, indicator: Indicator, by: str, narrow: Narrow | None = None) -> list[Line]:
    """The same figure by `children`, `sector`, `group` or another column: children by code, words in their own order."""
    filters = filters_of(indicator, narrow, by)
    found = asked.engine.grouped(indicator, asked.question, filters, by)
    if by == "children":
        named = _children(asked, set(found))
    else:
        words = indicator.row_set.words(by, asked.question.day)
        fixed = filters.get(by)
        named = [(word, name, "") for word, name in words.items() if word in found or (by != SECTOR and fixed is None)]
    nothing = live.figure(indicator, 0, 0)
    figures = {code: found.get(path or code, nothing) for code, _, path in named}
    hidden = _hidden_lines(asked, indicator, by, narrow, figures)
    return [Line(code, name, None if code in hidden else figures[code], path) for code, name, path in named]


def _about_groups(narrow: Narrow | None) -> bool:
    return bool(_group(narrow))


def _group(narrow: Narrow | None) -> str:
    return (narrow or {}).get("group", "")


def _is_hidden(asked: Asked, indicator: Indicator, narrow: Narrow | None) -> bool:
    """Whether the figure of one group is too small for this viewer, here or beside what else they may open."""
    return _about_groups(narrow) and _group(narrow) in _hidden_words(asked, indicator, narrow, "group")


def _hidden_lines(
    asked: Asked, indicator: Indicator, by: str, narrow: Narrow | None, figures: Mapping[str, Figure]
) -> set[str]:
    """The lines about member groups that are too small for this viewer."""
    if by == "group":
        return _hidden_words(asked, indicator, narrow, by)
    if not _about_groups(narrow):
        return set()
    if _group(narrow) in _hidden_words(asked, indicator, narrow, "group", split=by == SECTOR):
        return set(figures)
    if by in indicator.row_set.lines:
        return _hidden_words(asked, indicator, narrow, by)
    if by == SECTOR or asked.question.alone:
        return set()  # what hides one line here hides them all
    if SECTOR in (narrow or {}):
        return _hidden_children(asked, indicator, narrow, figures)
    if _may_see(asked, (one.deepest for one in figures.values())):
        return set()
    cells = {code: (one.base, one.settled, one.outstanding) for code, one in figures.items()}
    return small_numbers.hidden_cells(cells, asked.question.day, beside_total=True)


def _sees_all(asked: Asked, indicator: Indicator, filters: Mapping[str, Test], by: str) -> bool:
    """Whether the viewer stands right above everything that is counted, whatever sector it is of, and also what is
    below where only an organization's own rows are asked for: else what is left out would be the difference.
    """
    question = replace(asked.question, alone=False)
    everywhere = {column: test for column, test in filters.items() if column != SECTOR}
    counted = asked.engine.grouped(indicator, question, everywhere, by)
    return _may_see(asked, (one.deepest for one in counted.values()))


def _may_see(asked: Asked, depths: Iterable[int]) -> bool:
    """Whether the viewer stands right above all that was counted at these depths, and above the branches that ended
    without a successor: an office answers for them, but it never was them.
    """
    deepest = max(depths, default=0)
    return all(small_numbers.may_see(asked.scope, one) for one in (deepest, depth_lost(asked.question)))


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
    top, path = _top_above(asked), asked.question.path
    line = [one for one in (*tree_paths.ancestors(path), path) if len(one) >= len(top)]
    whole = replace(asked.question, path=line[0], alone=False)
    if asked.question.alone:
        line.append(path)
    counted = _counted(asked, indicator, whole, filters, by)
    return small_numbers.hidden_groups(counted, line, asked.question.day, sectors)


def _hidden_children(asked: Asked, indicator: Indicator, narrow: Narrow | None, codes: Iterable[str]) -> set[str]:
    """The children whose figures by sector are hidden: the same for every sector."""
    question, filters = asked.question, _of_all_sectors(indicator, narrow, "")
    if _sees_all(asked, indicator, filters, ""):
        return set()
    counted = _counted(asked, indicator, question, filters, "group")
    hidden = small_numbers.hidden_below(counted, question.path, question.day, _sectors(indicator))
    return {code for code, _, path in _children(asked, {question.path}) if path in hidden} & set(codes)


def _counted(
    asked: Asked, indicator: Indicator, question: Question, filters: Mapping[str, Test], by: str
) -> Iterator[small_numbers.Counted]:
    settled = live.settled_test(indicator, question)
    for row in asked.engine.rows(indicator, question, filters, "expected"):
        if row.column(by):
            yield row.path, row.column(by), row.amount, settled(row), row.column(SECTOR)


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


def _children(asked: Asked, counted: set[str]) -> list[tuple[str, str, str]]:
    """Code, name and path of the children in the question's tree; the organization itself first if it has own rows."""
    itself = (asked.organization.code, asked.organization.name, asked.placement.path)
    if asked.question.alone:
        return [itself]
    scope = asked.scope if asked.scope.covers(asked.placement.path) else operator()
    day = asked.question.tree_day
    below = list(children_of(scope, asked.placement, day))
    names = names_on([child.organization_id for child in below], day)
    found = sorted(
        (child.organization.code, names.get(child.organization_id, child.organization.name), child.path)
        for child in below
    )
    return [itself, *found] if asked.placement.path in counted else found


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
        "as_of": f"{asked.question.day.isoformat()}T00:00:00+08:00",
        "tree": tree,
        "engine": asked.engine_name,
        "seconds": round(time.perf_counter() - started, 3),
        "figures": found,
    }


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
    if part not in live.PARTS or (indicator.tally and part != "settled"):
        raise Refusal("figure_no_such_part", title=indicator.title, part=part)
    return asked.engine.rows(indicator, asked.question.continued(after), filters_of(indicator, narrow), part, limit)


@dataclass(frozen=True)
class Size:
    """How long a list is: its rows, and what they count together (None: hidden). Amounts below `least` are hidden."""

    rows: int
    number: int | None
    least: int = 0


def size_of(asked: Asked, indicator: Indicator, part: str, narrow: Narrow | None = None) -> Size:
    """Measure a list by walking it once."""
    rows = number = deepest = 0
    for row in listed(asked, indicator, part, narrow):
        rows += 1
        number += row.amount if indicator.adds_up else 1
        deepest = max(deepest, tree_paths.depth(row.path))
    hidden = _is_hidden(asked, indicator, narrow)
    if not _about_groups(narrow) or (_may_see(asked, [deepest]) and not hidden):
        return Size(rows, number)
    return Size(rows, None if hidden else number, small_numbers.EVERYTHING)


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
