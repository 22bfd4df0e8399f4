"""The sealed chain: any edit, deletion, insertion or reorder is found, and an end that was cut off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event as Moment

import pytest
from django.db import DatabaseError, connection, models, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.unlocking import unlocked
from xuezuo.audit import actions, anchors, chain, queries
from xuezuo.audit.models import Event, Seal
from xuezuo.audit.queries import Verdict
from xuezuo.scopes import Scope, operator

pytestmark = pytest.mark.django_db
SOMEBODY = Scope(viewer_id=7, viewer_name="", role="officer", organization_id=3, path="0001")


def write(number: int) -> None:
    for one in range(number):
        actions.record(
            by=SOMEBODY if one % 2 else operator(), action="enter", kind="record", object_id=one, note=f"第{one}次"
        )


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    monkeypatch.setattr(actions, "BATCH", 3)
    write(7)
    assert actions.seal(by=operator()) == 7
    return list(Event.objects.order_by("pk"))


@pytest.fixture
def forging(sealed: list[Event]) -> object:
    """The triggers are away: what remains is the chain."""
    with unlocked():
        yield


def found() -> Verdict:
    return queries.verify(operator())


def seal_number(number: int) -> Seal:
    return Seal.objects.order_by("pk")[number - 1]


def test_a_whole_chain_is_whole(sealed: list[Event]) -> None:
    assert found() == Verdict(newest=seal_number(3).digest)
    assert queries.extent(operator()) == {"seals": 3, "events": 7, "unsealed": 0}


def test_sealing_again_seals_only_what_is_new(sealed: list[Event]) -> None:
    write(1)
    assert queries.extent(operator())["unsealed"] == 1
    assert actions.seal(by=operator()) == 1
    assert found().is_whole


def test_the_suite_of_the_installation_names_the_hash(settings: Settings) -> None:
    for suite in ("aes", "sm"):
        settings.SUITE = suite
        write(1)
        actions.seal(by=operator())

    assert [seal.form for seal in Seal.objects.order_by("pk")] == ["sha256-2", "sm3-2"]
    assert found().is_whole
    with unlocked():
        Event.objects.filter(pk=seal_number(2).last_event_id).update(role="somebody")
    assert found() == Verdict("changed", seal_number(2))


def test_a_seal_of_the_first_form_is_still_proved(sealed: list[Event]) -> None:
    """Its digest read fewer columns and nothing of the seal itself."""
    rows = list(Event.objects.order_by("pk").values_list(*chain.READ)[:3])
    head = seal_number(1)
    old = chain.digest_of(rows, chain.START, (), "sha256-1")
    with unlocked():
        Seal.objects.filter(pk__gt=1).delete()
        Seal.objects.filter(pk=1).update(form="sha256-1", digest=old)
        assert found() == Verdict(newest=old)
        Event.objects.filter(pk=head.last_event_id).update(role="somebody")
    assert found() == Verdict("changed", seal_number(1))


@pytest.mark.parametrize("number", [0, 3, 6])
def test_an_edit_is_found(sealed: list[Event], forging: None, number: int) -> None:
    Event.objects.filter(pk=sealed[number].pk).update(detail={"note": "另一说法"})
    assert found() == Verdict("changed", seal_number(number // 3 + 1))


def test_a_deletion_is_found(sealed: list[Event], forging: None) -> None:
    sealed[4].delete()
    assert found() == Verdict("changed", seal_number(2))


def test_a_swap_is_found(sealed: list[Event], forging: None) -> None:
    first, second = sealed[0], sealed[1]
    Event.objects.filter(pk=first.pk).update(object_id=second.object_id, detail=second.detail)
    Event.objects.filter(pk=second.pk).update(object_id=first.object_id, detail=first.detail)
    assert found() == Verdict("changed", seal_number(1))


def test_a_seal_made_anew_over_forged_events_is_found_by_the_next(sealed: list[Event], forging: None) -> None:
    Event.objects.filter(pk=sealed[0].pk).update(role="somebody")
    seal = seal_number(1)
    rows = list(Event.objects.order_by("pk").values_list(*chain.READ)[:3])
    head = chain.head_of(1, rows[0][0], rows[-1][0], 3, seal.sealed_on)
    Seal.objects.filter(pk=seal.pk).update(digest=chain.digest_of(rows, chain.START, head, seal.form))
    assert found() == Verdict("changed", seal_number(2))


def test_an_event_slipped_in_between_two_seals_is_found(sealed: list[Event]) -> None:
    gap = sealed[-1].pk + 1
    Event.objects.create(pk=gap + 1, role="officer", action="enter", object_kind="record")
    assert actions.seal(by=operator()) == 1
    assert found().is_whole

    Event.objects.create(pk=gap, role="officer", action="forged", object_kind="record")
    assert found() == Verdict("changed", seal_number(4))


def other(field: models.Field, value: object, chance: Random) -> object:
    """Another value of the same column."""
    if isinstance(field, models.DateTimeField):
        return value + timedelta(microseconds=chance.choice([1, 1000, 10**9]))  # type: ignore[operator]
    if isinstance(field, models.JSONField):
        return {**value, chance.choice(["note", "more"]): chance.random()}  # type: ignore[dict-item]
    if isinstance(field, models.IntegerField):
        return chance.choice([1, 1_000]) + (value or 0)  # type: ignore[operator]
    return f"{value}x"[: field.max_length] if len(str(value)) < (field.max_length or 99) else "f" * 64


@pytest.mark.parametrize("number", range(60))
def test_any_one_change_to_any_column_of_any_row_is_found(sealed: list[Event], forging: None, number: int) -> None:
    chance = Random(number)
    model = chance.choice([Event, Seal])
    row = chance.choice(list(model.objects.order_by("pk")))
    field = chance.choice(model._meta.fields)
    value = getattr(row, field.name)
    if field.primary_key:
        value += 1_000  # further on, for the next numbers are taken
        model.objects.filter(pk=row.pk).update(id=value)
    else:
        changed = other(field, value, chance)
        try:
            with transaction.atomic():
                model.objects.filter(pk=row.pk).update(**{field.name: changed})
        except DatabaseError:
            return  # a constraint refused it
    assert found().problem == "changed", f"{model.__name__}.{field.name} of {row.pk}"


@pytest.mark.parametrize("number", range(20))
def test_any_row_taken_out_or_put_in_is_found(sealed: list[Event], forging: None, number: int) -> None:
    chance = Random(number)
    row = chance.choice([*Event.objects.all(), *Seal.objects.order_by("pk")[:2]])
    if chance.random() < 0.5 and isinstance(row, Event):
        later = Event.objects.filter(pk__gte=row.pk).order_by("-pk")
        for one in later:  # make room, in the middle of the sealed ones
            Event.objects.filter(pk=one.pk).update(id=one.pk + 1)
        Event.objects.create(pk=row.pk, role="officer", action="forged", object_kind="record")
    else:
        row.delete()
    assert found().problem == "changed"


def test_an_end_cut_off_is_found(
    sealed: list[Event], forging: None, data: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    write(2)
    with django_capture_on_commit_callbacks(execute=True):
        actions.seal(by=operator())
    last = seal_number(4)
    assert [line.number for line in anchors.lines()] == [1, 2, 3, 4]
    assert found() == Verdict(newest=last.digest)

    Event.objects.filter(pk__gte=last.first_event_id).delete()
    last.delete()
    assert found() == Verdict("cut", seal_number(3), seal_number(3).digest)

    (data / "seals.log").unlink()  # whoever takes the file too
    assert found().is_whole
    assert queries.verify(operator(), last.digest).problem == "unknown"  # meets the printed one
    assert queries.verify(operator(), seal_number(2).digest).is_whole


def test_the_end_cut_off_and_written_anew_is_found(
    sealed: list[Event], forging: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(1)
        actions.seal(by=operator())
    Event.objects.filter(pk=seal_number(4).last_event_id).update(role="somebody")
    Seal.objects.filter(pk=4).delete()
    actions.seal(by=operator())
    assert found() == Verdict("changed", seal_number(4))


def test_a_line_that_the_power_cut_short_is_written_again(
    sealed: list[Event], data: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.seal(by=operator())
    file = data / "seals.log"
    whole = file.read_text()
    file.write_text(whole[:-20])
    assert found().is_whole
    with django_capture_on_commit_callbacks(execute=True):
        actions.seal(by=operator())
    assert file.read_text() == whole
    assert found().is_whole


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET role = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_seal SET count = 1",
        "DELETE FROM audit_seal",
    ],
)
def test_the_database_refuses_every_change(sealed: list[Event], change: str) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Event.objects.count() == 7


def test_the_database_refuses_to_replace_or_empty(sealed: list[Event]) -> None:
    first = sealed[0].pk
    if connection.vendor == "sqlite":
        change = f"INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = {first}"
    else:
        change = "TRUNCATE audit_event"
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Event.objects.count() == 7


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

    assert found().is_whole
    assert queries.extent(operator()) == {"seals": 1, "events": 2, "unsealed": 0}
