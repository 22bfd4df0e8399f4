"""Writing events and sealing them. `record` is called by every other room's actions, inside their transaction."""

from django.db import connection, transaction
from django.utils import timezone

from xuezuo.audit import anchors, chain, rows
from xuezuo.audit.models import Event, Seal
from xuezuo.scopes import Scope
from xuezuo.statements import ask

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
    given = rows.values(by, action, kind, object_id, organization_id, detail)
    # every act of the house ends here, and nobody needs the id: written out, without the third of a millisecond that
    # making the statement anew would take
    ask(rows.INSERT, given)


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
    found = list(waiting.values_list(*chain.READ)[:BATCH])
    if not found:
        return None
    number, previous = (last.pk + 1, last.digest) if last else (1, chain.START)
    form, now = chain.form_now(), timezone.now()
    head = chain.head_of(number, found[0][0], found[-1][0], len(found), now)
    return Seal.objects.create(
        id=number,  # told by ourselves: a gap is a seal taken out
        first_event_id=found[0][0],
        last_event_id=found[-1][0],
        count=len(found),
        form=form,
        previous_digest=previous,
        digest=chain.digest_of(found, previous, head, form),
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
