"""A secretary opens a file on a phone, fills in what is missing and finds it there."""

from datetime import date

import pytest

from tests.journeys.conftest import fits, sign_in
from tests.records.conftest import Place
from xuezuo.organizations import duplicates
from xuezuo.organizations.models import Member

pytestmark = pytest.mark.journey


def test_a_secretary_fills_in_a_file(live_page, axe, small_place: Place) -> None:
    page = live_page
    sign_in(page, "carol")
    page.goto("/organizations/099001001/members/")
    assert fits(page)
    assert axe(page) == []
    page.get_by_role("link", name="丁一").tap()
    page.wait_for_url(f"**/members/{small_place.members[0].pk}/")
    assert fits(page)
    assert axe(page) == []
    page.goto(page.url + "corrections/new/")
    assert axe(page) == []
    page.get_by_label("电话").fill("13900001234")
    page.locator("main form button[type=submit]").tap()
    page.wait_for_url(f"**/members/{small_place.members[0].pk}/")
    assert "••••••1234" in page.content()
    assert "13900001234" not in page.content()


def test_two_entries_side_by_side_fit_a_phone(live_page, axe, small_place: Place) -> None:
    first, second = small_place.members[:2]
    Member.objects.filter(pk__in=[first.pk, second.pk]).update(name="王小明", birth_on=date(1980, 1, 1))
    duplicates.find(by=small_place.bob, placement=small_place.branch.placements.get())
    sign_in(live_page, "carol")
    live_page.goto("/organizations/099001001/duplicates/")
    assert axe(live_page) == []
    live_page.get_by_role("link", name="王小明").tap()
    live_page.wait_for_url("**/duplicates/*/")
    assert fits(live_page)
    assert axe(live_page) == []
