"""Rows of members in which no cell needs care, a lot at a time: column by column, in steps that the interpreter takes itself.

A province has 20 million cells, and nearly every one has been seen before or needs no change. Whatever is new is read once
by the careful reader, and whatever it finds something about is left to it, with the whole row.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xuezuo.interchange import id_numbers
from xuezuo.interchange.findings import Finding
from xuezuo.interchange.values import PLAIN_NAME

REMEMBERED = 200_000
ADULT = 18
PLAIN_PHONE = re.compile(r"\+?[0-9][0-9-]{4,28}[0-9]")
NO_TEXT = "\0"
"""Stands for a cell that is no text, where only text is plain."""


class Cells(NamedTuple):
    """The raw cells of a row by field; "" for columns that the file does not have."""

    organization: object
    organization_name: object
    name: object
    sex: object
    nationality: object
    id_number: object
    birth_on: object
    joined_on: object
    category: object
    full_on: object
    education: object
    post: object
    phone: object
    groups: object
    floating: object
    retired: object
    housebound: object
    leading_cadre: object


class Draft(NamedTuple):
    """A row as it would be stored; "" where the file says nothing. `groups` is None if no column tells of groups."""

    organization_id: int
    name: str
    sex: str
    nationality: str
    birth_on: str
    joined_on: str
    category: str
    full_on: str
    education: str
    post: str
    phone: str
    groups: tuple[str, ...] | None


class Lot(NamedTuple):
    """Rows side by side: `fields` are the columns of `Draft`, `persons` their identity numbers ("" if it cannot be used).

    `found` is by place in the lot; `nowhere` are the places of those about whom only `id_region_impossible` was found.
    """

    fields: list[list[Any]]
    persons: list[str]
    found: dict[int, list[Finding]]
    nowhere: list[int]


class Known(dict[Any, Any]):
    """What plain cells say, each read once; None for a cell that needs care.

    `as_kept` gives an equal cell that is remembered in its place.
    """

    def __init__(self, read: Callable[[Any], Any], as_kept: Callable[[Any], Any] | None = None) -> None:
        self.read, self.as_kept = read, as_kept

    def __missing__(self, cell: Any) -> Any:
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[self.as_kept(cell) if self.as_kept else cell] = self.read(cell)
        return value

    def of(self, cells: Sequence[Any]) -> list[Any]:
        return list(map(self.__getitem__, cells))


@dataclass
class PlainRows:
    """The tables are the careful reader's, for single cells; of places by code and name, of groups by all their columns.

    `dates` know "" as "", for a full member's day may be missing: the order of days leaves out who has no other.
    """

    day: str
    places: Known
    sexes: Known
    nationalities: Known
    categories: Known
    dates: Known
    educations: Known
    posts: Known
    groups: Known
    _regions: Known = field(default_factory=lambda: Known(id_numbers.rest_of_region))
    _births: Known = field(default_factory=lambda: Known(id_numbers.rest_of_birth))
    _tails: Known = field(default_factory=lambda: Known(id_numbers.rest_of_tail))
    _days_inside: Known = field(init=False)
    _months_of_age: Known = field(default_factory=lambda: Known(month_of_age))

    def __post_init__(self) -> None:
        # most files write a day as it is looked up in the number
        self._days_inside = Known(lambda part: self.dates[id_numbers.day_written(part)])

    def read(self, columns: Sequence[Sequence[Any]], *, groups_told: bool) -> tuple[Lot, list[int]]:
        """The columns of `Cells` as a lot, and the places of the rows that need care, where it holds nothing yet."""
        place, place_name, name, sex, people, number, born, joined, category, full, education, post, phone, *told = (
            columns
        )
        names, persons, phones = _texts(name), _texts(number), _texts(phone)
        births = list(map(id_numbers.BIRTH, persons))
        regions = self._regions.of(list(map(id_numbers.REGION, persons)))
        inside = self._days_inside.of(births)
        birth = inside if list(born) == inside else self.dates.of(born)
        fields = [
            self.places.of(list(zip(place, place_name, strict=True))),
            names,
            self.sexes.of(sex),
            self.nationalities.of(people),
            birth,
            self.dates.of(joined),
            self.categories.of(category),
            self.dates.of(full),
            self.educations.of(education),
            self.posts.of(post),
            phones,
            self.groups.of(list(zip(*told, strict=True))) if groups_told else [()] * len(names),
        ]
        against = (
            regions,
            self._births.of(births),
            self._tails.of(list(map(id_numbers.TAIL, persons))),
            inside,
            self._months_of_age.of(birth),
            map(PLAIN_NAME.fullmatch, names),
        )
        odd = self._odd(fields, against)
        if not groups_told:
            fields[-1] = [None] * len(names)
        left = set(odd)
        nowhere = [at for at, rest in enumerate(regions) if rest >= id_numbers.NOWHERE and at not in left]
        return Lot(fields, persons, {}, nowhere), odd

    def _odd(self, fields: Sequence[Sequence[Any]], against: Sequence[Any]) -> list[int]:
        """One condition a row and no call in it: this is asked 1.4 million times."""
        day, is_phone = self.day, PLAIN_PHONE.fullmatch
        return [
            at
            for at, (
                (place, _, sex, people, birth, joined, category, full, education, post, phone, groups),
                (region, born, tail, inside, grown_up, named),
            ) in enumerate(zip(zip(*fields, strict=True), zip(*against, strict=True), strict=True))
            if place is None
            or named is None
            or sex is None
            or birth is None
            or birth != inside
            or (sex == "male") != (tail >= id_numbers.MAN)
            or (region + born + tail) % 11
            or joined is None
            or joined < grown_up
            or people is None
            or category is None
            or full is None
            or (full and (full < joined or (category == "probationary" and full <= day)))
            or education is None
            or post is None
            or groups is None
            or (phone and not is_phone(phone))
        ]


def month_of_age(birth: str | None) -> str:
    """The month from which a day, as ISO text, is not before the age of 18."""
    return f"{int(birth[:4]) + ADULT}{birth[4:7]}" if birth else ""


def _texts(column: Sequence[Any]) -> list[str]:
    if set(map(type, column)) <= {str}:
        return list(column)
    return [cell if isinstance(cell, str) else NO_TEXT for cell in column]
