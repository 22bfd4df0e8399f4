"""A phone walks through a transfer and a hand-over: in Chinese, without an obstacle for anybody."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from xuezuo.organizations.models import Member, Organization
from xuezuo.organizations.queries import home_of
from xuezuo.people.models import HandOver, PostHolding, Transfer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.TODAY = "2020-05-20"


@pytest.fixture
def county(db) -> Organization:
    return factories.organization("099", kind="local_committee")


@pytest.fixture
def township(county: Organization) -> Organization:
    return factories.organization("099001", county, kind="committee", name="东镇党委")


@pytest.fixture
def branch(township: Organization) -> Organization:
    return factories.organization("099001001", township, name="东村党支部")


@pytest.fixture
def target(township: Organization) -> Organization:
    return factories.organization("099001002", township, name="西村党支部")


def test_a_transfer_from_draft_to_the_printed_letter(
    browse, axe, township: Organization, branch: Organization, target: Organization
) -> None:
    member: Member = factories.member(branch, "王某某")
    secretary, officer = factories.user("secretary", branch), factories.user("officer", township)
    page = browse(user=secretary)
    page.goto(reverse("transfer-new") + f"?member={member.pk}")
    assert axe(page) == []
    page.get_by_label("转往系统内党支部").fill("西村党支部")
    page.get_by_role("button", name="起草转接").click()
    page.wait_for_url("**/transfers/*/")
    assert axe(page) == []

    desk = browse(user=officer)
    desk.goto(reverse("transfers"))
    assert axe(desk) == []
    desk.get_by_role("link", name="王某某").click()
    desk.get_by_role("button", name="同意并开具介绍信").click()
    desk.get_by_role("link", name="介绍信和回执").click()
    desk.wait_for_url("**/letter/")
    assert axe(desk) == []
    assert desk.get_by_role("heading", name="回执").is_visible()
    desk.go_back()
    desk.get_by_role("link", name="接收", exact=True).click()
    assert axe(desk) == []
    desk.get_by_role("button", name="接收").click()
    desk.wait_for_url(f"**{reverse('transfer', args=[Transfer.objects.get().pk])}")
    home = home_of(member.pk, date(2020, 5, 20))
    assert home is not None
    assert home.organization == target


def test_posts_and_a_hand_over(browse, axe, branch: Organization, township: Organization) -> None:
    officer = factories.user("officer", township)
    values = {"organization": branch, "post": "secretary", "way": "elected", "entered_by": officer.pk}
    since, until = date(2017, 5, 20), date(2020, 5, 20)
    PostHolding.objects.create(member=factories.member(branch, "前任"), valid_from=since, valid_to=until, **values)
    PostHolding.objects.create(member=factories.member(branch, "新任"), valid_from=until, **values)
    page = browse(user=officer)
    page.goto(reverse("posts", args=[branch.code]))
    assert axe(page) == []
    page.get_by_role("link", name="待接手").click()
    assert axe(page) == []
    page.get_by_label("说明").fill("钥匙三把")
    page.get_by_role("button", name="登记交接").click()
    page.wait_for_url("**/hand-overs/*/")
    assert axe(page) == []
    assert HandOver.objects.get().note == "钥匙三把"


def test_terms(browse, axe, branch: Organization, township: Organization) -> None:
    page = browse(user=factories.user("officer", township))
    for address in (reverse("terms"), reverse("organization-terms", args=[branch.code])):
        page.goto(address)
        assert axe(page) == []
    page.get_by_role("link", name="登记换届选举").click()
    assert axe(page) == []
    page.get_by_label("选举日期").fill("2020-05-18")
    page.get_by_role("button", name="登记任期").click()
    page.wait_for_url(f"**{reverse('organization-terms', args=[branch.code])}")
    assert branch.terms.get().ends_on == date(2023, 5, 17)
