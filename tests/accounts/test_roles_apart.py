"""System, security and audit administrators are separate people, and none of them does the work."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.factories import member, organization, scope, user
from xuezuo.accounts import actions
from xuezuo.accounts.models import RoleAssignment
from xuezuo.accounts.queries import scope_for, seats_of
from xuezuo.people.actions import enter_post
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
THREE = ("administrator", "security", "auditor")
WORK = ("secretary", "officer", "inspector")


@pytest.fixture
def place() -> dict:
    county = organization("099001")
    return {"county": county, "branch": organization("099001001", county)}


def given(place: dict, person: object, role: str, **days: date) -> RoleAssignment:
    where = place["branch"] if role == "secretary" else place["county"]
    return actions.assign_role(by=operator(), user=person, role=role, organization_id=where.pk, **days)


@pytest.mark.parametrize("first", THREE)
@pytest.mark.parametrize("second", [*THREE, *WORK])
def test_one_of_the_three_holds_no_other_role(place: dict, first: str, second: str) -> None:
    if first == second:
        return
    for one, other in ((first, second), (second, first)):
        person = user()
        given(place, person, one)
        with pytest.raises(Refusal) as refused:
            given(place, person, other)
        assert refused.value.code == "role_separate"
        assert [seat.role for seat in seats_of(person)] == [one]


@pytest.mark.parametrize("role", THREE)
def test_one_of_the_three_may_be_a_member(place: dict, role: str) -> None:
    person = user()
    given(place, person, role)
    given(place, person, "member")

    assert {seat.role for seat in seats_of(person)} == {role, "member"}


def test_one_after_the_other_is_two_times(place: dict) -> None:
    person = user()
    given(place, person, "officer", until=today())
    given(place, person, "auditor", since=today())

    assert [seat.role for seat in seats_of(person)] == ["auditor"]


@pytest.mark.parametrize(
    ("first", "second"), [("auditor", "officer"), ("officer", "security"), ("auditor", "security")]
)
def test_the_database_refuses_it_too(place: dict, first: str, second: str) -> None:
    person = user()
    RoleAssignment.objects.create(user=person, role=first, organization=place["county"])
    with pytest.raises(DatabaseError), transaction.atomic():
        RoleAssignment.objects.create(user=person, role=second, organization=place["county"])
    other = RoleAssignment.objects.create(
        user=person, role=second, organization=place["county"], valid_from=date(1800, 1, 1), valid_to=date(1850, 1, 1)
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        RoleAssignment.objects.filter(pk=other.pk).update(valid_to=today())


def test_a_post_makes_no_second_role(place: dict) -> None:
    person = member(place["branch"])
    audrey = user(member=person)
    given(place, audrey, "auditor")
    enter_post(
        by=operator(),
        organization_id=place["branch"].pk,
        member=person,
        post="secretary",
        way="elected",
        since=today() - timedelta(days=9),
    )

    assert [seat.role for seat in seats_of(audrey)] == ["auditor"]


def test_whoever_holds_a_post_becomes_none_of_the_three(place: dict) -> None:
    person = member(place["branch"])
    carol = user(member=person)
    enter_post(
        by=operator(),
        organization_id=place["branch"].pk,
        member=person,
        post="secretary",
        way="elected",
        since=today() - timedelta(days=9),
    )

    with pytest.raises(Refusal) as refused:
        given(place, carol, "auditor")
    assert refused.value.code == "role_separate"


def test_one_person_has_one_account(place: dict) -> None:
    person = member(place["branch"])
    actions.create_user(by=operator(), username="audrey", member=person)

    with pytest.raises(Refusal) as refused:
        actions.create_user(by=operator(), username="audrey2", member=person)
    assert refused.value.code == "member_has_account"


def test_nobody_picks_those_who_watch_them(place: dict) -> None:
    sam, new = user("security", place["county"]), user("", place["county"])

    for role in THREE:
        with pytest.raises(Refusal) as refused:
            actions.assign_role(by=scope(sam), user=new, role=role, organization_id=place["county"].pk)
        assert refused.value.code == "role_not_yours"
    made = actions.assign_role(by=scope(sam), user=new, role="auditor", organization_id=place["branch"].pk)
    assert scope_for(new).role == made.role == "auditor"


def test_an_officer_gives_the_roles_of_the_branches_right_below(place: dict) -> None:
    bob, new = user("officer", place["county"]), user("", place["branch"])
    actions.assign_role(by=scope(bob), user=new, role="secretary", organization_id=place["branch"].pk)
    assert scope_for(new).role == "secretary"

    with pytest.raises(Refusal):
        actions.assign_role(by=scope(bob), user=new, role="inspector", organization_id=place["branch"].pk)
    with pytest.raises(NotVisible):
        actions.assign_role(
            by=scope(bob), user=user("", organization("098")), role="secretary", organization_id=place["branch"].pk
        )


def test_the_three_see_no_names(place: dict) -> None:
    for role in THREE:
        assert not scope(user(role, place["county"])).sees_names_at("0001")
