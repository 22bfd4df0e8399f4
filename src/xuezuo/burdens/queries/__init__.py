"""What was asked of a place, and what each level added."""

from xuezuo.burdens.queries.added import Harder, Level, levels_of
from xuezuo.burdens.queries.asked import (
    Asked,
    Reach,
    Sum,
    asked_of,
    branches_of,
    by_issuer,
    by_month,
    months_back,
    refused,
    said_to_be_other,
)

__all__ = [
    "Asked",
    "Harder",
    "Level",
    "Reach",
    "Sum",
    "asked_of",
    "branches_of",
    "by_issuer",
    "by_month",
    "levels_of",
    "months_back",
    "refused",
    "said_to_be_other",
]
