"""A phone's envelopes: each once, in whatever order and however often, and nothing of anybody else is written over."""

import uuid
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.records.conftest import Place
from xuezuo.records import actions
from xuezuo.records.contents import content_of, fingerprint
from xuezuo.records.envelopes import Answer, Envelope
from xuezuo.records.models import MakeUp, Received, Record
from xuezuo.records.queries.phones import pack_for
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

MEETING = {"held_on": date(2016, 10, 18), "kinds": ["general"], "attended": 5}


def envelope(kind: str = "enter", number: uuid.UUID | None = None, **parts: Any) -> Envelope:
    road = {name: parts.pop(name) for name in ("seen", "after", "another") if name in parts}
    return Envelope(number or uuid.uuid4(), kind, (MEETING if kind == "enter" else {}) | parts, **road)


@pytest.fixture
def send(place: Place):
    def sent(one: Envelope, by: Any = None) -> Answer:
        return actions.take(by=by or place.carol, organization=place.branch, envelope=one)

    return sent


def test_an_entry_sent_three_times_is_one_record(send):
    one = envelope()

    assert [send(one).word for _ in range(3)] == ["taken", "already", "already"]
    assert Record.objects.get().client_id == one.client_id


def test_the_same_number_with_other_content_is_shown_and_changes_nothing(send):
    first = send(envelope(number=(number := uuid.uuid4())))

    answer = send(envelope(number=number, subject="别的"))

    assert (answer.word, answer.why) == ("conflict", "other_content")
    assert answer.theirs["content"]["subject"] == ""
    assert answer.version == first.version
    assert Record.objects.get().subject == ""


def test_what_the_page_entered_under_this_number_is_not_entered_again(place, send):
    number = uuid.uuid4()
    actions.enter(**place.entry(client_id=number))

    assert send(envelope(number=number)).word == "already"
    assert send(envelope(number=number, attended=4, absent=[(place.members[0].pk, "leave")])).word == "conflict"
    assert Record.objects.get().attended == 5


def test_a_correction_waits_for_its_entry_and_builds_on_what_the_phone_has_not_heard_of(send):
    entry = envelope()
    first = envelope("correct", record=entry.client_id, seen=str(entry.client_id), reason="改", subject="甲")
    second = envelope("correct", record=entry.client_id, seen=str(first.client_id), reason="改", subject="乙")

    assert [send(one).word for one in (second, first)] == ["wait", "wait"]
    assert send(entry).word == "taken"
    assert send(second).word == "wait"
    assert [send(one).word for one in (first, second, first, entry, second)] == ["taken"] * 2 + ["already"] * 3
    assert Record.objects.get().subject == "乙"
    assert Received.objects.count() == 3


def test_an_envelope_waits_for_those_that_it_comes_after(send):
    first, second = envelope(), envelope(held_on=date(2016, 10, 11))
    later = Envelope(second.client_id, "enter", second.body, after=(first.client_id,))

    assert [send(one).word for one in (later, first, later)] == ["wait", "taken", "taken"]


def test_another_person_s_change_in_between_is_left_for_a_person(place, send):
    entry = envelope()
    seen = send(entry).version
    record = Record.objects.get()
    actions.correct(by=place.bob, record=record, reason="镇里改", place="镇政府")

    answer = send(mine := envelope("correct", record=entry.client_id, seen=seen, reason="改", place="村部"))

    assert (answer.word, answer.why, answer.theirs["content"]["place"]) == ("conflict", "changed", "镇政府")
    assert answer.theirs["who"] == "bob"
    assert Record.objects.get().place == "镇政府"
    chosen = envelope("correct", **(mine.body | {"seen": answer.version}))
    assert send(chosen).word == "taken"
    assert Record.objects.get().place == "村部"


def test_the_same_change_by_two_people_is_no_conflict(place, send):
    entry = envelope()
    seen = send(entry).version
    actions.correct(by=place.bob, record=Record.objects.get(), reason="镇里改", place="村部")

    assert send(envelope("correct", record=entry.client_id, seen=seen, reason="改", place="村部")).word == "taken"
    assert Record.objects.get().corrections.count() == 1


def test_a_meeting_that_somebody_entered_already_is_shown_before_it_is_entered_twice(place, send):
    theirs = actions.enter(**place.entry(subject="镇里录的"))

    answer = send(one := envelope())
    assert (answer.word, answer.why, answer.theirs["content"]["subject"]) == ("conflict", "same_day", "镇里录的")

    assert send(Envelope(one.client_id, "enter", one.body, another=(theirs.client_id,))).word == "taken"
    assert Record.objects.count() == 2


def test_a_refused_entry_may_come_again_put_right(send):
    number = uuid.uuid4()
    with pytest.raises(Refusal) as refused:
        send(envelope(number=number, held_on=date(2016, 10, 23)))

    assert refused.value.code == "record_in_future"
    assert send(envelope(number=number, held_on=date(2016, 10, 20))).word == "taken"


def test_claims_and_make_ups_come_once_too(place, send):
    away = place.members[0]
    entry = envelope(kinds=["lecture"], attended=4, absent=[(away.pk, "leave")], claims=[])
    claim = envelope("claim", record=entry.client_id, requirement=place.requirements["LECTURE"].pk)
    made = envelope(
        "make_up", record=entry.client_id, members=[away.pk], done_on=date(2016, 10, 19), way="door", note=""
    )
    back = envelope("withdraw", record=entry.client_id, requirement=place.requirements["LECTURE"].pk)

    assert [send(one).word for one in (entry, claim, made, back, claim, made)] == ["taken"] * 4 + ["already"] * 2
    assert Record.objects.get().claims.count() == 0
    assert MakeUp.objects.get().way == "door"
    other = envelope("make_up", **(made.body | {"done_on": date(2016, 10, 20)}))
    assert send(other).why == "made_up"
    assert MakeUp.objects.get().done_on == date(2016, 10, 19)


def test_nobody_sends_for_another_branch_or_touches_its_records(place, send):
    entry = envelope()
    send(entry)

    with pytest.raises(NotVisible):
        send(envelope(), by=place.chelsea)
    with pytest.raises(NotVisible):
        actions.take(by=place.carol, organization=place.sibling, envelope=envelope())
    there = actions.take(
        by=place.bob,
        organization=place.sibling,
        envelope=envelope("correct", record=entry.client_id, seen=str(entry.client_id), reason="改", subject="越界"),
    )
    assert there.word == "wait"  # as for a record that is not here at all
    assert Record.objects.get().subject == ""


def test_the_version_names_the_content(place, send):
    answer = send(envelope())

    assert answer.version == fingerprint(content_of(Record.objects.get()))
    assert len(answer.version) == 32


def test_a_pack_holds_what_the_form_needs_and_no_more_about_people(place):
    away = place.members[1]
    actions.enter(**place.entry(kinds=["lecture"], attended=4, absent=[(away.pk, "leave")], readings=[]))

    pack = pack_for(place.carol, place.branch.placements.get())

    assert sorted((row[0], row[1]) for row in pack["roster"]) == [(one.pk, one.name) for one in place.members]
    assert {len(row) for row in pack["roster"]} == {4}
    assert [one["id"] for one in pack["requirements"]] == [
        place.requirements[name].pk for name in ("TALK", "LECTURE", "ANY", "LATER")
    ]
    assert [one["title"] for one in pack["texts"] if one["next"]] == ["章程", "准则"]
    assert pack["records"][0]["content"]["absent"] == [[away.pk, "leave"]]
    assert pack["missed"] == [
        {"record": pack["records"][0]["record"], "held_on": "2016-10-18", "member": away.pk, "texts": []}
    ]
    with pytest.raises(NotVisible):
        pack_for(place.alice, place.branch.placements.get())


def test_a_phone_tells_members_with_one_name_apart(place):
    born = date(1970, 5, 1), date(1988, 5, 1)
    both = [factories.member(place.branch, "王芳", birth_on=day) for day in born]

    roster = {row[0]: row[1] for row in pack_for(place.carol, place.branch.placements.get())["roster"]}

    first, second = (roster[one.pk] for one in both)
    assert "1970" in first
    assert "1988" in second
    assert {roster[one.pk] for one in place.members} == {one.name for one in place.members}


def test_a_pack_stays_below_its_size_and_says_what_it_left_out(place, monkeypatch):
    for number in range(20):
        factories.member(place.branch, f"欧阳{number}" * 8)
    for day in range(1, 9):
        factories.record(place.branch, date(2016, 10, day), summary="记" * 5000)
    monkeypatch.setattr("xuezuo.records.queries.phones.MOST_BYTES", 60_000)

    pack = pack_for(place.carol, place.branch.placements.get())

    assert pack["shortened"]
    assert 0 < len(pack["records"]) < 8
    assert len(pack["roster"]) == 5 + 20


def test_what_changes_a_record_that_was_taken_back_is_refused_and_waits_for_nothing(place, send):
    entry = envelope()
    send(entry)
    actions.withdraw(by=place.bob, record=Record.objects.get(), reason="重复")

    for one in (entry, envelope("correct", record=entry.client_id, seen="x", reason="改", subject="甲")):
        with pytest.raises(Refusal) as refused:
            send(one)
        assert refused.value.code == "record_withdrawn"
    assert not Record.objects.exists()
