"""The log's page, its file, and the branch's page of uses."""

import csv
import io

import pytest
from django.test import Client

from tests import factories
from xuezuo.audit import actions as audit
from xuezuo.audit.models import Event
from xuezuo.organizations.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organization:
    return factories.organization("099001", factories.organization("099", name="江北县委"), name="青山村党支部")


@pytest.fixture
def looked(branch: Organization) -> None:
    """An officer looked at a member, and wrote a reason that names them."""
    top = Organization.objects.get(code="099")
    officer = factories.scope(factories.user("officer", top, username="carol", display_name="卡罗"))
    audit.record(
        by=officer, action="member.disclose", kind="member", object_id=77, organization_id=branch.pk,
        words="核对王小明的电话", purpose="contact",
    )  # fmt: skip


def client(role: str, where: Organization) -> Client:
    made = Client()
    made.force_login(factories.user(role, where), backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_the_log_says_who_did_what_from_where_and_names_no_member(branch: Organization, looked: None) -> None:
    page = client("auditor", Organization.objects.get(code="099")).get("/audit/").content.decode()
    for words in ("卡罗", "查看了身份证号或电话全文", "江北县委", "青山村党支部", "党员 77", "用途：contact"):
        assert words in page
    assert "王小明" not in page


def test_looking_into_the_log_is_in_the_log(branch: Organization, looked: None) -> None:
    auditor = client("auditor", Organization.objects.get(code="099"))
    answer = auditor.get("/audit/?person=carol&action=member.disclose")
    event = Event.objects.latest("pk")
    assert (event.action, event.detail) == ("log.search", {"asked": {"person": "given", "action": "member.disclose"}})
    assert event.request_id == answer["X-Request-Id"] != ""
    found = auditor.get(f"/audit/?request={event.request_id}").content.decode().partition('class="xz-actions"')[2]
    assert "查询了操作日志" in found
    assert "查看了身份证号或电话全文" not in found


def test_the_file_holds_what_the_page_shows_and_is_recorded(branch: Organization, looked: None) -> None:
    audit.record(
        by=factories.scope(factories.user("officer", branch, display_name="=1+1")), action="start", kind="campaign"
    )
    answer = client("auditor", Organization.objects.get(code="099")).get("/audit/export/")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[2:8] for row in rows[1:]] == [
        [row[2], "审计管理员", "江北县委", "导出了日志查询结果", "操作日志", ""] for row in rows[1:2]
    ] + [
        ["'=1+1", rows[2][3], "青山村党支部", "新建了学习教育", "学习教育", ""],
        ["卡罗", rows[3][3], "江北县委", "查看了身份证号或电话全文", "党员 77", "青山村党支部"],
    ]
    assert Event.objects.latest("pk").action == "log.export"


@pytest.mark.parametrize("role", ["officer", "inspector", "administrator", "secretary", "member", "security"])
def test_nobody_else_finds_it(role: str, branch: Organization, looked: None) -> None:
    somebody = client(role, branch)
    assert [somebody.get(address).status_code for address in ("/audit/", "/audit/export/")] == [404, 404]


def test_what_cannot_be_looked_for_is_said_beside_the_field(branch: Organization) -> None:
    auditor = client("auditor", branch)
    for query in ("organization=xyz", "since=gestern", "number=-3", "number=99999999999999999999"):
        for address in ("/audit/", "/audit/export/"):
            answer = auditor.get(f"{address}?{query}")
            assert (answer.status_code, "xz-error" in answer.content.decode()) == (422, True), (address, query)
    assert "没有代码为xyz的党组织" in auditor.get("/audit/?organization=xyz").content.decode()
    assert auditor.get("/audit/?after=%C2%B2").status_code == 200


def test_a_branch_reads_which_office_used_its_data_and_not_who(branch: Organization, looked: None) -> None:
    page = client("secretary", branch).get("/organizations/099001/uses/").content.decode()
    assert "江北县委" in page
    assert "查看了身份证号或电话全文" in page
    assert "卡罗" not in page
    assert "王小明" not in page


def test_a_branch_whose_data_nobody_used_reads_that(branch: Organization) -> None:
    page = client("secretary", branch).get("/organizations/099001/uses/").content.decode()
    assert "目前没有其他单位使用过" in page


def test_details_are_told_in_words_and_choices_stand_by_what_they_concern(branch: Organization) -> None:
    top = Organization.objects.get(code="099")
    officer = factories.scope(factories.user("officer", top))
    audit.record(
        by=officer, action="transfer.draft", kind="transfer", object_id=3, organization_id=top.pk,
        target=branch.pk, on="2016-10-20", member=4711,
    )  # fmt: skip
    audit.record(by=officer, action="role.assign", kind="role", organization_id=top.pk, until="9999-12-31", way="door")
    page = client("auditor", top).get("/audit/").content.decode()
    assert "日期：2016-10-20 · 接收组织：青山村党支部（099001）" in page
    assert "4711" not in page
    assert "至：长期 · 方式：送学上门" in page
    assert "door" not in page.partition("<table")[2]
    assert '<optgroup label="组织关系转接">' in page
