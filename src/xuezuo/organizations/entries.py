"""The shapes in which a roster reaches the actions: dates as ISO text, "" for what is not known."""

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any, NamedTuple, Protocol

MEMBER_FACTS = tuple(
    "name sex nationality birth_on id_number id_index phone education post joined_on full_on category".split()
)


class NewOrganization(NamedTuple):
    """`parent` is a code, of the file or already known; "" for a root."""

    code: str
    name: str
    parent: str
    kind: str
    sector: str
    valid_from: str
    duties_from: str


class ChangedOrganization(NamedTuple):
    id: int
    values: dict[str, str]
    """Of name, kind, sector, duties_from: those that differ."""


class NewMembers(NamedTuple):
    """Many of them, column by column. `since` are the first days on the roster. `facts` are the columns of `MEMBER_FACTS`,
    sealed where they must be, for a province is written with them as they are; None for a day that is not known.
    """

    organization_ids: list[int]
    since: list[str]
    groups: list[tuple[str, ...]]
    facts: list[list[Any]]

    def some(self, chosen: Sequence[bool]) -> "NewMembers":
        return NewMembers(
            list(compress(self.organization_ids, chosen)),
            list(compress(self.since, chosen)),
            list(compress(self.groups, chosen)),
            [list(compress(column, chosen)) for column in self.facts],
        )


class Arriving(Protocol):
    """New members who are written while their roster is still being read. What is known at its end is asked for then."""

    def __iter__(self) -> Iterator[NewMembers]: ...

    def taken_back(self) -> Sequence[int]:
        """Who is not to be there after all, counted from 0 in the order of arrival, ascending: they stand in it twice."""

    def source(self) -> dict[str, object]:
        """For the record, which files they were."""


class ChangedMember(NamedTuple):
    """With `keeps_start` another day of joining does not move the first day on the roster."""

    id: int
    values: dict[str, object]
    joined_groups: tuple[str, ...]
    left_groups: tuple[str, ...]
    keeps_start: bool = False
