"""The acts made, and the history of one organization: its names, places, predecessors and successors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import holding_on, within
from xuezuo.periods import today
from xuezuo.reorganizations.models import Act, Descent, Inheritance, Naming
from xuezuo.reorganizations.queries.standing import organization_by_code
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import fetch


@dataclass(frozen=True)
class History:
    """`place` is where it stands today, `heir` where its facts are read if it stands nowhere."""

    organization: Organization
    place: Placement | None
    heir: Organization | None
    names: list[Naming]
    places: list[Placement]
    came_from: list[Descent]
    went_into: list[Descent]
    acts: list[Act]


def acts_in(scope: Scope) -> QuerySet[Act]:
    """Acts that happened wholly within the scope's part of the tree, the last decided first."""
    if scope.role not in ("officer", "operator"):
        return Act.objects.none()
    found = Act.objects.select_related("organization", "undone_by_act", "undoes__organization").order_by("-pk")
    if scope.role == "operator":
        return found
    here = Placement.objects.filter(within(scope.path), holding_on(today())).values("organization_id")
    return found.filter(under_id__in=here)


def act_by_id(scope: Scope, pk: int) -> Act:
    """Raises `NotVisible`."""
    found = acts_in(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def history(scope: Scope, code: str) -> History:
    """Raises `NotVisible` for what never stood in the scope."""
    one = organization_by_code(scope, code)
    day = today()
    inherited = Inheritance.objects.filter(holding_on(day), organization=one).select_related("heir").first()
    descents = Descent.objects.filter(act__undone_by_act__isnull=True).select_related("act", "predecessor", "successor")
    acts = Act.objects.filter(touched__organization=one).select_related("undone_by_act", "organization", "undoes")
    return History(
        organization=one,
        place=Placement.objects.filter(holding_on(day), organization=one).first(),
        heir=inherited.heir if inherited else None,
        names=list(Naming.objects.filter(organization=one).order_by("valid_from")),
        places=list(Placement.objects.filter(organization=one).select_related("parent").order_by("valid_from")),
        came_from=list(descents.filter(successor=one).order_by("act__day", "pk")),
        went_into=list(descents.filter(predecessor=one).order_by("act__day", "pk")),
        acts=list(acts.distinct().order_by("day", "pk")),
    )


def names_on(ids: Iterable[int], day: date) -> dict[int, str]:
    """The names of a day, of those organizations alone that were ever called otherwise."""
    wanted = ", ".join({str(int(one)) for one in ids})  # numbers of our own; asked at every request, so written out
    if not wanted:
        return {}
    text = (
        "SELECT organization_id, name FROM reorganizations_naming"  # noqa: S608 - numbers
        f" WHERE organization_id IN ({wanted}) AND valid_from <= %s AND valid_to > %s"
    )
    return dict(fetch(text, [day, day]))


def name_on(organization: Organization, day: date) -> str:
    return names_on([organization.pk], day).get(organization.pk, organization.name)


def stands_or_read_at(organization_id: int) -> Placement | None:
    """Where it stands today, else where its heir does; for rules that then ask who covers it."""
    read = Inheritance.objects.filter(holding_on(today()), organization_id=organization_id).values("heir_id")
    standing = Placement.objects.filter(holding_on(today())).select_related("organization")
    own = standing.filter(organization_id=organization_id).first()
    return own or standing.filter(organization_id__in=read).first()


def read_at(organizations: QuerySet[Placement, int]) -> QuerySet[Inheritance, int]:
    """Ids of ended organizations that are read today at one of these (ids as a subquery)."""
    found = Inheritance.objects.filter(holding_on(today()), heir_id__in=organizations)
    return found.values_list("organization_id", flat=True)


def without_place(ids: Iterable[int], day: date) -> set[int]:
    """Those of the organizations that an act had ended by the day."""
    found = Inheritance.objects.filter(holding_on(day), organization_id__in=set(ids))
    return set(found.values_list("organization_id", flat=True))
