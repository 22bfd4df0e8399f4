"""The part of the tree that a question is about, as SQL that SQLite and PostgreSQL read alike."""

from collections.abc import Mapping, Sequence

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Parameter, Sql

TABLES = "organizations_placement p CROSS JOIN organizations_organization o"
"""CROSS JOIN keeps SQLite walking from the subtree to its facts, which is right from a branch up to a province."""


def standing(question: Question) -> Sql:
    """`WHERE` conditions that leave the placements `p` and organizations `o` of the question's subtree."""
    text = "p.path >= %s AND p.path < %s AND p.valid_from <= %s AND p.valid_to > %s AND o.id = p.organization_id"
    return text, [question.from_path, question.until, question.tree_day, question.tree_day]


def select(question: Question, columns: Mapping[str, str | Sql], facts: str = "", where: str | Sql = "") -> Sql:
    """`SELECT` the columns from the placed organizations cross joined with `facts`, which `where` links to them.

    `columns` gives an expression by name and must hold `row_id`, `on` and `amount`; organization, path, an empty
    group and the sector are added.
    """
    named: dict[str, str | Sql] = {
        "organization_id": "p.organization_id",
        "path": "p.path",
        "group": "''",
        "sector": "o.sector",
        **columns,
    }
    parameters: list[Parameter] = []
    listed = [f'{_text(expression, parameters)} AS "{name}"' for name, expression in named.items()]
    text, placed = standing(question)
    parameters += placed
    if where:
        text += f" AND {_text(where, parameters)}"
    tables = f"{TABLES} CROSS JOIN {facts}" if facts else TABLES
    return f"SELECT {', '.join(listed)} FROM {tables} WHERE {text}", parameters  # noqa: S608 - words of this room only


def _text(part: str | Sql, parameters: list[Parameter]) -> str:
    """The text of an expression; its parameters join the list in the order of the text."""
    if isinstance(part, str):
        return part
    parameters += part[1]
    return part[0]


def as_text(expression: str) -> str:
    """Row ids are text in every row set."""
    return f"CAST({expression} AS text)"


def union(selects: Sequence[Sql]) -> Sql:
    return " UNION ALL ".join(text for text, _ in selects), [one for _, given in selects for one in given]
