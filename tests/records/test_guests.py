"""D8.12: who attends elsewhere counts at home once. A guest's name is words until their own branch recognises them."""

from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.records.conftest import Place
from xuezuo.indicators.queries import figures
from xuezuo.organizations.models import Floating, GroupMembership, Member
from xuezuo.organizations.queries import placement_of
from xuezuo.records import actions, queries
from xuezuo.records.contents import as_first_entered, content_of
from xuezuo.records.models import GuestAttendance, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator


@pytest.fixture
def sister(place: Place) -> Scope:
    """The secretary of the branch next door."""
    return factories.scope(factories.user("secretary", place.sibling))


@pytest.fixture
def visitor(place: Place) -> Member:
    return factories.member(place.sibling, "戊二")


@pytest.fixture
def meeting(place: Place) -> Record:
    """Carol's meeting with the text RD01, two guests counted."""
    return actions.enter(**place.entry(guests=2, readings=[place.readings["RD01"].pk]))


def coverage(code: str) -> tuple[int, int]:
    told = figures(operator(), code, ["study_coverage"], as_of=date(2016, 10, 20))["figures"][0]
    return told["settled"], told["expected"]


def test_a_guest_counts_at_home_once_after_their_branch_recognised_them(
    place: Place, sister: Scope, visitor: Member, meeting: Record
) -> None:
    before, whole = coverage("099001002"), coverage("099")
    note = actions.note_guest(by=place.carol, record=meeting, name="戊二", home=place.sibling)
    assert coverage("099001002") == before
    assert [one.pk for one in queries.notes_waiting(sister, placement_of(sister, place.sibling.pk))] == [note.pk]
    actions.answer_guest(by=sister, note=note, member=visitor.pk)
    assert coverage("099001002") == (before[0] + 1, before[1])
    assert coverage("099") == (whole[0] + 1, whole[1])
    told = queries.attended_elsewhere(sister, place.sibling.pk)
    assert [(one.member, one.held_on, one.host) for one in told] == [(visitor, date(2016, 10, 18), "松溪村党支部")]
    assert list(queries.notes_waiting(sister, placement_of(sister, place.sibling.pk))) == []
    # heard again at home, it is still one member
    factories.record(place.sibling, date(2016, 10, 19), readings=(place.readings["RD01"],))
    members = 2
    assert coverage("099001002")[0] == members


def test_nothing_is_told_to_the_host_before_the_answer(place: Place, visitor: Member, meeting: Record) -> None:
    """A right name and a wrong one look the same to whoever writes them."""
    right = actions.note_guest(by=place.carol, record=meeting, name="戊二", home=place.sibling)
    wrong = actions.note_guest(by=place.carol, record=meeting, name="查无此人", home=place.sibling)
    told = [(one.name, one.home, hasattr(one, "answer")) for one in queries.notes_of(place.carol, meeting)]
    assert told == [("戊二", place.sibling, False), ("查无此人", place.sibling, False)]
    assert (right.record_id, wrong.record_id) == (meeting.pk, meeting.pk)
    assert not GuestAttendance.objects.exists()


def test_ids_cannot_be_tried(place: Place, visitor: Member, meeting: Record) -> None:
    with pytest.raises(Refusal) as refused:
        actions.correct(by=place.carol, record=meeting, reason="补", guest_members=[visitor.pk])
    assert refused.value.code == "guest_not_here"


def test_who_lives_here_by_their_branch_s_word_is_named_at_once(
    place: Place, sister: Scope, visitor: Member, meeting: Record
) -> None:
    grouped = GroupMembership.objects.create(member=visitor, group="floating", valid_from=date(2016, 1, 1))
    factories_time = {"entered_by": 1, "entered_at": "2016-01-01T00:00:00Z"}
    Floating.objects.create(grouped=grouped, destination="松溪", receiving=place.branch, **factories_time)
    assert queries.floating_here(place.carol, place.branch.pk) == [visitor]
    actions.correct(by=place.carol, record=meeting, reason="补", guest_members=[visitor.pk])
    assert [one.member for one in queries.attended_elsewhere(sister, place.sibling.pk)] == [visitor]


def test_more_guests_named_than_counted_correct_the_number(place: Place, meeting: Record) -> None:
    for name in ("戊二", "戊三", "戊四"):
        actions.note_guest(by=place.carol, record=meeting, name=name, home=place.sibling)
    meeting.refresh_from_db()
    assert meeting.guests == 3
    assert [(one.before, one.after) for one in meeting.corrections.all()] == [({"guests": 2}, {"guests": 3})]


def test_the_phone_that_sends_the_meeting_again_is_answered_as_before(
    place: Place, sister: Scope, visitor: Member, meeting: Record
) -> None:
    first = content_of(meeting)
    note = actions.note_guest(by=place.carol, record=meeting, name="戊二", home=place.sibling)
    actions.answer_guest(by=sister, note=note, member=visitor.pk)
    assert content_of(meeting).guest_members == (visitor.pk,)
    assert as_first_entered(meeting) == first


def test_only_the_home_branch_answers_and_once(place: Place, sister: Scope, visitor: Member, meeting: Record) -> None:
    note = actions.note_guest(by=place.carol, record=meeting, name="戊二", home=place.sibling)
    with pytest.raises(NotVisible):
        actions.answer_guest(by=place.carol, note=note, member=visitor.pk)
    with pytest.raises(NotVisible):
        queries.guest_note(place.carol, note.pk, at_home=True)
    with pytest.raises(Refusal) as refused:
        actions.answer_guest(by=sister, note=note, member=place.members[0].pk)
    assert refused.value.code == "guest_not_ours"
    actions.answer_guest(by=sister, note=note, member=None)
    with pytest.raises(Refusal) as refused:
        actions.answer_guest(by=sister, note=note, member=visitor.pk)
    assert refused.value.code == "guest_answered"
    with pytest.raises(Refusal) as refused:
        actions.take_back_note(by=place.carol, note=note)
    assert refused.value.code == "guest_answered"
    assert not GuestAttendance.objects.exists()


@pytest.mark.parametrize(
    ("name", "home", "code"),
    [
        (" ", "sibling", "guest_name_missing"),
        ("戊", "branch", "guest_home_own"),
        ("戊", "township", "guest_home_not_branch"),
    ],
)
def test_what_cannot_be_a_guest_is_refused(place: Place, meeting: Record, name: str, home: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.note_guest(by=place.carol, record=meeting, name=name, home=getattr(place, home))
    assert refused.value.code == code


def test_of_a_guest_nothing_but_the_name_is_read(
    place: Place, sister: Scope, visitor: Member, meeting: Record, django_assert_max_num_queries: Any
) -> None:
    Member.objects.filter(pk=visitor.pk).update(name="丁一", birth_on=date(1970, 1, 1))
    note = actions.note_guest(by=place.carol, record=meeting, name="丁一", home=place.sibling)
    actions.answer_guest(by=sister, note=note, member=visitor.pk)
    actions.correct(by=place.carol, record=meeting, reason="补", attended=4, absent=[(place.members[0].pk, "leave")])
    with django_assert_max_num_queries(20) as asked:
        found = queries.names_on(place.carol, queries.record(place.carol, meeting.pk))
    assert found == {visitor.pk: "丁一", place.members[0].pk: "丁一"}
    assert not any("id_number" in (one["sql"] or "") for one in asked.captured_queries)


def test_names_of_many_records_cost_as_much_as_of_one(place: Place, django_assert_max_num_queries: Any) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(60) as found:
            actions.export(by=place.carol, organization=place.branch)
        return sum("organizations_member" in (one["sql"] or "") for one in found.captured_queries)

    factories.record(place.branch, date(2016, 9, 1), absent=tuple(place.members[:1]))
    one = asked()
    for day in range(2, 5):
        factories.record(place.branch, date(2016, 9, day), absent=tuple(place.members[:day]))
    assert asked() == one
