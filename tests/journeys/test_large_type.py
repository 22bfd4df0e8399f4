"""Large type and narrow screens: nothing is pushed sideways at 320 pixels or with letters of twice the size (WCAG 1.4.10)."""

import pytest
from playwright.sync_api import Page

from tests.browsing import Axe, Browse
from tests.journeys.conftest import fits
from tests.records.conftest import Place
from xuezuo.accounts.models import User

NARROW = 320
BRANCH = ("today/", "records/", "records/new/", "members/", "make-ups/")
OTHERS = ("/burden/", "/burden/list/", "/notices/", "/campaigns/", "/feedback/new/", "/me/", "/")


def too_wide(page: Page) -> list[str]:
    """What reaches beyond the edge, outside of a frame that is meant to be pushed."""
    return page.evaluate(
        """[...document.querySelectorAll("body *")].filter(one => !one.closest(".xz-scroll, .visually-hidden, .xz-skip")
          && one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
          .map(one => one.tagName + "." + one.className + " " + one.textContent.trim().slice(0, 20))"""
    )


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_no_page_of_a_branch_is_wider_than_a_narrow_phone(place: Place, browse: Browse, axe: Axe, locale: str) -> None:
    page = browse(user=User.objects.get(username="carol"), width=NARROW, locale=locale)
    addresses = [f"/organizations/{place.branch.code}/{one}" for one in BRANCH] + list(OTHERS)
    wrong = []
    for size in ("usual", "large"):
        if size == "large":
            with page.expect_navigation():
                page.locator("button[name=reading]").click()
        for address in addresses:
            page.goto(address)
            if not fits(page):
                wrong.append((size, address, too_wide(page)))
            page.evaluate("document.documentElement.style.fontSize = '200%'")  # as a browser's own setting does
            if not fits(page):
                wrong.append((f"{size}, letters doubled", address, too_wide(page)))
    assert wrong == []


@pytest.mark.journey
def test_large_type_is_one_tap_and_makes_the_home_page_short(place: Place, browse: Browse, axe: Axe) -> None:
    """Without scripts: the switch is a form. The keyboard reaches the content first, and sees where it is."""
    page = browse(user=User.objects.get(username="carol"), width=NARROW)
    page.goto("/")
    before = float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    with page.expect_navigation():
        page.get_by_role("button", name="大字").tap()
    page.goto("/")
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 1.25 * before
    assert page.get_by_role("heading", level=1).inner_text() == place.branch.name
    assert page.locator(".xz-large a").count() <= 6
    assert axe(page) == []

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "xz-skip"
    assert float(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")) >= 3
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    page.goto("/burden/")
    assert axe(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="标准字号").tap()
    page.goto("/")
    assert page.url.endswith("/today/")
