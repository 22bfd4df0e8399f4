"""An officer's desk: the table with its small trends, places as tiles, a figure over time; a phone, and paper."""

from datetime import date

import pytest
from django.conf import LazySettings

from tests import factories
from tests.browsing import Axe, Browse
from tests.journeys.conftest import fits

LONG = "中共松溪县城关镇东方红街道办事处第一社区卫生服务中心和敬老院联合支部委员会一二三四五"


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_officer_looks_at_a_county(browse: Browse, axe: Axe, settings: LazySettings) -> None:
    settings.TODAY = "2016-10-20"
    county = factories.organization("099", name="中共松溪县委员会")
    towns = [factories.organization(f"09900{n}", county, kind="committee", name=f"{'甲乙丙'[n]}镇") for n in range(3)]
    towns.append(factories.organization("099009", county, kind="committee", name=LONG))
    made = factories.campaign(
        county,
        code="c",
        readings=[{"code": "RD1", "title": "章程"}],
        requirements=[factories.requirement("Q1", readings=["RD1"])],
    )
    for number, town in enumerate(towns[:3]):
        branch = factories.organization(f"{town.code}001", town, sector=("village", "organ", "village")[number])
        people = [factories.member(branch) for _ in range(5)]
        factories.record(
            branch, date(2016, 7 + number, 10), readings=(made.readings.get(),), absent=tuple(people[:number])
        )
    officer = factories.user("officer", county)

    desk = browse(user=officer, width=1280)
    desk.goto("/overview/")
    desk.locator(".xz-overview svg").first.wait_for()  # the small trends come after the page
    desk.locator("tbody").last.scroll_into_view_if_needed()
    desk.get_by_role("heading", name="差别在哪一级").wait_for()
    assert axe(desk) == []
    desk.get_by_role("link", name="方格").click()
    desk.locator(".xz-tiles a").first.wait_for()
    assert axe(desk) == []
    sizes = desk.evaluate(
        "[...document.querySelectorAll('.xz-tiles li')].map(li => li.offsetWidth + 'x' + li.offsetHeight)"
    )
    assert len({*sizes}) == 1
    desk.locator(".xz-tiles a").first.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/tiles/?organization=099000*")

    desk.goto("/overview/course/")
    desk.locator(".xz-chart canvas").wait_for()
    assert desk.locator(".xz-chart").get_attribute("role") == "img"
    assert axe(desk) == []

    phone = browse(user=officer, locale="en-GB")
    for address in ("/overview/?against=2016-08-31&months=6", "/overview/tiles/", "/overview/course/?by=children"):
        phone.goto(address)
        assert axe(phone) == []
        assert fits(phone), address

    bare = desk.context.browser.new_context(
        base_url=desk.context.pages[0].url.split("/overview")[0], java_script_enabled=False, locale="zh-CN"
    )
    bare.add_cookies(desk.context.cookies())
    page = bare.new_page()
    page.goto("/overview/course/")
    assert page.locator(".xz-chart").is_hidden()
    assert page.locator("#xz-course td").count() > 3
    bare.close()
