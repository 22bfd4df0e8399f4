"""Walking a subtree in handfuls of organizations, for row sets that are made in Python: memory stays flat at any size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import TABLES, standing
from xuezuo.indicators.row_sets.shape import Parameter, Sql

HANDFUL = 2_000
FIRST_HANDFUL = 200
"""The first handful is small, because a page of a list often needs no more."""


@dataclass(frozen=True, slots=True)
class Place:
    """One organization where the question's tree has it. `stood_at` is its path in the tree of the question's day,
    "" if it had none; `since` the day from which the rhythm of branch life is counted for it.
    """

    organization_id: int
    path: str
    kind: str
    sector: str
    stood_at: str
    since: date


def places(question: Question) -> Iterator[list[Place]]:
    """Every organization of the subtree in order of path, in handfuls."""
    conditions, parameters = standing(question)
    text = (
        "SELECT o.id, p.path, o.kind, o.sector, "  # noqa: S608 - words of this room only
        " (SELECT s.path FROM organizations_placement s WHERE s.organization_id = o.id"
        "  AND s.valid_from <= %s AND s.valid_to > %s),"
        " (SELECT MIN(s.valid_from) FROM organizations_placement s WHERE s.organization_id = o.id), o.duties_from"
        f" FROM {TABLES} WHERE {conditions} AND p.path > %s ORDER BY p.path LIMIT %s"
    )
    # the path to begin with is wanted itself, unlike the last path of a handful
    last, size = question.from_path[:-1], FIRST_HANDFUL
    while True:
        found = [
            Place(one[0], one[1], one[2], one[3], one[4] or "", max(day_of(one[5]), day_of(one[6])))
            for one in fetch(text, [question.day, question.day, *parameters, last, size])
        ]
        if found:
            yield found
        if len(found) < size:
            return
        last, size = found[-1].path, HANDFUL


def within(chunk: Sequence[Place], question: Question) -> Sql:
    """The condition that leaves the placements `p` of a handful."""
    text = "p.path >= %s AND p.path <= %s AND p.valid_from <= %s AND p.valid_to > %s"
    return text, [chunk[0].path, chunk[-1].path, question.tree_day, question.tree_day]


def fetch(text: str, parameters: Sequence[Parameter]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return list(cursor.fetchall())


def day_of(value: object) -> date:
    """SQLite gives the date of an expression as text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
