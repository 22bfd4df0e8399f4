"""Blank spots: which text did not reach whom, most people first."""

from typing import Annotated, Any

from annotated_types import Ge, Le
from django.http import HttpRequest
from ninja import Router, Schema

from xuezuo.api.figures import Day
from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import ERRORS, OrganizationName, Word
from xuezuo.indicators.explaining import explained
from xuezuo.indicators.gaps import blank_spots, document
from xuezuo.indicators.queries import ask

router = Router(tags=["gaps"])


class Gaps(Schema):
    """`count` is how many there are in all."""

    organization: OrganizationName
    as_of: str
    count: int
    gaps: list[dict[str, Any]]


class Explained(Schema):
    """`covered` of the `people` not reached stand in the statements, each once; the others are `elsewhere`."""

    organization: OrganizationName
    as_of: str
    tree: str
    people: int
    members: int
    covered: int
    elsewhere: int
    statements: list[dict[str, Any]]


@router.get(
    "/gaps",
    response={200: Gaps, **ERRORS},
    url_name="api-gaps",
    summary="Blank spots",
    auth=allow(*READERS, area="gaps"),
)
def gaps(
    request: HttpRequest,
    organization: Word = "",
    as_of: Day = None,
    tree: Word = "then",
    top: Annotated[int, Ge(1), Le(500)] = 20,
) -> Gaps:
    return Gaps(**document(blank_spots(scope_of(request), organization or None, top, as_of=as_of, tree=tree)))


@router.get(
    "/gaps/explained",
    response={200: Explained, **ERRORS},
    url_name="api-gaps-explained",
    summary="Where most of what is missing is",
    auth=allow(*READERS, area="gaps"),
)
def gaps_explained(request: HttpRequest, organization: Word = "", as_of: Day = None, tree: Word = "then") -> Explained:
    asked = ask(scope_of(request), organization or None, as_of, tree, engine="quick")
    return Explained(**explained(asked))
