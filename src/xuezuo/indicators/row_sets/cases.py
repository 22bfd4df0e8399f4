"""Cases found up to the day: in contact again or not, open or closed by that day.

A case is closed while some closure stands that no relapse followed; a relapse opens it again by itself (R30). On one
day, the order of entry decides, as in `cases.queries.standing_closures`.
"""

from django.utils.translation import gettext_lazy as _

from xuezuo.cases.models import CaseKind, Source
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector

CONTACTED = (
    "CASE WHEN f.kind <> 'lost_contact' THEN '' WHEN EXISTS (SELECT 1 FROM cases_step s WHERE s.case_id = f.id AND s.kind = 'contacted'"
    " AND s.taken_on <= %s) THEN 'yes' ELSE 'no' END"
)
STATE = (
    "CASE WHEN EXISTS (SELECT 1 FROM cases_closure c WHERE c.case_id = f.id AND c.closed_on <= %s AND NOT EXISTS ("
    "SELECT 1 FROM cases_lookback l WHERE l.case_id = f.id AND NOT l.holds"
    " AND (l.looked_on > c.closed_on OR l.looked_on = c.closed_on AND l.entered_at >= c.decided_at)"
    " AND l.looked_on <= %s)) THEN 'closed' ELSE 'open' END"
)


def sql(question: Question) -> Sql:
    columns: dict[str, str | Sql] = {
        "row_id": as_text("f.id"),
        "on": "f.found_on",
        "amount": "1",
        "kind": "f.kind",
        "source": "f.source",
        "contacted": (CONTACTED, [question.day]),
        "state": (STATE, [question.day, question.day]),
    }
    where = "f.organization_id = p.organization_id AND f.found_on <= %s"
    return select(question, columns, "cases_case f", (where, [question.day]))


CASES = RowSet(
    name="cases",
    columns={
        "kind": dict(CaseKind.choices),
        "source": dict(Source.choices),
        "contacted": {"yes": _("in contact again"), "no": _("not in contact")},
        "state": {"closed": _("closed"), "open": _("open")},
        "sector": dict(Sector.choices),
    },
    opens="case",
    sql=sql,
)
