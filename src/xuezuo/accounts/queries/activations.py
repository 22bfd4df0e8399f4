"""Reading activation codes, of which only keyed hashes are kept."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from xuezuo.accounts.models import Activation, User
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placements, within
from xuezuo.periods import today
from xuezuo.reorganizations.queries import read_at
from xuezuo.scopes import Scope

AT_ONCE = 5_000


def users_to_activate(scope: Scope, ids: Sequence[int]) -> list[User]:
    """Those of these people whose accounts are administered within the scope."""
    found: list[User] = []
    for start in range(0, len(ids), AT_ONCE):
        people = User.objects.filter(pk__in=ids[start : start + AT_ONCE], is_program=False).order_by("pk")
        found += people if scope.role == "operator" else _within(people, scope)
    return found


def _within(people: QuerySet[User], scope: Scope) -> QuerySet[User]:
    if scope.role == "nobody":
        return people.none()
    here = Placement.objects.filter(holding_on(today()), within(scope.path)).values_list("organization_id", flat=True)
    return people.filter(Q(organization_id__in=here) | Q(organization_id__in=read_at(here)))


def newest_activation(scope: Scope, username: str) -> Activation | None:
    """The code issued last to whoever signs in under this name; asked by strangers, who learn nothing from it."""
    return (
        Activation.objects.filter(user__username__iexact=username.strip())
        .select_related("user")
        .order_by("-issued_at", "-pk")
        .first()
    )


def names_in_use(scope: Scope, names: Sequence[str]) -> list[str]:
    """Those of these names, in small letters, under which somebody signs in already, anywhere: a name is one person's."""
    found: list[str] = []
    for start in range(0, len(names), AT_ONCE):
        small = User.objects.annotate(small=Lower("username")).filter(small__in=names[start : start + AT_ONCE])
        found += small.order_by("small").values_list("small", flat=True)
    return found


def places_by_code(scope: Scope, codes: Sequence[str]) -> dict[str, Placement]:
    """Where the organizations with these codes stand today; those outside the scope are not among them."""
    found: dict[str, Placement] = {}
    for start in range(0, len(codes), AT_ONCE):
        some = placements(scope).filter(organization__code__in=codes[start : start + AT_ONCE])
        found |= {one.organization.code: one for one in some}
    return found


def users_by_name(scope: Scope, names: Sequence[str]) -> list[User]:
    """Whoever signs in under these names, as far as the scope reaches; spelling in capitals makes no difference."""
    found: list[User] = []
    small = [name.lower() for name in names]
    for start in range(0, len(small), AT_ONCE):
        people = User.objects.annotate(small=Lower("username")).filter(small__in=small[start : start + AT_ONCE])
        found += people.order_by("pk") if scope.role == "operator" else _within(people.order_by("pk"), scope)
    return found
