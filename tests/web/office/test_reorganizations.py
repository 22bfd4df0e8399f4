"""Changing an organization by the pages: choose, fill in, read what would happen, confirm, undo."""

import re
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.browsing import Axe, Browse
from xuezuo.organizations.models import Organization, Placement
from xuezuo.periods import FOREVER
from xuezuo.reorganizations.models import Act

pytestmark = pytest.mark.django_db
FORM = {"day": "2016-09-01", "reason": "县委决定"}


@pytest.fixture
def county(settings: Any) -> Organization:
    settings.TODAY = "2016-10-20"
    county = factories.organization("099001", name="青石县委")
    first = factories.organization("099001001", county, kind="committee", name="东乡党委")
    second = factories.organization("099001002", county, kind="committee", name="西乡党委")
    branch = factories.organization("099001001001", first, name="甲村党支部")
    factories.organization("099001002001", second, name="乙村党支部")
    for _ in range(3):
        factories.member(branch)
    factories.user("officer", first)
    return county


@pytest.fixture
def erin(county: Organization) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(factories.user("officer", county), backend="django.contrib.auth.backends.ModelBackend")
    return client


def digest_in(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found
    return found[1]


def test_an_act_is_read_before_it_is_done(erin: Client) -> None:
    address = "/organizations/099001001/changes/merge/"
    assert "接收组织的代码" in erin.get(address).content.decode()
    sent = FORM | {"to": "099001002"}

    read = erin.post(address, sent).content.decode()

    assert not Act.objects.exists()
    assert "东乡党委撤销。原有记录都保留，统计时计入西乡党委。" in read
    assert "1个组织变更隶属，其中支部1个、党员3名。" in read
    assert "东乡党委 · 上级组织工作人员 · 1" in read
    assert erin.post(address, sent | {"digest": digest_in(read)})["Location"] == "/reorganizations/"
    assert Act.objects.get().reason == "县委决定"
    assert Placement.objects.get(organization__code="099001001001", valid_to=FOREVER).parent.code == "099001002"


def test_a_plan_that_is_no_longer_true_is_shown_again(erin: Client, county: Organization) -> None:
    address, sent = "/organizations/099001001/changes/merge/", FORM | {"to": "099001002"}
    digest = digest_in(erin.post(address, sent).content.decode())
    factories.member(Organization.objects.get(code="099001001001"))

    again = erin.post(address, sent | {"digest": digest})

    assert (again.status_code, Act.objects.count()) == (409, 0)
    assert "党员4名" in again.content.decode()
    assert digest_in(again.content.decode()) != digest


def test_the_other_organization_is_given_by_its_full_name_too(erin: Client, county: Organization) -> None:
    address, sent = "/organizations/099001001/changes/merge/", FORM | {"to": "西乡党委"}
    read = erin.post(address, sent).content.decode()
    assert "东乡党委撤销" in read
    erin.post(address, sent | {"digest": digest_in(read)})
    assert Placement.objects.get(organization__code="099001001001", valid_to=FOREVER).parent.code == "099001002"


def test_a_name_of_two_is_refused_at_the_field(erin: Client, county: Organization) -> None:
    factories.organization("099001003", county, kind="committee", name="西乡党委")
    answer = erin.post("/organizations/099001001/changes/merge/", FORM | {"to": "西乡党委"})
    assert answer.status_code == 422
    assert "您的范围内有多个组织叫“西乡党委”；请填写代码。" in answer.content.decode()


def test_what_cannot_be_is_said_beside_the_form(erin: Client) -> None:
    answer = erin.post("/organizations/099001001/changes/move/", FORM | {"to": "099001001001"})
    assert answer.status_code == 422
    assert "请选择它上面的组织" in answer.content.decode()
    answer = erin.post("/organizations/099001001/changes/move/", FORM | {"to": "no-such"})
    assert (answer.status_code, "没有这个代码或全称的组织" in answer.content.decode()) == (422, True)


def test_members_of_a_split_are_chosen_by_name_only_where_names_are_seen(erin: Client, county: Organization) -> None:
    one = factories.member(Organization.objects.get(code="099001001001"), "王小明")
    address = "/organizations/099001001001/changes/split/"
    unseen = erin.get(address).content.decode()
    assert "王小明" not in unseen
    assert "由其直接上级东乡党委办理分设" in unseen
    client = Client(headers={"accept-language": "zh-CN"})
    officer = factories.user("officer", Organization.objects.get(code="099001001"))
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    seen = client.get(address).content.decode()
    assert "王小明" in seen
    assert "由其直接上级东乡党委办理分设" not in seen
    sent = FORM | {"name": "丁村党支部", "new_code": "099001001009", "new_kind": "branch", "sector": "village"}
    read = client.post(address, sent | {"members": [str(one.pk)]}).content.decode()
    assert "1名党员的组织关系转到另一个支部" in read
    client.post(address, sent | {"members": [str(one.pk)], "digest": digest_in(read)})
    assert one.memberships.get(valid_to=FOREVER).organization.code == "099001001009"


def test_a_split_that_cannot_be_offers_no_form_and_says_what_to_do(erin: Client, county: Organization) -> None:
    first = Organization.objects.get(code="099001001")
    factories.organization("099001001002", first, name="丙村党支部")
    address = "/organizations/099001001002/changes/split/"

    unseen = erin.get("/organizations/099001001001/changes/split/").content.decode()
    desk = Client(headers={"accept-language": "zh-CN"})
    desk.force_login(factories.user("officer", first), backend="django.contrib.auth.backends.ModelBackend")
    empty = desk.get(address).content.decode()

    assert "甲村党支部没有下级组织，只能划分党员。" in unseen
    assert "由其直接上级东乡党委办理分设。" in unseen
    assert "丙村党支部既没有党员，也没有下级组织，无可划分。" in empty
    assert 'href="/organizations/099001001/changes/found/"' in empty
    assert [name for page in (unseen, empty) for name in ('name="new_code"', 'name="reason"') if name in page] == []
    assert desk.post(address, FORM | {"name": "丁", "new_code": "1"}).status_code == 422


def test_an_act_is_undone_from_the_list(erin: Client) -> None:
    address, sent = "/organizations/099001001001/changes/rename/", FORM | {"name": "甲社区党支部"}
    erin.post(address, sent | {"digest": digest_in(erin.post(address, sent).content.decode())})
    act = Act.objects.get()
    assert f"/reorganizations/{act.pk}/undoing/" in erin.get("/reorganizations/").content.decode()
    erin.post(f"/reorganizations/{act.pk}/undoing/", {"reason": "误办"})
    listed = erin.get("/reorganizations/").content.decode()
    assert f"/reorganizations/{act.pk}/undoing/" not in listed
    assert "误办" in listed
    assert Organization.objects.get(code="099001001001").name == "甲村党支部"


def test_the_history_tells_names_places_and_descent(erin: Client) -> None:
    for code, kind, more in (
        ("099001001001", "rename", {"name": "甲社区党支部"}),
        ("099001001", "merge", {"to": "099001002"}),
    ):
        address, sent = f"/organizations/{code}/changes/{kind}/", FORM | more
        erin.post(address, sent | {"digest": digest_in(erin.post(address, sent).content.decode())})
    branch = erin.get("/organizations/099001001001/history/").content.decode()
    assert all(
        word in branch for word in ("甲村党支部", "甲社区党支部", "隶属于东乡党委", "隶属于西乡党委", "县委决定")
    )
    gone = erin.get("/organizations/099001001/history/").content.decode()
    assert "它的工作计入西乡党委" in gone


def test_the_address_of_what_was_closed_says_what_it_was_and_who_came_after_it(
    erin: Client, county: Organization
) -> None:
    address, sent = "/organizations/099001001/changes/merge/", FORM | {"to": "099001002"}
    erin.post(address, sent | {"digest": digest_in(erin.post(address, sent).content.decode())})

    page = erin.get("/organizations/099001001/").content.decode()

    assert "已于2016年9月1日撤销" in page
    assert '<dt>并入</dt><dd><a href="/organizations/099001002/">西乡党委</a></dd>' in page
    assert 'href="/organizations/099001001/history/"' in page
    last = re.search(r'href="(/organizations/099001001/\?as_of=2016-08-31)"', page)
    assert last
    assert "撤销" not in erin.get(last[1]).content.decode()


@pytest.mark.journey
def test_the_pages_work_on_a_phone(browse: Browse, axe: Axe, county: Organization) -> None:
    page = browse(user=factories.user("officer", county))
    page.goto("/organizations/099001001/")
    assert axe(page) == []
    page.get_by_role("link", name="调整这个组织").click()
    assert axe(page) == []
    page.get_by_role("link", name="合并").click()
    page.get_by_label("接收组织的代码").fill("099001002")
    page.get_by_label("依据").fill("县委决定")
    assert axe(page) == []
    page.get_by_role("button", name="查看会有哪些变动").click()
    assert axe(page) == []
    page.get_by_role("button", name="确认办理").click()
    page.get_by_role("heading", name="机构调整").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="东乡党委").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
