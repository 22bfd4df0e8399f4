"""Small numbers about people: hidden above the direct superior of the branch, and not to be had by subtraction.

Rules section 14b: what is shown about a member group is nobody, or at least `privacy.min_cell` people, except to those
who see the names anyway. Where hidden numbers stand beside a total, at least two are hidden, and together they are not
small either; otherwise the next one is hidden too.

A group split by sector is shown of an organization with all its sectors or not at all: a cell that is hidden among the
sectors and shown among the organizations, or the other way round, could be had from the other margin of the table.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xuezuo import tree_paths
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import Scope

Counted = tuple[str, str, int, bool, str]
"""A row as it matters here: its path, its group (or text), its amount, whether it is settled, and its sector."""

Cells = Mapping[str, tuple[int, ...]]
"""By what a table runs over: due, counted and outstanding; where sectors are told apart, the same of each after it."""

PARTS = 3

EVERYTHING = 2**62
"""No amount is as large: a list about a group shows its rows and its total, and no row's amount."""


def least(day: date) -> int:
    """From how many people on a number is shown."""
    return rule("privacy.min_cell", day) or 0


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
    tables: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(dict)
    totals: dict[str, list[int]] = {}
    of_sector, nothing = _places(sectors)
    for path, group, amount, is_settled, sector in counted:
        places = (0, of_sector[sector]) if sectors else (0,)
        _add(totals.setdefault(group, [*nothing]), places, amount, is_settled)
        for above in line[:-1]:
            if not tree_paths.covers(above, path):
                break
            below = path[: len(above) + tree_paths.SEGMENT]
            _add(tables[group, above].setdefault(below, [*nothing]), places, amount, is_settled)
    # of the top itself the split matters too; below it, whatever makes a sector of the top small is small itself
    end = None if len(line) == 1 else PARTS
    hidden = {
        group for group, parts in totals.items() if hidden_cells({"": tuple(parts[:end])}, day, beside_total=False)
    }
    for (group, above), table in tables.items():
        if line[line.index(above) + 1] in _hidden_below(table, day):
            hidden.add(group)
    return hidden


def hidden_below(counted: Iterable[Counted], path: str, day: date, sectors: Sequence[str]) -> set[str]:
    """The paths right below `path` (and itself, for its own rows) whose split by sector is hidden in its table."""
    of_sector, nothing = _places(sectors)
    table: dict[str, list[int]] = {}
    for place, _group, amount, is_settled, sector in counted:
        below = place[: len(path) + tree_paths.SEGMENT]
        _add(table.setdefault(below, [*nothing]), (0, of_sector[sector]), amount, is_settled)
    return _hidden_below(table, day)


def _hidden_below(table: Mapping[str, Sequence[int]], day: date) -> set[str]:
    """The hidden lines of a table of organizations. Whose whole is hidden there, the split is hidden too."""
    whole = {path: tuple(parts[:PARTS]) for path, parts in table.items()}
    split = {path: tuple(parts) for path, parts in table.items()}
    return hidden_cells(whole, day, beside_total=True) | hidden_cells(split, day, beside_total=True)


def _places(sectors: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    """Where the numbers of each sector stand in a cell, and an empty cell."""
    places = {sector: number * PARTS for number, sector in enumerate(sectors, start=1)}
    return places, [0] * (PARTS * (len(sectors) + 1))


def _add(parts: list[int], places: Iterable[int], amount: int, is_settled: bool) -> None:
    for place in places:
        parts[place] += amount
        parts[place + (1 if is_settled else 2)] += amount
