"""What several nouns share: kinds of parameters, and a page of a list."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from annotated_types import Ge, Le
from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from xuezuo import tree_paths
from xuezuo.api.problems import Problem
from xuezuo.refusals import Refusal

PLAIN = r"^[^\x00]*$"
"""A character that no database takes in a text."""

# constraints, no `Query(…)`: ninja would share one of those, with its default, between all parameters of the kind
Word = Annotated[str, StringConstraints(max_length=60, pattern=PLAIN)]
Key = Annotated[str, StringConstraints(max_length=400, pattern=PLAIN), Field(examples=[""])]
"""`next` of the page before."""
Limit = Annotated[int, Ge(1), Le(200), Field(examples=[50])]
Code = Annotated[str, StringConstraints(max_length=40, pattern=PLAIN), Field(examples=["099001"])]
OrganizationCode = Annotated[Word, Field(examples=["099001"])]
"""One's own organization if left out."""
IndicatorCode = Annotated[Word, Field(examples=["study_coverage"])]
Tree = Annotated[Literal["then", "now"], Field(examples=["then"])]
Own = Annotated[bool, Field(examples=[False])]

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _only_a_day(sent: Any) -> Any:
    """Pydantic would also take a number of seconds and a moment at midnight for a day; nobody means one by these."""
    if isinstance(sent, date) or (isinstance(sent, str) and DAY.fullmatch(sent)):
        return sent
    raise PydanticCustomError("date_type", "date")


Date = Annotated[date, BeforeValidator(_only_a_day)]
Day = Annotated[Date | None, Field(examples=["2016-10-20"])]
"""Today if left out."""


AsOf = Annotated[
    str,
    Field(
        description="The day that was asked for, everything up to its end counted. Read the day; the hour is always "
        "00:00 and says nothing.",
        examples=["2016-10-20T00:00:00+08:00"],
    ),
]


def _only_a_number(sent: Any) -> Any:
    """Pydantic would also take a text and a truth for a number; JSON knows no difference between 2 and 2.0."""
    if isinstance(sent, int | float) and not isinstance(sent, bool):
        return sent
    raise PydanticCustomError("int_type", "int")


A_NUMBER = BeforeValidator(_only_a_number)
"""For numbers in a body; it stands behind the bounds, or the description would not know them."""


def row_key(after: str) -> tuple[str, str] | None:
    """Behind which row a page of a list begins: path and row id. None of nothing; raises `Refusal` for what is no key."""
    path, tilde, row_id = after.partition("~")
    if after and not (tilde and row_id and tree_paths.is_path(path)):
        raise no_key(after)
    return (path, row_id) if after else None


def no_key(after: str) -> Refusal:
    return Refusal("page_key", after=after)


def is_number(text: str) -> bool:
    """Whether a part of a key can be the number of something that is kept."""
    return text.isascii() and text.isdecimal() and len(text) < 19


ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
"""What every operation may answer besides its own; the description names the rest (see `description`)."""


class OrganizationName(Schema):
    code: str
    name: str


One = TypeVar("One")


def page_of(
    found: Sequence[One], after: str, limit: int, key: Callable[[One], str], *, in_order: bool
) -> tuple[Sequence[One], str | None]:
    """A page of a short list that is at hand as a whole, and the key of the next page. A line that has gone since is
    taken up where it would stand if its list is by key, `in_order`; else raises `Refusal`, for nobody can say what comes behind it.
    """
    start = 0
    if after:
        keys = [key(one) for one in found]
        if after in keys:
            start = keys.index(after) + 1
        elif in_order:
            start = bisect_right(keys, after)
        else:
            raise no_key(after)
    shown = found[start : start + limit]
    return shown, key(shown[-1]) if shown and start + limit < len(found) else None
