"""Whom a requirement addresses: a small closed vocabulary, evaluated in ways that must agree.

`addressed` judges one organization in plain Python; `rows` gives all of them from the database (R12, D1.43), and
`reach.reached` counts them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberGroup, OrganizationKind, Sector
from xuezuo.organizations.models import GroupMembership, Membership, Placement
from xuezuo.organizations.queries import holding_on, within
from xuezuo.refusals import Refusal

VOCABULARY = {"kinds": OrganizationKind.values, "sectors": Sector.values, "groups": MemberGroup.values}


@dataclass(frozen=True)
class Audience:
    """An empty part leaves nobody out; empty `kinds` means the branch kinds. `subtree` is an organization's code."""

    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    subtree: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "kinds": list(self.kinds),
            "sectors": list(self.sectors),
            "groups": list(self.groups),
            "subtree": self.subtree,
        }


@dataclass(frozen=True)
class Place:
    """What must be known of one organization to judge it: its path and its facts on the day."""

    path: str
    kind: str
    sector: str
    groups: frozenset[str] = field(default_factory=frozenset)


def audience_of(stored: dict[str, Any], where: str = "audience") -> Audience:
    """Read the stored form. Raises `Refusal` for a word outside the vocabulary, naming `where`."""
    unknown = set(stored) - {*VOCABULARY, "subtree"}
    if unknown:
        raise Refusal("audience_unknown", where=where, word=min(unknown), choices="kinds, sectors, groups, subtree")
    parts: dict[str, tuple[str, ...]] = {}
    for part, words in VOCABULARY.items():
        given = stored.get(part) or []
        for word in given:
            if word not in words:
                raise Refusal("audience_unknown", where=f"{where}.{part}", word=word, choices=tuple(words))
        parts[part] = tuple(given)
    return Audience(**parts, subtree=str(stored.get("subtree") or ""))


def addressed(audience: Audience, place: Place, top: str) -> bool:
    """Whether one organization is addressed. `top` is the path of the audience's subtree, or else of the issuer."""
    kinds: Iterable[str] = audience.kinds or BRANCH_KINDS
    return (
        tree_paths.covers(top, place.path)
        and place.kind in kinds
        and (not audience.sectors or place.sector in audience.sectors)
        and (not audience.groups or bool(place.groups & set(audience.groups)))
    )


def rows(audience: Audience, top: str, day: date) -> QuerySet[Placement]:
    """Every organization addressed on a day, as placements in order of path."""
    found = Placement.objects.filter(
        within(top), holding_on(day), organization__kind__in=audience.kinds or BRANCH_KINDS
    )
    if audience.sectors:
        found = found.filter(organization__sector__in=audience.sectors)
    if audience.groups:
        found = found.filter(Exists(members_in(audience, day).filter(organization_id=OuterRef("organization_id"))))
    return found.select_related("organization").order_by("path")


def members_in(audience: Audience, day: date) -> QuerySet[Membership]:
    """The memberships that the audience's groups leave in, on a day."""
    found = Membership.objects.filter(holding_on(day))
    if not audience.groups:
        return found
    grouped = GroupMembership.objects.filter(
        Q(group__in=audience.groups), holding_on(day), member_id=OuterRef("member_id")
    )
    return found.filter(Exists(grouped))
