"""Figures as on the pages, and the rows behind each number, page by page."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import ERRORS, Key, Limit, OrganizationName, Word
from xuezuo.indicators import queries, tables
from xuezuo.indicators.declared import indicators

router = Router(tags=["figures"])
Day = date | None
"""Today if left out."""


class Indicator(Schema):
    code: str
    title: str
    unit: str
    why: str
    counts: str
    by: list[str]


class Line(Schema):
    """`hidden` is true where a small number about people is not shown."""

    code: str
    name: str
    expected: int | None
    settled: int | None
    ratio: float | None
    hidden: bool = False


class Figure(Schema):
    indicator: str
    title: str
    unit: str
    organization: OrganizationName
    as_of: str
    tree: str
    expected: int | None
    settled: int | None
    ratio: float | None
    hidden: bool = False
    groups: list[Line]


class Rows(Schema):
    """`count` and `amount` are of the whole list, which is as long as the figure says; a hidden amount is null."""

    count: int
    amount: int | None
    rows: list[dict[str, Any]]
    next: str | None


@router.get(
    "/figures",
    response={200: list[Indicator], **ERRORS},
    url_name="api-figures",
    summary="What is counted",
    auth=allow(*READERS, area="figures"),
)
def listing(request: HttpRequest) -> list[Indicator]:
    return [
        Indicator(
            code=one.code, title=one.title, unit=one.unit, why=one.why, counts=one.counts, by=list(one.breakdowns)
        )
        for one in indicators().values()
    ]


@router.get(
    "/figures/{indicator}",
    response={200: Figure, **ERRORS},
    url_name="api-figure",
    summary="One figure",
    auth=allow(*READERS, area="figures"),
)
def figure(
    request: HttpRequest,
    indicator: Word,
    organization: Word = "",
    by: Word = "",
    as_of: Day = None,
    tree: Word = "then",
) -> Figure:
    found = queries.figures(
        scope_of(request), organization or None, [indicator], by or None, as_of=as_of, tree=tree, engine="quick"
    )
    one = found["figures"][0]
    return Figure(
        **one, organization=OrganizationName(**found["organization"]), as_of=found["as_of"], tree=found["tree"]
    )


@router.get(
    "/figures/{indicator}/rows",
    response={200: Rows, **ERRORS},
    url_name="api-figure-rows",
    summary="The rows behind a figure",
    auth=allow(*READERS, area="figures"),
)
def rows(
    request: HttpRequest,
    indicator: Word,
    organization: Word = "",
    part: Word = "settled",
    group: Word = "",
    as_of: Day = None,
    tree: Word = "then",
    after: Key = "",
    limit: Limit = 100,
) -> Rows:
    declared = queries.indicator_by_code(indicator)
    asked = queries.ask(scope_of(request), organization or None, as_of, tree, engine="quick")
    narrow = {"group": group} if group else {}
    size = queries.size_of(asked, declared, part, narrow)
    path, _, row_id = after.partition("~")
    found = list(queries.listed(asked, declared, part, narrow, (path, row_id) if path else None, limit + 1))
    last = found[limit - 1] if len(found) > limit else None
    return Rows(
        count=size.rows,
        amount=size.number,
        rows=list(tables.documents(declared, found[:limit], size.least)),
        next=f"{last.path}~{last.row_id}" if last else None,
    )
