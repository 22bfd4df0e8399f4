"""Commitments due up to the day that were not withdrawn, and whether a deed kept them by then (R24, D1.24).

Those of members and of branches are one row each and stand unmarked: above the branch they are a number, and whose
commitment a row is cannot be read from it.
"""

from django.utils.translation import gettext_lazy as _

from xuezuo.commitments.models import Topic
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector

STATE = (
    "CASE WHEN EXISTS (SELECT 1 FROM commitments_deed d WHERE d.commitment_id = f.id AND d.done_on <= %s AND NOT EXISTS ("
    "SELECT 1 FROM commitments_withdrawal v WHERE v.deed_id = d.id)) THEN 'kept' ELSE 'due' END"
)
TOPIC = "COALESCE((SELECT g.topic FROM commitments_goal g WHERE g.id = f.goal_id), '')"


def sql(question: Question) -> Sql:
    columns: dict[str, str | Sql] = {
        "row_id": as_text("f.id"),
        "on": "f.due_on",
        "amount": "1",
        "state": (STATE, [question.day]),
        "topic": TOPIC,
    }
    where = (
        "f.organization_id = p.organization_id AND f.due_on <= %s"
        " AND NOT EXISTS (SELECT 1 FROM commitments_withdrawal w WHERE w.commitment_id = f.id)"
    )
    return select(question, columns, "commitments_commitment f", (where, [question.day]))


COMMITMENTS_DUE = RowSet(
    name="commitments_due",
    columns={
        "state": {"kept": _("kept"), "due": _("not kept yet")},
        "topic": dict(Topic.choices),
        "sector": dict(Sector.choices),
    },
    sql=sql,
)
