"""Small numbers about people: hidden above the direct superior of the branch, and not to be had by subtraction.

Rules section 14b: figures by member group with fewer than `privacy.min_cell` people are not shown, except to those who
see the names anyway. Where hidden numbers stand beside a total, at least two are hidden, and together they are not
small either; otherwise the next smallest is hidden too.
"""

from collections.abc import Iterable
from datetime import date

from xuezuo import tree_paths
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import Scope


def least(day: date) -> int:
    """From how many people on a figure is shown."""
    return rule("privacy.min_cell", day) or 0


def may_see(scope: Scope, deepest: int) -> bool:
    """Whether the viewer is the branch or its direct superior for everything counted down to this depth."""
    return deepest - tree_paths.depth(scope.path) <= 1


def shown_from(amounts: Iterable[int], day: date, *, beside_total: bool) -> int:
    """The smallest number that may be shown among these: everything from 1 up to below it is hidden.

    `shown_from([2, 7, 30], …, beside_total=True) == 30`: with 2 alone hidden, the total would give it away.
    """
    smallest = least(day)
    if not beside_total:
        return smallest
    rest = sorted(amount for amount in amounts if amount)
    hidden = [amount for amount in rest if amount < smallest]
    waiting = rest[len(hidden) :]
    while hidden and waiting and (len(hidden) == 1 or sum(hidden) < smallest):
        hidden.append(waiting.pop(0))
    return hidden[-1] + 1 if hidden and hidden[-1] >= smallest else smallest


def is_hidden(amount: int, shown: int) -> bool:
    """Nothing is nobody's secret: zero is always shown."""
    return 0 < amount < shown
