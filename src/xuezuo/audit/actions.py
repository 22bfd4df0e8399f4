"""Writing events and sealing them. `record` is called by every other room's actions, inside their transaction."""

import hashlib
import json

from django.db import connection, transaction

from xuezuo.audit.models import Event, Seal
from xuezuo.scopes import Scope

BATCH = 5_000
"""Events a seal: a broken one is found within this many rows."""

START = "0" * 64


def record(
    *,
    by: Scope,
    action: str,
    kind: str,
    object_id: int | None = None,
    organization_id: int | None = None,
    **detail: object,
) -> None:
    """Append one event. Must run inside the transaction of the act that it tells of."""
    Event.objects.create(
        viewer_id=by.viewer_id,
        role=by.role,
        action=action,
        object_kind=kind,
        object_id=object_id,
        organization_id=organization_id,
        detail=detail,
    )


def digest_of(events: list[Event], previous: str) -> str:
    """SHA-256 over the previous digest and every column of the events, in order."""
    digest = hashlib.sha256(previous.encode())
    for event in events:
        line = [
            event.pk,
            event.at.isoformat(),
            event.viewer_id,
            event.role,
            event.action,
            event.object_kind,
            event.object_id,
            event.organization_id,
            event.detail,
        ]
        digest.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


@transaction.atomic
def seal(*, by: Scope) -> int:
    """Seal every event that has no seal yet; returns how many events were sealed."""
    if connection.vendor == "postgresql":
        # ids are given before the commit: an act still under way may bring an event in below one that stands already
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    sealed = 0
    while True:
        last = Seal.objects.order_by("-last_event_id").first()
        events = list(Event.objects.filter(pk__gt=last.last_event_id if last else 0).order_by("pk")[:BATCH])
        if not events:
            return sealed
        previous = last.digest if last else START
        Seal.objects.create(
            first_event_id=events[0].pk,
            last_event_id=events[-1].pk,
            count=len(events),
            previous_digest=previous,
            digest=digest_of(events, previous),
        )
        sealed += len(events)
