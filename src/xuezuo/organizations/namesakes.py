"""Names by which the people of one list are told apart."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from xuezuo.organizations.models import Membership


class Mark(NamedTuple):
    """What tells somebody from everybody else with the name: a year or a number; 0 for the one of whom no year is known."""

    fact: str
    value: int


def told_apart(people: Iterable[Any], organization_id: int | None) -> dict[int, str]:
    """Names by id, in the order of the list. Whoever shares a name with somebody of it has the year of birth beside it,
    or else of joining, or else a number: the first that is another for each of them. The number is the person's place
    among all with the name who were ever of the branch, and so the same on every page. For viewers who see these people's
    files; of everybody else no more than `pk` and `name` is read.
    """
    there = list(people)
    marks = _marks(there, organization_id)
    words = {
        "birth_on": _("%(name)s (born %(value)s)"),
        "joined_on": _("%(name)s (joined %(value)s)"),
        "place": _("%(name)s (%(value)s)"),
    }
    found = {one.pk: one.name for one in there}
    for pk, mark in marks.items():
        if mark.value:
            found[pk] = words[mark.fact] % {"name": found[pk], "value": mark.value}
    return found


def marks_typed(people: Iterable[Any], organization_id: int | None) -> dict[int, str]:
    """By id what is typed behind the name of those who share one: 1970, 1988; 0 where nothing is known."""
    return {pk: str(mark.value) for pk, mark in _marks(list(people), organization_id).items()}


def by_branch(people: Iterable[tuple[int, str]], branches: Mapping[int, str]) -> dict[int, str]:
    """Names by id of guests, of whom a host knows no more than the branch: it stands beside a name that two have."""
    there = list(people)
    twice = shared(there)
    return {
        pk: _("%(name)s (%(branch)s)") % {"name": name, "branch": branches[pk]}
        if pk in twice and branches.get(pk)
        else name
        for pk, name in there
    }


def shared(names: Iterable[tuple[int, str]]) -> set[int]:
    """Ids of those who share a name."""
    of_name: dict[str, set[int]] = {}
    for pk, name in names:
        of_name.setdefault(name, set()).add(pk)
    return {pk for same in of_name.values() if len(same) > 1 for pk in same}


def _marks(people: Sequence[Any], organization_id: int | None) -> dict[int, Mark]:
    """Of those who share a name."""
    twice = shared((one.pk, one.name) for one in people)
    of_name: dict[str, dict[int, Any]] = {}
    for one in people:
        if one.pk in twice:
            of_name.setdefault(one.name, {})[one.pk] = one
    found: dict[int, Mark] = {}
    for name, same in list(of_name.items()):
        for fact in ("birth_on", "joined_on"):
            years = {pk: day.year if (day := getattr(one, fact)) else 0 for pk, one in same.items()}
            if len(set(years.values())) == len(years):
                found |= {pk: Mark(fact, year) for pk, year in years.items()}
                del of_name[name]
                break
    if of_name:
        found |= _places(of_name, organization_id)
    return found


def ever_called(names: Iterable[str], organization_id: int) -> dict[str, list[int]]:
    """By name the ids of all who were ever of the branch, in the order in which they were entered there: their place in the
    list is the number of each, whoever comes to it later from elsewhere.
    """
    found: dict[str, dict[int, None]] = {name: {} for name in names}
    rows = Membership.objects.filter(organization_id=organization_id, member__name__in=list(found)).order_by("pk")
    for name, pk in rows.values_list("member__name", "member_id"):
        found[name].setdefault(pk)
    return {name: list(there) for name, there in found.items()}


def _places(of_name: Mapping[str, Iterable[int]], organization_id: int | None) -> dict[int, Mark]:
    """By their entry in the branch, so that a number stays with its person whoever leaves the list or comes to it."""
    ever = ever_called(of_name, organization_id) if organization_id is not None else {key: [] for key in of_name}
    found: dict[int, Mark] = {}
    for name, same in of_name.items():
        # whoever was never of this branch stands behind those who were
        order = [*ever[name], *sorted(set(same).difference(ever[name]))]
        found |= {pk: Mark("place", at) for at, pk in enumerate(order, 1) if pk in same}
    return found
