"""What stands where on a day, as the planning of an act must know it: everything, also outside the scope that acts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import holding_on, within
from xuezuo.periods import FOREVER
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.kinds import ActKind
from xuezuo.reorganizations.models import Descent, Inheritance, Touched
from xuezuo.scopes import NotVisible, Scope


def organization_by_code(by: Scope, code: str) -> Organization:
    """What stands, or will, where the scope reaches, or is read there since it ended. Raises `NotVisible`, after the
    same one question whether it is elsewhere or nowhere.
    """
    if by.role == "nobody":
        raise NotVisible(code)
    found = Organization.objects.filter(code=code)
    if by.role != "operator":
        here = Placement.objects.filter(within(by.path), valid_to=FOREVER).values("organization_id")
        stands = Placement.objects.filter(within(by.path), valid_to=FOREVER, organization_id=OuterRef("pk"))
        read = Inheritance.objects.filter(valid_to=FOREVER, organization_id=OuterRef("pk"), heir_id__in=here)
        found = found.filter(Exists(stands) | Exists(read))
    one = found.first()
    if one is None:
        raise NotVisible(code)
    return one


def code_of(by: Scope, words: str) -> str:
    """The code of what stands in the scope's part under exactly this code or this full name; other words come back as
    they are, and are refused where they are used. Raises `Refusal` for a name that several have."""
    words = words.strip()
    here = Placement.objects.filter(within(by.path), valid_to=FOREVER)
    if not words or here.filter(organization__code=words).exists():
        return words
    named = list(here.filter(organization__name=words).values_list("organization__code", flat=True)[:2])
    if len(named) > 1:
        raise Refusal("tree_target_twice", words=words)
    return named[0] if named else words


def standing(by: Scope, code: str, day: date) -> Placement:
    """Where it stands from the day on, for good. Raises `NotVisible`, or `Refusal` if it stands no more or moves later."""
    organization = organization_by_code(by, code)
    place = on_day(organization.pk, day)
    if place is None:
        raise Refusal("tree_not_standing", name=organization.name, day=day.isoformat())
    if place.valid_to != FOREVER:
        raise Refusal("tree_later_places", name=organization.name, since=place.valid_to.isoformat())
    return place


def on_day(organization_id: int, day: date) -> Placement | None:
    found = Placement.objects.filter(holding_on(day), organization_id=organization_id)
    return found.select_related("organization", "parent").first()


def stood_before(organization: Organization) -> Placement | None:
    """Its last place of all."""
    found = Placement.objects.filter(organization=organization).order_by("-valid_from")
    return found.select_related("organization", "parent").first()


def check_untouched_since(place: Placement, day: date, path: str = "") -> None:
    """Nothing at or below the place began on the day or later, or ends later: its rows can be cut there."""
    below = Placement.objects.filter(within(path or place.path), valid_to__gt=day)
    other = below.filter(Q(valid_from__gte=day) | Q(valid_to__lt=FOREVER)).select_related("organization").first()
    if other is not None:
        since = other.valid_from if other.valid_from >= day else other.valid_to
        raise Refusal("tree_later_places", name=other.organization.name, since=since.isoformat())


def check_no_later_act(organizations: Iterable[Organization], day: date) -> None:
    """Acts are made in the order of their days, so that each can be read, and undone, alone."""
    named = {one.pk: one.name for one in organizations}
    later = Touched.objects.filter(organization_id__in=named, act__day__gt=day, act__undone_by_act__isnull=True)
    found = later.exclude(act__kind=ActKind.UNDO).exclude(part="parent").select_related("act").first()
    if found is not None:
        name = named[found.organization_id]
        raise Refusal("tree_later_act", name=name, since=found.act.day.isoformat())


def check_not_heir_since(organization: Organization, day: date) -> None:
    later = Inheritance.objects.filter(heir=organization, valid_from__gte=day).order_by("valid_from").first()
    if later is not None:
        raise Refusal("tree_later_act", name=organization.name, since=later.valid_from.isoformat())


def children(organization_id: int, day: date) -> list[Placement]:
    found = Placement.objects.filter(parent_id=organization_id, valid_to__gt=day)
    return list(found.select_related("organization").order_by("path"))


def members_from(organization: Organization, day: date) -> list[int]:
    """Memberships that can be cut on the day. Raises `Refusal` if one began on it or later, or ends after it."""
    held = Membership.objects.filter(organization=organization, valid_to__gt=day)
    if held.filter(Q(valid_from__gte=day) | Q(valid_to__lt=FOREVER)).exists():
        raise Refusal("tree_members_since", name=organization.name, day=day.isoformat())
    ids = held.order_by("pk").values_list("pk", "member_id")
    moving = dict(ids)
    if Membership.objects.filter(member_id__in=moving.values(), valid_from=day).exists():
        raise Refusal("tree_members_since", name=organization.name, day=day.isoformat())
    return list(moving)


def memberships_of(organization: Organization, members: Iterable[int], held: Iterable[int]) -> tuple[int, ...]:
    """Of the memberships held, those of these members."""
    found = Membership.objects.filter(pk__in=list(held), organization=organization, member_id__in=list(members))
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def heirs_by_descent(organization: Organization, day: date) -> list[int]:
    """Organizations that came from this one and stand on the day."""
    came = Descent.objects.filter(predecessor=organization, act__undone_by_act__isnull=True, act__day__lte=day)
    stands = Placement.objects.filter(holding_on(day), valid_to=FOREVER)
    return sorted(
        set(stands.filter(organization_id__in=came.values("successor_id")).values_list("organization_id", flat=True))
    )


def counts_below(paths: Iterable[str], day: date) -> dict[str, int]:
    """Organizations, branches and members of subtrees on a day."""
    found = {"organizations": 0, "branches": 0, "members": 0}
    for path in paths:
        below = Placement.objects.filter(within(path), holding_on(day))
        found["organizations"] += below.count()
        found["branches"] += below.filter(organization__kind__in=BRANCH_KINDS).count()
        found["members"] += Membership.objects.filter(
            holding_on(day),
            within(path, "organization__placements__path"),
            holding_on(day, "organization__placements__"),
        ).count()
    return found


def code_is_taken(code: str) -> bool:
    return Organization.objects.filter(code=code).exists()
