"""Complaints said up to the day, at the organization that answers them: in time, late, or waiting (AF14).

A row stands where the answer is due and not where the complaint came from, so a list of them tells nobody who complained.
"""

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector

FIRST = "(SELECT MIN(a.answered_on) FROM feedback_answer a WHERE a.feedback_id = f.id AND a.answered_on <= %s)"


def sql(question: Question) -> Sql:
    day = question.day
    state = f"CASE WHEN {FIRST} IS NULL THEN 'waiting' WHEN {FIRST} <= f.answer_until THEN 'in_time' ELSE 'late' END"
    due = f"CASE WHEN f.answer_until < %s OR {FIRST} IS NOT NULL THEN 'yes' ELSE 'no' END"
    columns: dict[str, str | Sql] = {
        "row_id": as_text("f.id"),
        "on": "f.said_on",
        "amount": "1",
        "state": (state, [day, day]),
        "due": (due, [day, day]),
    }
    where = "f.answerer_id = p.organization_id AND f.kind = 'complaint' AND f.said_on <= %s"
    return select(question, columns, "feedback_feedback f", (where, [day]))


COMPLAINTS = RowSet(
    name="complaints",
    columns={
        "state": {"in_time": _("answered in time"), "late": _("answered late"), "waiting": _("not answered")},
        "due": {"yes": _("answered, or its time is over"), "no": _("its time is not over")},
        "sector": dict(Sector.choices),
    },
    sql=sql,
)
