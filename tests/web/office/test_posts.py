"""The pages of posts and hand-overs."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from xuezuo.organizations import sealing, terms
from xuezuo.organizations.models import Member, Organization
from xuezuo.people.models import HandOver, PostHolding
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
DAY = "2016-10-20"


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.TODAY = DAY


@pytest.fixture
def township() -> Organization:
    return factories.organization("099", kind="committee")


@pytest.fixture
def branch(township: Organization) -> Organization:
    return factories.organization("099001", township)


def desk(role: str, where: Organization) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(factories.user(role, where), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def alice(township: Organization) -> Client:
    return desk("officer", township)


@pytest.fixture
def bob(branch: Organization) -> Client:
    return desk("secretary", branch)


def enter(client: Client, branch: Organization, member: Member, **more: str) -> int:
    form = {"post": "secretary", "member": member.pk, "way": "elected", "since": "2016-03-01"} | more
    return client.post(reverse("post-new", args=[branch.code]), form).status_code


def test_an_officer_enters_a_secretary_and_the_branch_reads_it(
    alice: Client, bob: Client, branch: Organization
) -> None:
    member = factories.member(branch, "甲一")
    assert enter(bob, branch, member) == 422  # not among the posts that a branch gives itself
    assert enter(alice, branch, member) == 302
    page = bob.get(reverse("posts", args=[branch.code])).text
    assert "甲一" in page
    assert reverse("post-ending", args=[PostHolding.objects.get().pk]) not in page


def test_one_who_is_not_on_the_list_comes_with_their_number(
    alice: Client, township: Organization, branch: Organization
) -> None:
    other = factories.organization("099002", township)
    number = "990100198001011234"
    factories.member(other, "乙一", id_index=sealing.index(number))
    form = {"post": "instructor", "way": "appointed", "since": "2016-03-01", "name": "乙一"}
    address = reverse("post-new", args=[branch.code])

    wrong = alice.post(address, form | {"id_number": "990100198001019999"})
    assert (wrong.status_code, "Nobody is found by this name" in wrong.text) == (422, True)
    assert alice.post(address, form | {"id_number": number}).status_code == 302


def test_ending_correcting_and_taking_back(alice: Client, branch: Organization) -> None:
    for name in ("甲一", "甲二", "甲三"):
        enter(alice, branch, factories.member(branch, name), post="committee_member")
    first, second, third = PostHolding.objects.order_by("pk")
    alice.post(reverse("post-ending", args=[first.pk]), {"on": DAY, "reason": "调离"})
    values = {"post": "publicity_member", "way": "elected", "valid_from": "2016-03-01", "reason": "看错"}
    alice.post(reverse("post-correction", args=[second.pk]), values)
    alice.post(reverse("post-removal", args=[third.pk]), {"reason": "录错人"})

    page = alice.get(reverse("posts", args=[branch.code]))
    assert [line.holding for line in page.context["held"]] == [second]
    assert PostHolding.objects.get(pk=second.pk).post == "publicity_member"
    assert [word in page.text for word in ("调离", "看错", "录错人")] == [True] * 3
    assert alice.get(reverse("post-ending", args=[third.pk])).status_code == 404


def test_two_secretaries_are_told(alice: Client, branch: Organization) -> None:
    for _ in range(2):
        enter(alice, branch, factories.member(branch))
    assert "2 secretaries hold the post today" in alice.get(reverse("posts", args=[branch.code])).text


def test_a_hand_over_lists_what_is_open_and_asks_for_nothing_known(
    alice: Client, bob: Client, branch: Organization, township: Organization
) -> None:
    campaign = factories.campaign(township, requirements=[factories.requirement("RQ1", title="秘要求")])
    assert campaign.pk
    terms.enter_term(by=operator(), organization_id=branch.pk, elected_on=date(2013, 11, 1), ends_on=date(2016, 10, 31))
    enter(alice, branch, factories.member(branch, "甲一"))
    before = PostHolding.objects.get()
    enter(alice, branch, factories.member(branch, "甲二"), since="2016-10-01", replacing=str(before.pk))
    after = PostHolding.objects.exclude(pk=before.pk).get()
    address = reverse("hand-over-new", args=[after.pk])
    assert address in bob.get(reverse("posts", args=[branch.code])).text

    page = bob.get(address)
    assert sorted(page.context["form"].fields) == ["handed_on", "note"]
    assert [word in page.text for word in ("甲一", "甲二", "秘要求", "Elected on Nov. 1, 2013")] == [True] * 4
    bob.post(address, {"handed_on": DAY, "note": "钥匙三把"})
    shown = bob.get(reverse("hand-over", args=[HandOver.objects.get().pk])).text
    assert [word in shown for word in ("甲一", "甲二", "秘要求", "钥匙三把")] == [True] * 4
    assert address not in bob.get(reverse("posts", args=[branch.code])).text

    withdrawal = reverse("hand-over-withdrawal", args=[HandOver.objects.get().pk])
    theirs = alice.get(reverse("hand-over", args=[HandOver.objects.get().pk])).text
    assert (withdrawal in shown, withdrawal in theirs) == (True, False)
    assert "taken back by whoever entered it" in alice.post(withdrawal, follow=True).text
    page = bob.post(withdrawal, follow=True).text
    assert (address in page, "A hand-over of 2016-10-20 was taken back on" in page) == (True, True)
