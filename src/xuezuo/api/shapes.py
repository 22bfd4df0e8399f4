"""What several nouns share: kinds of parameters, and a page of a list."""

from typing import Annotated

from annotated_types import Ge, Le
from ninja import Schema
from pydantic import StringConstraints

from xuezuo.api.problems import Problem

PLAIN = r"^[^\x00]*$"
"""A character that no database takes in a text."""

# constraints, no `Query(…)`: ninja would share one of those, with its default, between all parameters of the kind
Word = Annotated[str, StringConstraints(max_length=60, pattern=PLAIN)]
Key = Annotated[str, StringConstraints(max_length=400, pattern=PLAIN)]
"""`next` of the page before."""
Limit = Annotated[int, Ge(1), Le(200)]

ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
"""What every operation may answer besides its own."""


class OrganizationName(Schema):
    code: str
    name: str
