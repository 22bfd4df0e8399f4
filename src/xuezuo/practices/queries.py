"""The book of local practice: found by words, topic and sector; what fits the reader first, then the newest."""

import unicodedata
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When

from xuezuo.organizations.models import Member, Organization, Placement
from xuezuo.organizations.queries import holding_on, placement_of, roster, within
from xuezuo.periods import today
from xuezuo.practices.models import Adoption, NamedPerson, Practice
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope

READERS = ("secretary", "officer", "inspector", "member", "operator")


def plain(text: str) -> str:
    """One form for what is written in several: full and half width, capitals, blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def published() -> QuerySet[Practice]:
    """Open to everybody and not withdrawn, the newest first."""
    return (
        Practice.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True)
        .select_related("organization", "requirement__campaign")
        .order_by("-published_at", "-pk")
    )


def on_the_portal() -> QuerySet[Practice]:
    """Published ones that name nobody: strangers read no names of members, whoever agreed."""
    return published().exclude(pk__in=_that_name_somebody())


@wide("practice")
def _that_name_somebody() -> list[int]:
    """Asked behind a door: to a stranger the database shows no row about a member, so that all would seem to name nobody."""
    return list(NamedPerson.objects.values_list("practice_id", flat=True).distinct())


def public_practice(pk: int) -> Practice:
    found = on_the_portal().filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


@dataclass(frozen=True)
class Search:
    words: str = ""
    topic: str = ""
    sector: str = ""


def search(scope: Scope, wanted: Search) -> QuerySet[Practice]:
    """Published practices with all the words, each with `adopters`. Those of the reader's own sector first, then the newest;
    how many adopted one orders nothing (AF02, AF06).
    """
    if scope.role not in READERS:
        raise NotVisible("practices")
    found = published().annotate(adopters=Count("adoptions", distinct=True))
    for word in plain(wanted.words).split():
        found = found.filter(search_text__contains=word)
    if wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.sector:
        found = found.filter(sector=wanted.sector)
    own = Organization.objects.filter(pk=scope.organization_id or 0).values_list("sector", flat=True).first() or ""
    fits = Case(When(sector=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(fits, "-published_at", "-pk")


def practice(scope: Scope, pk: int) -> Practice:
    """A published one for every reader; one that is not, for its organization and those above."""
    found = Practice.objects.filter(pk=pk).select_related("organization", "requirement__campaign", "own_way").first()
    if found is None or scope.role not in READERS:
        raise NotVisible(pk)
    if found.published_at is None or found.withdrawn_at is not None:
        if scope.role == "member":
            raise NotVisible(pk)
        placement_of(scope, found.organization_id)
    return found


def practices_of(scope: Scope, organization_id: int) -> QuerySet[Practice]:
    """Everything one organization wrote, the latest first."""
    placement_of(scope, organization_id)
    return Practice.objects.filter(organization_id=organization_id).order_by("-pk")


def offered(scope: Scope) -> QuerySet[Practice]:
    """Written below an office and neither published nor withdrawn, the longest waiting first."""
    if scope.role != "officer":
        raise NotVisible("offered practices")
    here = Placement.objects.filter(
        within(scope.path), holding_on(today()), organization_id=OuterRef("organization_id")
    )
    found = Practice.objects.filter(Exists(here), published_at__isnull=True, withdrawn_at__isnull=True)
    return found.exclude(organization_id=scope.organization_id or 0).select_related("organization").order_by("pk")


def adoptions_of(scope: Scope, one: Practice) -> QuerySet[Adoption]:
    """Who adopted it, in the order in which they did: the list behind the number."""
    practice(scope, one.pk)
    return one.adoptions.select_related("organization", "record").order_by("adopted_on", "pk")


def adoption_by(scope: Scope, one: Practice) -> Adoption | None:
    """The viewer's own organization's."""
    return one.adoptions.filter(organization_id=scope.organization_id or 0).select_related("record").first()


def adoption(scope: Scope, pk: int) -> Adoption:
    """One of the viewer's own organization."""
    found = (
        Adoption.objects.filter(pk=pk, organization_id=scope.organization_id or 0).select_related("practice").first()
    )
    if found is None:
        raise NotVisible(pk)
    return found


def people_to_name(scope: Scope, organization_id: int) -> QuerySet[Member]:
    """Members of the organization, who may be named if they agree."""
    return roster(scope, organization_id)
