"""Reading events, and proving that the sealed chain is whole."""

from django.db.models import QuerySet

from xuezuo.audit.actions import START, digest_of
from xuezuo.audit.models import Event, Seal
from xuezuo.scopes import Scope


def events_of(scope: Scope, kind: str, object_id: int) -> QuerySet[Event]:
    """The history of one object, oldest first. The caller has already shown that `scope` may see the object."""
    return Event.objects.filter(object_kind=kind, object_id=object_id).order_by("pk")


def first_broken_seal(scope: Scope) -> Seal | None:
    """The first seal whose events were edited, added to, deleted or put in another order; None when all is whole."""
    previous, reach = START, 0
    for seal in Seal.objects.order_by("first_event_id").iterator():
        events = list(Event.objects.filter(pk__gt=reach, pk__lte=seal.last_event_id).order_by("pk"))
        whole = seal.previous_digest == previous and len(events) == seal.count
        if not whole or digest_of(events, previous) != seal.digest:
            return seal
        previous, reach = seal.digest, seal.last_event_id
    return None


def extent(scope: Scope) -> dict[str, int]:
    """`{"seals", "events", "unsealed"}`: how far the chain reaches."""
    last = Seal.objects.order_by("-last_event_id").first()
    return {
        "seals": Seal.objects.count(),
        "events": sum(Seal.objects.values_list("count", flat=True)),
        "unsealed": Event.objects.filter(pk__gt=last.last_event_id if last else 0).count(),
    }
