"""Goals, commitments, deeds: entered, corrected, taken back and undone; who reads what."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.records.conftest import Place
from xuezuo.commitments import actions, queries
from xuezuo.commitments.models import Commitment, Deed, Goal, Withdrawal
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

pytestmark = pytest.mark.django_db
DUE = date(2016, 12, 31)


def taken(place: Place, **more: Any) -> Commitment:
    values = {"what": "清河道", "due_on": DUE, "made_on": date(2016, 5, 1)} | more
    return actions.enter_commitment(by=place.carol, organization_id=place.branch.pk, **values)


def test_a_deed_keeps_a_commitment_and_a_withdrawn_deed_does_not(place: Place) -> None:
    one = taken(place)
    assert not queries.commitment(place.carol, one.pk).is_kept

    deed = actions.enter_deed(
        by=place.carol, organization_id=0, commitment=one, what="清了两里", done_on=date(2016, 6, 1),
        amount=Decimal(2), unit="里",
    )  # fmt: skip
    assert queries.commitment(place.carol, one.pk).is_kept

    actions.withdraw(by=place.carol, one=deed, reason="记错了")
    assert not queries.commitment(place.carol, one.pk).is_kept
    actions.restore(by=place.carol, one=deed)
    assert queries.commitment(place.carol, one.pk).is_kept


def test_a_correction_keeps_what_was_said_before(place: Place) -> None:
    one = taken(place)

    actions.correct(by=place.carol, one=one, reason="说清楚", what="清一里河道", due_on=date(2016, 11, 30))

    one = Commitment.objects.get()
    assert (one.what, one.due_on) == ("清一里河道", date(2016, 11, 30))
    kept = one.corrections.get()
    assert (kept.before, kept.reason) == ({"what": "清河道", "due_on": "2016-12-31"}, "说清楚")
    with pytest.raises(Refusal) as refused:
        actions.correct(by=place.carol, one=one, reason="再来", what="清一里河道")
    assert refused.value.code == "doing_correction_changes_nothing"


def test_taken_back_it_counts_no_more_and_after_a_day_stays_taken_back(place: Place) -> None:
    one = taken(place, due_on=date(2016, 6, 1))
    assert queries.counts_of(place.alice, place.branch.pk) == (1, 0)
    actions.withdraw(by=place.carol, one=one, reason="搬走了")
    assert queries.counts_of(place.alice, place.branch.pk) == (0, 0)

    with pytest.raises(Refusal) as refused:
        actions.enter_deed(by=place.carol, organization_id=0, commitment=one, what="清了", done_on=DUE)
    assert refused.value.code == "withdrawn_already"
    Withdrawal.objects.update(withdrawn_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refusal) as refused:
        actions.restore(by=place.carol, one=one)
    assert refused.value.code == "withdrawal_too_old"


def test_a_goal_is_closed_with_its_result_and_takes_no_more(place: Place) -> None:
    goal = actions.set_goal(
        by=place.bob, organization_id=place.township.pk, title="修路", topic="industry",
        starts_on=date(2016, 1, 1), ends_on=DUE,
    )  # fmt: skip
    assert list(queries.goals_to_link(place.carol, place.branch.pk)) == [goal]
    here = placement_of(place.carol, place.branch.pk)
    assert queries.goals_to_choose(place.carol, here) == [(goal.pk, "修路")]
    actions.close_goal(by=place.bob, goal=goal, closed_on=date(2016, 10, 1), result="通车")

    with pytest.raises(Refusal) as refused:
        taken(place, goal_id=goal.pk)
    assert refused.value.code == "goal_elsewhere"
    actions.reopen_goal(by=place.bob, goal=goal)
    assert taken(place, goal_id=goal.pk).goal == goal


def test_a_goal_of_the_neighbours_is_not_offered(place: Place) -> None:
    goal = factories.goal(place.sibling)
    with pytest.raises(Refusal) as refused:
        taken(place, goal_id=goal.pk)
    assert refused.value.code == "goal_elsewhere"


def test_the_branch_and_its_superior_read_the_words_and_above_there_are_counts(place: Place) -> None:
    one = taken(place, member_id=place.members[0].pk, due_on=date(2016, 6, 1))

    assert queries.commitment(place.carol, one.pk) == queries.commitment(place.bob, one.pk) == one
    assert list(queries.commitments_of(place.alice, place.branch.pk)) == []
    assert queries.counts_of(place.alice, place.branch.pk) == (1, 0)
    for stranger in (place.alice, place.chelsea):
        with pytest.raises(NotVisible):
            queries.commitment(stranger, one.pk)


@pytest.mark.parametrize("who", ["alice", "chelsea"])
def test_nobody_far_or_from_nowhere_writes(place: Place, who: str) -> None:
    one = taken(place)
    stranger = getattr(place, who)
    for attempt in (
        lambda: actions.enter_commitment(by=stranger, organization_id=place.branch.pk, what="x", due_on=DUE),
        lambda: actions.enter_deed(by=stranger, organization_id=place.branch.pk, what="x", done_on=date(2016, 6, 1)),
        lambda: actions.withdraw(by=stranger, one=one, reason="x"),
        lambda: actions.correct(by=stranger, one=one, reason="x", what="y"),
    ):
        with pytest.raises(NotVisible):
            attempt()
    assert (Commitment.objects.count(), Deed.objects.count(), Goal.objects.count()) == (1, 0, 0)
