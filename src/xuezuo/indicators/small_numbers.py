"""Small numbers about people: hidden above the direct superior of the branch, and not to be had by subtraction.

Rules section 14b: what is shown about a member group is nobody, or at least `privacy.min_cell` people, except to those
who see the names anyway. Where hidden numbers stand beside a total, at least two are hidden, and together they are not
small either; otherwise the next smallest is hidden too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xuezuo import tree_paths
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import Scope

Counted = tuple[str, str, int, bool]
"""A row as it matters here: its path, its group, its amount, and whether it is settled."""

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


def hidden_cells(cells: Mapping[str, tuple[int, ...]], day: date, *, beside_total: bool) -> set[str]:
    """Which cells of a breakdown are hidden. A cell is due, counted and outstanding; one small part hides it whole.

    `hidden_cells({"a": (2, 2, 0), "b": (7, 7, 0), "c": (30, 20, 10)}, …, beside_total=True) == {"a", "b"}`:
    with `a` alone hidden, the total would give it away.
    """
    smallest = least(day)
    hidden = {code for code, parts in cells.items() if any(is_hidden(part, smallest) for part in parts)}
    if not beside_total:
        return hidden
    waiting = sorted((code for code in cells if code not in hidden and any(cells[code])), key=lambda code: cells[code])
    while hidden and waiting and (len(hidden) == 1 or _small_together([cells[code] for code in hidden], smallest)):
        hidden.add(waiting.pop(0))
    return hidden


def _small_together(hidden: list[tuple[int, ...]], smallest: int) -> bool:
    """Whether the difference between the total and what is shown would be small."""
    return any(is_hidden(sum(parts), smallest) for parts in zip(*hidden, strict=True))


def hidden_groups(counted: Iterable[Counted], line: Sequence[str], day: date) -> set[str]:
    """The groups whose figure is hidden at the last organization of a line of paths, from the viewer's top down to it.

    A figure is hidden where its line in the table of its superior is, or that superior's own: so what one page hides
    cannot be had from another. `counted` are all rows below the top.
    """
    cells: dict[tuple[str, str], dict[str, tuple[int, ...]]] = defaultdict(dict)
    totals: dict[str, tuple[int, ...]] = {}
    for path, group, amount, is_settled in counted:
        parts = (amount, amount if is_settled else 0, 0 if is_settled else amount)
        totals[group] = _added(totals.get(group), parts)
        for above in line[:-1]:
            if not tree_paths.covers(above, path):
                break
            below = path[: len(above) + tree_paths.SEGMENT]
            held = cells[group, above]
            held[below] = _added(held.get(below), parts)
    hidden = {group for group in totals if hidden_cells({"": totals[group]}, day, beside_total=False)}
    for (group, above), held in cells.items():
        below = line[line.index(above) + 1]
        if below in hidden_cells(held, day, beside_total=True):
            hidden.add(group)
    return hidden


def _added(held: tuple[int, ...] | None, parts: tuple[int, ...]) -> tuple[int, ...]:
    return parts if held is None else tuple(one + other for one, other in zip(held, parts, strict=True))
