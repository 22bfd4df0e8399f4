"""Child numbers in the tree. Each is given once: also not again when what it was given for was taken back.

Rooms above that give out paths and may take them back keep a table of them, and say so with `also_given`.
"""

from typing import Any

from django.db import models
from django.db.models import QuerySet

from xuezuo import tree_paths
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import within

BATCH = 5000
_tables: list[type[models.Model]] = [Placement]


def also_given(table: type[models.Model]) -> None:
    """A table with a column `path`, of which no row is ever taken away."""
    if table not in _tables:
        _tables.append(table)


def _paths() -> list[QuerySet[Any, str]]:
    return [QuerySet(table).values_list("path", flat=True) for table in _tables]


def next_number(parent_path: str) -> int:
    """After the highest child number that was ever given below a place.

    Paths sort bytewise, so the last path of the range belongs to the last child.
    """
    end, highest = len(parent_path) + tree_paths.SEGMENT, 0
    for paths in _paths():
        last = paths.filter(within(parent_path), path__gt=parent_path).order_by("-path").first()
        highest = max(highest, tree_paths.number_of(last[:end]) if last else 0)
    return highest + 1


def highest_numbers() -> dict[str, int]:
    """By parent path, the highest child number that was ever given out, also to places long ended."""
    used: dict[str, int] = {}
    for paths in _paths():
        for path in paths.iterator(BATCH):
            parent, number = tree_paths.parent_of(path), tree_paths.number_of(path)
            if number > used.get(parent, 0):
                used[parent] = number
    return used
