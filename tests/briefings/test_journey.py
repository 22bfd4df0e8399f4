"""Bob writes a briefing on his phone: every number opens its rows, before signing and after."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_from_the_draft_to_the_rows_behind_a_signed_number(place, browse, axe, locale):
    page = browse(place.bob, locale=locale)
    page.goto("/briefings/")
    assert axe(page) == []
    page.locator("main a.btn-primary").tap()
    assert axe(page) == []
    page.locator("main form button.btn-primary").tap()
    page.wait_for_url("**/briefings/*/")
    assert axe(page) == []
    assert fits(page)
    draft = page.url

    page.locator(".xz-paper-text a", has_text="2人次").tap()
    page.wait_for_url("**/figures/lectures_given/list/**")
    assert page.locator("[data-total]").first.get_attribute("data-total") == "2"

    page.goto(draft)
    page.locator("section a[href*=paragraphs]").last.tap()
    page.fill("[name=text]", "抓紧补课，覆盖率达到九成。")
    assert axe(page) == []
    assert fits(page)
    page.locator("main form button.btn-primary").first.tap()
    page.locator("form[action$='/signature/'] button").tap()
    assert "九成" in page.locator(".xz-errors").inner_text()
    assert axe(page) == []

    page.goto(draft)
    page.locator("section a[href*=paragraphs]").last.tap()
    page.fill("[name=text]", "抓紧补课，覆盖率在{study_coverage.ratio}的基础上继续提高。")
    page.locator("main form button.btn-primary").first.tap()
    page.locator("form[action$='/signature/'] button").tap()
    page.wait_for_selector(".xz-message-success")
    assert "覆盖率在90.0%的基础上" in page.locator("article").inner_text()
    assert axe(page) == []
    assert fits(page)

    page.locator(".xz-paper-text a", has_text="1人").first.tap()
    page.wait_for_url("**/figures/study_coverage/?part=outstanding")
    assert page.locator("[data-total]").first.get_attribute("data-total") == "1"
    assert "西村党支部" in page.locator("table").inner_text()
    assert axe(page) == []
    assert fits(page)


def test_on_paper_only_the_briefing_is_left(place, browse):
    page = browse(place.bob, width=1200)
    page.goto("/briefings/new/")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/briefings/*/")
    page.emulate_media(media="print")

    assert page.locator("article h1").is_visible()
    assert not page.locator("header.xz-head").is_visible()
    assert not page.locator("form[action$='/signature/'] button").is_visible()
