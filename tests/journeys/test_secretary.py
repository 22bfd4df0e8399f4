"""Carol's phone: she records a meeting with little effort, names who was absent, and makes it up."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import PHONE, Axe, Browse
from tests.journeys.conftest import Effort, fits, sign_in
from tests.records.conftest import Place
from xuezuo.accounts.models import User
from xuezuo.records.models import MakeUp, Record

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

RECORD = re.compile(r"/records/\d+/$")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_meeting_where_everybody_came(
    place: Place, browse: Browse, axe: Axe, count_effort: Effort, locale: str
) -> None:
    page = browse(locale=locale)
    sign_in(page, "carol")
    assert axe(page) == []
    effort = count_effort(page)
    page.locator("main a.btn-primary").tap()
    assert axe(page) == []
    assert fits(page)
    page.locator("button[data-all]").tap()
    page.locator("main form.xz-meeting button.btn-primary").tap()
    page.wait_for_url(RECORD)
    assert effort() == (1 + 1 + 1, 0)
    assert axe(page) == []
    assert fits(page)
    settled = page.locator("#settles").inner_text()
    assert "要求TALK" in settled
    assert "要求LECTURE" in settled
    page.locator("main a.btn-primary").tap()
    page.wait_for_url("**/today/")
    due = page.locator("section").first.inner_text()
    assert "要求TALK" not in due
    assert "要求LECTURE" not in due
    assert Record.objects.get().attended == 14


def test_somebody_was_absent_and_makes_it_up(place: Place, browse: Browse, axe: Axe) -> None:
    page = browse(User.objects.get(username="carol"))
    page.goto("/organizations/099001001/records/new/")
    page.fill("[name=attended]", "13")
    page.locator("main form.xz-meeting button.btn-primary").tap()
    assert "还有1人没有着落" in page.locator(".xz-errors").inner_text()
    assert axe(page) == []
    page.locator("#id_absent label", has_text="丁二").tap()
    page.locator("#id_absent select:visible").select_option("illness")
    assert axe(page) == []
    page.locator("main form.xz-meeting button.btn-primary").tap()
    page.wait_for_url(RECORD)
    assert "丁二" in page.locator("#absent").inner_text()
    assert Record.objects.get().absences.get().reason == "illness"
    page.locator("#absent a").tap()
    assert axe(page) == []
    assert fits(page)
    page.select_option("[name=way]", "door")
    page.locator("button[name=one]").tap()
    page.wait_for_selector(".xz-message-success")
    assert "丁二" in page.locator("main").inner_text()
    assert axe(page) == []
    assert MakeUp.objects.get().way == "door"


def test_the_proposals_follow_the_ticks(place: Place, browse: Browse) -> None:
    page = browse(User.objects.get(username="carol"))
    page.goto("/organizations/099001001/records/new/")
    assert page.locator("[name=claims]").count() == 2
    page.locator("#id_kinds label", has_text="党课").tap()
    expect(page.locator("[name=claims]")).to_have_count(1)
    assert "要求TALK" in page.locator("#proposals").inner_text()


def test_it_works_without_script(place: Place, browse: Browse, browser: Browser) -> None:
    signed_in = browse(User.objects.get(username="carol"))
    signed_in.goto("/")
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844})
    context.add_cookies(signed_in.context.cookies())
    page = context.new_page()
    page.goto(signed_in.url)
    page.locator("main a.btn-primary").click()
    page.locator("#id_kinds label", has_text="党课").click()
    page.fill("[name=attended]", "14")
    page.locator("form.xz-meeting button.btn-primary").click()
    assert "还没有保存" in page.get_by_role("alert").inner_text()
    page.locator("form.xz-meeting button.btn-primary").click()
    page.wait_for_url(RECORD)
    context.close()
    assert Record.objects.get().attended == 14
    assert [claim.requirement.code for claim in Record.objects.get().claims.all()] == ["TALK"]
