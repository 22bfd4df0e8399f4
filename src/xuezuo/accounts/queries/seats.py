"""The one door: from a signed-in person to a `Scope`."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from xuezuo.accounts.models import Role, RoleAssignment, User
from xuezuo.organizations.models import Placement
from xuezuo.periods import today
from xuezuo.scopes import Scope

NOBODY = Scope(viewer_id=None, viewer_name="", role="nobody", organization_id=None, path="")


def assignments_of(user: User) -> QuerySet[RoleAssignment]:
    """The roles a person holds today, in the order in which they were given."""
    day = today()
    return (
        RoleAssignment.objects.filter(user=user, valid_from__lte=day, valid_to__gt=day)
        .select_related("organization")
        .order_by("pk")
    )


def scope_for(user: User | AnonymousUser, assignment_id: int | None = None) -> Scope:
    """The scope of a person at one of their desks: the chosen assignment if they still hold it, else the first.

    Somebody signed in without any role, or whose organization has no place today, is nobody.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    held = list(assignments_of(user))
    chosen = next((one for one in held if one.pk == assignment_id), held[0] if held else None)
    if chosen is None:
        return Scope(user.pk, str(user), "nobody", None, "", user.member_id)
    day = today()
    placement = Placement.objects.filter(
        organization_id=chosen.organization_id, valid_from__lte=day, valid_to__gt=day
    ).first()
    role = chosen.role if placement else "nobody"
    path = placement.path if placement else ""
    return Scope(
        user.pk, str(user), Role(role).value if placement else role, chosen.organization_id, path, user.member_id
    )


def names_of(ids: list[int]) -> dict[int, str]:
    """Names of people who acted, by id, for "who did it": an act is never anonymous to those who may see it."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
