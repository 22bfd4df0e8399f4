"""The branch's own say (R15): its own way of meeting a requirement, and content of its own."""

from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from tests import factories
from tests.records.conftest import TODAY, Place
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.own_say import add_own
from xuezuo.campaigns.queries import requirements_for, requirements_of
from xuezuo.indicators.queries import figures
from xuezuo.organizations.queries import placement_of
from xuezuo.records import actions, queries
from xuezuo.records.models import OwnWay, OwnWayAnswer, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


@pytest.fixture
def held(place: Place) -> Record:
    return factories.record(place.branch, date(2016, 10, 18), kinds=("theme_day",))


def said(place: Place, record: Record | None = None, by: Scope | None = None) -> OwnWay:
    return actions.say_own_way(
        by=by or place.carol,
        organization=place.branch,
        requirement=place.requirements["TALK"],
        what="分三个院落夜谈，把章程讲给大家听",
        reason="白天都在采茶",
        record=record,
    )


def due(place: Place) -> set[str]:
    return {one.requirement.code for one in queries.outstanding_for(place.carol, place.branch.pk)}


def met(place: Place) -> dict[str, int]:
    [found] = figures(place.alice, place.branch.code, ["requirements_met"], by="state")["figures"]
    return {line["code"]: line["settled"] for line in found["groups"] if line["settled"]}


def test_accepted_it_settles_and_figures_say_how(place: Place, held: Record) -> None:
    own_way = said(place, held)
    assert "TALK" in due(place)
    assert met(place) == {}
    for _ in range(2):
        actions.answer_own_way(by=place.bob, own_way=own_way, accepted=True)
    assert "TALK" not in due(place)
    assert met(place) == {"own_way": 1}
    actions.undo_answer(by=place.bob, own_way=own_way)
    assert "TALK" in due(place)
    assert met(place) == {}


def test_silence_for_ten_days_means_that_it_stands(place: Place, held: Record, settings: LazySettings) -> None:
    own_way = said(place, held)
    assert queries.stands_from(own_way) == date(2016, 10, 30)
    settings.TODAY = "2016-10-29"
    assert met(place) == {}
    settings.TODAY = "2016-10-30"
    assert met(place) == {"own_way": 1}
    assert "TALK" not in due(place)


def test_asked_back_it_does_not_stand_and_another_way_may_be_said(place: Place, held: Record) -> None:
    own_way = said(place, held)
    with pytest.raises(Refusal) as caught:
        actions.answer_own_way(by=place.bob, own_way=own_way, accepted=False, reason=" ")
    assert caught.value.code == "own_way_asked_without_reason"
    with pytest.raises(Refusal) as caught:
        said(place)  # one waits already
    assert caught.value.code == "own_way_said"
    actions.answer_own_way(by=place.bob, own_way=own_way, accepted=False, reason="谁来讲？")
    assert met(place) == {}
    again = said(place, held)
    states = queries.states_of(queries.own_ways_of(place.carol, place.branch.pk), TODAY)
    assert [(one.pk, state) for one, state in states] == [(again.pk, "waiting"), (own_way.pk, "asked")]


def test_without_a_meeting_nothing_is_settled_until_one_is_named(place: Place, held: Record) -> None:
    own_way = said(place)
    actions.answer_own_way(by=place.bob, own_way=own_way, accepted=True)
    assert "TALK" in due(place)
    early = factories.record(place.branch, date(2016, 3, 1))
    with pytest.raises(Refusal) as caught:
        actions.name_record(by=place.carol, own_way=own_way, record=early)
    assert caught.value.code == "own_way_too_early"
    with pytest.raises(NotVisible):
        actions.name_record(by=place.carol, own_way=own_way, record=factories.record(place.sibling, TODAY))
    actions.name_record(by=place.carol, own_way=own_way, record=held)
    assert "TALK" not in due(place)
    actions.take_back_own_way(by=place.carol, own_way=own_way)
    assert "TALK" in due(place)


def test_a_meeting_that_an_own_way_names_is_not_taken_back_unawares(place: Place, held: Record) -> None:
    free = factories.record(place.branch, date(2016, 10, 19))
    actions.withdraw(by=place.carol, record=free, reason="记错了")
    said(place, held)
    with pytest.raises(Refusal, match="1"):
        actions.withdraw(by=place.carol, record=held, reason="记错了")


def test_bounds_set_above_are_shown_with_their_reason(place: Place) -> None:
    one = place.requirements["TALK"]
    newer = campaigns.amend_requirement(
        by=place.alice, requirement=one, no_own_way="表决事项，程序统一", reason="明确程序"
    )
    place.requirements["TALK"] = newer
    with pytest.raises(Refusal, match="表决事项"):
        said(place)


def test_only_the_branch_says_and_only_the_level_above_or_the_issuer_answers(place: Place, held: Record) -> None:
    for stranger in (place.bob, place.alice, place.chelsea):
        with pytest.raises(NotVisible):
            said(place, held, by=stranger)
    own_way = said(place, held)
    neighbour = factories.scope(factories.user("officer", place.sibling))
    inspector = factories.scope(factories.user("inspector", place.township))
    for stranger in (place.carol, place.chelsea, neighbour, inspector):
        with pytest.raises(NotVisible):
            actions.answer_own_way(by=stranger, own_way=own_way, accepted=True)
    assert OwnWayAnswer.objects.count() == 0
    actions.answer_own_way(by=place.alice, own_way=own_way, accepted=True)  # the province asked for it
    assert [one.pk for one in queries.own_ways_below(place.bob)] == [own_way.pk]
    assert [one.pk for one in queries.own_ways_below(place.alice)] == [own_way.pk]
    OwnWayAnswer.objects.update(answered_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refusal, match="24"):
        actions.undo_answer(by=place.bob, own_way=own_way)


def test_content_of_our_own_is_due_for_us_and_counted_by_nobody(place: Place) -> None:
    before = figures(place.alice, codes=["requirements_met"])["figures"]
    placement = placement_of(place.carol, place.branch.pk)
    own = add_own(
        by=place.carol,
        placement=placement,
        campaign=place.campaign,
        title="采茶季田间学习会",
        kind="group_study",
        due_on=TODAY,
        readings=["RD01"],
    )
    assert own.code == "OWN-099001001-1"
    assert own.code in due(place)
    assert figures(place.alice, codes=["requirements_met"])["figures"] == before
    neighbour = placement_of(place.bob, place.sibling.pk)
    assert own.code not in {one.code for one in requirements_for(place.bob, neighbour)}
    assert own.code not in {one.code for one in requirements_of(place.alice, place.campaign)}
    assert own.code in {one.code for one in requirements_of(place.carol, place.campaign)}
    with pytest.raises(Refusal) as caught:
        actions.say_own_way(by=place.carol, organization=place.branch, requirement=own, what="改", reason="因")
    assert caught.value.code == "own_way_of_own"
    campaigns.withdraw_requirement(by=place.carol, requirement=own, reason="提前完成")
    assert own.code not in due(place)
    with pytest.raises(NotVisible):
        add_own(by=place.carol, placement=neighbour, campaign=place.campaign, title="别人的", kind="", due_on=TODAY)
