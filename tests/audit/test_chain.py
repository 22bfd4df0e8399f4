"""The sealed chain: any edit, deletion or reorder of an event is found."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Moment

import pytest
from django.db import connection, transaction

from xuezuo.audit import actions, queries
from xuezuo.audit.models import Event, Seal
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    monkeypatch.setattr(actions, "BATCH", 3)
    for number in range(7):
        actions.record(by=operator(), action="enter", kind="record", object_id=number, note=f"第{number}次")
    assert actions.seal(by=operator()) == 7
    return list(Event.objects.order_by("pk"))


def test_a_whole_chain_is_whole(sealed: list[Event]) -> None:
    assert queries.first_broken_seal(operator()) is None
    assert queries.extent(operator()) == {"seals": 3, "events": 7, "unsealed": 0}


def test_sealing_again_seals_only_what_is_new(sealed: list[Event]) -> None:
    actions.record(by=operator(), action="enter", kind="record")
    assert queries.extent(operator())["unsealed"] == 1
    assert actions.seal(by=operator()) == 1
    assert queries.first_broken_seal(operator()) is None


@pytest.mark.parametrize("number", [0, 3, 6])
def test_an_edit_is_found(sealed: list[Event], number: int) -> None:
    Event.objects.filter(pk=sealed[number].pk).update(detail={"note": "另一说法"})
    broken = queries.first_broken_seal(operator())
    assert broken is not None
    assert broken.first_event_id <= sealed[number].pk <= broken.last_event_id


def test_a_deletion_is_found(sealed: list[Event]) -> None:
    sealed[4].delete()
    assert queries.first_broken_seal(operator()) == Seal.objects.order_by("pk")[1]


def test_a_swap_is_found(sealed: list[Event]) -> None:
    first, second = sealed[0], sealed[1]
    Event.objects.filter(pk=first.pk).update(object_id=second.object_id, detail=second.detail)
    Event.objects.filter(pk=second.pk).update(object_id=first.object_id, detail=first.detail)
    assert queries.first_broken_seal(operator()) == Seal.objects.order_by("pk").first()


def test_a_seal_made_anew_over_forged_events_is_found_by_the_next(sealed: list[Event]) -> None:
    Event.objects.filter(pk=sealed[0].pk).update(role="somebody")
    seal = Seal.objects.order_by("pk")[0]
    events = list(Event.objects.filter(pk__range=(seal.first_event_id, seal.last_event_id)).order_by("pk"))
    Seal.objects.filter(pk=seal.pk).update(digest=actions.digest_of(events, actions.START))
    assert queries.first_broken_seal(operator()) == Seal.objects.order_by("pk")[1]


def test_an_event_slipped_in_between_two_seals_is_found(sealed: list[Event]) -> None:
    gap = sealed[-1].pk + 1
    Event.objects.create(pk=gap + 1, role="officer", action="enter", object_kind="record")
    assert actions.seal(by=operator()) == 1
    assert queries.first_broken_seal(operator()) is None

    Event.objects.create(pk=gap, role="officer", action="forged", object_kind="record")
    assert queries.first_broken_seal(operator()) == Seal.objects.order_by("pk").last()


@pytest.mark.django_db(transaction=True)
def test_an_act_under_way_is_waited_for() -> None:
    """Its event has a lower id than one that stands already; sealed without it, the chain would look forged later."""
    written, go_on = Moment(), Moment()

    def act() -> None:
        with transaction.atomic():
            actions.record(by=operator(), action="long", kind="record")
            written.set()
            go_on.wait(0 if connection.vendor == "sqlite" else 0.5)  # SQLite lets in one writer anyway
        connection.close()

    with ThreadPoolExecutor(1) as other:
        done = other.submit(act)
        written.wait()
        if connection.vendor == "sqlite":
            done.result()
        actions.record(by=operator(), action="short", kind="record")
        assert actions.seal(by=operator()) == 2
        done.result()

    assert queries.first_broken_seal(operator()) is None
    assert queries.extent(operator()) == {"seals": 1, "events": 2, "unsealed": 0}
