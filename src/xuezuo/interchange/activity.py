"""Loading a file of activity: many entries at once, by the rules of one entry, whole or not at all."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.interchange import activity_voiced
from xuezuo.interchange.activity_ground import Standing, latest_day, standings
from xuezuo.interchange.activity_lines import A_CODE, Place, RecordLine, Shape, read
from xuezuo.interchange.activity_others import Others
from xuezuo.interchange.activity_records import Batch, Meetings
from xuezuo.records.rules import may_write
from xuezuo.scopes import NotVisible, Scope

BATCH = 4_000
"""Lines checked and written together: their rosters are in memory, the rest of the file is not."""

WORDS = ("cases", "problems", "commitments", "deeds", "terms", "publications", "view_totals")
"""What is counted beside records and claims."""

Progress = Callable[[int, int], None]
"""Called with bytes read, and of how many."""


def load_activity(path: Path, *, by: Scope, progress: Progress = lambda done, of: None) -> dict[str, int]:
    """Take in a file of records, cases, terms and publications (`activity.jsonl`) in one transaction, with one event.

    Loaded again it changes nothing. Raises `Refusal` naming line and field of the first thing that cannot be; then
    nothing is written. Returns how many of each were entered, and how many lines were known already.
    """
    latest = latest_day()
    with transaction.atomic():
        places = standings(by)
        others = Others(by, latest)
        meetings = Meetings(by, latest, partial(activity_voiced.take, others))
        size = path.stat().st_size if path.is_file() else 0
        batch: Batch = []
        lines = 0
        for place, shape, done in read(path):
            lines += 1
            standing = _standing(place, shape, places, by)
            if not isinstance(shape, RecordLine):
                others.take(place, standing, shape)
                continue
            batch.append((place, standing, shape))
            if len(batch) == BATCH:
                meetings.take(batch)
                batch = []
                progress(done, size)
        meetings.take(batch)
        meetings.finish()
        others.finish()
        counts = {
            "lines": lines,
            "records": meetings.entered,
            "claims": meetings.claimed,
            **{word: others.entered[word] for word in WORDS},
            "unchanged": meetings.unchanged + others.unchanged,
        }
        audit.record(by=by, action="activity.load", kind="activity", file=path.name, **counts)
    progress(size, size)
    return counts


def _standing(place: Place, shape: Shape, places: dict[str, Standing], by: Scope) -> Standing:
    """Whose line it is. What the loader may not write for looks like what does not exist."""
    standing = places.get(shape.organization)
    if standing is not None:
        try:
            may_write(by, standing.path)
        except NotVisible:
            standing = None
    if standing is None:
        raise place.value("organization", shape.organization, A_CODE)
    return standing
