"""Make-ups done up to the day (R13): an absence made good, or a text of a make-up plan brought to somebody. One row each,
unmarked: above the branch they are a number, and whose a row is cannot be read from it.
"""

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import select, union
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector
from xuezuo.records.models import Way


def sql(question: Question) -> Sql:
    made_good = (
        "records_record r CROSS JOIN records_absence a CROSS JOIN records_makeup f",
        "r.organization_id = p.organization_id AND a.record_id = r.id AND f.absence_id = a.id",
    )
    brought = (
        "records_makeupplan n CROSS JOIN records_makeupline l CROSS JOIN records_textbrought f",
        "n.organization_id = p.organization_id AND l.plan_id = n.id AND f.line_id = l.id",
    )
    return union([_of(question, "absence", *made_good), _of(question, "plan", *brought)])


def _of(question: Question, source: str, facts: str, linked: str) -> Sql:
    columns: dict[str, str | Sql] = {
        "row_id": f"'{source}:' || f.id",
        "on": "f.done_on",
        "amount": "1",
        "way": "f.way",
        "source": f"'{source}'",
    }
    return select(question, columns, facts, (f"{linked} AND f.done_on <= %s", [question.day]))


MAKE_UPS = RowSet(
    name="make_ups",
    columns={
        "way": dict(Way.choices),
        "source": {"absence": _("an absence made good"), "plan": _("a text brought by a plan")},
        "sector": dict(Sector.choices),
    },
    sql=sql,
)
