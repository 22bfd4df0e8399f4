"""An attacker who subtracts: everything that the pages of all levels show, for two texts or two days, as equations.

The unknown numbers are who is due at each branch, and how many of them were counted, text by text. Every number that is
shown is one linear equation. A hidden small number is found out when it follows from them; this must never happen.
"""

import random
from fractions import Fraction

import pytest

from xuezuo import tree_paths
from xuezuo.indicators.small_numbers import hidden_groups, least
from xuezuo.periods import today

GROUP = "floating"
TOP = "0001"
SECTORS = ("village", "organ")
Row = dict[object, Fraction]
Branches = dict[str, tuple[int, list[int], str]]
"""By path: how many are due for every text, how many of them are counted by text, and the sector."""


def place(chance: random.Random, texts: int) -> Branches:
    """A county with towns with branches, mostly small numbers: that is where it is hard."""
    found: Branches = {}
    for town in range(1, chance.randint(2, 4) + 1):
        for branch in range(1, chance.randint(1, 5) + 1):
            path = tree_paths.child(tree_paths.child(TOP, town), branch)
            due = chance.choice((0, 1, 2, 4, 5, 6, 7, 7, 9, 12, 30))
            done = [chance.choice((0, due, chance.randint(0, due))) for _ in range(texts)]
            found[path] = (due, done, chance.choice(SECTORS))
    return found


def counted(branches: Branches, text: int) -> list[tuple[str, str, int, bool, str]]:
    rows = []
    for path, (due, done, sector) in branches.items():
        rows += [(path, GROUP, done[text], True, sector), (path, GROUP, due - done[text], False, sector)]
    return [row for row in rows if row[2]]


def lines(branches: Branches) -> list[list[str]]:
    """From the top down to every organization."""
    paths = {path[:end] for path in branches for end in range(len(TOP), len(path) + 1, tree_paths.SEGMENT)}
    return [[path[:end] for end in range(len(TOP), len(path) + 1, tree_paths.SEGMENT)] for path in sorted(paths)]


def below(branches: Branches, path: str) -> list[str]:
    return [one for one in branches if tree_paths.covers(path, one)]


class Attacker:
    """Keeps what was shown as rows of a matrix in echelon form; arithmetic is exact."""

    def __init__(self) -> None:
        self.rows: dict[object, Row] = {}

    def _reduced(self, row: Row) -> Row:
        for unknown, known in self.rows.items():
            if factor := row.get(unknown):
                for name, value in known.items():
                    row[name] = row.get(name, Fraction(0)) - factor * value
        return {name: value for name, value in row.items() if value}

    def learn(self, unknowns: list[object], without: tuple[object, ...] = ()) -> None:
        """That the sum of some unknowns, less the sum of others, is known."""
        row = self._reduced(dict.fromkeys(unknowns, Fraction(1)) | dict.fromkeys(without, Fraction(-1)))
        if not row:
            return
        unknown = next(iter(row))
        row = {name: value / row[unknown] for name, value in row.items()}
        for other in self.rows.values():
            if factor := other.get(unknown):
                for name, value in row.items():
                    other[name] = other.get(name, Fraction(0)) - factor * value
        self.rows[unknown] = row

    def knows(self, unknowns: list[object]) -> bool:
        return not self._reduced(dict.fromkeys(unknowns, Fraction(1)))


def quantities(branches: Branches, path: str, text: int, sector: str = "") -> dict[str, tuple[list[object], int]]:
    """What a line of a table tells: due, counted, outstanding, each as a sum of unknowns, with its amount."""
    there = [one for one in below(branches, path) if sector in ("", branches[one][2])]
    parts = {part: [(part, one, text) for one in there] for part in ("counted", "outstanding")}
    counts = sum(branches[one][1][text] for one in there)
    due = sum(branches[one][0] for one in there)
    return {
        "due": ([("due", one) for one in there], due),
        "counted": (parts["counted"], counts),
        "outstanding": (parts["outstanding"], due - counts),
    }


def found_out(branches: Branches, texts: int, sectors: tuple[str, ...] = ()) -> list[str]:
    """The small numbers that an attacker has after reading everything that is shown of the group."""
    attacker, everywhere = Attacker(), lines(branches)
    for one in branches:
        for text in range(texts):  # known to everybody: due is counted and outstanding
            attacker.learn([("due", one)], without=(("counted", one, text), ("outstanding", one, text)))
    splits = [(), sectors] if sectors else [()]
    for text in range(texts):
        rows = counted(branches, text)
        for line in everywhere:
            for split in splits:
                if GROUP not in hidden_groups(rows, line, today(), split):
                    for sector in split or ("",):
                        for unknowns, _amount in quantities(branches, line[-1], text, sector).values():
                            attacker.learn(unknowns)
    small = range(1, least(today()))
    return [
        f"{part} of {line[-1]} {sector} for text {text}: {amount}"
        for text in range(texts)
        for line in everywhere
        for sector in ("", *sectors)
        for part, (unknowns, amount) in quantities(branches, line[-1], text, sector).items()
        if amount in small and attacker.knows(unknowns)
    ]


@pytest.mark.parametrize("seed", range(300))
def test_nothing_small_follows_from_what_is_shown(seed: int) -> None:
    branches = place(random.Random(seed), texts=2)
    assert found_out(branches, 2) == []


def test_what_the_split_by_sector_still_gives_away() -> None:
    """Known and written down (docs/privacy.md): where only one of the hidden towns has branches of a sector at all, the
    sector of the county is that town's. The test fails when there are more such places, and when it is repaired.
    """
    open_ones = [seed for seed in range(100) if found_out(place(random.Random(1000 + seed), texts=1), 1, SECTORS)]
    assert 0 < len(open_ones) <= 5


def test_a_hole_would_be_found() -> None:
    """Two towns with one hidden: the attacker subtracts."""
    attacker = Attacker()
    attacker.learn([("due", "a"), ("due", "b")])
    assert not attacker.knows([("due", "a")])
    attacker.learn([("due", "b")])
    assert attacker.knows([("due", "a")])
