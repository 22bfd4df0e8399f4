"""A post brings its role to the account of whoever holds it, for as long as it is held."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories import member, organization, scope, user
from xuezuo.accounts import actions
from xuezuo.accounts.posts import TableWrong, roles_by_post
from xuezuo.accounts.queries import scope_for, seats_of
from xuezuo.people.actions import end_post, enter_post
from xuezuo.people.models import PostHolding
from xuezuo.periods import today
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
LAST_YEAR = today() - timedelta(days=365)


@pytest.fixture
def place() -> dict:
    county = organization("099001")
    township = organization("099001001", county, kind="committee")
    return {"county": county, "township": township, "branch": organization("099001001001", township)}


def holder(place: dict, post: str, where: str) -> tuple[object, PostHolding]:
    """Somebody of the branch with an account, and the post they were given."""
    person = member(place["branch"])
    carol = user(member=person)
    held = enter_post(
        by=operator(), organization_id=place[where].pk, member=person, post=post, way="elected", since=LAST_YEAR
    )
    return carol, held


@pytest.mark.parametrize(
    ("post", "where", "role"),
    [
        ("secretary", "branch", "secretary"),
        ("deputy_secretary", "branch", "secretary"),
        ("secretary", "township", "officer"),
        ("organizer", "county", "officer"),
        ("publicity_member", "branch", "nobody"),
        ("group_leader", "branch", "nobody"),
    ],
)
def test_a_post_brings_its_role(place: dict, post: str, where: str, role: str) -> None:
    carol, _ = holder(place, post, where)

    assert scope_for(carol).role == role
    assert scope_for(carol).organization_id == (None if role == "nobody" else place[where].pk)


def test_the_role_is_lost_with_the_post_at_the_next_request(place: dict, client) -> None:
    carol, held = holder(place, "secretary", "branch")
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/organizations/{place['branch'].code}/records/"
    assert client.get(address).status_code == 200

    end_post(by=operator(), holding=held, on=today(), reason="改任")

    assert client.get(address).status_code == 404
    assert scope_for(carol).role == "nobody"


def test_a_post_that_begins_tomorrow_brings_nothing_today(place: dict) -> None:
    person = member(place["branch"])
    tomorrow = today() + timedelta(days=1)
    enter_post(
        by=operator(),
        organization_id=place["branch"].pk,
        member=person,
        post="secretary",
        way="elected",
        since=tomorrow,
    )

    assert scope_for(user(member=person)).role == "nobody"


def test_one_person_sits_at_desks_by_name_and_by_post(place: dict) -> None:
    carol, held = holder(place, "secretary", "branch")
    given = actions.assign_role(by=operator(), user=carol, role="inspector", organization_id=place["county"].pk)

    assert [(seat.key, seat.role) for seat in seats_of(carol)] == [
        (f"role-{given.pk}", "inspector"),
        (f"post-{held.pk}", "secretary"),
    ]
    assert scope_for(carol, f"post-{held.pk}").role == "secretary"
    assert scope_for(carol, f"post-{held.pk + 1}").role == "inspector"


def test_a_post_entered_for_oneself_brings_nothing(place: dict) -> None:
    person = member(place["branch"])
    bob = user("officer", place["township"], member=person)
    enter_post(
        by=scope(bob),
        organization_id=place["branch"].pk,
        member=person,
        post="secretary",
        way="appointed",
        since=LAST_YEAR,
    )

    assert [seat.role for seat in seats_of(bob)] == ["officer"]


def test_the_table_may_not_name_a_post_that_somebody_enters_for_their_own_branch(tmp_path: Path) -> None:
    table = tmp_path / "roles.yaml"
    for line in (
        "- {post: group_leader, at: branch, role: secretary}",
        "- {post: secretary, at: moon, role: secretary}",
        "- {post: secretary, at: office, role: security}",
    ):
        table.write_text(line)
        roles_by_post.cache_clear()
        with pytest.raises(TableWrong, match="post given from above"):
            roles_by_post(table)
    roles_by_post.cache_clear()
