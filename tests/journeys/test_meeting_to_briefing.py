"""One meeting, entered once: the secretary's duty is settled, the officer's figure opens it, the briefing says the same."""

import re

import pytest
from playwright.sync_api import Page

from tests.browsing import Axe, Browse
from tests.journeys.conftest import Effort, fits, sign_in
from tests.records.conftest import Place
from xuezuo.records.models import Record

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOST_TAPS, MOST_KEYS = 13, 20
"""The promise of the product when everybody was present."""


def number_of(page: Page, indicator: str) -> int:
    """The figure that the page shows for an indicator: its link to the list of settled rows."""
    link = page.locator(f"main a[href*='/figures/{indicator}/list/'][data-number]").first
    return int(link.get_attribute("data-number") or "-1")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_entered_once_counted_everywhere(
    place: Place, browse: Browse, axe: Axe, count_effort: Effort, locale: str
) -> None:
    carol = browse(locale=locale)
    sign_in(carol, "carol")
    effort = count_effort(carol)
    carol.locator("main a.btn-primary").tap()
    carol.locator("[name=attended]").tap()
    carol.keyboard.type("14")
    carol.locator("[name=speaker_tier]").tap()
    carol.select_option("[name=speaker_tier]", "cadre")  # the phone's own list: one tap more
    carol.locator("main form.xz-meeting button.btn-primary").tap()
    carol.wait_for_url(re.compile(r"/records/\d+/$"))
    taps, keys = effort()
    assert taps + 1 <= MOST_TAPS
    assert keys <= MOST_KEYS
    record = Record.objects.get()
    assert carol.locator("#settles li").count() == 2
    carol.context.close()

    bob = browse(locale=locale)
    sign_in(bob, "bob")
    assert axe(bob) == []
    assert fits(bob)
    figure = number_of(bob, "lectures_given")
    assert figure == 1
    bob.locator("main a[href*='/figures/lectures_given/list/']").first.tap()
    bob.wait_for_url("**/figures/lectures_given/list/**")
    assert axe(bob) == []
    assert bob.locator("[data-total]").get_attribute("data-total") == str(figure)
    rows = bob.locator("main tbody tr")
    assert rows.count() == figure
    rows.locator(f"a[href='/records/{record.pk}/']").tap()
    bob.wait_for_url(f"**/records/{record.pk}/")
    assert axe(bob) == []

    bob.goto("/briefings/new/")
    bob.locator("main form button.btn-primary").tap()
    bob.wait_for_url(re.compile(r"/briefings/\d+/$"))
    assert axe(bob) == []
    assert fits(bob)
    said = bob.locator("article a[href*='lectures_given']").first.inner_text()
    assert said.startswith(str(figure))
    bob.locator("main form[action$='/signature/'] button").tap()
    bob.wait_for_selector(".xz-message-success")
    signed = bob.locator("article a[href*='lectures_given']").first
    assert signed.inner_text() == said
    signed.tap()
    bob.wait_for_url("**/figures/lectures_given/**")
    assert bob.locator("main tbody tr").count() == figure
    assert axe(bob) == []
