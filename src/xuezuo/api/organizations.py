"""The tree as far as the viewer's part reaches: one organization, and those right below it."""

from django.http import HttpRequest
from ninja import Router, Schema

from xuezuo import tree_paths
from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import ERRORS, Code, Key, Limit, OrganizationName, no_key
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import children_of, placement_by_code, superiors_of, top_of

router = Router(tags=["organizations"])


class Organization(OrganizationName):
    kind: str
    sector: str
    above: list[OrganizationName]


class Child(OrganizationName):
    kind: str
    sector: str


class Children(Schema):
    organizations: list[Child]
    next: str | None


def _shown(placement: Placement) -> Organization:
    one = placement.organization
    above = [OrganizationName(code=up.organization.code, name=up.organization.name) for up in superiors_of(placement)]
    return Organization(code=one.code, name=one.name, kind=one.kind, sector=one.sector, above=above)


@router.get(
    "/organizations",
    response={200: Organization, **ERRORS},
    url_name="api-top",
    summary="My organization",
    auth=allow(*READERS, area="organizations"),
)
def top(request: HttpRequest) -> Organization:
    return _shown(top_of(scope_of(request)))


@router.get(
    "/organizations/{code}",
    response={200: Organization, **ERRORS},
    url_name="api-organization",
    summary="An organization by its code",
    auth=allow(*READERS, area="organizations"),
)
def organization(request: HttpRequest, code: Code) -> Organization:
    return _shown(placement_by_code(scope_of(request), code))


@router.get(
    "/organizations/{code}/children",
    response={200: Children, **ERRORS},
    url_name="api-children",
    summary="The organizations right below one, in the order of the tree",
    auth=allow(*READERS, area="organizations"),
)
def children(request: HttpRequest, code: Code, after: Key = "", limit: Limit = 100) -> Children:
    scope = scope_of(request)
    found = children_of(scope, placement_by_code(scope, code))
    if after and not tree_paths.is_path(after):
        raise no_key(after)
    rows = list((found.filter(path__gt=after) if after else found)[: limit + 1])
    shown = [
        Child(
            code=row.organization.code,
            name=row.organization.name,
            kind=row.organization.kind,
            sector=row.organization.sector,
        )
        for row in rows[:limit]
    ]
    return Children(organizations=shown, next=rows[limit - 1].path if len(rows) > limit else None)
