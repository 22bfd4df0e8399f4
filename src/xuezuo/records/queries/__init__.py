"""Reading records: a branch's history, what it is still expected to do, and who missed what."""

from xuezuo.records.queries.duties import (
    Due,
    Suggestion,
    covered_readings,
    in_order,
    matching_requirements,
    outstanding_for,
    settled_requirements,
    suggestion_for,
)
from xuezuo.records.queries.make_ups import Missed, absences, made_up_lately, make_up_list, not_reached, plans_of
from xuezuo.records.queries.meetings import (
    by_client_id,
    facts_for,
    last_place,
    names_on,
    readings_for,
    record,
    records,
    records_of,
    roster_ids,
    sees_names,
)

__all__ = [
    "Due",
    "Missed",
    "Suggestion",
    "absences",
    "by_client_id",
    "covered_readings",
    "facts_for",
    "in_order",
    "last_place",
    "made_up_lately",
    "make_up_list",
    "matching_requirements",
    "names_on",
    "not_reached",
    "outstanding_for",
    "plans_of",
    "readings_for",
    "record",
    "records",
    "records_of",
    "roster_ids",
    "sees_names",
    "settled_requirements",
    "suggestion_for",
]
