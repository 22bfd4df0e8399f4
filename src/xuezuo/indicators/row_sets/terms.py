"""Committee terms that ended up to the day (D6.10), renewed in time or not, or put off by decision of the superior.

An approved deferral leaves the figure only while it lasts (D6.11).
"""

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector

DEFERRED = (
    "CASE WHEN EXISTS (SELECT 1 FROM organizations_deferral d WHERE d.term_id = f.id AND d.until >= %s)"
    " THEN 'yes' ELSE 'no' END"
)


def sql(question: Question) -> Sql:
    columns: dict[str, str | Sql] = {
        "row_id": as_text("f.id"),
        "on": "f.ends_on",
        "amount": "1",
        "state": "CASE WHEN f.renewed_on <= f.ends_on THEN 'on_time' ELSE 'late' END",
        "deferred": (DEFERRED, [question.day]),
    }
    where = "f.organization_id = p.organization_id AND f.ends_on <= %s"
    return select(question, columns, "organizations_term f", (where, [question.day]))


TERMS = RowSet(
    name="terms",
    columns={
        "state": {"on_time": _("elected on time"), "late": _("not elected on time")},
        "deferred": {"yes": _("put off by decision"), "no": _("not put off")},
        "sector": dict(Sector.choices),
    },
    sql=sql,
)
