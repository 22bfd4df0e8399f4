"""The part of the tree that a question is about, as SQL that SQLite and PostgreSQL read alike."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection

from xuezuo import tree_paths
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Parameter, Sql
from xuezuo.organizations.kinds import BRANCH_KINDS

TABLES = "organizations_placement p CROSS JOIN organizations_organization o"
"""CROSS JOIN keeps SQLite walking from the subtree to its facts, which is right from a branch up to a province."""


INHERITED = (
    "organizations_placement heir CROSS JOIN reorganizations_inheritance p CROSS JOIN organizations_organization o"
)
"""The same for organizations that have no place in the question's tree, each at the path of its heir (`heir.path`)."""


def within_subtree(column: str, question: Question) -> Sql:
    """The condition that leaves the paths of the question."""
    text, given = f"{column} >= %s AND {column} < %s", [question.from_path, question.until]
    if question.only:
        text += f" AND {column} IN ({', '.join(['%s'] * len(question.only))})"
    return text, [*given, *question.only]


def inherited(question: Question) -> Sql:
    """`WHERE` conditions that leave what the organizations of the subtree answer for since others ended."""
    day = question.tree_day
    paths, given = within_subtree("heir.path", question)
    text = (
        f"{paths} AND heir.valid_from <= %s AND heir.valid_to > %s"
        " AND p.heir_id = heir.organization_id AND p.valid_from <= %s AND p.valid_to > %s AND o.id = p.organization_id"
    )
    return text, [*given, day, day, day, day]


FOUNDED = " AND EXISTS (SELECT 1 FROM organizations_placement z WHERE z.organization_id = o.id AND z.valid_from <= %s)"
"""In the tree of another day: what was founded after the day asked for had no facts yet, whatever was entered for it."""


def depth_lost(question: Question) -> int:
    """The depth at which the lowest of those stood that are read at an office, for they ended without a successor."""
    text, given = inherited(question)
    kinds = sorted(BRANCH_KINDS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT MAX(LENGTH(heir.path)) FROM {INHERITED} CROSS JOIN organizations_organization above"  # noqa: S608
            f" WHERE {text} AND above.id = heir.organization_id AND above.kind NOT IN ({', '.join(['%s'] * len(kinds))})",
            [*given, *kinds],
        )
        longest = cursor.fetchone()[0]
    return tree_paths.depth("0" * longest) + 1 if longest else 0


def any_inherited(question: Question) -> bool:
    """Whether anything at all has ended in the question's tree: mostly not, and then it costs nothing."""
    day = question.tree_day
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM reorganizations_inheritance WHERE valid_from <= %s AND valid_to > %s LIMIT 1", [day, day]
        )
        return cursor.fetchone() is not None


def standing(question: Question) -> Sql:
    """`WHERE` conditions that leave the placements `p` and organizations `o` of the question's subtree."""
    text, given = within_subtree("p.path", question)
    text += " AND p.valid_from <= %s AND p.valid_to > %s AND o.id = p.organization_id"
    return text, [*given, question.tree_day, question.tree_day]


def select(
    question: Question,
    columns: Mapping[str, str | Sql],
    facts: str = "",
    where: str | Sql = "",
    *,
    where_inherited: str | Sql | None = None,
) -> Sql:
    """`SELECT` the columns from the placed organizations cross joined with `facts`, which `where` links to them; and
    from those that ended, at the place of their heir (`where_inherited` if that differs): facts never get lost.

    `columns` gives an expression by name and must hold `row_id`, `on` and `amount`; organization, path, an empty
    group and the sector are added.
    """
    by = question.day if question.tree_day != question.day else None
    placed = _one(columns, "p.path", TABLES, standing(question), facts, where, by)
    if not any_inherited(question):
        return placed
    also = where if where_inherited is None else where_inherited
    return union([placed, _one(columns, "heir.path", INHERITED, inherited(question), facts, also, by)])


def _one(
    columns: Mapping[str, str | Sql],
    path: str,
    tables: str,
    conditions: Sql,
    facts: str,
    where: str | Sql,
    founded_by: date | None,
) -> Sql:
    named: dict[str, str | Sql] = {
        "organization_id": "p.organization_id",
        "path": path,
        "group": "''",
        "sector": "o.sector",
        **columns,
    }
    parameters: list[Parameter] = []
    listed = [f'{_text(expression, parameters)} AS "{name}"' for name, expression in named.items()]
    text, given = conditions
    parameters += given
    if founded_by:
        text += FOUNDED
        parameters.append(founded_by)
    if where:
        text += f" AND {_text(where, parameters)}"
    if facts:
        tables = f"{tables} CROSS JOIN {facts}"
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
