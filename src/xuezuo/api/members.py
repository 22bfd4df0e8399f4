"""The members of one branch, for those who see their names: the branch and the office right above it.

No identity numbers and no phones, not even masked: revealing one is an act of its own, with a purpose.
"""

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router, Schema

from xuezuo.api.guard import allow, scope_of
from xuezuo.api.shapes import ERRORS, Code, Key, Limit, is_number, no_key
from xuezuo.audit.actions import told_of_reading
from xuezuo.organizations.queries import placement_by_code, roster
from xuezuo.scopes import NotVisible

router = Router(tags=["members"])


class Member(Schema):
    id: int
    name: str
    category: str


class Members(Schema):
    members: list[Member]
    next: str | None


@router.get(
    "/organizations/{code}/members",
    response={200: Members, **ERRORS},
    url_name="api-members",
    summary="The roster of a branch today, by name",
    auth=allow("secretary", "officer", area="members"),
)
def members(request: HttpRequest, code: Code, after: Key = "", limit: Limit = 100) -> Members:
    scope = scope_of(request)
    placement = placement_by_code(scope, code)
    if not scope.sees_names_at(placement.path):  # before anything more is asked: time tells nothing either
        raise NotVisible(code)
    found = roster(scope, placement.organization_id)
    if after:
        name, tilde, number = after.rpartition("~")
        if not tilde or not is_number(number):
            raise no_key(after)
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(number)))
    rows = list(found[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    told_of_reading(
        by=scope,
        action="roster.export",
        kind="organization",
        object_id=placement.organization_id,
        organization_id=placement.organization_id,
        names=len(rows[:limit]),
    )
    return Members(
        members=[Member(id=one.pk, name=one.name, category=one.category) for one in rows[:limit]],
        next=f"{last.name}~{last.pk}" if last else None,
    )
