"""Walking a subtree in handfuls of organizations, for row sets that are made in Python: memory stays flat at any size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import INHERITED, TABLES, inherited, standing
from xuezuo.statements import among, fetch

HANDFUL = 2_000
FIRST_HANDFUL = 200
"""The first handful is small, because a page of a list often needs no more."""


@dataclass(frozen=True, slots=True)
class Place:
    """One organization where the question's tree has it. `stood_at` is its path in the tree of the question's day,
    "" if it had none; `since` the day from which the rhythm of branch life is counted for it; `gone` when it had no
    place. One that is `inherited` has none in the question's tree, and stands at its heir's.
    """

    organization_id: int
    path: str
    kind: str
    sector: str
    stood_at: str
    since: date
    inherited: bool = False
    gone: tuple[tuple[date, date], ...] = ()

    def stood_through(self, start: date, end: date) -> bool:
        """Whether it had a place on every day of `[start, end)`, as far as it had been founded."""
        return not any(since < end and until > start for since, until in self.gone)

    @property
    def order(self) -> tuple[str, str]:
        """Rows of one place stand in order of their ids, which begin like this."""
        return self.path, f"{self.organization_id}:"


FACTS = (
    "SELECT o.id, {path}, o.kind, o.sector, "
    " (SELECT s.path FROM organizations_placement s WHERE s.organization_id = o.id"
    "  AND s.valid_from <= %s AND s.valid_to > %s),"
    " (SELECT MIN(s.valid_from) FROM organizations_placement s WHERE s.organization_id = o.id), o.duties_from"
    " FROM {tables} WHERE {conditions}"
)


def places(question: Question) -> Iterator[list[Place]]:
    """Every organization of the subtree in order of path, in handfuls; after each those that it answers for."""
    conditions, parameters = standing(question)
    text = FACTS.format(path="p.path", tables=TABLES, conditions=conditions)
    text += " AND p.path > %s ORDER BY p.path LIMIT %s"
    ended = _ended(question)
    # the path to begin with is wanted itself, unlike the last path of a handful
    last, size = question.from_path[:-1], FIRST_HANDFUL
    while True:
        rows = fetch(text, [question.day, question.day, *parameters, last, size])
        # what was founded after the day asked for had no facts yet
        found = [_place(one) for one in rows if day_of(one[5]) <= question.day]
        if found or ended.at:
            found = _with_ended(found, rows, ended) if ended.any else found
        if found:
            yield found
        if len(rows) < size:
            return
        last, size = rows[-1][1], HANDFUL


def _place(one: tuple[Any, ...], *, inherited: bool = False) -> Place:
    since = max(day_of(one[5]), day_of(one[6]))
    return Place(one[0], one[1], one[2], one[3], one[4] or "", since, inherited=inherited)


@dataclass(frozen=True, slots=True)
class _Ended:
    """What ended: by the path of its heir in the question's tree; and by organization the days without a place."""

    at: dict[str, list[Place]]
    gone: dict[int, list[tuple[date, date]]]

    @property
    def any(self) -> bool:
        return bool(self.at or self.gone)


def _ended(question: Question) -> _Ended:
    """Acts that end organizations are few: what they left in this subtree is held as a whole."""
    at: dict[str, list[Place]] = {}
    gone: dict[int, list[tuple[date, date]]] = {}
    if not any_ended():
        return _Ended(at, gone)
    conditions, parameters = inherited(question)
    text = FACTS.format(path="heir.path", tables=INHERITED, conditions=conditions)
    for one in fetch(text, [question.day, question.day, *parameters]):
        if day_of(one[5]) <= question.day:
            at.setdefault(one[1], []).append(_place(one, inherited=True))
    text = "SELECT organization_id, valid_from, valid_to FROM reorganizations_inheritance WHERE valid_from <= %s"
    for organization_id, since, until in fetch(text, [question.day]):
        gone.setdefault(organization_id, []).append((day_of(since), day_of(until)))
    return _Ended(at, gone)


def any_ended() -> bool:
    return bool(fetch("SELECT 1 FROM reorganizations_inheritance LIMIT 1", []))


def _with_ended(found: list[Place], rows: Sequence[tuple[Any, ...]], ended: _Ended) -> list[Place]:
    """The ended ones beside their heirs, and for all of them the days without a place."""
    together = [*found, *(one for row in rows for one in ended.at.get(row[1], ()))]
    known = [
        replace(one, gone=tuple(ended.gone[one.organization_id])) if one.organization_id in ended.gone else one
        for one in together
    ]
    return sorted(known, key=lambda one: one.order)


def of(chunk: Sequence[Place], column: str) -> str:
    """The condition that `column` is an organization of this handful. Its ids are known, and reading by them takes PostgreSQL
    a tenth of the time of finding the handful once more by its paths.
    """
    return among(column, sorted({place.organization_id for place in chunk}))


def day_of(value: object) -> date:
    """SQLite gives the date of an expression as text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
