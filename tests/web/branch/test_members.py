"""Roster, member file and possible duplicates, as secretary, township and province meet them."""

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.organizations import duplicates, sealing
from xuezuo.organizations.models import Ending, GroupMembership, Member, Merge, Pair

ROSTER = "/organizations/099001001/members/"
NUMBER = "990101198001010014"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def one(place: Place, number: int = 0) -> str:
    return f"{ROSTER}{place.members[number].pk}/"


def test_the_roster_names_members_and_what_is_missing(carol: Client, place: Place) -> None:
    GroupMembership.objects.create(member=place.members[1], group="retired")
    GroupMembership.objects.create(member=place.members[2], group="abroad")
    html = page(carol, ROSTER)
    assert "5 members" in html
    assert "5 files lack something." in html
    assert "retired members</span>" in html
    assert "members abroad</span>" not in html
    assert "丁三" not in page(carol, f"{ROSTER}?group=retired")
    assert "丁二" in page(carol, f"{ROSTER}?group=retired")
    assert "5 members" in page(carol, f"{ROSTER}?lacking=phone")
    assert "Nobody is like this." in page(carol, f"{ROSTER}?category=probationary")
    assert "5 members" in page(carol, f"{ROSTER}?lacking=nonsense")


def test_the_direct_superior_sees_names_and_the_province_counts(signed_in: SignedIn, place: Place) -> None:
    assert "丁一" in page(signed_in("bob"), ROSTER)
    html = page(signed_in("alice"), ROSTER)
    assert "丁一" not in html
    assert 'data-number="5"' in html
    assert signed_in("alice").get(one(place)).status_code == 404


def test_above_the_direct_superior_small_groups_are_hidden(signed_in: SignedIn, place: Place) -> None:
    GroupMembership.objects.create(member=place.members[1], group="retired")
    assert "too few to show" in page(signed_in("alice"), "/organizations/099/members/")
    assert "too few to show" not in page(signed_in("bob"), "/organizations/099001/members/")


def test_a_member_is_entered_by_hand(carol: Client, place: Place) -> None:
    form = {"name": "新来者", "id_number": "990101 19800101 0014", "joined_on": "2010-07-01", "category": "full"}
    answer = carol.post(f"{ROSTER}new/", form | {"id_number": NUMBER[:17] + "9"})
    assert answer.status_code == 422
    assert "The last place does not fit" in answer.content.decode()
    answer = carol.post(f"{ROSTER}new/", form)
    made = Member.objects.get(name="新来者")
    assert (answer.status_code, answer["Location"]) == (302, f"{ROSTER}{made.pk}/")
    assert (made.birth_on, made.sex, sealing.unseal(made.id_number, "member.id_number")) == (
        date(1980, 1, 1),
        "male",
        NUMBER,
    )
    html = page(carol, f"{ROSTER}{made.pk}/")
    assert "••••••0014" in html
    assert NUMBER not in html
    assert "entered on the roster" in html
    again = carol.post(f"{ROSTER}new/", form)
    assert "is on a roster already" in again.content.decode()


def test_facts_are_corrected_with_a_reason(carol: Client, place: Place) -> None:
    address = f"{one(place)}corrections/new/"
    assert carol.post(address, {"name": "丁壹"}).status_code == 422
    assert carol.post(address, {"name": "丁壹", "phone": "13900001234", "reason": "笔误"}).status_code == 302
    html = page(carol, one(place))
    assert "<h1>丁壹</h1>" in html
    assert "was 丁一" in html
    assert "facts filled in or corrected (Name, Phone)" in html
    assert "••••••1234" in html
    assert "13900001234" not in html


def test_a_floating_member_has_a_destination_and_returns(carol: Client, place: Place) -> None:
    address = f"{one(place)}groups/new/"
    form = {"group": "floating", "since": "2016-03-01", "contact": place.members[1].pk}
    assert carol.post(address, form).status_code == 422
    assert carol.post(address, form | {"destination": "邻省海城市"}).status_code == 302
    html = page(carol, one(place))
    assert "邻省海城市" in html
    assert "contact: 丁二" in html
    held = GroupMembership.objects.get()
    assert carol.post(f"{one(place)}groups/{held.pk}/end/", {"on": "2016-10-01"}).status_code == 302
    assert carol.post(f"{one(place)}groups/{held.pk}/end/", {"on": "2016-10-01"}).status_code == 404


def test_the_branch_where_they_live_sees_its_guests(signed_in: SignedIn, carol: Client, place: Place) -> None:
    form = {"group": "floating", "since": "2016-03-01", "destination": "竹坪村", "receiving": "099001002"}
    assert carol.post(f"{one(place)}groups/new/", form).status_code == 302
    factories.user("secretary", place.sibling, username="dave")
    html = page(signed_in("dave"), "/organizations/099001002/members/")
    assert "丁一" in html.split("Floating members living here")[1]


def test_probation_leaving_and_returning(carol: Client, place: Place) -> None:
    Member.objects.filter(pk=place.members[0].pk).update(category="probationary", joined_on=date(2015, 10, 1))
    assert "The year of probation ends" in page(carol, ROSTER)
    decision = {"outcome": "full", "day": "2016-10-01", "document": "支部大会决议3号"}
    assert carol.post(f"{one(place)}probation/", decision).status_code == 302
    assert "became a full member" in page(carol, one(place))
    leaving = {"kind": "suspended", "on": "2016-10-10"}
    assert carol.post(f"{one(place)}ending/", leaving).status_code == 422
    assert carol.post(f"{one(place)}ending/", leaving | {"reason": "失联", "document": "决议5号"}).status_code == 302
    assert "4 members" in page(carol, ROSTER)
    left = page(carol, f"{ROSTER}former/")
    assert "丁一" in left
    assert "suspended" not in left
    assert "membership suspended" in page(carol, one(place))
    ending = Ending.objects.get()
    back = {"on": "2016-10-20", "reason": "书面申请", "document": "批复"}
    assert carol.post(f"{one(place)}endings/{ending.pk}/restoration/", back).status_code == 302
    assert "5 members" in page(carol, ROSTER)
    assert carol.post(f"{one(place)}endings/{ending.pk}/withdrawal/", {"reason": "错"}).status_code == 422


@pytest.fixture
def pair(place: Place) -> Pair:
    Member.objects.filter(pk=place.members[0].pk).update(birth_on=date(1980, 1, 1))
    factories.member(place.sibling, "丁一", birth_on=date(1980, 1, 1))
    duplicates.find(by=place.bob, placement=place.township.placements.get())
    return Pair.objects.get()


def test_the_superior_decides_and_undoes(signed_in: SignedIn, place: Place, pair: Pair) -> None:
    bob = signed_in("bob")
    address = f"/duplicates/{pair.pk}/"
    assert "丁一" in page(bob, "/organizations/099001/duplicates/")
    assert "Which entry stays" in page(bob, address)
    said = {"same": "yes", "reason": "本人确认"}
    assert bob.post(f"{address}decision/", said).status_code == 422
    answer = bob.post(f"{address}decision/", said | {"stays": pair.first_id, "home": place.branch.pk})
    assert answer.status_code == 302
    assert Merge.objects.get().into_id == pair.first_id
    assert "丁一" in page(bob, "/organizations/099001/duplicates/?decided=1")
    assert "Nothing is open." in page(bob, "/organizations/099001/duplicates/")
    assert bob.post(f"{address}undoing/", {"reason": "看错了"}).status_code == 302
    assert Merge.objects.count() == 0


def test_the_branch_says_what_it_knows_about_its_own(carol: Client, place: Place, pair: Pair) -> None:
    address = f"/duplicates/{pair.pk}/"
    html = page(carol, address)
    assert "seen by that branch and its direct superior" in html
    assert "竹坪村党支部" in html
    assert "Which entry stays" not in html
    assert carol.post(f"{address}decision/", {"same": "no", "reason": "x"}).status_code == 404
    assert carol.post(f"{address}statement/", {"same": "no", "reason": "不是他"}).status_code == 302
    assert "不是他" in page(carol, address)


def test_rosters_are_compared_from_the_page(signed_in: SignedIn, place: Place) -> None:
    for branch in (place.branch, place.sibling):
        factories.member(branch, "同名", birth_on=date(1980, 1, 1))
    answer = signed_in("bob").post("/organizations/099001/duplicates/", follow=True)
    assert "1 new pair found." in answer.content.decode()


@pytest.mark.parametrize("size", [5, 40])
def test_the_roster_asks_as_often_for_a_large_branch(
    carol: Client, place: Place, size: int, django_assert_max_num_queries
) -> None:
    for _ in range(size):
        factories.member(place.branch, groups=("retired",))
    with django_assert_max_num_queries(26):
        page(carol, ROSTER)
