"""An officer puts a question together at a desk and shares it; a secretary opens it on a phone."""

import pytest

from tests.browsing import Axe, Browse
from tests.journeys.conftest import fits
from tests.records.conftest import Place
from xuezuo.accounts.models import User

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_question_is_put_together_saved_and_shared(place: Place, browse: Browse, axe: Axe) -> None:
    office = User.objects.get(username="alice")
    page = browse(office, width=1280)
    page.goto("/organizations/099001/")
    page.get_by_role("link", name="自己提问").click()
    assert axe(page) == []
    page.get_by_role("link", name="应开的会议").click()
    assert page.locator("h1").inner_text() == "应开的会议：已开的比例"
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert axe(page) == []
    page.select_option("#measure", "outstanding")
    page.get_by_label("党课").check()
    page.get_by_role("button", name="查看结果").click()
    assert page.locator("h1").inner_text() == "应开的会议：未开"
    assert "kind=lecture" in page.url
    page.fill("#name", "还没开的党课" * 8)
    page.get_by_role("button", name="保存问题").click()
    page.wait_for_selector(".xz-message-success")
    assert axe(page) == []
    page.get_by_role("button", name="分享", exact=True).click()
    page.wait_for_selector(".xz-message-success")
    phone = browse(User.objects.get(username="carol"))
    phone.goto("/questions/")
    assert axe(phone) == []
    assert fits(phone)
    phone.get_by_role("link", name="还没开的党课").tap()
    assert axe(phone) == []
    assert fits(phone)
    number = phone.locator(".xz-large a").inner_text()
    phone.locator(".xz-large a").tap()
    assert phone.locator(".xz-large").get_attribute("data-total") == number
    assert fits(phone)
