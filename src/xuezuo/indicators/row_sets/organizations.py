"""Organizations placed in the tree on the day, the subtree's own top included; one that ended since at its heir."""

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import OrganizationKind, Sector

STOOD = (
    "EXISTS (SELECT 1 FROM organizations_placement s WHERE s.organization_id = o.id"
    " AND s.valid_from <= %s AND s.valid_to > %s)"
)


def sql(question: Question) -> Sql:
    columns = {"row_id": as_text("o.id"), "on": "p.valid_from", "amount": "1", "kind": "o.kind"}
    stood: Sql = (STOOD, [question.day, question.day])
    return select(question, columns, where=stood if question.tree_day != question.day else "", where_inherited=stood)


ORGANIZATIONS = RowSet(
    name="organizations",
    dated=False,
    columns={"kind": dict(OrganizationKind.choices), "sector": dict(Sector.choices)},
    sql=sql,
)
