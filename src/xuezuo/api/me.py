"""Who asks, and at which desks they may sit."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from xuezuo.accounts.models import Token
from xuezuo.accounts.queries import account_of, seats_of
from xuezuo.api.guard import EVERYBODY, allow, scope_of
from xuezuo.api.shapes import ERRORS, OrganizationName

router = Router(tags=["me"])


class Desk(Schema):
    key: str
    role: str
    organization: OrganizationName
    until: date
    by_post: str | None
    acting_for: str | None
    is_here: bool


class Me(Schema):
    """`areas` and `writes` are those of the token; a session has them all."""

    name: str
    role: str
    desks: list[Desk]
    areas: list[str] | None
    writes: bool


@router.get(
    "/me",
    response={200: Me, **ERRORS},
    url_name="api-me",
    summary="Who am I, at which desks",
    auth=allow(*EVERYBODY, area=""),
)
def me(request: HttpRequest) -> Me:
    scope = scope_of(request)
    token = request.auth if isinstance(request.auth, Token) else None  # type: ignore[attr-defined]
    here = (scope.role, scope.organization_id, scope.for_id)
    desks = [
        Desk(
            key=seat.key,
            role=seat.role,
            organization=OrganizationName(code=seat.organization.code, name=seat.organization.name),
            until=seat.until,
            by_post=seat.post or None,
            acting_for=str(seat.giver) if seat.giver else None,
            is_here=here == (seat.role, seat.organization.pk, seat.giver.pk if seat.giver else None),
        )
        for seat in seats_of(account_of(scope))
    ]
    if token:
        desks = [desk for desk in desks if desk.is_here]
    return Me(
        name=scope.viewer_name,
        role=scope.role,
        desks=desks,
        areas=token.areas if token else None,
        writes=token.writes if token else True,
    )
