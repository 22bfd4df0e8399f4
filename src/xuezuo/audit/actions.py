"""Writing events and sealing them. `record` is called by every other room's actions, inside their transaction."""

from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from xuezuo.audit import anchors, chain, requests
from xuezuo.audit.models import Event, Seal
from xuezuo.scopes import Scope

BATCH = 5_000
"""Events a seal: a broken one is found within this many rows."""


def record(
    *,
    by: Scope,
    action: str,
    kind: str,
    object_id: int | None = None,
    organization_id: int | None = None,
    **detail: object,
) -> None:
    """Append one event, with for whom and by which token it was done. Must run inside the transaction of the act that it tells of."""
    event = Event(
        at=timezone.now(),
        viewer_id=by.viewer_id,
        role=by.role,
        actor_organization_id=by.organization_id,
        request_id=requests.current.get(),
        action=action,
        object_kind=kind,
        object_id=object_id,
        organization_id=organization_id,
        detail=detail | by.told(),
    )
    # every act of the house ends here, and nobody needs the id: written out, without the third of a millisecond that
    # making the statement anew would take
    with connection.cursor() as cursor:
        cursor.execute(
            _insert(), [field.get_db_prep_save(getattr(event, field.attname), connection) for field in _fields()]
        )


@cache
def _fields() -> tuple[Any, ...]:
    return tuple(field for field in Event._meta.local_concrete_fields if not field.primary_key)


@cache
def _insert() -> str:
    names = ", ".join(f'"{field.column}"' for field in _fields())
    places = ", ".join(["%s"] * len(_fields()))
    return f'INSERT INTO "{Event._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608 - the model's own columns


@transaction.atomic
def seal(*, by: Scope) -> int:
    """Seal every event that has no seal yet, with the hash of the installation's suite; returns how many it were.

    Once it is committed, the new digests are kept outside the database too (`anchors`).
    """
    if connection.vendor == "postgresql":
        # ids are given before the commit: an act still under way may bring an event in below one that stands already
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    last = Seal.objects.order_by("-pk").first()
    sealed = 0
    while made := _next_seal(last):
        sealed += made.count
        last = made
    transaction.on_commit(_keep_digests)
    return sealed


def _next_seal(last: Seal | None) -> Seal | None:
    waiting = Event.objects.filter(pk__gt=last.last_event_id if last else 0).order_by("pk")
    rows = list(waiting.values_list(*chain.READ)[:BATCH])
    if not rows:
        return None
    number, previous = (last.pk + 1, last.digest) if last else (1, chain.START)
    form, now = chain.form_now(), timezone.now()
    head = chain.head_of(number, rows[0][0], rows[-1][0], len(rows), now)
    return Seal.objects.create(
        id=number,  # told by ourselves: a gap is a seal taken out
        first_event_id=rows[0][0],
        last_event_id=rows[-1][0],
        count=len(rows),
        form=form,
        previous_digest=previous,
        digest=chain.digest_of(rows, previous, head, form),
        sealed_on=now,
    )


def _keep_digests() -> None:
    known = anchors.newest()
    anchors.add(list(Seal.objects.filter(pk__gt=known.number if known else 0).order_by("pk")))


@transaction.atomic
def told_of_reading(
    *,
    by: Scope,
    action: str,
    kind: str,
    object_id: int | None = None,
    organization_id: int | None = None,
    **detail: object,
) -> None:
    """Append the event of a read that is one by `words.READS`, or of reading the log itself; nothing else is written."""
    record(by=by, action=action, kind=kind, object_id=object_id, organization_id=organization_id, **detail)
