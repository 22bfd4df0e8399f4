"""Records of a form's day that share a kind with it: perhaps this very meeting, entered before by somebody else."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xuezuo.records import queries
from xuezuo.records.models import Record
from xuezuo.records.queries import Opening

SHOWN = 4
"""Lines at most; the others stand on the page of the records."""


@dataclass(frozen=True)
class Line:
    """`alike`: another line says the same, so only the time of entry tells them apart."""

    record: Record
    kinds: str
    what: str
    alike: bool


def same_day(found: Opening, held_on: date | None, kinds: Collection[str]) -> dict[str, Any]:
    """For `branch/same_day.html`; what tells the records apart is read only where there are any."""
    there = [one.pk for one in found.meetings if one.held_on == held_on and not one.kinds.isdisjoint(kinds)]
    if held_on is None or not there:
        return {"same_day": [], "same_day_lines": [], "same_day_more": 0}
    records = queries.of_the_same_day(found.scope, found.placement.organization_id, held_on, kinds)
    said = [(one, _kinds(one), one.subject or one.place) for one in records]
    often = Counter((words, what, one.attended) for one, words, what in said)
    lines = [Line(one, words, what, often[words, what, one.attended] > 1) for one, words, what in said]
    return {"same_day": there, "same_day_lines": lines[:SHOWN], "same_day_more": len(lines[SHOWN:])}


def _kinds(record: Record) -> str:
    return _(", ").join(str(one.get_kind_display()) for one in record.kinds.all())
