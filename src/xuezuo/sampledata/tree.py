"""The organizations of a place, from its root down, in order of code."""

from collections.abc import Iterator
from typing import NamedTuple

from xuezuo.sampledata.chance import Dice, dice, spread
from xuezuo.sampledata.names import place_names, small_names
from xuezuo.sampledata.scales import Scale
from xuezuo.sampledata.wording import full_name, unit


class Place(NamedTuple):
    """One organization. `neglect` is how much likelier than elsewhere something is left undone here (1 is usual)."""

    code: str
    parent: str
    name: str
    short: str
    kind: str
    sector: str
    level: str
    neglect: float


ROOTS = {"province": "昀川省", "city": "霁泽市", "county": "翎溪县", "town": "漪湾镇"}

SECTORS_OF = {
    "town": {"village": 58, "community": 6, "organ": 5, "institution": 14, "public_enterprise": 4,
             "private_enterprise": 9, "social_organization": 3, "other": 1},
    "street": {"community": 50, "organ": 5, "institution": 15, "public_enterprise": 10, "private_enterprise": 14,
               "social_organization": 5, "other": 1},
    "organs": {"organ": 70, "institution": 20, "public_enterprise": 10},
    "education": {"institution": 88, "university": 12},
    "new_fields": {"private_enterprise": 65, "social_organization": 35},
}  # fmt: skip
"""Percent of branches by sector under each sort of township-level committee (D5.33, D5.35)."""

SORTS = {
    "organs": ("直属机关", "working_committee", "organ"),
    "education": ("教育系统", "working_committee", "institution"),
    "new_fields": ("非公企业和社会组织", "working_committee", "private_enterprise"),
}


def code(parent: str, number: int) -> str:
    return f"{parent}{number:03d}"


def organizations(scale: Scale, seed: int) -> Iterator[Place]:
    """Every organization once, parents before children."""
    short = ROOTS[scale.name]
    kind, sector = ("committee", "other") if scale.name == "town" else ("local_committee", "organ")
    root = Place("099", "", full_name(kind, short), short, kind, sector, scale.name, 1.0)
    yield root
    yield from _Builder(scale, seed).below(root, scale.counties, scale.townships)


class _Builder:
    """Walks down from the root; every township takes the next share of general branches and branches."""

    def __init__(self, scale: Scale, seed: int) -> None:
        self.scale = scale
        self.seed = seed
        self.names = place_names(dice(seed, "places"))
        self.chooser = dice(seed, "tree")
        weights = [0.6 + 0.8 * self.chooser.random() for _ in range(scale.townships)]
        general = spread(scale.general, [1.0] * scale.townships)
        self.shares = iter(zip(general, spread(scale.branches, weights), strict=True))

    def below(self, node: Place, counties: int, townships: int) -> Iterator[Place]:
        """Everything below a node that has so many counties and townships under it."""
        if node.level == "town":
            yield from _Township(node, self.seed, "town", node.short).organizations(*next(self.shares))
        elif node.level == "county":
            yield from self._towns(node, townships)
        else:
            yield from self._upper(node, counties, townships)

    def _upper(self, parent: Place, counties: int, townships: int) -> Iterator[Place]:
        level, ending = ("city", "市") if parent.level == "province" else ("county", "县")
        here = self.scale.cities if level == "city" else counties
        counties_of = spread(counties, [1.0] * here)
        for number, towns in enumerate(spread(townships, [1.0] * here)):
            weak = level == "county" and self.chooser.random() < 0.15
            short = next(self.names) + ending
            name = full_name("local_committee", short)
            node = Place(code(parent.code, number + 1), parent.code, name, short, "local_committee", "organ", level,
                         parent.neglect * (3.0 if weak else 1.0))  # fmt: skip
            yield node
            yield from self.below(node, counties_of[number], towns)

    def _towns(self, county: Place, townships: int) -> Iterator[Place]:
        """Towns first, then streets, then the committees for organs, schools and new fields."""
        streets = 2 if townships > 6 else 1
        sorts = ["town"] * (townships - streets - len(SORTS)) + ["street"] * streets + list(SORTS)
        for number, sort in enumerate(sorts):
            weak = self.chooser.random() < 0.12
            if sort in SORTS:
                word, kind, sector = SORTS[sort]
                short = county.short + word
            else:
                ending = "街道" if sort == "street" else ("镇" if self.chooser.random() < 0.7 else "乡")
                kind, sector = ("working_committee", "community") if sort == "street" else ("committee", "other")
                short = next(self.names) + ending
            place = Place(code(county.code, number + 1), county.code, full_name(kind, short), short, kind, sector,
                          "town", county.neglect * (2.0 if weak else 1.0))  # fmt: skip
            yield place
            prefix = county.short if sort in SORTS else short
            yield from _Township(place, self.seed, sort, prefix).organizations(*next(self.shares))


class _Township:
    """One township's branches, about a third of them under its general branches. No name comes twice."""

    def __init__(self, place: Place, seed: int, sort: str, prefix: str) -> None:
        self.place = place
        self.sort = sort
        self.prefix = prefix
        self.chooser = dice(seed, "township", place.code)
        self.met: dict[str, int] = {}

    def organizations(self, general: int, branches: int) -> Iterator[Place]:
        sectors, weights = zip(*SECTORS_OF[self.sort].items(), strict=True)
        chosen = sorted(self.chooser.choices(sectors, weights, k=branches), key=sectors.index)
        smalls = small_names(self.chooser, branches + general)
        start = 0
        for number, size in enumerate(spread(branches // 3, [1.0] * general)):
            short = f"{self.prefix}{smalls[branches + number]}片区"
            head = Place(code(self.place.code, number + 1), self.place.code, full_name("general_branch", short), short,
                         "general_branch", self.place.sector, "general", self.place.neglect)  # fmt: skip
            yield head
            yield from self._branches(head.code, 0, chosen[start : start + size], smalls[start : start + size])
            start += size
        yield from self._branches(self.place.code, general, chosen[start:], smalls[start:branches])

    def _branches(self, parent: str, before: int, sectors: list[str], smalls: list[str]) -> Iterator[Place]:
        for number, (sector, small) in enumerate(zip(sectors, smalls, strict=True), start=before + 1):
            kind = _kind(self.chooser, sector)
            turn = self.met.get(sector, 0)
            self.met[sector] = turn + 1
            short = self.prefix + unit(sector, small, turn, self.chooser, county_level=self.sort in SORTS)
            if kind == "joint_branch":
                short += f"等{2 + int(self.chooser.random() * 4)}家单位"
            yield Place(code(parent, number), parent, full_name(kind, short), short, kind, sector, "branch",
                        self.place.neglect)  # fmt: skip


def _kind(chooser: Dice, sector: str) -> str:
    chance = chooser.random()
    if chance < (0.3 if sector in ("private_enterprise", "social_organization") else 0.01):
        return "joint_branch"
    return "temporary_branch" if chance > 0.996 else "branch"
