"""Reads about acts: what one would change, which were made, and where an organization came from."""

from xuezuo.reorganizations.queries.history import (
    History,
    act_by_id,
    acts_in,
    history,
    name_on,
    names_on,
    read_at,
    stands_or_read_at,
    without_place,
)
from xuezuo.reorganizations.queries.planning import plan

__all__ = [
    "History",
    "act_by_id",
    "acts_in",
    "history",
    "name_on",
    "names_on",
    "plan",
    "read_at",
    "stands_or_read_at",
    "without_place",
]
