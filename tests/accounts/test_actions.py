"""Creating accounts, giving and ending roles."""

from datetime import date

import pytest

from tests.factories import member, organization, scope, user
from xuezuo.accounts import actions
from xuezuo.accounts.models import RoleAssignment, User
from xuezuo.accounts.queries import scope_for
from xuezuo.audit.models import Event
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"


@pytest.fixture
def place() -> dict:
    root = organization("099")
    county = organization("099001", root, kind="local_committee")
    return {
        "root": root,
        "county": county,
        "other": organization("099002", root, kind="local_committee"),
        "branch": organization("099001001", county),
    }


def test_somebody_new_can_sign_in() -> None:
    actions.create_user(by=operator(), username="alice", display_name="林静", password=PASSWORD)

    assert User.objects.get().check_password(PASSWORD)
    assert PASSWORD not in str(list(Event.objects.values()))


def test_without_a_password_nobody_signs_in() -> None:
    made = actions.create_user(by=operator(), username="alice")

    assert not made.has_usable_password()


@pytest.mark.parametrize("username", ["alice", "ALICE"])
def test_a_name_is_given_once(username: str) -> None:
    actions.create_user(by=operator(), username="alice", password=PASSWORD)

    with pytest.raises(Refusal) as refused:
        actions.create_user(by=operator(), username=username, password=PASSWORD)
    assert refused.value.code == "user_exists"


def test_a_weak_password_makes_nobody() -> None:
    with pytest.raises(Refusal) as refused:
        actions.create_user(by=operator(), username="alice", password="12345")

    assert refused.value.code == "password_weak"
    assert not User.objects.exists()


def test_a_role_gives_its_scope(place: dict) -> None:
    carol = actions.create_user(by=operator(), username="carol", password=PASSWORD)
    for _ in range(2):  # given twice it is one
        actions.assign_role(by=operator(), user=carol, role="secretary", organization_id=place["branch"].pk)

    assert scope_for(carol).role == "secretary"
    assert scope_for(carol).organization_id == place["branch"].pk
    assert RoleAssignment.objects.count() == Event.objects.filter(action="role.assign").count() == 1


def test_an_ended_role_is_over(place: dict) -> None:
    carol = user("secretary", place["branch"])
    actions.end_role(by=operator(), assignment=carol.assignments.get())

    assert scope_for(carol).role == "nobody"
    assert carol.assignments.get().valid_to == today()


def test_a_role_can_be_given_again_after_it_ended(place: dict) -> None:
    carol = actions.create_user(by=operator(), username="carol", password=PASSWORD)
    given = {"by": operator(), "user": carol, "role": "secretary", "organization_id": place["branch"].pk}
    actions.end_role(by=operator(), assignment=actions.assign_role(**given))
    assert scope_for(carol).role == "nobody"

    again = actions.assign_role(**given)
    assert scope_for(carol).role == "secretary"
    assert again.valid_from == today()


def test_an_account_is_tied_to_members_of_ones_own_part_only(place: dict) -> None:
    here, there = member(place["branch"]), member(place["other"])
    adam = scope(user("administrator", place["county"]))

    assert actions.create_user(by=adam, username="david", member=here).member == here
    with pytest.raises(NotVisible):
        actions.create_user(by=adam, username="spy", member=there)


def test_a_role_cannot_end_before_it_began(place: dict) -> None:
    carol = user("secretary", place["branch"])

    with pytest.raises(Refusal) as refused:
        actions.end_role(by=operator(), assignment=carol.assignments.get(), on=date(1899, 1, 1))
    assert refused.value.code == "role_end_impossible"


def test_a_security_administrator_gives_roles_in_their_own_part_only(place: dict) -> None:
    adam, carol = user("security", place["county"]), user("", place["branch"])
    actions.assign_role(by=scope(adam), user=carol, role="secretary", organization_id=place["branch"].pk)

    for elsewhere in ("root", "other"):
        with pytest.raises(NotVisible):
            actions.assign_role(by=scope(adam), user=carol, role="officer", organization_id=place[elsewhere].pk)
    assert carol.assignments.count() == 1


def test_nobody_gives_a_role_to_themselves(place: dict) -> None:
    adam = user("security", place["root"])

    with pytest.raises(Refusal) as refused:
        actions.assign_role(by=scope(adam), user=adam, role="officer", organization_id=place["root"].pk)
    assert refused.value.code == "role_to_oneself"


@pytest.mark.parametrize(
    ("role", "where", "code"), [("king", "root", "role_unknown"), ("secretary", "county", "role_needs_branch")]
)
def test_impossible_roles(place: dict, role: str, where: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.assign_role(by=operator(), user=user(), role=role, organization_id=place[where].pk)
    assert refused.value.code == code


@pytest.mark.parametrize("role", ["officer", "secretary", "auditor", "inspector", "member", "security", ""])
def test_nobody_else_makes_accounts(place: dict, role: str) -> None:
    somebody = user(role, place["branch"])

    with pytest.raises(NotVisible):
        actions.create_user(by=scope(somebody), username="new", password=PASSWORD)


@pytest.mark.parametrize("role", ["administrator", "secretary", "auditor", "inspector", "member", ""])
def test_nobody_else_gives_roles(place: dict, role: str) -> None:
    somebody, carol = user(role, place["branch"]), user("", place["branch"])

    with pytest.raises(NotVisible):
        actions.assign_role(by=scope(somebody), user=carol, role="member", organization_id=place["branch"].pk)
