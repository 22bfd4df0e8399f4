"""From which number a restored table goes on, so that none is given out twice.

The place that was backed up may have given higher numbers than any row still has: of rows taken back since, which come
back under their old numbers, and which the log names.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max, QuerySet

from xuezuo.backups.tables import Table

Numbers = dict[str, int]

TOLD_OF = {
    "absence": "records_absence",
    "briefing": "briefings_briefing",
    "guest_note": "records_guestnote",
    "own_way": "records_ownway",
    "record": "records_record",
    "term": "organizations_term",
}
"""Kinds of the log's objects whose rows may go, and the table that `object_id` is of; other rows stay for ever."""


def passed(then: list[Table], rows: Mapping[str, Any], given: Numbers) -> Numbers:
    """By table: the highest number that was given for sure. `rows` is what the manifest says of each table, `given` what it
    says that sequences gave: nothing in backups older than that, or too little where an older program restored the place.
    """
    known = {table.name: max(rows[table.name]["last"], given.get(table.name, 0)) for table in then}
    for table, number in _named(then):
        if table in known:
            known[table] = max(known[table], number)
    return known


def _named(then: list[Table]) -> Iterator[tuple[str, int]]:
    """Numbers that rows of other tables name, whether or not theirs are still there."""
    models = {table.name: table.model for table in then}
    labels = {table.model._meta.label_lower: table.name for table in then}
    if withdrawal := models.get("records_withdrawal"):
        for record, kept in QuerySet(withdrawal).values_list("record_pk", "kept").iterator():
            yield "records_record", record
            yield from ((labels.get(row["model"], ""), row["pk"]) for row in kept)
    for kind, table in TOLD_OF.items():
        events: QuerySet[Any] = QuerySet(models["audit_event"]).filter(object_kind=kind)
        yield table, events.aggregate(last=Max("object_id"))["last"] or 0  # the end of an index
