"""What was published up to the day, with the latest view total typed up to that day.

Views are shown and never held against anything (AF06): `tally_only`.
"""

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector
from xuezuo.publicity.models import PublicationKind

LATEST_VIEWS = (
    "COALESCE((SELECT v.views FROM publicity_viewtotal v WHERE v.publication_id = f.id"
    " AND v.counted_on <= %s ORDER BY v.counted_on DESC LIMIT 1), 0)"
)


def sql(question: Question) -> Sql:
    columns: dict[str, str | Sql] = {
        "row_id": as_text("f.id"),
        "on": "f.published_on",
        "amount": (LATEST_VIEWS, [question.day]),
        "kind": "f.kind",
    }
    where = "f.organization_id = p.organization_id AND f.published_on <= %s"
    return select(question, columns, "publicity_publication f", (where, [question.day]))


PUBLICATIONS = RowSet(
    name="publications",
    columns={"kind": dict(PublicationKind.choices), "sector": dict(Sector.choices)},
    tally_only=True,
    sql=sql,
)
