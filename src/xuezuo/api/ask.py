"""A question of one's own: the same answer as on the page, and the rows behind it, page by page."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from xuezuo.api.figures import Line, Row, Rows
from xuezuo.api.guard import READERS, allow, scope_of
from xuezuo.api.shapes import (
    ERRORS,
    AsOf,
    Day,
    Key,
    Limit,
    OrganizationCode,
    OrganizationName,
    Tree,
    Word,
    page_of,
    row_key,
)
from xuezuo.api.shapes import Own as Alone
from xuezuo.indicators import queries, tables
from xuezuo.indicators.queries import AT_ONCE, Asked
from xuezuo.own_questions import queries as own_questions
from xuezuo.own_questions.answers import answer
from xuezuo.own_questions.asking import Own
from xuezuo.refusals import Refusal

router = Router(tags=["ask"])
Words = Annotated[list[Word], Field(max_length=20, examples=[[]])]
"""Given several times, one of them must hold."""

Part = Annotated[Literal["", "settled", "expected", "outstanding"], Field(examples=["settled"])]
"""The number that was asked for if left out."""

Number = Annotated[int | None, Field(ge=1, le=2**53, examples=[1])]


class Question(Schema):
    """What an address of the page asks, in the same words."""

    rows: Word = Field("", examples=["meetings_due"])
    measure: Word = Field("", examples=["share"])
    by: Word = Field("", examples=["children"])
    since: Day = None
    until: Day = None
    saved: Number = None
    organization: OrganizationCode = ""
    as_of: Day = None
    tree: Tree = "then"
    own: Alone = False
    now: bool = Field(False, examples=[False])
    sector: Words = []
    kind: Words = []
    group: Words = []
    reading: Words = []
    requirement: Words = []
    period: Words = []
    state: Words = []
    held: Words = []
    speaker_tier: Words = []
    source: Words = []
    contacted: Words = []
    deferred: Words = []
    item: Words = []
    due: Words = []
    outcome: Words = []
    topic: Words = []
    way: Words = []

    def words(self) -> dict[str, list[str]]:
        """As an address says it."""
        beside = {"saved", "organization", "as_of", "tree", "own", "now"}
        told = {name: value for name, value in self.dict().items() if name not in beside and value}
        return {name: value if isinstance(value, list) else [str(value)] for name, value in told.items()}


class Answer(Schema):
    """`question` are the parts of an address that ask the same. Every number is null where it is hidden. `groups` are a
    page of `count` lines."""

    question: list[list[str]]
    title: str
    unit: str
    organization: OrganizationName
    as_of: AsOf
    tree: str
    expected: int | None
    settled: int | None
    ratio: float | None
    hidden: bool = False
    count: int
    groups: list[Line]
    next: str | None


class Saved(Schema):
    """`by` is the organization whose question it is."""

    saved: int
    name: str
    question: str
    by: OrganizationName
    mine: bool


def _asked(request: HttpRequest, question: Question) -> tuple[Asked, Own]:
    scope = scope_of(request)
    asked = queries.ask(
        scope, question.organization or None, question.as_of, question.tree, alone=question.own, engine="quick"
    )
    saved = own_questions.question(scope, question.saved) if question.saved is not None else None
    own = own_questions.own_at(asked, question.words(), saved)
    answering = own_questions.answering(asked, own, now=question.now)
    if answering is None:
        raise Refusal("own_large", number=AT_ONCE)
    return answering, own


@router.get(
    "/ask",
    response={200: Answer, **ERRORS},
    url_name="api-ask",
    summary="A question of one's own, and its lines",
    auth=allow(*READERS, area="figures"),
)
def ask(request: HttpRequest, question: Query[Question], after: Key = "", limit: Limit = 200) -> Answer:
    asked, own = _asked(request, question)
    found = answer(asked, own)
    lines = found.pop("groups")
    shown, following = page_of(lines, after, limit, lambda one: str(one["code"]), in_order=own.by == "children")
    words = [list(one) for one in found.pop("question")]
    return Answer(**found, question=words, count=len(lines), groups=[Line(**one) for one in shown], next=following)


@router.get(
    "/ask/rows",
    response={200: Rows, **ERRORS},
    url_name="api-ask-rows",
    summary="The rows behind the answer, in order of the tree",
    auth=allow(*READERS, area="figures"),
)
def rows(request: HttpRequest, question: Query[Question], part: Part = "", after: Key = "", limit: Limit = 100) -> Rows:
    asked, own = _asked(request, question)
    wanted = part or own.part
    size = queries.size_of(asked, own.indicator, wanted, own.narrow)
    found = list(queries.listed(asked, own.indicator, wanted, own.narrow, row_key(after), limit + 1))
    last = found[limit - 1] if len(found) > limit else None
    documents = tables.documents(own.indicator, found[:limit], size.least, asked.question.tree_day)
    return Rows(
        indicator=own.indicator.code,
        organization=OrganizationName(code=asked.organization.code, name=asked.organization.name),
        as_of=queries.moment_of(asked.question.day),
        tree=asked.tree,
        part=wanted,
        count=size.rows,
        amount=size.number,
        rows=[Row(**one) for one in documents],
        next=f"{last.path}~{last.row_id}" if last else None,
    )


@router.get(
    "/questions",
    response={200: list[Saved], **ERRORS},
    url_name="api-questions",
    summary="Saved questions: one's own, and those shared with one's part of the tree",
    auth=allow(*READERS, area="figures"),
)
def saved(request: HttpRequest) -> list[Saved]:
    scope = scope_of(request)
    return [
        Saved(
            saved=one.pk,
            name=one.name,
            question=one.words,
            by=OrganizationName(code=one.organization.code, name=one.organization.name),
            mine=is_mine,
        )
        for is_mine, some in ((True, own_questions.mine(scope)), (False, own_questions.shared_with(scope)))
        for one in some
    ]
