"""Reading the tree: who stands where on a day, seen from a scope."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FilteredRelation, Max, Min, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.organizations.models import GroupMembership, Member, Membership, Organization, Placement
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.sealing import form_now, form_of_index
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import read


def within(path: str, column: str = "path") -> Q:
    """Rows at or below `path`, as one index range: `filter(within(scope.path, "organization__placements__path"))`."""
    return Q(**{f"{column}__gte": path, f"{column}__lt": tree_paths.after(path)})


def holding_on(day: date, prefix: str = "") -> Q:
    """Dated rows that hold on a day: `filter(holding_on(day, "placements__"))`."""
    return Q(**{f"{prefix}valid_from__lte": day, f"{prefix}valid_to__gt": day})


Read = TypeVar("Read")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept_places", default=None)


@contextmanager
def standing_still() -> Iterator[None]:
    """Meanwhile what was read of the tree is not read again: for one request that asks often and moves nothing.

    Also a decorator. Whatever changes places, requirements or their audiences must not run inside; nor is anything asked
    again after a branch's record was entered, for its records are kept too.
    """
    mark = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(mark)


def once(key: tuple[object, ...], read: Callable[[], Read]) -> Read:
    """What `read` gives; inside `standing_still` only the first time for a key, outside every time."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: Read = kept[key]
    return found


def placements(scope: Scope, day: date | None = None) -> QuerySet[Placement]:
    """The tree of a day, as far as the scope reaches, in order of path, each with its organization."""
    found = Placement.objects.none() if scope.role == "nobody" else Placement.objects.all()
    return found.filter(within(scope.path), holding_on(day or today())).select_related("organization").order_by("path")


OF_PLACEMENT = ("id", "valid_from", "valid_to", "organization_id", "parent_id", "path")
OF_ORGANIZATION = ("id", "code", "name", "kind", "sector", "duties_from")
_PLACE = (
    f"SELECT {', '.join([*('p.' + one for one in OF_PLACEMENT), *('o.' + one for one in OF_ORGANIZATION)])}"  # noqa: S608
    " FROM organizations_placement p JOIN organizations_organization o ON o.id = p.organization_id"
    " WHERE p.path >= %s AND p.path < %s AND p.valid_from <= %s AND p.valid_to > %s AND {which} = %s"
    " ORDER BY p.path LIMIT 1"
)
PLACE = {which: _PLACE.format(which=which) for which in ("o.code", "o.id")}
"""As `placements` narrowed to one. Nearly every page asks it, and the ORM takes longer to write it than the database to
answer it."""


def _place(scope: Scope, day: date, which: str, value: str | int) -> Placement | None:
    if scope.role == "nobody":
        return None
    if isinstance(value, int) and not 0 < value < 2**63:  # larger than an id can be: nothing has it
        return None
    rows = read(PLACE[which], [scope.path, tree_paths.after(scope.path), day, day, value])
    if not rows:
        return None
    (row,) = rows
    placement = Placement.from_db(DEFAULT_DB_ALIAS, OF_PLACEMENT, row[: len(OF_PLACEMENT)])
    placement.organization = Organization.from_db(DEFAULT_DB_ALIAS, OF_ORGANIZATION, row[len(OF_PLACEMENT) :])
    return placement


def placement_by_code(scope: Scope, code: str, day: date | None = None) -> Placement:
    """Where the organization with this code stands. Raises `NotVisible` outside the scope, as for an unknown code."""
    placement = _place(scope, day or today(), "o.code", code)
    if placement is None:
        raise NotVisible(code)
    return once(("place", scope, placement.organization_id, day or today()), lambda: placement)


def placement_named(scope: Scope, words: str) -> Placement:
    """What stands today under exactly this code or this full name, in the scope's part.

    Raises `NotVisible` for words that nothing there has, `Refusal` for a name that several have.
    """
    words, here = words.strip(), placements(scope)
    found = list(here.filter(organization__code=words)) or list(here.filter(organization__name=words)[:2])
    if len(found) > 1:
        raise Refusal("tree_target_twice", words=words)
    if not found:
        raise NotVisible(words)
    return found[0]


def placement_of(scope: Scope, organization_id: int, day: date | None = None) -> Placement:
    """The same by id."""
    placement = once(
        ("place", scope, organization_id, day or today()),
        lambda: _place(scope, day or today(), "o.id", organization_id),
    )
    if placement is None:
        raise NotVisible(organization_id)
    return placement


def top_of(scope: Scope, day: date | None = None) -> Placement:
    """The organization of the viewer's role; for the operator the first root. Raises `NotVisible` in an empty place."""
    top = placements(scope, day).first()
    if top is None:
        raise NotVisible("no organization")
    return top


def children_of(scope: Scope, placement: Placement, day: date | None = None) -> QuerySet[Placement]:
    """The direct children on a day."""
    return placements(scope, day).filter(parent_id=placement.organization_id)


def superiors_of(placement: Placement, day: date | None = None) -> QuerySet[Placement]:
    """From the root down to the parent. Names of superiors are no secret from those below (P0)."""
    above = tree_paths.ancestors(placement.path)
    return (
        Placement.objects.filter(holding_on(day or today()), path__in=above)
        .select_related("organization")
        .order_by("path")
    )


def roster(scope: Scope, organization_id: int, day: date | None = None) -> QuerySet[Member]:
    """The members of one branch on a day, by name. Raises `NotVisible` where the scope may not see names."""
    placement = placement_of(scope, organization_id, day)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(organization_id)
    return Member.objects.filter(
        holding_on(day or today(), "memberships__"), memberships__organization_id=organization_id
    ).order_by("name", "pk")


TELLS = ("name", "birth_on", "joined_on")
"""The fields of a member by which `told_apart` works."""


def tell_apart(scope: Scope, organization_id: int, people: Iterable[Member]) -> None:
    """Members whom a page of the branch is about to show get a `label` if somebody of its roster, or of them, has the same name.
    Raises `NotVisible` where the scope may not see names.
    """
    about = list(people)
    if about and not scope.sees_names_at(placement_of(scope, organization_id).path):
        raise NotVisible(organization_id)
    label(organization_id, about)


def label(organization_id: int, people: Iterable[Member]) -> None:
    """`tell_apart` for whoever has asked already whether the scope sees names there."""
    about = list(people)
    if not about:
        return
    there = Member.objects.filter(
        holding_on(today(), "memberships__"),
        memberships__organization_id=organization_id,
        name__in={one.name for one in about},
    )
    names = told_apart([*there.only(*TELLS), *about], organization_id)
    for one in about:
        one.label = names[one.pk]


def founded_on(organization_id: int) -> date:
    """The first day on which the organization stood anywhere; today for one that never did."""
    first = Placement.objects.filter(organization_id=organization_id).aggregate(first=Min("valid_from"))["first"]
    return first or today()


def check_goes_on(organization_id: int) -> None:
    """Raises `Refusal` for an organization that ends on a day that is known: its members of the day of decision go to
    its heir, and whoever comes in between would stand nowhere. One that moves goes on.
    """
    places = Placement.objects.filter(organization_id=organization_id)
    end = places.aggregate(end=Max("valid_to"))["end"]
    if end is not None and end != FOREVER:
        name = places.values_list("organization__name", flat=True)[0]
        raise Refusal("tree_ends_ahead", name=name, day=end.isoformat())


@wide("home_of")
def home_of(member_id: int, day: date | None = None) -> Placement | None:
    """Where the branch stands to which a member belongs on a day; for rules that then ask whether the actor covers it."""
    day = day or today()
    home = Membership.objects.filter(holding_on(day), member_id=member_id).values("organization_id")
    return Placement.objects.filter(holding_on(day), organization_id__in=home).first()


class KnownOrganization(NamedTuple):
    """An organization as a roster is compared with it; `path` is "" for one that has no place any more.

    `until`: when its place of today ends; `end`: when its last known place does. The first alone is a move to come.
    """

    id: int
    code: str
    name: str
    kind: str
    sector: str
    duties_from: date
    parent: str
    path: str
    valid_from: date | None
    places: int
    until: date = FOREVER
    end: date = FOREVER


def known_organizations(scope: Scope) -> dict[str, KnownOrganization]:
    """By code, everything that ever stood in the tree, with its place of today. For importers, as `known_members`."""
    day = today()
    found: dict[str, KnownOrganization] = {}
    seen: dict[Any, Any] = {}  # a few days, kinds and superiors: a province keeps each once, a third of the memory
    standing = Placement.objects.none() if scope.role == "nobody" else Placement.objects.order_by("valid_from")
    rows = standing.values_list(
        "organization_id",
        "organization__code",
        "organization__name",
        "organization__kind",
        "organization__sector",
        "organization__duties_from",
        "parent__code",
        "valid_from",
        "valid_to",
        "path",
    )
    for pk, code, name, *often, path in rows.iterator(5000):
        kind, sector, duties_from, parent, since, until = (seen.setdefault(one, one) for one in often)
        places = found[code].places + 1 if code in found else 1
        if since > day and code in found and found[code].path:  # a move to come: today's place stands
            found[code] = found[code]._replace(places=places, end=until)
        elif until > day:
            found[code] = KnownOrganization(
                pk, code, name, kind, sector, duties_from, parent or "", path, since, places, until, until
            )
        elif code in found:
            found[code] = found[code]._replace(places=places)
        else:
            found[code] = KnownOrganization(pk, code, name, kind, sector, duties_from, "", "", None, places)
    return found


def has_rosters(scope: Scope) -> bool:
    """Whether anybody was ever a member in this place. For importers, as `known_members`."""
    return scope.role != "nobody" and (Member.objects.exists() or Membership.objects.exists())


def known_members(scope: Scope) -> Iterator[tuple[bytes, int, int | None]]:
    """(keyed hash of the identity number, id, id of the branch of today) of everybody, also of those on no roster.

    For importers only, who stand above every branch: the same person must be recognised wherever they are.
    """
    if scope.role == "nobody":
        return
    day = today()
    here = FilteredRelation("memberships", condition=holding_on(day, "memberships__"))
    rows = Member.objects.filter(id_index__isnull=False).annotate(here=here)
    now = form_now()
    for index, pk, branch in rows.values_list("id_index", "pk", "here__organization_id").iterator(5000):
        if form_of_index(bytes(index or b"")) != now:  # two forms of one number would look like two people
            raise Refusal("index_change_under_way")
        yield bytes(index or b""), pk, branch


def members_to_compare(ids: list[int], day: date | None = None) -> dict[int, tuple[Member, set[str]]]:
    """Members with their groups of a day, for comparing a roster with what is held; called for rows already matched."""
    groups: dict[int, set[str]] = {}
    held = GroupMembership.objects.filter(holding_on(day or today()), member_id__in=ids)
    for pk, group in held.values_list("member_id", "group"):
        groups.setdefault(pk, set()).add(group)
    return {one.pk: (one, groups.get(one.pk, set())) for one in Member.objects.filter(pk__in=ids)}
