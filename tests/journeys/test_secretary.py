"""Carol's phone: she records a meeting with little effort, names who was absent, and makes it up."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests import factories
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


def test_after_back_nothing_of_the_last_meeting_is_ticked(place: Place, browse: Browse) -> None:
    page = browse(User.objects.get(username="carol"))
    page.goto("/organizations/099001001/records/new/")
    page.locator("#id_absent label", has_text="丁二").tap()
    page.fill("[name=subject]", "上一次的主题")
    page.fill("[name=guests]", "3", force=True)
    page.locator("main form.xz-meeting button.btn-primary").tap()
    page.wait_for_url(RECORD)
    page.go_back()
    page.wait_for_selector("form.xz-meeting")
    assert page.locator("[name=absent]:checked").count() == 0
    assert page.locator("[name=subject]").input_value() != "上一次的主题"
    assert [page.locator(f"[name={name}]").input_value() for name in ("attended", "guests")] == ["", ""]


def test_the_note_about_a_meeting_of_the_same_day_is_read_first(place: Place, browse: Browse, axe: Axe) -> None:
    page = browse(User.objects.get(username="carol"))
    page.goto("/organizations/099001001/records/new/")
    factories.record(place.branch, date(2016, 10, 20), kinds=("topic_discussion",), subject="专题讨论")
    page.locator("button[data-all]").tap()
    page.locator("main form.xz-meeting button.btn-primary").tap()
    page.wait_for_selector(".xz-note[role=alert]")
    assert page.evaluate("document.activeElement.className") == "xz-note"
    assert axe(page) == []


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_sheet_of_paper_is_one_page_of_any_ordinary_branch(place: Place, browse: Browse, locale: str) -> None:
    for people, number in ((27, 3), (28, 4), (49, 5)):
        branch = factories.organization(f"09900100{number}", place.township)
        for _ in range(people):
            factories.member(branch, "欧阳某某")
    page = browse(User.objects.get(username="bob"), width=1280, locale=locale)
    page.goto(f"/organizations/099001/sheets/?requirement={place.requirements['ANY'].pk}")
    assert page.locator(".xz-sheet").count() == 5
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 5
