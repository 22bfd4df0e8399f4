"""Choosing few statements that cover most of what is missing: greedy over cells that add up, each taken once at most, and
then none that the others could do without."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

Table = Mapping[tuple[str, str], tuple[int, int]]
"""By path and sector of what stands right below a place (its own rows under its own path): members, and people missed."""

Key = tuple[str, str]

ENOUGH = 0.8
"""So much of what is missing the statements cover together."""

HOLDS = 0.9
"""A smaller place says the same as the larger one if so much of what the larger one lacks is there. As it is of the
first choice, and not of each step down, all choices together still cover enough."""


@dataclass(frozen=True)
class Cells:
    below: Callable[[str], Table]
    alone: bool = False
    """Only what the place itself holds."""

    def of(self, path: str) -> dict[Key, tuple[int, int]]:
        return {key: cell for key, cell in self.below(path).items() if not self.alone or key[0] == path}

    def total(self, path: str) -> tuple[int, int]:
        """People missed, and members."""
        found = self.of(path).values()
        return sum(people for _, people in found), sum(members for members, _ in found)


@dataclass(frozen=True)
class Candidate:
    """A place (`path`), of one sector if it says one; `own` is the organization without those below it."""

    path: str
    sector: str | None
    people: int
    members: int
    own: bool = False

    def is_worse(self, people: int, members: int) -> bool:
        """Than so many missed of so many."""
        return self.people * members > people * self.members


def chosen(cells: Cells, top: str) -> list[Candidate]:
    """The fewest statements of three ways to say it: by any of them mixed, by places only, by sectors only. Mixed, one
    soon runs out of whole places and whole sectors, and would end in crumbs."""
    ways = [_covering(cells, top, _any), _covering(cells, top, _places_only), _covering(cells, top, _sectors_only)]
    enough = ENOUGH * cells.total(top)[0]
    found = min((way for way in ways if sum(one.people for one in way) >= enough), key=len, default=ways[0])
    return sorted(found, key=lambda one: _most_first(one, top))


def _any(_one: Candidate, _top: str) -> bool:
    return True


def _places_only(one: Candidate, _top: str) -> bool:
    return one.sector is None


def _sectors_only(one: Candidate, top: str) -> bool:
    return one.sector is not None and one.path == top and not one.own


def _covering(cells: Cells, top: str, may_be: Callable[[Candidate, str], bool]) -> list[Candidate]:
    """Most people first among what is worse than the whole, then among the rest, until enough is covered or all is."""
    table = {key: cell for key, cell in cells.of(top).items() if cell[0]}
    people, members = cells.total(top)
    taken: set[Key] = set()
    found: list[Candidate] = []
    all_offered = [(one, keys) for one, keys in _offered(table, top) if one.people and may_be(one, top)]
    while sum(one.people for one in found) < ENOUGH * people:
        offered = [each for each in all_offered if not each[1] & taken]
        worse = [each for each in offered if each[0].is_worse(people, members)]
        plain = worse or [each for each in offered if len(each[1]) < len(table)] or offered
        if not plain:
            break
        first, keys = min(plain, key=lambda each: _most_first(each[0], top))
        taken |= keys
        found.append(_sharper(cells, first, (people, members), must_be_worse=bool(worse)))
    return _needed(found, ENOUGH * people)


def _needed(found: list[Candidate], enough: float) -> list[Candidate]:
    """The fewest of them that still cover enough: what stands out was taken first however small it is, and a larger one
    that came later may cover what a small one did. The smallest go first, so that as many go as can."""
    covered = sum(one.people for one in found)
    kept = list(found)
    for one in sorted(found, key=lambda each: each.people):
        if covered - one.people < enough:
            break
        covered -= one.people
        kept.remove(one)
    return kept


def _most_first(one: Candidate, top: str) -> tuple[int, int, str, str]:
    """Of two that say the same the plainer: a place, a sector, a sector of a place."""
    plain = 0 if one.sector is None else (1 if one.path == top else 2)
    return -one.people, plain, one.path, one.sector or ""


def _offered(table: Table, top: str) -> Iterator[tuple[Candidate, set[Key]]]:
    paths, sectors = {path for path, _ in table}, {sector for _, sector in table if sector}
    for path in paths:
        yield _sum(table, path, None, own=path == top and len(paths) > 1, keys=(one for one in table if one[0] == path))
    for sector in sectors:
        yield _sum(table, top, sector, own=False, keys=(one for one in table if one[1] == sector))
    for path, sector in table:
        if sector and len(paths) > 1:
            yield _sum(table, path, sector, own=path == top, keys=[(path, sector)])


def _sum(table: Table, path: str, sector: str | None, *, own: bool, keys: Iterable[Key]) -> tuple[Candidate, set[Key]]:
    wanted = set(keys)
    members, people = (sum(table[key][place] for key in wanted) for place in (0, 1))
    return Candidate(path, sector, people, members, own), wanted


def _sharper(cells: Cells, one: Candidate, whole: tuple[int, int], *, must_be_worse: bool) -> Candidate:
    """The smallest place, and the one sector, that still say nearly the same."""
    least = HOLDS * one.people
    now = one
    while True:
        smaller = [
            each
            for each in _inside(cells, now)
            if each.people >= least and (not must_be_worse or each.is_worse(*whole))
        ]
        if not smaller:
            return _plain(cells, now)
        now = min(smaller, key=lambda each: _most_first(each, ""))


def _plain(cells: Cells, one: Candidate) -> Candidate:
    """A sector is not named where there is no other."""
    sectors = {sector for (path, sector), cell in cells.of(one.path).items() if cell[0] and _is_in(path, one)}
    return replace(one, sector=None) if sectors == {one.sector} else one


def _is_in(path: str, one: Candidate) -> bool:
    return path == one.path or not one.own


def _inside(cells: Cells, one: Candidate) -> Iterator[Candidate]:
    """What stands right below, of the same sector; and the sectors, where there are several."""
    found = cells.of(one.path).items()
    table = {key: cell for key, cell in found if cell[0] and one.sector in (None, key[1]) and _is_in(key[0], one)}
    paths, sectors = {path for path, _ in table}, {sector for _, sector in table if sector}
    for path in paths if len(paths) > 1 or one.path not in paths else ():
        keys = [key for key in table if key[0] == path]
        yield _sum(table, path, one.sector, own=path == one.path, keys=keys)[0]
    for sector in sectors if one.sector is None and len(sectors) > 1 else ():
        keys = [key for key in table if key[1] == sector]
        yield _sum(table, one.path, sector, own=one.own, keys=keys)[0]
