"""What is counted and how it is defined; figures as on the pages; and the rows behind each number, page by page."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import (
    ERRORS,
    AsOf,
    Day,
    IndicatorCode,
    Key,
    Limit,
    OrganizationCode,
    OrganizationName,
    Own,
    Tree,
    Word,
    page_of,
    row_key,
)
from xuezuo.indicators import queries, tables
from xuezuo.indicators.declared import Indicator as Declared
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.row_sets.shape import Filters

router = Router(tags=["figures"])

By = Annotated[Word, Field(examples=["children"])]
Part = Annotated[Literal["settled", "expected", "outstanding"], Field(examples=["settled"])]


class Narrowing(Schema):
    """Leave one word of a column, such as `group=floating`. Columns are those of `by` of the indicator."""

    sector: Word = Field("", examples=["village"])
    group: Word = Field("", examples=["floating"])
    reading: Word = Field("", examples=[""])
    requirement: Word = Field("", examples=[""])
    kind: Word = Field("", examples=[""])
    period: Word = Field("", examples=[""])
    state: Word = Field("", examples=[""])
    item: Word = Field("", examples=[""])
    topic: Word = Field("", examples=[""])
    source: Word = Field("", examples=[""])
    way: Word = Field("", examples=["door"])

    def narrow(self) -> dict[str, str]:
        return {column: word for column, word in self.dict().items() if word}


class Words(Schema):
    """An indicator in one language."""

    title: str
    unit: str
    counts: str
    why: str
    also_called: list[str]


class Definition(Schema):
    """`title` … `counts` are in the language asked for, `words` in both. `expected` leaves the rows that count, `settled`
    those of them that are done: by column of the row set, the word or words that it must hold. A `tally` has no
    expectation: it counts rows, or adds their amounts up."""

    code: str
    title: str
    unit: str
    why: str
    counts: str
    words: dict[str, Words]
    rows: str
    expected: dict[str, list[str]]
    settled: dict[str, list[str]]
    tally: str | None = Field(json_schema_extra={"enum": ["count", "amount", None]})
    by: list[str]
    author: str
    reviewer: str
    next_review: date


class Line(Schema):
    """`hidden` is true where a small number about people is not shown."""

    code: str
    name: str
    expected: int | None
    settled: int | None
    ratio: float | None
    hidden: bool = False


class Figure(Schema):
    """`groups` are a page of `count` lines. `engine` says whether it stood ready (`kept`) or was counted (`live`); what
    stands ready may be seconds old: `waiting` organizations have entered something since (null: very many)."""

    indicator: str
    title: str
    unit: str
    organization: OrganizationName
    as_of: AsOf
    tree: str
    engine: str
    waiting: int | None
    expected: int | None
    settled: int | None
    ratio: float | None
    hidden: bool = False
    count: int
    groups: list[Line]
    next: str | None


class Row(Schema):
    """A row of the list; the columns of its row set follow the common ones. No row names anybody."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str] = Field(init=False)

    row_id: str
    organization: str
    name: str
    path: str
    on: date
    group: str
    amount: int | None


class Rows(Schema):
    """`count` and `amount` are of the whole list, which is as long as the figure says; a hidden amount is null."""

    indicator: str
    organization: OrganizationName
    as_of: AsOf
    tree: str
    part: str
    count: int
    amount: int | None
    rows: list[Row]
    next: str | None


@router.get(
    "/figures",
    response={200: list[Definition], **ERRORS},
    url_name="api-figures",
    summary="What is counted, and how each number is defined",
    auth=allow(*READERS, area="figures"),
)
def listing(request: HttpRequest) -> list[Definition]:
    return [_defined(one) for one in indicators().values()]


def _defined(one: Declared) -> Definition:
    words = {
        tongue: Words(
            title=one.titles[tongue],
            unit=one.units[tongue],
            counts=one.counts_texts[tongue],
            why=one.whys[tongue],
            also_called=list(one.also_called.get(tongue, ())),
        )
        for tongue in ("zh", "en")
    }
    return Definition(
        code=one.code,
        title=one.title,
        unit=one.unit,
        why=one.why,
        counts=one.counts,
        words=words,
        rows=one.row_set.name,
        expected=_tests(one.expected),
        settled=_tests(one.settled),
        tally=one.tally or None,
        by=list(one.breakdowns),
        author=one.author,
        reviewer=one.reviewer,
        next_review=one.next_review,
    )


def _tests(filters: Filters) -> dict[str, list[str]]:
    return {column: [test] if isinstance(test, str) else list(test) for column, test in filters.items()}


@router.get(
    "/figures/{indicator}",
    response={200: Figure, **ERRORS},
    url_name="api-figure",
    summary="One figure, and its lines by children, sector or another column",
    auth=allow(*READERS, area="figures"),
)
def figure(
    request: HttpRequest,
    indicator: IndicatorCode,
    narrowing: Query[Narrowing],
    organization: OrganizationCode = "",
    by: By = "",
    as_of: Day = None,
    tree: Tree = "then",
    own: Own = False,
    after: Key = "",
    limit: Limit = 200,
) -> Figure:
    declared, narrow = queries.indicator_by_code(indicator), narrowing.narrow()
    asked = queries.ask(scope_of(request), organization or None, as_of, tree, alone=own, engine="quick")
    found = queries.lines(asked, declared, by, narrow) if by else []
    engine = queries.engine_of(asked, [declared], by, narrow)
    shown, following = page_of(found, after, limit, lambda one: one.code, in_order=by == "children")
    return Figure(
        indicator=declared.code,
        title=declared.title,
        unit=declared.unit,
        organization=_name_of(asked),
        as_of=queries.moment_of(asked.question.day),
        tree=tree,
        engine=engine,
        waiting=asked.waiting.organizations if engine == "kept" else 0,
        **queries.document(queries.figure(asked, declared, narrow)),
        count=len(found),
        groups=[Line(code=one.code, name=one.name, **queries.document(one.figure)) for one in shown],
        next=following,
    )


def _name_of(asked: queries.Asked) -> OrganizationName:
    return OrganizationName(code=asked.organization.code, name=asked.organization.name)


@router.get(
    "/figures/{indicator}/rows",
    response={200: Rows, **ERRORS},
    url_name="api-figure-rows",
    summary="The rows behind a figure, in order of the tree",
    auth=allow(*READERS, area="figures"),
)
def rows(
    request: HttpRequest,
    indicator: IndicatorCode,
    narrowing: Query[Narrowing],
    organization: OrganizationCode = "",
    part: Part = "settled",
    as_of: Day = None,
    tree: Tree = "then",
    own: Own = False,
    after: Key = "",
    limit: Limit = 100,
) -> Rows:
    declared, narrow = queries.indicator_by_code(indicator), narrowing.narrow()
    asked = queries.ask(scope_of(request), organization or None, as_of, tree, alone=own, engine="quick")
    size = queries.size_of(asked, declared, part, narrow)
    found = list(queries.listed(asked, declared, part, narrow, row_key(after), limit + 1))
    last = found[limit - 1] if len(found) > limit else None
    documents = tables.documents(declared, found[:limit], size.least, asked.question.tree_day)
    return Rows(
        indicator=declared.code,
        organization=_name_of(asked),
        as_of=queries.moment_of(asked.question.day),
        tree=tree,
        part=part,
        count=size.rows,
        amount=size.number,
        rows=[Row(**one) for one in documents],
        next=f"{last.path}~{last.row_id}" if last else None,
    )
