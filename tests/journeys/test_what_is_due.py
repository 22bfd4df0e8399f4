"""Carol's phone: what is late and why, what can wait, the plan of the year, how often they meet, her own calendar."""

import pytest

from tests.browsing import Axe, Browse
from tests.journeys.conftest import fits
from tests.records.conftest import Place
from xuezuo.accounts.models import User
from xuezuo.records.models import LateReason

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_one_page_of_what_is_due(place: Place, browse: Browse, axe: Axe) -> None:
    page = browse(User.objects.get(username="carol"))
    page.goto("/organizations/099001001/today/")
    assert axe(page) == []
    assert fits(page)
    first = page.locator("#late-things li").first
    assert "要求TALK" in first.inner_text()
    assert first.locator("details.xz-why").get_attribute("open") is not None  # the reason first; the others are folded
    first.locator("input[type=text]").fill("汛期抢险")
    first.locator("button").tap()
    page.wait_for_selector(".xz-message-success")
    assert "汛期抢险" in page.locator("#late-things blockquote").inner_text()
    assert LateReason.objects.get().requirement == place.requirements["TALK"]
    assert axe(page) == []
    assert page.locator("main a.btn-primary").count() == 1
    for link, heading in (
        ("按月的学习计划", "2016年学习计划"),
        ("多久开一次会", "多久开一次会"),
        ("放进我的日历", "放进我的日历"),
    ):
        page.goto("/organizations/099001001/today/")
        page.locator(".xz-menu > summary").tap()  # the calendar stands under the person's name
        page.get_by_role("link", name=link).tap()
        page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert axe(page) == []
        assert fits(page)
