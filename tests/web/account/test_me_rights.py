"""What a person can do about what is held of them, on the pages: ask, reply, take a copy; and what the branch does."""

import datetime as dt
import json

import pytest

from tests import factories
from tests.privacy.conftest import NUMBER, PHONE, branch
from xuezuo.audit.models import Event
from xuezuo.cases.models import Case
from xuezuo.privacy.models import CorrectionRequest, Disclosure

__all__ = ["branch"]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def as_(client):
    """The test client signed in as somebody, in English."""

    def sign_in(person):
        client.force_login(person, backend=BACKEND)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def actions() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def test_a_request_goes_to_the_branch_and_its_answer_comes_back(branch, as_) -> None:
    as_(branch.own).post("/me/corrections/", {"about": "phone", "wish": "换了号码"})
    asked = CorrectionRequest.objects.get()
    listed = as_(branch.secretary).get(f"/organizations/{branch.here.code}/correction-requests/").content.decode()
    assert "换了号码" in listed
    as_(branch.secretary).post(f"/correction-requests/{asked.pk}/answers/", {"outcome": "declined", "reason": "未核实"})
    mine = as_(branch.own).get("/me/").content.decode()
    assert "未核实" in mine
    assert "/feedback/new/?about=/me/" in mine
    assert actions() == ["correction.request", "correction.answer"]


def test_a_value_is_shown_once_and_kept_nowhere(branch, as_) -> None:
    asked = {"field": "id_number", "purpose": "check", "words": "核对花名册"}
    answer = as_(branch.secretary).post(f"/members/{branch.member.pk}/disclosures/", asked)

    assert NUMBER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert NUMBER not in str(dict(as_(branch.secretary).session))
    assert actions() == ["member.disclose"]
    assert as_(branch.secretary).get(f"/members/{branch.member.pk}/disclosures/").status_code == 405
    mine = as_(branch.own).get("/me/").content.decode()
    assert "核对花名册" in mine
    assert NUMBER not in mine


def test_a_number_is_masked_to_its_own_length(branch, as_) -> None:
    mine = as_(branch.own).get("/me/").content.decode()
    shown = [f"{'•' * (len(one) - 4)}{one[-4:]}" for one in (NUMBER, PHONE)]
    assert [f"<dd>{one}</dd>" in mine for one in shown] == [True, True]


def test_without_words_nothing_is_shown_and_the_form_stays(branch, as_) -> None:
    asked = {"field": "id_number", "purpose": "check", "words": "  "}
    answer = as_(branch.secretary).post(f"/members/{branch.member.pk}/disclosures/", asked)
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()
    assert (actions(), Disclosure.objects.count()) == ([], 0)


def test_the_copy_has_everything_in_full_and_only_mine(branch, as_) -> None:
    other = factories.member(branch.here, "旁人")
    factories.record(branch.here, dt.date(2016, 5, 20), absent=(branch.member, other), subject="学党章")

    told = json.loads(as_(branch.own).post("/me/copies/", {"form": "json"}).content)

    tables = {table["table"]: table["rows"] for table in told["held"]}
    assert tables["organizations.Member"][0]["id_number"] == NUMBER
    assert tables["organizations.Member"][0]["phone"] == PHONE
    assert tables["records.Absence"] == [
        {"record": "2016-05-20 学党章", "member": "郭朵拉", "reason": tables["records.Absence"][0]["reason"]}
    ]
    assert "旁人" not in str(told)
    page = as_(branch.own).post("/me/copies/", {"form": "html"})
    assert page["Content-Disposition"].startswith("attachment")
    assert NUMBER in page.content.decode()
    assert "旁人" not in page.content.decode()
    assert actions() == ["member.download", "member.download"]


def test_the_branch_prints_for_somebody_without_account(branch, as_) -> None:
    page = as_(branch.secretary).post(f"/members/{branch.member.pk}/printouts/").content.decode()
    assert "郭朵拉" in page
    assert NUMBER[-4:] in page
    assert NUMBER not in page
    assert actions() == ["member.print"]


def test_a_reply_stands_beside_the_decision(branch, as_) -> None:
    case = Case.objects.create(
        organization=branch.here, kind="lost_contact", member=branch.member, cause="电话不通",
        found_on=dt.date(2016, 5, 1), raised_by=0,
    )  # fmt: skip
    as_(branch.own).post(f"/me/decisions/case/{case.pk}/replies/", {"text": "我在家"})
    mine = as_(branch.own).get("/me/").content.decode()
    assert "电话不通" in mine
    assert "我在家" in mine
    assert as_(branch.own).post("/me/decisions/case/987654/replies/", {"text": "x"}).status_code == 404


def test_everybody_reads_what_is_kept_of_whom(branch, as_, client) -> None:
    page = client.get("/personal-data/").content.decode()
    assert "身份证号" in page
    assert "identity number" in as_(branch.own).get("/personal-data/").content.decode()


@pytest.mark.journey
def test_the_pages_on_a_phone(branch, browse, axe, live_server) -> None:
    page = browse(user=branch.own)
    page.goto("/me/")
    page.get_by_label("应改为什么？").fill("电话换了")
    page.get_by_role("button", name="提交支部").click()
    page.get_by_text("请求已交支部").wait_for()
    assert axe(page) == []
    page.goto("/personal-data/")
    assert axe(page) == []

    page = browse(user=branch.secretary)
    page.goto(f"/organizations/{branch.here.code}/members/{branch.member.pk}/")
    page.get_by_text("查看完整号码").first.click()
    page.get_by_label("具体说明").fill("通知开会用")
    page.get_by_role("button", name="查看并留痕").click()
    page.get_by_text(NUMBER).wait_for()
    assert axe(page) == []
    page.goto(f"/organizations/{branch.here.code}/correction-requests/")
    page.get_by_text("电话换了").wait_for()
    assert axe(page) == []
