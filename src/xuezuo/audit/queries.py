"""Reading events, and proving that the sealed chain is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from xuezuo.audit import anchors, chain
from xuezuo.audit.models import Event, Seal
from xuezuo.scopes import Scope

CHUNK = 5_000


def events_of(scope: Scope, kind: str, object_id: int) -> QuerySet[Event]:
    """The history of one object, oldest first. The caller has already shown that `scope` may see the object."""
    return Event.objects.filter(object_kind=kind, object_id=object_id).order_by("pk")


@dataclass(frozen=True)
class Verdict:
    """`problem` is "" for a whole chain, else `changed` (the events of `seal`), `cut` (the end is missing; `seal` is
    the last that stands) or `unknown` (the given digest is no seal's). `newest` is the digest to write down."""

    problem: str = ""
    seal: Seal | None = None
    newest: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.problem


def verify(scope: Scope, against: str = "") -> Verdict:
    """Read the chain once, from the first event, in flat memory.

    Finds events edited, added, deleted or put in another order; seals likewise; and an end cut off, by the digests kept
    outside the database and by one that somebody wrote down (`against`).
    """
    end = anchors.newest()  # before the seals are read: what is sealed meanwhile must not look cut off
    kept = (one for one in anchors.lines() if end and one.number <= end.number)
    anchor = next(kept, None)
    before: Seal | None = None
    met = not against
    for seal, is_whole in _judged():
        is_kept = True
        if anchor and anchor.number == seal.pk:
            is_kept = (anchor.last_event_id, anchor.digest) == (seal.last_event_id, seal.digest)
            anchor = next(kept, None)
        if not is_whole or not is_kept:
            return Verdict("changed", seal)
        met = met or seal.digest == against
        before = seal
    newest = before.digest if before else ""
    if anchor:
        return Verdict("cut", before, newest)
    return Verdict("" if met else "unknown", None, newest)


def _judged() -> Iterator[tuple[Seal, bool]]:
    """Every seal in the order of the chain, and whether it says what stands there."""
    rows = _Rows()
    number, previous = 0, chain.START
    for seal in Seal.objects.order_by("last_event_id", "pk").iterator(CHUNK):
        number = seal.pk if seal.form.endswith("-1") else number + 1  # the first form did not count its seals
        first, count = seal.first_event_id, seal.count
        events = rows.up_to(seal.last_event_id)
        head = chain.head_of(number, first, seal.last_event_id, count, seal.sealed_on)
        is_whole = seal.form in chain.FORMS and chain.digest_of(events, previous, head, seal.form) == seal.digest
        told = (seal.previous_digest, first, seal.last_event_id, count)
        yield seal, is_whole and told == (previous, rows.first, rows.last, rows.count) and seal.pk == number
        previous = seal.digest


class _Rows:
    """All events in order, handed out seal by seal; what the last part began and ended with, and its length."""

    def __init__(self) -> None:
        self._rows = Event.objects.order_by("pk").values_list(*chain.READ).iterator(CHUNK)
        self._next: tuple[Any, ...] | None = next(self._rows, None)
        self.first = self.last = self.count = 0

    def up_to(self, last: int) -> Iterator[tuple[Any, ...]]:
        self.first = self._next[0] if self._next else 0
        self.count = 0
        while (row := self._next) and row[0] <= last:
            self.last = row[0]
            self.count += 1
            self._next = next(self._rows, None)
            yield row


def extent(scope: Scope) -> dict[str, int]:
    """`{"seals", "events", "unsealed"}`: how far the chain reaches."""
    last = Seal.objects.order_by("-pk").first()
    return {
        "seals": Seal.objects.count(),
        "events": Seal.objects.aggregate(sum=Sum("count"))["sum"] or 0,
        "unsealed": Event.objects.filter(pk__gt=last.last_event_id if last else 0).count(),
    }
