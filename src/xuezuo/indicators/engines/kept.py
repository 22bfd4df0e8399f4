"""The kept engine: the same answers as the live one, read from the rows kept for every organization of today's tree.

It answers for today, one column of lines at a time, in as many queries at any size; whatever else is asked, the live
engine counts. Nothing here adds up more than an organization and what stands right below it.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines import live
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.kept import cells as kept_cells
from xuezuo.indicators.kept import marking, rolling
from xuezuo.indicators.kept.cells import NUMBERS, WHOLE, BySector, Cell, key_of, plus
from xuezuo.indicators.kept.counting import SECTOR, lines_of
from xuezuo.indicators.kept.resting import definition
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Filters
from xuezuo.periods import today
from xuezuo.row_policies.sights import wide
from xuezuo.statements import among, fetch

LATE = timedelta(seconds=10)
"""A mark that has stood so long says that nobody counts; a pass takes a second or two."""

MANY = 2_000
"""Beyond so many marks it is no longer told apart where they are."""


@dataclass(frozen=True)
class Wanted:
    """A question as the kept rows know it: the key of one line, or a column to read by, and maybe one sector."""

    key: str = WHOLE
    by: str = ""
    sector: str | None = None


@dataclass(frozen=True)
class Waiting:
    """What is not counted yet: in how many organizations of a subtree (None: it is not known how many), since when."""

    organizations: int | None = 0
    since: datetime | None = None

    def __bool__(self) -> bool:
        return self.organizations != 0

    @property
    def is_late(self) -> bool:
        # the database said since when, by the real clock; a made-up place has another (`config.clock`)
        return self.since is not None and datetime.now(UTC) - self.since > LATE


NOTHING_WAITS = Waiting()


def is_kept(question: Question) -> bool:
    """Whether figures of this day and tree are kept, and all were counted once."""
    day = today()
    if question.day != day or question.tree_day != day:
        return False
    now = rolling.state()
    return now is not None and now.day == day and now.definition == definition()


def waiting(path: str) -> Waiting:
    """What was changed in a subtree and is not counted yet."""
    # marks name tables and numbers, nobody; only what they are about lies behind the policies
    found = fetch("SELECT COUNT(*), MIN(at) FROM indicators_mark", [])
    count, since = found[0]
    if not count:
        return NOTHING_WAITS
    since = _moment(since)
    return Waiting(None, since) if count > MANY else _waiting_here(path, since)


@wide("count")
def _waiting_here(path: str, since: datetime) -> Waiting:
    marks, _ = marking.taken()
    changed, under = marking.organizations_of(marks)
    if under:
        return Waiting(None, since)
    here = sum(1 for one in _paths_of(changed) if tree_paths.covers(path, one))
    return Waiting(here, since) if here else NOTHING_WAITS


def _moment(value: object) -> datetime:
    """SQLite gives a moment as text, without saying that it is UTC."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value)).replace(tzinfo=timezone.get_fixed_timezone(0))


def _paths_of(organizations: set[int]) -> list[str]:
    wanted = among("organization_id", organizations)
    text = f"SELECT path FROM organizations_placement WHERE {wanted} AND valid_from <= %s AND valid_to > %s"  # noqa: S608
    return [path for (path,) in fetch(text, [today(), today()])]


def wanted_of(indicator: Indicator, filters: Filters, by: str) -> Wanted | None:
    """None where the rows are not kept so finely: two columns of lines at once, or a test of another kind; and where
    nothing is kept, because nobody declared the figure.
    """
    declared = indicators().get(indicator.code)
    if declared is None or declared.expected != indicator.expected:
        return None
    if by in ("", "children") and filters == declared.expected:
        return Wanted(by=by)
    lined, lines = indicator.row_set.lines, lines_of(declared)
    narrow: dict[str, str] = {}
    for column, test in filters.items():
        if indicator.expected.get(column) == test:
            continue
        if not isinstance(test, str) or (column in indicator.expected and column not in lined):
            return None
        narrow[column] = test
    missing = [column for column in indicator.expected if column not in filters]
    if missing not in ([], [by]):
        return None
    sector = narrow.pop(SECTOR, None)
    columns = [*narrow, *([by] if by not in ("", "children", SECTOR) else [])]
    if len(columns) > 1 or any(column not in lines for column in columns):
        return None
    key = next((key_of(column, word) for column, word in narrow.items()), WHOLE)
    return Wanted(key, by, sector)


@dataclass
class Kept:
    """The kept rows of one organization and of what stands right below it; read once for all figures."""

    path: str
    alone: bool = False
    _wholes: dict[str, dict[str, "_Numbers"]] | None = None
    _cells: dict[tuple[str, bool], dict[str, "_Place"]] = field(default_factory=dict)

    def count(self, indicator: Indicator, wanted: Wanted) -> Figure:
        return self.grouped(indicator, wanted).get("", live.figure(indicator, 0, 0))

    def grouped(self, indicator: Indicator, wanted: Wanted) -> dict[str, Figure]:
        """The number as the live engine groups it: by path, by word, or the whole under an empty word."""
        if wanted.by in ("", "children") and wanted.key == WHOLE and wanted.sector is None and not self.alone:
            return self._whole(indicator, wanted.by)
        sums: dict[str, Cell] = {}
        by_children = wanted.by == "children" and not self.alone
        for path, place in self._places(indicator, below=by_children).items():
            for word, cell in _words(indicator, place, wanted):
                name = path if wanted.by == "children" else word
                sums[name] = plus(sums.get(name, ()), cell)
        return {name: _figure(indicator, cell) for name, cell in sums.items() if any(cell[NUMBERS:])}

    def cell(self, indicator: Indicator, wanted: Wanted) -> Cell:
        """Everything that is kept of one line, added up."""
        found: Cell = [0] * NUMBERS
        for place in self._places(indicator, below=False).values():
            found = plus(found, kept_cells.summed(place.cells, wanted.key, wanted.sector))
        return found

    def told_apart(self, indicator: Indicator, wanted: Wanted) -> Iterator[tuple[str, str, str, int, int]]:
        """Path, sector, word, expected and settled, of the organization's own rows and of each child with all below it."""
        for path, place in self._places(indicator, below=True).items():
            for sector, of in place.cells.items():
                for word, cell in _words(indicator, _Place({sector: of}), wanted):
                    yield path, sector, word, cell[0], cell[1]

    def _whole(self, indicator: Indicator, by: str) -> dict[str, Figure]:
        if self._wholes is None:
            self._wholes = _wholes(self.path)
        found = self._wholes.get(indicator.code, {})
        if by == "":
            parts = [one for name, one in found.items() if name in (OWN, SUM)]
            return {"": live.figure(indicator, *functools.reduce(_added, parts))} if parts else {}
        tally = indicator.tally
        return {
            self.path if name == OWN else name: Figure(None if tally else expected, settled, deepest)
            for name, (expected, settled, deepest) in found.items()
            if name != SUM
        }

    def _places(self, indicator: Indicator, *, below: bool) -> dict[str, "_Place"]:
        key = indicator.code, below
        if key not in self._cells:
            self._cells[key] = (
                _below(self.path, indicator.code) if below else _here(self.path, indicator.code, self.alone)
            )
        return self._cells[key]


PART_HAS_ROWS = {"expected": "rows > 0", "settled": "rows_settled > 0", "outstanding": "rows > rows_settled"}


def paths_with(indicator: Indicator, question: Question, part: str, sector: str | None, limit: int) -> tuple[str, ...]:
    """The first paths at which a list has rows: a page of a list looks at no other organization."""
    text = (
        "SELECT DISTINCT path FROM indicators_own WHERE indicator = %s AND path >= %s AND path < %s"  # noqa: S608
        f" AND {PART_HAS_ROWS[part]}"
    )
    given = [indicator.code, question.from_path, question.until]
    if sector is not None:
        text, given = f"{text} AND sector = %s", [*given, sector]
    return tuple(path for (path,) in fetch(f"{text} ORDER BY path LIMIT %s", [*given, limit]))


def parts_of(indicator: Indicator, question: Question) -> dict[str, tuple[int, int]]:
    """Expected and outstanding of every organization's own rows in a subtree, by path: as many rows as organizations, so
    not for a page that must stand at once."""
    text = (
        "SELECT path, SUM(expected), SUM(expected - settled) FROM indicators_own"
        " WHERE indicator = %s AND path >= %s AND path < %s GROUP BY path"
    )
    found = fetch(text, [indicator.code, question.from_path, question.until])
    return {path: (int(expected), int(outstanding)) for path, expected, outstanding in found}


OWN, SUM = "own", "sum"


_Numbers = tuple[int, int, int]
"""Expected, settled, and the depth of the lowest organization that counts."""


def _added(one: _Numbers, other: _Numbers) -> _Numbers:
    return one[0] + other[0], one[1] + other[1], max(one[2], other[2])


def _wholes(path: str) -> dict[str, dict[str, _Numbers]]:
    """By indicator: the organization's own rows (`OWN`), the sum of what is below (`SUM`), and each child by path.

    One question by keys, for a page shows most figures. The own rows of several organizations can stand at one path.
    """
    here = tree_paths.depth(path)
    text = (
        f"SELECT '{SUM}', indicator, expected, settled, deepest FROM indicators_node WHERE path = %s"  # noqa: S608
        " UNION ALL SELECT path, indicator, expected, settled, deepest FROM indicators_node"
        " WHERE parent = %s AND path <> ''"
        f" UNION ALL SELECT '{OWN}', indicator, expected, settled, {here} FROM indicators_own WHERE parent = %s AND path = %s"
        f" UNION ALL SELECT path, indicator, expected, settled, {here + 1} FROM indicators_own WHERE parent = %s"
    )
    found: dict[str, dict[str, _Numbers]] = {}
    for name, code, expected, settled, deepest in fetch(text, [path, path, tree_paths.parent_of(path), path, path]):
        of = found.get(code)
        if of is None:
            of = found[code] = {}
        known, one = of.get(name), (expected, settled, deepest)
        of[name] = one if known is None else _added(known, one)
    return found


@dataclass
class _Place:
    """The cells of one organization together with all below it, by sector."""

    cells: BySector = field(default_factory=dict)

    def add_own(self, path: str, sector: str, cells: Mapping[str, Cell]) -> None:
        kept_cells.add(self.cells, sector, kept_cells.at_depth(dict(cells), path))


def _here(path: str, code: str, alone: bool) -> dict[str, _Place]:
    place = _Place()
    if not alone:
        for (text,) in fetch("SELECT cells FROM indicators_node WHERE path = %s AND indicator = %s", [path, code]):
            place.cells = kept_cells.loaded(text)  # type: ignore[assignment]
    own = "SELECT sector, cells FROM indicators_own WHERE parent = %s AND path = %s AND indicator = %s"
    for sector, text in fetch(own, [tree_paths.parent_of(path), path, code]):
        place.add_own(path, sector, kept_cells.loaded(text))
    return {path: place}


def _below(path: str, code: str) -> dict[str, _Place]:
    """In one question: sums of the children, their own rows, and those of the organization itself."""
    text = (
        "SELECT path, '', cells, 0 FROM indicators_node WHERE parent = %s AND indicator = %s AND path <> ''"
        " UNION ALL SELECT path, sector, cells, 1 FROM indicators_own WHERE parent = %s AND indicator = %s"
        " UNION ALL SELECT path, sector, cells, 1 FROM indicators_own WHERE parent = %s AND path = %s AND indicator = %s"
    )
    rows = fetch(text, [path, code, path, code, tree_paths.parent_of(path), path, code])
    found: dict[str, _Place] = {path: _Place()}
    for place, _, cells, is_own in rows:
        if not is_own:
            found[place] = _Place(kept_cells.loaded(cells))  # type: ignore[arg-type]
    for place, sector, cells, is_own in rows:
        if is_own:
            found.setdefault(place, _Place()).add_own(place, sector, kept_cells.loaded(cells))
    return found


def _words(indicator: Indicator, place: _Place, wanted: Wanted) -> Iterator[tuple[str, Cell]]:
    for sector, of in place.cells.items():
        if wanted.sector is not None and sector != wanted.sector:
            continue
        if wanted.by == SECTOR:
            if wanted.key in of:
                yield sector, of[wanted.key]
        elif wanted.by in ("", "children"):
            if wanted.key in of:
                yield "", of[wanted.key]
        else:
            yield from _lines(indicator, of, wanted.by)


def _lines(indicator: Indicator, of: Mapping[str, Cell], by: str) -> Iterator[tuple[str, Cell]]:
    """Every word of a column; where lines run over it, the word that the figure is of is the whole."""
    begin = key_of(by, "")
    for key, cell in of.items():
        if key.startswith(begin):
            yield key[len(begin) :], cell
    word = indicator.expected.get(by)
    if by in indicator.row_set.lines and isinstance(word, str) and WHOLE in of:
        yield word, of[WHOLE]


def _figure(indicator: Indicator, cell: Cell) -> Figure:
    return live.figure(indicator, cell[0], cell[1], kept_cells.deepest(cell))
