"""Small numbers about people: hidden above the direct superior of the branch, and not to be had by subtraction.

Rules section 14b: what is shown about a member group is nobody, or at least `privacy.min_cell` people, except to those
who see the names anyway. Where hidden numbers stand beside a total, at least two are hidden, and together they are not
small either; otherwise the next one is hidden too.

A group split by sector is shown of an organization with all its sectors or not at all: a cell that is hidden among the
sectors and shown among the organizations, or the other way round, could be had from the other margin of the table.

Two days side by side tell who came or left between them, and no hiding of cells helps: a cell changes by fewer than five
nearly always. So above the direct superior groups are told of few days only: the last one of each month, and today.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from xuezuo import tree_paths
from xuezuo.periods import month_of
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import Scope

Counted = tuple[str, str, int, bool, str]
"""A row as it matters here: its path, its group (or text), its amount, whether it is settled, and its sector."""

Cells = Mapping[str, tuple[int, ...]]
"""By what a table runs over: due, counted and outstanding; where sectors are told apart, the same of each after it."""

Tables = dict[tuple[str, str], dict[str, list[int]]]
"""By group and path of an organization: its table, by the path of each line."""

Closed = dict[tuple[str, str], set[str]]
"""The hidden lines of each of these tables."""

PARTS = 3

EVERYTHING = 2**62
"""No amount is as large: a list about a group shows its rows and its total, and no row's amount."""


def least(day: date) -> int:
    """From how many people on a number is shown."""
    return rule("privacy.min_cell", day) or 0


def is_told_on(day: date, now: date) -> bool:
    """Whether a group is told of a day above the direct superior: today and the last days of months."""
    return day == now or day == month_of(day).last_day or not rule("privacy.group_by_month", day)


def may_see(scope: Scope, deepest: int) -> bool:
    """Whether the viewer is the branch or its direct superior for everything counted down to this depth."""
    return scope.sees_names_down_to(deepest)


def is_hidden(amount: int, shown: int) -> bool:
    """Nothing is nobody's secret: zero is always shown."""
    return 0 < amount < shown


def hidden_cells(cells: Cells, day: date, *, beside_total: bool) -> set[str]:
    """Which cells of a breakdown are hidden. A cell is due, counted and outstanding; one small part hides it whole.

    `hidden_cells({"a": (2, 2, 0), "b": (7, 7, 0), "c": (30, 20, 10)}, …, beside_total=True) == {"a", "b"}`:
    with `a` alone hidden, the total would give it away.

    First by who is due alone: tables of two texts, or of two days, about the same people hide the same cells then, and
    what one hides cannot be had from the other. Whatever is counted only ever hides more.
    """
    smallest = least(day)
    due = {code: parts[::PARTS] for code, parts in cells.items()}
    hidden = _with_company(due, set(), smallest, beside_total=beside_total)
    return _with_company(cells, hidden, smallest, beside_total=beside_total)


def _with_company(cells: Cells, hidden: set[str], smallest: int, *, beside_total: bool) -> set[str]:
    """The hidden cells, those with a small part, and beside a total others, in order of their code: an order by size
    would choose another one tomorrow, and today's number would stand beside tomorrow's.
    """
    hidden = hidden | {code for code, parts in cells.items() if any(is_hidden(part, smallest) for part in parts)}
    if not beside_total:
        return hidden
    waiting = sorted(code for code in cells if code not in hidden and any(cells[code]))
    while hidden and waiting and (len(hidden) == 1 or _small_together([cells[code] for code in hidden], smallest)):
        hidden.add(waiting.pop(0))
    return hidden


def _small_together(hidden: list[tuple[int, ...]], smallest: int) -> bool:
    """Whether the difference between the total and what is shown would be small."""
    return any(is_hidden(sum(parts), smallest) for parts in zip(*hidden, strict=True))


def hidden_groups(counted: Iterable[Counted], line: Sequence[str], day: date, sectors: Sequence[str] = ()) -> set[str]:
    """The groups whose figure is hidden at the last organization of a line of paths, from the viewer's top down to it.

    A figure is hidden where its line in the table of its superior is, or that superior's own: so what one page hides
    cannot be had from another. `counted` are all rows below the top. With `sectors`, of the figure split by them. The
    own rows of an organization without those below it are meant where the line ends with it twice.
    """
    steps, top = list(pairwise(line)), line[0]
    rows = [row for row in counted if tree_paths.covers(top, row[0])] if sectors else counted
    # without sectors the tables along the line are enough, and the rows are read once, never kept
    tables = _tables(rows, None if sectors else {*line})
    hidden = {group for group, above in tables if above == top and _is_small(tables[group, above], day)}
    closed = {key: _hidden_in(table, day) for key, table in tables.items()}
    for (group, above), lines in closed.items():
        hidden |= {group for step, below in steps if step == above and below in lines}
    if sectors:
        hidden |= _hidden_splits(rows, closed, steps, top, day, sectors)
    return hidden


def hidden_below(counted: Iterable[Counted], path: str, day: date, sectors: Sequence[str]) -> set[str]:
    """The paths right below `path` (and itself, for its own rows) whose split by sector is hidden in its table."""
    rows = [(place, "", amount, is_settled, sector) for place, _group, amount, is_settled, sector in counted]
    closed = {key: _hidden_in(table, day) for key, table in _tables(rows).items()}
    split = _splits(rows, closed, sectors).get(("", path), {})
    return closed.get(("", path), set()) | _hidden_in(split, day)


def _tables(rows: Iterable[Counted], only: set[str] | None = None) -> Tables:
    """By group and organization (`only` these, or all), the numbers of everything right below it, and of its own rows
    under its own path."""
    tables: Tables = defaultdict(dict)
    for path, group, amount, is_settled, _sector in rows:
        for above, below in _way_down(path):
            if only is not None and above not in only:
                continue
            _add(tables[group, above].setdefault(below, [0] * PARTS), 0, amount, is_settled)
    return tables


def _way_down(path: str) -> Iterator[tuple[str, str]]:
    """Each organization above a row with the one below it, and at last the row's own organization with itself."""
    for above in (*tree_paths.ancestors(path), path):
        yield above, path[: len(above) + tree_paths.SEGMENT]


def _hidden_in(table: Mapping[str, Sequence[int]], day: date) -> set[str]:
    return hidden_cells({path: tuple(parts) for path, parts in table.items()}, day, beside_total=True)


def _is_small(table: Mapping[str, Sequence[int]], day: date) -> bool:
    """Whether a part of the total of a table is small."""
    whole = tuple(sum(parts) for parts in zip(*table.values(), strict=True))
    return bool(hidden_cells({"": whole}, day, beside_total=False))


def _hidden_splits(
    rows: Iterable[Counted],
    closed: Closed,
    steps: Sequence[tuple[str, str]],
    top: str,
    day: date,
    sectors: Sequence[str],
) -> set[str]:
    """The groups whose split by sector is hidden at the end of the line, for what its hidden branches have."""
    splits = _splits(rows, closed, sectors)
    hidden: set[str] = set()
    for (group, above), table in splits.items():
        if above == top and _is_small(table, day):
            hidden.add(group)
        hidden |= {group for step, below in steps if step == above and below in _hidden_in(table, day)}
    return hidden


def _splits(rows: Iterable[Counted], closed: Closed, sectors: Sequence[str]) -> Tables:
    """The tables split by sector, with the rows only whose own figure is hidden somewhere on its way down.

    A branch's sector is no secret, so a branch that is shown is shown by sector; only what is left can be small.
    """
    of_sector = {sector: number * PARTS for number, sector in enumerate(sectors)}
    nothing = [0] * (PARTS * len(sectors))
    tables: Tables = defaultdict(dict)
    for path, group, amount, is_settled, sector in rows:
        way = list(_way_down(path))
        is_closed = any(below in closed.get((group, above), ()) for above, below in way)
        for above, below in way:
            parts = tables[group, above].setdefault(below, [*nothing])
            if is_closed:
                _add(parts, of_sector[sector], amount, is_settled)
    return tables


def _add(parts: list[int], place: int, amount: int, is_settled: bool) -> None:
    parts[place] += amount
    parts[place + (1 if is_settled else 2)] += amount
