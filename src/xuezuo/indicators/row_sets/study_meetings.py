"""Study meetings held up to the day, one row a record, and whether it led to something: a problem raised at it, or
something taken on (R06, D1.20). What was withdrawn is not counted.
"""

from django.utils.translation import gettext_lazy as _

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector

STUDY = (
    ActivityKind.LECTURE,
    ActivityKind.TOPIC_DISCUSSION,
    ActivityKind.STUDY_GROUP,
    ActivityKind.GROUP_STUDY,
    ActivityKind.ORG_LIFE,
    ActivityKind.THEME_DAY,
)
"""Meetings that study; those that decide, elect or appraise lead to something by what they are."""

OUTCOME = (
    "CASE WHEN EXISTS (SELECT 1 FROM cases_case c WHERE c.record_id = f.id AND c.kind = 'problem')"
    " OR EXISTS (SELECT 1 FROM commitments_commitment t WHERE t.record_id = f.id AND NOT EXISTS ("
    "SELECT 1 FROM commitments_withdrawal w WHERE w.commitment_id = t.id)) THEN 'led' ELSE 'nothing' END"
)


def sql(question: Question) -> Sql:
    columns: dict[str, str | Sql] = {"row_id": as_text("f.id"), "on": "f.held_on", "amount": "1", "outcome": OUTCOME}
    kinds = ", ".join(f"'{kind.value}'" for kind in STUDY)
    where = (
        "f.organization_id = p.organization_id AND f.held_on <= %s"  # noqa: S608 - words of this room only
        f" AND EXISTS (SELECT 1 FROM records_recordkind k WHERE k.record_id = f.id AND k.kind IN ({kinds}))"
    )
    return select(question, columns, "records_record f", (where, [question.day]))


STUDY_MEETINGS = RowSet(
    name="study_meetings",
    columns={
        "outcome": {"led": _("led to something"), "nothing": _("nothing entered")},
        "sector": dict(Sector.choices),
    },
    opens="record",
    sql=sql,
)
