"""Blank spots: which text did not reach whom, most people first; where most of them are; and how uneven it is."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from xuezuo import tree_paths
from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import (
    ERRORS,
    AsOf,
    Day,
    Key,
    Limit,
    OrganizationCode,
    OrganizationName,
    Own,
    Tree,
    is_number,
    no_key,
)
from xuezuo.indicators.explaining import explained
from xuezuo.indicators.gaps import PlaceInList, blank_spots, document
from xuezuo.indicators.queries import ask, moment_of
from xuezuo.indicators.unevenness import unevenness as spread

router = Router(tags=["gaps"])


class Text(Schema):
    code: str
    title: str
    campaign: str


class People(Schema):
    """How many of a group; for those who may see it."""

    code: str
    people: int


class Gap(Schema):
    """`people` of the branch's `members` were not reached by the text; `planned_on` is the day of its make-up plan."""

    organization: OrganizationName
    reading: Text
    people: int
    members: int
    nothing_recorded: bool
    groups: list[People]
    suggested_way: str
    planned_on: date | None


class Gaps(Schema):
    """`count` is how many there are in all."""

    organization: OrganizationName
    as_of: AsOf
    count: int
    gaps: list[Gap]
    next: str | None


class TextMissed(Schema):
    code: str
    title: str
    people: int


class Statement(Schema):
    """Of a place, of one sector of it if it says one; `itself` leaves out what stands below. Its list is
    `/figures/study_coverage/rows` with `part=outstanding`, and `sector` and `own` as here."""

    organization: OrganizationName
    itself: bool
    sector: str
    people: int
    members: int
    texts: list[TextMissed]
    groups: list[People]


class Explained(Schema):
    """`covered` of the `people` not reached stand in the statements, each once; the others are `elsewhere`."""

    organization: OrganizationName
    as_of: AsOf
    tree: str
    people: int
    members: int
    covered: int
    elsewhere: int
    statements: list[Statement]


class Unevenness(Schema):
    """Shares (0 to 1) of the differences in study coverage that lie between sectors, and between the organizations right
    below, each by itself; null where there is nothing to compare."""

    organization: OrganizationName
    as_of: AsOf
    tree: str
    between_sectors: float | None
    between_organizations: float | None


@router.get(
    "/gaps",
    response={200: Gaps, **ERRORS},
    url_name="api-gaps",
    summary="Blank spots, most people first",
    auth=allow(*READERS, area="gaps"),
)
def gaps(
    request: HttpRequest,
    organization: OrganizationCode = "",
    as_of: Day = None,
    tree: Tree = "then",
    after: Key = "",
    limit: Limit = 20,
) -> Gaps:
    found = blank_spots(
        scope_of(request), organization or None, limit + 1, after=_behind(after), as_of=as_of, tree=tree
    )
    told = document(found)
    following = None
    if len(found.found) > limit:
        following = "~".join(map(str, found.found[limit - 1].place))
    return Gaps(**(told | {"gaps": told["gaps"][:limit]}), next=following)


def _behind(after: str) -> PlaceInList | None:
    """Behind which gap the page begins."""
    if not after:
        return None
    parts = after.split("~")
    if len(parts) != 4 or not tree_paths.is_path(parts[1]) or not all(map(is_number, (parts[0], *parts[2:]))):
        raise no_key(after)
    return int(parts[0]), parts[1], int(parts[2]), int(parts[3])


@router.get(
    "/gaps/explained",
    response={200: Explained, **ERRORS},
    url_name="api-gaps-explained",
    summary="Where most of what is missing is",
    auth=allow(*READERS, area="gaps"),
)
def gaps_explained(
    request: HttpRequest, organization: OrganizationCode = "", as_of: Day = None, tree: Tree = "then", own: Own = False
) -> Explained:
    asked = ask(scope_of(request), organization or None, as_of, tree, alone=own, engine="quick")
    return Explained(**explained(asked))


@router.get(
    "/unevenness",
    response={200: Unevenness, **ERRORS},
    url_name="api-unevenness",
    summary="How much of the differences lies between sectors, and between organizations",
    auth=allow(*READERS, area="gaps"),
)
def unevenness(
    request: HttpRequest, organization: OrganizationCode = "", as_of: Day = None, tree: Tree = "then"
) -> Unevenness:
    asked = ask(scope_of(request), organization or None, as_of, tree, engine="quick")
    found = spread(asked)
    sectors, organizations = found.between_sectors, found.between_organizations
    return Unevenness(
        organization=OrganizationName(code=asked.organization.code, name=asked.organization.name),
        as_of=moment_of(asked.question.day),
        tree=tree,
        between_sectors=None if sectors is None else float(sectors),
        between_organizations=None if organizations is None else float(organizations),
    )
