"""Absences, what makes them good, and plans drafted from blank spots."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.records.conftest import TODAY, Place
from xuezuo.audit.models import Event
from xuezuo.records import actions, queries
from xuezuo.records.models import Absence, MakeUp, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

DONE = date(2016, 10, 19)


def names(place: Place) -> list[str]:
    return [missed.absence.member.name for missed in queries.make_up_list(place.carol, place.branch.pk)]


@pytest.fixture
def meeting(place: Place) -> Record:
    """A meeting on the constitution that 丁一 and 丁二 missed."""
    absent = [(place.members[0].pk, "leave"), (place.members[1].pk, "duty")]
    return actions.enter(**place.entry(attended=3, absent=absent, readings=[place.readings["RD01"].pk]))


def test_the_absent_stand_on_the_list_until_made_up(place: Place, meeting: Record) -> None:
    assert names(place) == ["丁一", "丁二"]
    ids = [absence.pk for absence in meeting.absences.all()]
    made = actions.make_up(by=place.carol, absences=ids, done_on=DONE, way="buddy", note=" 一起读 ")
    assert [(one.way, one.note, one.entered_by) for one in made] == [("buddy", "一起读", place.carol.viewer_id)] * 2
    assert names(place) == []
    assert Event.objects.filter(action="make_up.enter").count() == 2


def test_sent_twice_is_made_up_once(place: Place, meeting: Record) -> None:
    ids = [absence.pk for absence in meeting.absences.all()]
    for _ in range(2):
        actions.make_up(by=place.carol, absences=ids, done_on=DONE, way="door")
    assert MakeUp.objects.count() == 2
    with pytest.raises(Refusal, match="2016-10-19"):
        actions.make_up(by=place.carol, absences=ids, done_on=DONE, way="remote")


def test_all_or_none_is_made_up(place: Place, meeting: Record) -> None:
    first, second = meeting.absences.order_by("pk")
    actions.make_up(by=place.carol, absences=[second.pk], done_on=DONE, way="door")
    with pytest.raises(Refusal):
        actions.make_up(by=place.carol, absences=[first.pk, second.pk], done_on=TODAY, way="door")
    assert not MakeUp.objects.filter(absence=first).exists()


@pytest.mark.parametrize(
    ("done_on", "way", "code"),
    [
        (date(2016, 10, 17), "door", "make_up_too_early"),
        (date(2016, 10, 21), "door", "make_up_in_future"),
        (DONE, "telepathy", "record_word_unknown"),
    ],
)
def test_what_cannot_be_is_refused(place: Place, meeting: Record, done_on: date, way: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        actions.make_up(by=place.carol, absences=[meeting.absences.all()[0].pk], done_on=done_on, way=way)
    assert caught.value.code == code


def test_nobody_chosen_is_refused(place: Place) -> None:
    with pytest.raises(Refusal) as caught:
        actions.make_up(by=place.carol, absences=[], done_on=DONE, way="door")
    assert caught.value.code == "make_up_of_nobody"


def test_a_make_up_is_undone_within_a_day_only(place: Place, meeting: Record) -> None:
    absence = meeting.absences.all()[0]
    [made] = actions.make_up(by=place.carol, absences=[absence.pk], done_on=DONE, way="door")
    MakeUp.objects.filter(pk=made.pk).update(entered_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refusal, match="24"):
        actions.undo_make_up(by=place.carol, make_up=MakeUp.objects.get(pk=made.pk))
    MakeUp.objects.filter(pk=made.pk).update(entered_at=timezone.now() - timedelta(hours=23))
    actions.undo_make_up(by=place.carol, make_up=MakeUp.objects.get(pk=made.pk))
    assert names(place) == ["丁一", "丁二"]
    assert Event.objects.filter(action="make_up.undo", object_id=absence.pk).count() == 1


def test_who_heard_it_elsewhere_makes_nothing_up(place: Place, meeting: Record) -> None:
    second = place.members[1]
    actions.enter(
        **place.entry(
            held_on=DONE, attended=4, absent=[(second.pk, "duty")], kinds=["group_study"], readings=_rd01(place)
        )
    )
    assert names(place) == ["丁二", "丁二"]
    visited = factories.record(place.sibling, DONE, readings=(place.readings["RD01"],))
    visited.guest_attendances.create(member=second)
    assert names(place) == []
    assert queries.not_reached(place.carol, place.branch.pk, place.readings["RD01"]) == set()


def _rd01(place: Place) -> list[int]:
    return [place.readings["RD01"].pk]


def test_a_make_up_counts_for_the_text_wherever_it_was_missed(place: Place, meeting: Record) -> None:
    again = actions.enter(
        **place.entry(held_on=DONE, attended=4, absent=[(place.members[0].pk, "duty")], readings=_rd01(place))
    )
    assert names(place) == ["丁一", "丁一"]  # 丁二 came the second time
    actions.make_up(by=place.carol, absences=[again.absences.get().pk], done_on=TODAY, way="door")
    assert names(place) == []


def test_a_meeting_without_texts_still_lists_who_missed_it(place: Place) -> None:
    actions.enter(**place.entry(attended=4, absent=[(place.members[2].pk, "abroad")]))
    [missed] = queries.make_up_list(place.carol, place.branch.pk)
    assert (missed.absence.member.name, missed.readings) == ("丁三", ())


def test_a_meeting_of_part_of_the_branch_asks_no_make_up(place: Place) -> None:
    actions.enter(**place.entry(kinds=["committee"], attended=2, absent=[(place.members[0].pk, "duty")]))
    assert names(place) == []


def test_who_moved_away_is_no_longer_asked(place: Place, meeting: Record) -> None:
    place.members[0].memberships.update(valid_to=TODAY)
    assert names(place) == ["丁二"]


def test_names_are_for_the_branch_and_its_direct_superior(place: Place, meeting: Record) -> None:
    assert len(queries.make_up_list(place.bob, place.branch.pk)) == 2
    for stranger in (place.alice, place.chelsea):
        with pytest.raises(NotVisible):
            queries.make_up_list(stranger, place.branch.pk)
    assert queries.names_on(place.alice, queries.record(place.alice, meeting.pk)) == {}
    assert set(queries.names_on(place.bob, queries.record(place.bob, meeting.pk)).values()) == {"丁一", "丁二"}


def test_others_can_neither_see_nor_make_up(place: Place, meeting: Record) -> None:
    ids = list(Absence.objects.values_list("pk", flat=True))
    neighbour = factories.scope(factories.user("secretary", place.sibling))
    for stranger in (neighbour, place.chelsea, place.alice):
        with pytest.raises(NotVisible):
            actions.make_up(by=stranger, absences=ids, done_on=DONE, way="door")
    with pytest.raises(NotVisible):
        queries.record(neighbour, meeting.pk)
