"""A secretary's phone: a problem and a promise at the meeting, the register, the deed; an office's desk beside it."""

import pytest
from django.conf import LazySettings

from tests import factories
from tests.browsing import Axe, Browse
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_from_a_meeting_to_a_deed(browse: Browse, axe: Axe, settings: LazySettings) -> None:
    settings.TODAY = "2016-10-20"
    township = factories.organization("099001", factories.organization("099"), kind="committee", name="松溪镇党委")
    branch = factories.organization("099001001", township, name="松溪村党支部")
    people = [factories.member(branch, name) for name in ("丁一", "丁二", "丁三")]
    factories.goal(township, "修通机耕路")
    page = browse(user=factories.user("secretary", branch))

    page.goto("/organizations/099001001/records/new/")
    page.get_by_label("主题党日").check()
    page.get_by_label("实到人数").fill("3")
    page.get_by_text("会上提出了问题").click()
    page.get_by_label("要解决的问题").first.fill("机耕路雨天不通")
    page.get_by_label("由谁负责").first.fill("组织委员")
    page.get_by_text("会上有人作了承诺").click()
    page.get_by_label("承诺做什么").first.fill("看护三户老人")
    page.get_by_label("谁承诺").first.select_option(label="丁一")
    page.get_by_label("完成期限").first.fill("2016-10-31")
    page.get_by_label("对应的目标").first.select_option(label="修通机耕路")
    assert axe(page) == []
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="机耕路雨天不通").wait_for()
    assert axe(page) == []

    page.get_by_role("link", name="机耕路雨天不通").click()
    page.get_by_label("简要说明").first.fill("改到西边排水")
    page.get_by_label("做了什么").select_option("measure")
    page.get_by_role("button", name="登记这一步").click()
    page.get_by_text("改到西边排水").first.wait_for()
    assert axe(page) == []
    page.goto("/organizations/099001001/cases/")
    assert axe(page) == []

    page.goto("/organizations/099001001/commitments/")
    assert axe(page) == []
    page.get_by_role("link", name="看护三户老人").click()
    page.get_by_label("做了什么").fill("每周上门两次")
    page.get_by_role("button", name="保存做的事").click()
    page.get_by_text("每周上门两次").wait_for()
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert (Case.objects.get().steps.count(), Commitment.objects.get().member) == (1, people[0])

    desk = browse(user=factories.user("officer", township), width=1280, locale="en-GB")
    for address in (
        "/organizations/099001/cases/",
        "/organizations/099001/cases/new/",
        "/cases/guidance/",
        f"/cases/{Case.objects.get().pk}/",
    ):
        desk.goto(address)
        assert axe(desk) == []
