"""A post brings its role to the account of whoever holds it, for as long as it is held."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import member, organization, scope, user
from xuezuo.accounts import actions
from xuezuo.accounts.models import User
from xuezuo.accounts.posts import TableWrong, roles_by_post
from xuezuo.accounts.queries import member_of, scope_for, seats_of
from xuezuo.organizations.models import Membership, Merge, Pair, PairDecision
from xuezuo.people.actions import end_post, enter_post
from xuezuo.people.models import PostHolding
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

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


def test_the_system_administrator_alone_gets_no_role_by_linking_an_account_they_control(place: dict) -> None:
    person = member(place["branch"])
    enter_post(
        by=operator(),
        organization_id=place["township"].pk,
        member=person,
        post="secretary",
        way="elected",
        since=LAST_YEAR,
    )
    adam, sam = user("administrator", place["county"]), user("security", place["county"])
    puppet = actions.create_user(by=scope(adam), username="puppet", member=person)
    assert (puppet.organization_id, puppet.link_waits) == (place["branch"].pk, True)
    assert (seats_of(puppet), scope_for(puppet).member_id, member_of(puppet)) == ([], None, None)
    with pytest.raises(NotVisible):
        actions.confirm_link(by=scope(adam), user=puppet, member=person.pk)

    actions.confirm_link(by=scope(sam), user=puppet, member=person.pk)
    puppet.refresh_from_db()

    assert [seat.role for seat in seats_of(puppet)] == ["officer"]
    assert (puppet.link_confirmed_by, scope_for(puppet).member_id) == (sam.pk, person.pk)
    with pytest.raises(Refusal) as told:
        actions.confirm_link(by=scope(sam), user=puppet, member=person.pk)
    assert told.value.code == "link_not_waiting"


def test_a_link_changed_afterwards_waits_again_and_lends_nothing(place: dict) -> None:
    one, other = member(place["branch"]), member(place["branch"])
    adam, bob = user("administrator", place["county"]), user("officer", place["township"])
    held = user("", place["branch"], member=one)
    actions.delegate(
        by=scope(bob),
        receiver=held,
        organization_id=place["branch"].pk,
        until=today() + timedelta(days=3),
        reason="出差",
    )
    assert [seat.role for seat in seats_of(held)] == ["officer"]

    actions.link_member(by=scope(adam), user=held, member=other)

    assert (held.link_waits, seats_of(held)) == (True, [])
    with pytest.raises(Refusal) as told:  # the officer saw the member of before
        actions.confirm_link(by=scope(bob), user=held, member=one.pk)
    assert told.value.code == "link_not_waiting"
    held = actions.confirm_link(by=scope(bob), user=held, member=other.pk)
    assert [seat.role for seat in seats_of(held)] == ["officer"]


def test_nobody_confirms_their_own_account_nor_an_officer_one_of_their_own_organization(place: dict) -> None:
    bob = user("officer", place["township"])
    sam = user("security", place["county"])
    peer = user("", place["township"], member=member(place["branch"]))
    User.objects.filter(pk__in=(sam.pk, peer.pk)).update(
        member=member(place["branch"]), link_confirmed_by=None, link_confirmed_at=None
    )
    sam.refresh_from_db()
    with pytest.raises(Refusal) as told:
        actions.confirm_link(by=scope(sam), user=sam, member=sam.member_id)
    assert told.value.code == "account_own"
    with pytest.raises(Refusal) as told:
        actions.confirm_link(by=scope(bob), user=peer, member=0)
    assert told.value.code == "link_from_above"


def test_whoever_left_the_branch_loses_the_role_of_its_post(place: dict, client) -> None:
    carol, held = holder(place, "secretary", "branch")
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/organizations/{place['branch'].code}/records/"
    assert client.get(address).status_code == 200

    Membership.objects.filter(member_id=held.member_id).update(valid_to=today())
    Membership.objects.create(
        member_id=held.member_id, organization=organization("099001001002", place["township"]), valid_from=today()
    )

    assert client.get(address).status_code == 404
    assert seats_of(carol) == []


def test_somebody_sent_from_above_holds_the_post_without_being_a_member_there(place: dict) -> None:
    person = member(organization("099001001003", place["township"]))
    Membership.objects.create(
        member=person,
        organization=place["branch"],
        valid_from=LAST_YEAR - timedelta(days=50),
        valid_to=LAST_YEAR - timedelta(days=9),
    )
    enter_post(
        by=operator(),
        organization_id=place["branch"].pk,
        member=person,
        post="secretary",
        way="appointed",
        since=LAST_YEAR,
    )

    assert [seat.role for seat in seats_of(user(member=person))] == ["secretary"]


def test_posts_count_for_the_account_of_a_merged_entry(place: dict) -> None:
    carol, held = holder(place, "secretary", "branch")
    twin = member(place["branch"])
    pair = Pair.objects.create(first=held.member, second=twin, likeness="birth")
    decision = PairDecision.objects.create(
        pair=pair, same=True, reason="同一人", decided_by=1, decided_at=timezone.now()
    )
    Merge.objects.create(member=twin, into=held.member, decision=decision)
    User.objects.filter(pk=carol.pk).update(member=twin)
    carol.refresh_from_db()

    assert [seat.key for seat in seats_of(carol)] == [f"post-{held.pk}"]
    assert (scope_for(carol).member_id, member_of(carol)) == (held.member_id, held.member)
