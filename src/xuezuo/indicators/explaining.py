"""Where most of what is missing is (blank spots explained): few plain statements, a place, a sector or one in the other.

Each statement opens exactly its list, nobody is counted in two, and what they leave over is said. They stand in order of
need, without rank numbers (AF02).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from xuezuo import tree_paths
from xuezuo.indicators.answering import SECTOR, grouped, kept_for
from xuezuo.indicators.asking import AT_ONCE, Asked, filters_of, indicator_by_code
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import settled_test
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import lines
from xuezuo.indicators.questions import Question, moment_of
from xuezuo.indicators.statements import Cells, chosen
from xuezuo.organizations.kinds import MemberGroup, Sector
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placements
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.queries import names_on
from xuezuo.scopes import operator

FACTS = 3
"""So many texts, and so many groups, are named of a statement."""

STANDS_OUT = Fraction(11, 10)
"""What is missing is concentrated where the statements hold a tenth more of the people missed than of the members."""


MORE_OFTEN = Fraction(5, 4)
"""A statement whose people are missed a quarter more often than everybody here is said to be so, concentrated or not."""


@dataclass(frozen=True)
class Fact:
    """So many of a statement's people lack this text, or are of this group. Facts overlap and are not added up."""

    key: str
    name: str
    people: int


@dataclass(frozen=True)
class Statement:
    """`people` of the `members` counted at a place (of one sector, if it says one) were not reached.

    `own` is about the organization itself, without those below it.
    """

    asked: Asked
    sector: str
    people: int
    members: int
    texts: list[Fact] = field(default_factory=list)
    groups: list[Fact] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.asked.organization.code

    @property
    def name(self) -> str:
        return self.asked.organization.name

    @property
    def own(self) -> bool:
        return self.asked.question.alone

    @property
    def narrow(self) -> dict[str, str]:
        return {SECTOR: self.sector} if self.sector else {}

    @property
    def sector_name(self) -> str:
        return str(Sector(self.sector).label) if self.sector else ""


@dataclass(frozen=True)
class Explained:
    """`people` of `members` were not reached here; the statements cover `covered` of them, each once."""

    asked: Asked
    people: int
    members: int
    statements: list[Statement]

    @property
    def covered(self) -> int:
        return sum(one.people for one in self.statements)

    @property
    def elsewhere(self) -> int:
        return self.people - self.covered

    @property
    def covered_members(self) -> int:
        """Members where the statements are about; they share none."""
        return sum(one.members for one in self.statements)

    @property
    def is_even(self) -> bool:
        """Whether the statements hold hardly more of the people missed than of the members (`STANDS_OUT`). Together, for
        among many there is always one that is a little worse than the whole.
        """
        return self.covered * self.members < STANDS_OUT * self.people * self.covered_members

    @property
    def worse(self) -> list[Statement]:
        """Statements whose people are missed clearly more often than everybody here (`MORE_OFTEN`), in their order."""
        return [one for one in self.statements if one.people * self.members >= MORE_OFTEN * self.people * one.members]

    @property
    def is_one(self) -> bool:
        """Whether one statement holds every member, as of a single branch: nothing to compare."""
        return len(self.statements) == 1 and self.covered_members == self.members


def explain(asked: Asked) -> Explained:
    """What is missing of study coverage, said so that four fifths of the people missed are covered, or all of them."""
    indicator = indicator_by_code(COVERAGE)
    bare = stated(asked)
    titles = indicator.row_set.words("reading", asked.question.day)
    tells_groups = _tells_groups(asked)
    statements = []
    for said in bare.statements:
        groups = _groups(said, indicator) if tells_groups or not said.sector else []
        statements.append(replace(said, texts=_texts(said, indicator, titles), groups=groups))
    return replace(bare, statements=statements)


def stated(asked: Asked) -> Explained:
    """The same statements without their texts and groups."""
    cells = sums(asked, indicator_by_code(COVERAGE))
    top = asked.question.path
    people, members = cells.total(top)
    found = chosen(cells, top)
    places = _placements(asked, {one.path for one in found})
    statements = []
    for one in found:
        question = replace(asked.question, path=one.path, alone=asked.question.alone or one.own)
        said = Statement(
            replace(asked, placement=places[one.path], question=question),
            one.sector or "",
            one.people,
            one.members,
        )
        statements.append(said)
    return Explained(asked, people, members, statements)


def explained(asked: Asked) -> dict[str, Any]:
    """The document of `xuezuo gaps --explain`."""
    found = explain(asked)
    return {
        "organization": {"code": asked.organization.code, "name": asked.organization.name},
        "as_of": moment_of(asked.question.day),
        "tree": asked.tree,
        "people": found.people,
        "members": found.members,
        "covered": found.covered,
        "elsewhere": found.elsewhere,
        "statements": [
            {
                "organization": {"code": one.code, "name": one.name},
                "itself": one.own,
                "sector": one.sector,
                "people": one.people,
                "members": one.members,
                "texts": [{"code": fact.key, "title": fact.name, "people": fact.people} for fact in one.texts],
                "groups": [{"code": fact.key, "people": fact.people} for fact in one.groups],
            }
            for one in found.statements
        ],
    }


def is_at_once(asked: Asked) -> bool:
    """Whether it is answered while somebody waits: from kept rows, or by counting a place that is not large."""
    return asked.is_kept or asked.question.alone or is_small(asked)


def is_small(asked: Asked) -> bool:
    """Whether so few organizations stand here that even the slower figures are counted while somebody waits."""
    below = placements(operator(), asked.question.tree_day).filter(
        path__gte=asked.question.path, path__lt=tree_paths.after(asked.question.path)
    )
    return below.count() <= AT_ONCE


def sums(asked: Asked, indicator: Indicator) -> Cells:
    """Members and members missed, by what stands right below a place, and by sector."""
    wanted = kept_for(asked, indicator, filters_of(indicator), "children")
    alone = asked.question.alone
    if wanted is not None:
        return Cells(lambda path: _kept_below(asked, indicator, path), alone=alone)
    counted = _counted(asked, indicator)
    return Cells(lambda path: counted[path], alone=alone)


def _kept_below(asked: Asked, indicator: Indicator, path: str) -> Mapping[tuple[str, str], tuple[int, int]]:
    wanted = kept_for(asked, indicator, filters_of(indicator), "children")
    assert wanted is not None, "the same question as before"
    here = asked.kept_at(Question(path, asked.question.day, asked.question.tree_day))
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for place, sector, _word, expected, settled in here.told_apart(indicator, wanted):
        members, people = found.get((place, sector), (0, 0))
        found[place, sector] = members + expected, people + expected - settled
    return found


def _counted(asked: Asked, indicator: Indicator) -> Mapping[str, Mapping[tuple[str, str], tuple[int, int]]]:
    """The same of every place, from the rows themselves."""
    settled = settled_test(indicator, asked.question)
    found: dict[str, dict[tuple[str, str], tuple[int, int]]] = defaultdict(dict)
    for row in asked.engine.rows(indicator, asked.question, filters_of(indicator), "expected"):
        missed = 0 if settled(row) else row.amount
        for end in range(len(asked.question.path), len(row.path) + 1, tree_paths.SEGMENT):
            table, key = found[row.path[:end]], (row.path[: end + tree_paths.SEGMENT], row.column(SECTOR))
            members, people = table.get(key, (0, 0))
            table[key] = members + row.amount, people + missed
    return found


def _placements(asked: Asked, paths: set[str]) -> dict[str, Placement]:
    """Where the statements are about, with the names of the tree's day."""
    day = asked.question.tree_day
    found = {one.path: one for one in placements(operator(), day).filter(path__in=paths).select_related("organization")}
    names = names_on([one.organization_id for one in found.values()], day)
    for one in found.values():
        one.organization.name = names.get(one.organization_id, one.organization.name)
    return found


def _tells_groups(asked: Asked) -> bool:
    """Of a sector, which groups are too small to be shown is looked at row by row, everywhere below the viewer."""
    return placements(asked.scope, asked.question.tree_day).count() <= AT_ONCE


def _texts(said: Statement, indicator: Indicator, titles: Mapping[str, str]) -> list[Fact]:
    """The texts that at least half of these people lack; where there is none, the one that most lack."""
    filters = filters_of(indicator, said.narrow, "reading")
    found = [
        Fact(key, titles.get(key, key), figure.outstanding)
        for key, figure in grouped(said.asked, indicator, filters, "reading").items()
        if key and figure.outstanding
    ]
    first = sorted(found, key=lambda one: (-one.people, one.key))[:FACTS]
    return [one for one in first if 2 * one.people >= said.people] or first[:1]


def _groups(said: Statement, indicator: Indicator) -> list[Fact]:
    """The groups that make up a fifth of these people and are missed more often than the others; small ones are hidden."""
    names = dict(MemberGroup.choices)
    found: Iterable[Fact] = (
        Fact(line.code, str(names[line.code]), line.figure.outstanding)
        for line in _shown_groups(said, indicator)
        if line.figure is not None
        and 5 * line.figure.outstanding >= said.people
        and line.figure.outstanding * said.members > said.people * (line.figure.expected or 0)
    )
    return sorted(found, key=lambda one: (-one.people, one.key))[:FACTS]


def _shown_groups(said: Statement, indicator: Indicator) -> Iterator[Any]:
    try:
        found = lines(said.asked, indicator, "group", said.narrow)
    except Refusal as refusal:
        if refusal.code != "figure_group_day":
            raise
        return  # a day of which the viewer is told no groups: the statement stands without them
    for line in found:
        if line.code and line.figure is not None and line.figure.outstanding:
            yield line
