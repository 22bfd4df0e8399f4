"""Somebody acts for another: named, until a day, in the same part of the tree or less, and never further."""

from datetime import timedelta

import pytest

from tests.factories import organization, scope, user
from xuezuo.accounts import actions
from xuezuo.accounts.models import Delegation, User
from xuezuo.accounts.queries import scope_for, seats_of
from xuezuo.audit.models import Event
from xuezuo.periods import today
from xuezuo.publicity import actions as publicity
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
NEXT_WEEK = today() + timedelta(days=7)


@pytest.fixture
def place() -> dict:
    county = organization("099001")
    township = organization("099001001", county, kind="committee")
    branch = organization("099001001001", township)
    return {
        "county": county,
        "township": township,
        "branch": branch,
        "bob": user("officer", township),
        "nina": user("", township),
    }


def lent(place: dict, where: str = "township", **more: object) -> Delegation:
    asked = {"until": NEXT_WEEK, "reason": "住院", "receiver": place["nina"], "by": scope(place["bob"])} | more
    return actions.delegate(organization_id=place[where].pk, **asked)


def test_the_receiver_sits_at_the_givers_desk(place: dict) -> None:
    made = lent(place)

    acting = scope_for(place["nina"])
    assert (acting.role, acting.organization_id) == ("officer", place["township"].pk)
    assert (acting.viewer_id, acting.for_id) == (place["nina"].pk, place["bob"].pk)
    assert [seat.key for seat in seats_of(place["nina"])] == [f"delegation-{made.pk}"]


def test_what_is_done_so_is_recorded_for_whom(place: dict) -> None:
    lent(place)
    acting = scope_for(place["nina"])
    publicity.publish(
        by=acting, organization_id=place["township"].pk, kind="short_film", title="短片", published_on=today()
    )

    event = Event.objects.latest("pk")
    assert (event.viewer_id, event.detail["for_id"]) == (place["nina"].pk, place["bob"].pk)


def test_names_go_no_deeper_than_the_giver_sees(place: dict) -> None:
    below = organization("099001001001001", place["branch"])
    lent(place, "branch")

    acting = scope_for(place["nina"])
    assert acting.sees_names_at("000100010001")
    assert not acting.sees_names_at(below.placements.get().path)


def test_it_is_not_lent_on(place: dict) -> None:
    lent(place)
    with pytest.raises(NotVisible):
        lent(place, by=scope_for(place["nina"]), receiver=user("", place["branch"]))


@pytest.mark.parametrize("days", [0, -1, 91])
def test_it_lasts_no_longer_than_the_rule_pack_says(place: dict, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        lent(place, until=today() + timedelta(days=days))
    assert refused.value.code == "delegation_days"


def test_it_cannot_be_more_than_one_has(place: dict) -> None:
    with pytest.raises(NotVisible):
        lent(place, "county")
    with pytest.raises(NotVisible):
        lent(place, receiver=user("", place["county"]))
    with pytest.raises(Refusal) as refused:
        lent(place, receiver=place["bob"])
    assert refused.value.code == "delegation_to_oneself"
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "security", "auditor"])
def test_the_three_lend_nothing_and_are_lent_nothing(place: dict, role: str) -> None:
    with pytest.raises(NotVisible):
        lent(place, by=scope(user(role, place["township"])))
    with pytest.raises(Refusal) as refused:
        lent(place, receiver=user(role, place["branch"]))
    assert refused.value.code == "role_separate"


def test_it_ends_with_the_givers_own_role(place: dict) -> None:
    lent(place)
    actions.end_role(by=operator(), assignment=place["bob"].assignments.get())

    assert scope_for(place["nina"]).role == "nobody"


def test_it_ends_with_the_givers_account(place: dict) -> None:
    lent(place)
    actions.close_account(by=operator(), user=place["bob"], reason="退休")

    assert scope_for(User.objects.get(pk=place["nina"].pk)).role == "nobody"


@pytest.mark.parametrize("who", ["bob", "nina"])
def test_both_may_end_it_at_once(place: dict, who: str) -> None:
    made = lent(place)
    actions.end_delegation(by=scope(place[who]), delegation=made)

    made.refresh_from_db()
    assert scope_for(place["nina"]).role == "nobody"
    assert (made.ended_by, made.valid_to) == (place[who].pk, today())


def test_nobody_else_ends_it(place: dict) -> None:
    made = lent(place)
    with pytest.raises(NotVisible):
        actions.end_delegation(by=scope(user("officer", place["county"])), delegation=made)
    actions.end_delegation(by=scope(user("security", place["county"])), delegation=made)
    assert scope_for(place["nina"]).role == "nobody"
