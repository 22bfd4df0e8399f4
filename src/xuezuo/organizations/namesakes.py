"""Names by which the people of one list are told apart."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _


def told_apart(people: Iterable[Any]) -> dict[int, str]:
    """Names by id. Whoever shares a name with somebody of the list has the year of birth beside it, or else of joining,
    or else a number: the first that is another for each of them. For viewers who see these people's files; of everybody
    else no more than `pk` and `name` is read.
    """
    of_name: dict[str, list[Any]] = {}
    for one in people:
        of_name.setdefault(one.name, []).append(one)
    return {pk: label for same in of_name.values() for pk, label in _labels(same)}


def shared(names: Iterable[tuple[int, str]]) -> set[int]:
    """Ids of those who share a name."""
    of_name: dict[str, list[int]] = {}
    for pk, name in names:
        of_name.setdefault(name, []).append(pk)
    return {pk for same in of_name.values() if len(same) > 1 for pk in same}


def _labels(same: Sequence[Any]) -> Iterable[tuple[int, str]]:
    """Of people with one name."""
    name = same[0].name
    if len(same) == 1:
        return [(same[0].pk, name)]
    for words, fact in ((_("%(name)s (born %(year)s)"), "birth_on"), (_("%(name)s (joined %(year)s)"), "joined_on")):
        years = [day.year if (day := getattr(one, fact)) else None for one in same]
        if len(set(years)) == len(years):
            return [
                (one.pk, words % {"name": name, "year": year} if year else name)
                for one, year in zip(same, years, strict=True)
            ]
    # by age of the entry, so that the number stays with its person
    by_entry = enumerate(sorted(same, key=lambda one: one.pk), 1)
    return [(one.pk, _("%(name)s (%(number)s)") % {"name": name, "number": at}) for at, one in by_entry]
