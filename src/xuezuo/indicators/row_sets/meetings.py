"""Meetings held up to the day: one row a record and kind, so that a lecture inside a general meeting counts as both.

The amount is the headcount attended, in person-times.
"""

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.placed import as_text, select
from xuezuo.indicators.row_sets.shape import RowSet, Sql
from xuezuo.organizations.kinds import Sector
from xuezuo.records.models import SpeakerTier


def sql(question: Question) -> Sql:
    columns = {
        "row_id": f"{as_text('r.id')} || ':' || k.kind",
        "on": "r.held_on",
        "amount": "r.attended",
        "kind": "k.kind",
        "speaker_tier": "r.speaker_tier",
    }
    facts = "records_record r CROSS JOIN records_recordkind k"
    where = "r.organization_id = p.organization_id AND k.record_id = r.id AND r.held_on <= %s"
    return select(question, columns, facts, (where, [question.day]))


MEETINGS = RowSet(
    name="meetings",
    columns={
        "kind": dict(ActivityKind.choices),
        "speaker_tier": dict(SpeakerTier.choices),
        "sector": dict(Sector.choices),
    },
    opens="record",
    sql=sql,
)
