"""A meeting with what was voiced there: together or not at all, and once however often it is sent."""

import uuid
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.records.conftest import Place
from xuezuo.audit.models import Event
from xuezuo.cases import queries as cases
from xuezuo.cases.models import Case
from xuezuo.commitments import actions
from xuezuo.commitments.actions import ProblemVoiced, TakenOn
from xuezuo.commitments.models import Commitment
from xuezuo.records.actions import restore, withdraw
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

pytestmark = pytest.mark.django_db
ROAD = ProblemVoiced("机耕路不通", "组织委员", date(2016, 12, 31))
LAMP = ProblemVoiced("路灯不亮")


def sent(place: Place, client_id: uuid.UUID, **more: Any) -> Record:
    return actions.enter_meeting(**place.entry(client_id=client_id) | more)


def test_problems_and_commitments_point_back_to_the_meeting(place: Place) -> None:
    goal = factories.goal(place.township)
    taken = [
        TakenOn("看护三户老人", date(2016, 12, 31), member_id=place.members[0].pk, goal_id=goal.pk),
        TakenOn("清一段河道", date(2016, 11, 30)),
    ]

    record = sent(place, uuid.uuid4(), problems=[ROAD, LAMP], taken_on=taken)

    raised = Case.objects.filter(record=record).order_by("pk")
    assert [(one.title, one.owner, one.due_on, one.kind, one.source, one.found_on) for one in raised] == [
        ("机耕路不通", "组织委员", date(2016, 12, 31), "problem", "meeting", record.held_on),
        ("路灯不亮", "", None, "problem", "meeting", record.held_on),
    ]
    made = Commitment.objects.filter(record=record).order_by("pk")
    assert [(one.what, one.member, one.goal, one.made_on) for one in made] == [
        ("看护三户老人", place.members[0], goal, record.held_on),
        ("清一段河道", None, None, record.held_on),
    ]


def test_sent_again_it_is_the_same_meeting_and_nothing_is_raised_twice(place: Place) -> None:
    again = {"problems": [ROAD], "taken_on": [TakenOn("清河道", date(2016, 11, 30))]}
    number = uuid.uuid4()
    first = sent(place, number, **again)
    events = Event.objects.count()

    assert sent(place, number, **again) == first

    assert (Case.objects.count(), Commitment.objects.count(), Event.objects.count()) == (1, 1, events)


@pytest.mark.parametrize(
    "changed", [{"problems": [LAMP]}, {"problems": []}, {"taken_on": [TakenOn("扫雪", date(2016, 12, 1))]}]
)
def test_sent_again_with_something_else_voiced_it_is_refused(place: Place, changed: dict[str, Any]) -> None:
    number = uuid.uuid4()
    sent(place, number, problems=[ROAD])

    with pytest.raises(Refusal) as refused:
        sent(place, number, **{"problems": [ROAD]} | changed)

    assert refused.value.code == "record_sent_before"
    assert Case.objects.count() == 1


def test_a_meeting_without_anything_voiced_can_be_sent_again_only_as_it_was(place: Place) -> None:
    number = uuid.uuid4()
    assert sent(place, number) == sent(place, number)
    with pytest.raises(Refusal):
        sent(place, number, problems=[ROAD])


def test_one_line_that_cannot_be_right_leaves_no_meeting_behind(place: Place) -> None:
    stranger = factories.member(place.sibling, "外人")

    with pytest.raises(Refusal) as refused:
        sent(place, uuid.uuid4(), problems=[ROAD], taken_on=[TakenOn("修路", date(2016, 12, 1), stranger.pk)])

    assert refused.value.code == "commitment_member_elsewhere"
    assert (Record.objects.count(), Case.objects.count()) == (0, 0)


def test_chelsea_may_do_nothing_and_tries(place: Place) -> None:
    with pytest.raises(NotVisible):
        sent(place, uuid.uuid4(), by=place.chelsea, problems=[ROAD])
    assert Case.objects.count() == 0


def test_a_meeting_taken_back_takes_nothing_with_it_and_finds_it_again(place: Place) -> None:
    record = sent(place, uuid.uuid4(), problems=[ROAD], taken_on=[TakenOn("清河道", date(2016, 11, 30))])

    withdrawal = withdraw(by=place.carol, record=record, reason="重复录入")
    assert (cases.case(place.carol, Case.objects.get().pk).record, Commitment.objects.count()) == (None, 1)

    restore(by=place.carol, withdrawal=withdrawal)
    assert cases.case(place.carol, Case.objects.get().pk).record == record
