"""The gap explained on its page: every statement opens its list and offers what can be done."""

import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from tests import factories
from tests.web.overview.conftest import text
from tests.web.overview.test_numbers_open import NUMBER, listed
from xuezuo.indicators.kept import rolling
from xuezuo.notices.models import Notice
from xuezuo.records.models import MakeUpPlan
from xuezuo.web.overview.explained_notice import _as_title

pytestmark = pytest.mark.django_db

ADDRESS = "/gaps/explained/?organization=099"


@pytest.mark.parametrize("kept", [False, True])
def test_every_number_of_a_statement_opens_exactly_its_list(officer: Client, kept: bool) -> None:
    if kept:
        rolling.keep_up()
    page = text(officer, ADDRESS)
    # of 14 + 8 + 8 + 8 members all are missed but those of 支部12, an organ: villages, and the other town's organ
    assert page.count('class="xz-statement"') == 2
    numbers = NUMBER.findall(page)
    assert len(numbers) >= 8
    assert sum("/gaps/explained/elsewhere/" in address for address, _ in numbers) == 0  # nobody is left over
    for address, number in numbers:
        total, rows = listed(officer, unescape(address))
        assert total == rows == int(number), address


def test_what_is_left_over_opens_its_list(county: SimpleNamespace, officer: Client) -> None:
    small = factories.organization("099001003", county.towns[0], duties_from=date(2016, 4, 1), sector="school")
    for _ in range(2):
        factories.member(small)
    page = text(officer, ADDRESS)
    ((address, number),) = [one for one in NUMBER.findall(page) if "/gaps/explained/elsewhere/" in one[0]]
    assert number == "2"
    assert listed(officer, unescape(address)) == (2, 2)


def test_plans_are_drafted_for_every_branch_of_a_statement_and_no_other(
    county: SimpleNamespace, officer: Client
) -> None:
    rd2 = county.readings[1]
    address = "/gaps/explained/drafts/?organization=099&sector=village"
    answer = officer.post(address, {"reading": f"c:{rd2.code}"})
    assert answer.headers["Location"] == "/make-up-plans/?organization=099"
    drafted = MakeUpPlan.objects.values_list("organization__code", "people", "reading__code", "confirmed_at")
    assert set(drafted) == {("099001001", 14, "RD2", None), ("099002001", 8, "RD2", None)}
    assert officer.post(address, {"reading": "c:RD9"}).status_code == 404
    again = officer.post(address, {"reading": f"c:{rd2.code}"}, follow=True).content.decode()
    assert [one.strip() for one in re.findall(r"[^<>]*补学计划，[^<>]*", again)] == [
        "2个支部此前已有这一篇的补学计划，没有新拟。"
    ]


def test_too_many_branches_are_left_to_those_who_know_them(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuezuo.web.overview.explained.MANY", 1)
    page = text(officer, ADDRESS)
    assert "为其中2个支部拟补学计划" not in page
    # a sector of the place one is at: blank spots know no sectors, the figure does
    assert '/gaps/?organization=099"' not in page
    there = unescape(re.search(r'class="btn" href="([^"]+)">该范围的学习覆盖', page).group(1))
    assert "sector=village" in there
    assert "建制村" in text(officer, there)
    officer.post("/gaps/explained/drafts/?organization=099", {"reading": "c:RD2"})
    assert not MakeUpPlan.objects.exists()


@pytest.mark.parametrize(("title", "written"), [("《条例》第三章", "《条例》第三章"), ("准则", "《准则》")])
def test_a_title_has_its_marks_once(title: str, written: str) -> None:
    with translation.override("zh-hans"):
        assert _as_title(title) == written


def test_a_targeted_notice_starts_with_whom_it_is_for(officer: Client) -> None:
    draft = unescape(re.search(r'href="(/gaps/explained/notice/[^"]+)"', text(officer, ADDRESS)).group(1))
    page = text(officer, draft)
    written = unescape(re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL).group(1))
    assert "建制村" in written
    assert written.count("《准则》") == 2
    assert not Notice.objects.exists()
    answer = officer.post(draft, {"text": written})
    notice = Notice.objects.get()
    assert answer.headers["Location"] == f"/notices/{notice.pk}/"
    assert notice.title == written.splitlines()[0]
    assert officer.post(draft, {"text": ""}).status_code == 422


def test_a_day_that_is_not_kept_waits_to_be_asked_for(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuezuo.indicators.explaining.AT_ONCE", 3)
    page = text(officer, f"{ADDRESS}&as_of=2016-10-01")
    assert "xz-statement" not in page
    assert "xz-statement" in text(officer, f"{ADDRESS}&as_of=2016-10-01&now=1")


def test_an_inspector_reads_and_drafts_nothing(county: SimpleNamespace, client: Client) -> None:
    client.force_login(factories.user("inspector", county.root))
    page = text(client, ADDRESS)
    assert "xz-statement" in page
    assert '<form method="post" action="/gaps' not in page
    assert "/gaps/explained/notice/" not in page


def test_a_day_before_any_text_was_due_praises_nobody(officer: Client) -> None:
    for page in ("/gaps/explained/", "/gaps/"):
        before = text(officer, f"{page}?organization=099&as_of=2016-02-01")
        assert "到这一天还没有到期的篇目。" in before
        assert "人人都学到了" not in before
    assert "这里没有党员有到期应学的篇目" in text(officer, f"{ADDRESS}&own=1")


def test_it_is_called_concentrated_only_where_it_is(officer: Client) -> None:
    here = text(officer, ADDRESS)  # all 30 missed, of 38 members
    assert "其中100.0%集中在以下范围，而这一范围的党员只占78.9%：" in here
    assert "并不集中" not in here
    there = text(officer, "/gaps/explained/?organization=099002")  # two branches, everybody missed
    assert "并不集中" in there
    assert "集中在" not in there


def test_of_a_single_branch_just_the_number_is_said(officer: Client) -> None:
    page = text(officer, "/gaps/explained/?organization=099001001")
    assert page.count('class="xz-statement"') == 1
    assert page.count('data-number="14"') >= 2
    assert all(word not in page for word in ("并不集中", "集中在", "占全部缺学人数", "/gaps/explained/elsewhere/"))
    assert "为其中1个支部拟补学计划" in page
