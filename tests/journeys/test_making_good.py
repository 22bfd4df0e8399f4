"""Carol's phone: three at the door made good with one entry; a change from above; her own way, shared as a practice."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browsing import Axe, Browse
from tests.journeys.conftest import fits
from tests.records.conftest import Place
from xuezuo.accounts.models import User
from xuezuo.campaigns.actions import amend_requirement
from xuezuo.organizations.models import GroupMembership
from xuezuo.practices.models import Practice
from xuezuo.records.models import TextBrought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HOME = "/organizations/099001001/today/"


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_three_at_the_door_yesterday(place: Place, browse: Browse, axe: Axe, locale: str) -> None:
    for member in place.members[:3]:
        GroupMembership.objects.create(member=member, group="housebound")
    absent = tuple(place.members[:4])
    factories.record(place.branch, date(2016, 10, 18), readings=(place.readings["RD01"],), absent=absent)
    page = browse(User.objects.get(username="carol"), locale=locale)
    page.goto("/organizations/099001001/make-ups/")
    assert axe(page) == []
    page.locator("#plans button").first.tap()
    page.wait_for_url("**/make-up-plans/*/")
    assert axe(page) == []
    assert fits(page)
    page.locator("a[href='?way=door']").tap()
    page.wait_for_url("**?way=door")
    page.fill("[name=done_on]", "2016-10-19")
    page.locator("main form:has([name=done_on]) button").tap()
    page.wait_for_url("**/make-up-plans/*/")
    assert TextBrought.objects.count() == 3
    assert axe(page) == []
    page.locator("a[href*='/make-up-lines/']").first.tap()
    page.wait_for_url("**/make-up-lines/**")
    assert axe(page) == []
    assert fits(page)
    page.goto("/organizations/099001001/make-ups/sheet/?way=gather")
    assert axe(page) == []
    assert fits(page)


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_change_from_above_and_a_way_of_ones_own(place: Place, browse: Browse, axe: Axe, locale: str) -> None:
    amend_requirement(
        by=place.alice, requirement=place.requirements["TALK"], due_on=date(2016, 11, 15), reason="农忙顺延"
    )
    factories.record(place.branch, date(2016, 10, 18), kinds=("theme_day",), subject="院落夜谈")
    page = browse(User.objects.get(username="carol"), locale=locale)
    page.goto(HOME)
    assert "农忙顺延" in page.locator("main").inner_text()
    assert axe(page) == []
    assert fits(page)
    page.locator("form[action$='/noted/'] button").tap()
    expect(page.locator("main")).not_to_contain_text("农忙顺延")
    page.locator("main li", has_text="要求TALK").locator("a[href*='/own/']").tap()
    page.fill("[name=what]", "分三个院落夜谈")
    page.fill("[name=reason]", "白天都在采茶")
    page.select_option("[name=record]", index=1)
    assert axe(page) == []
    page.locator("main form button.btn-primary").tap()
    page.locator("main a[href*='own_way=']").tap()
    page.check("[name=agreed]")
    assert axe(page) == []
    assert fits(page)
    page.locator("main form button.btn-primary").tap()
    page.wait_for_url("**/practices/*/")
    assert Practice.objects.get().what == "分三个院落夜谈"
    assert axe(page) == []
    page.goto("/organizations/099001001/own/new/")
    assert axe(page) == []
    assert fits(page)
    office = browse(User.objects.get(username="bob"), locale=locale, width=1280)
    for address in ("/own-ways/", "/practices/offered/", f"/campaigns/{place.campaign.code}/requirements/TALK/"):
        office.goto(address)
        assert axe(office) == []
    office.goto("/practices/offered/")
    office.locator("form[action$='/publication/'] button").click()
    office.goto("/practices/")
    assert "要求TALK" in office.locator("main").inner_text()
    assert axe(office) == []
