"""The pages of one's own questions: every number opens its rows, small groups stay hidden, nothing needs a script."""

import csv
import io
import re
from html import unescape
from types import SimpleNamespace

import duckdb
import pytest
from django.test import Client

from tests import factories
from tests.web.overview.conftest import text
from tests.web.overview.test_numbers_open import HIDDEN, NUMBER, listed
from xuezuo.indicators.queries import ask, indicator_by_code, lines
from xuezuo.own_questions.asking import measures_of
from xuezuo.own_questions.models import SavedQuestion
from xuezuo.own_questions.offers import offers

pytestmark = pytest.mark.django_db


def test_the_page_of_an_organization_leads_to_it(officer: Client) -> None:
    assert 'href="/ask/?organization=099001&amp;as_of=2016-10-20">自己提问</a>' in text(
        officer, "/organizations/099001/"
    )
    page = text(officer, "/ask/?organization=099001")
    assert all(f"/ask/?rows={name}&amp;organization=099001" in page for name in offers())
    assert "还没有。提问之后，可以在结果下方保存。" in page


def test_every_measure_of_every_row_set_is_answered_and_opens_its_rows(officer: Client) -> None:
    """By what is below, and by each column that it can be read by."""
    numbers: dict[str, int] = {}
    for offer in offers().values():
        for measure in measures_of(offer):
            page = text(officer, f"/ask/?rows={offer.code}&measure={measure}&organization=099")
            numbers |= {unescape(link): int(number) for link, number in NUMBER.findall(page)}
        for by in offer.columns:
            page = text(officer, f"/ask/?rows={offer.code}&measure=number&by={by}&organization=099")
            numbers |= {unescape(link): int(number) for link, number in NUMBER.findall(page)}
    wanted = {address: number for address, number in numbers.items() if number}
    assert len(wanted) > 60
    for address, number in wanted.items():
        assert address.startswith("/ask/list/?rows=")
        assert listed(officer, address) == (number, number), address


def test_a_line_leads_to_the_same_question_of_it_alone(officer: Client) -> None:
    page = text(officer, "/ask/?rows=meetings&kind=general&kind=lecture&by=sector&organization=099")
    link = unescape(re.search(r'href="(/ask/\?[^"]+sector=village[^"]+)"', page).group(1))
    page = text(officer, link)
    assert "所属领域：建制村" in page
    assert "类型：支部党员大会、党课" in page


def test_filters_and_days_leave_what_they_say(officer: Client) -> None:
    def number(words: str) -> int:
        page = text(officer, f"/ask/?rows=meetings&measure=number&organization=099&{words}")
        return int(NUMBER.search(page).group(2))

    assert number("") == 2 + 1 + 1 + 1 + 1
    assert number("since=2016-07-01") == 1 + 1 + 1 + 1
    assert number("since=2016-07-01&until=2016-07-31") == 1 + 1 + 1
    assert number("sector=village&sector=organ&kind=general") == 1 + 1
    assert number("as_of=2016-06-01") == 2


@pytest.mark.parametrize("measure", ["share", "number", "settled", "outstanding"])
def test_small_groups_are_hidden_as_in_the_declared_figure(
    county: SimpleNamespace, client: Client, measure: str
) -> None:
    """Three levels above a branch nobody reads a small group, whichever number of it is asked for."""
    client.force_login(county.officer)
    scope = factories.scope(county.officer)
    hidden = 0
    for by in ("children", "group", "sector", "reading"):
        for group in ("floating", "housebound", "retired"):
            narrow = {} if by == "group" else {"group": group}
            declared = lines(ask(scope, "099"), indicator_by_code("study_coverage"), by, narrow)
            wanted = {one.name for one in declared if one.figure is None}
            chosen = "".join(f"&{column}={word}" for column, word in narrow.items())
            page = text(client, f"/ask/?rows=study_coverage&measure={measure}&by={by}&organization=099{chosen}")
            body = page[page.find("<tbody>") : page.find("</tbody>")]
            found = {re.sub("<[^>]+>", "", row.split("</th>")[0]) for row in body.split("<tr>") if HIDDEN in row}
            assert found == wanted, (by, group)
            hidden += len(wanted)
    assert hidden > 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("rows=meetings&by=reading", "没有reading这一项"),
        ("rows=study_coverage&group=floating&held=no", "能推算出人数很少的群体"),
        ("rows=cases&measure=share&state=open", "请不要再选“情况”，或改看数量"),
        ("rows=study_coverage&reading=c:NO", "请从所列各项中选择，或换一个日期"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_back(officer: Client, words: str, sentence: str) -> None:
    page = text(officer, f"/ask/?{words}&organization=099", 422)
    assert sentence in page
    assert f'href="/ask/?{words.split("&", maxsplit=1)[0]}&amp;organization=099">修改问题</a>' in page


def test_an_answer_and_its_lists_go_into_files(officer: Client) -> None:
    address = "/ask/?rows=meetings&measure=number&by=kind&organization=099"
    lines_of = list(csv.reader(io.StringIO(officer.get(f"{address}&format=csv").content.decode("utf-8-sig"))))
    assert lines_of[0] == ["代码", "类型", "数量"]
    assert ["lecture", "党课", "1"] in lines_of
    assert officer.get(f"{address}&format=xlsx").content.startswith(b"PK")
    file = b"".join(
        officer.get("/ask/list/?rows=meetings&kind=lecture&organization=099&format=parquet").streaming_content
    )
    assert file.startswith(b"PAR1")
    assert file.endswith(b"PAR1")
    assert duckdb.__version__


def test_above_two_thousand_organizations_slow_questions_are_counted_on_request(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xuezuo.indicators.explaining.AT_ONCE", 1)
    slow = "/ask/?rows=study_coverage&held=no&organization=099"
    page = text(officer, slow)
    assert "这个问题没有现成的数" in page
    assert not NUMBER.search(page)
    page = text(officer, f"{slow}&now=1")
    assert "now=1" in unescape(NUMBER.search(page).group(1)), "its lists are counted so too"
    assert NUMBER.search(text(officer, "/ask/?rows=meetings&organization=099")), "the database counts these at any size"


def test_a_question_is_saved_shared_asked_by_others_and_withdrawn(county: SimpleNamespace, client: Client) -> None:
    client.force_login(county.officer)
    given = {"question": "rows=meetings&measure=number&kind=lecture", "name": "很长的名称" * 12, "organization": "099"}
    saved = client.post("/questions/", given, follow=True)
    one = SavedQuestion.objects.get()
    assert saved.redirect_chain == [(f"/questions/{one.pk}/", 302)]
    assert "开展的会议和活动" in saved.content.decode()
    assert "没有分享，只有您自己能看到" in saved.content.decode()
    again = client.post("/questions/", given, follow=True)
    assert "已经保存了名为" in again.content.decode()
    client.post(f"/questions/{one.pk}/sharings/", {"organization": "099001"})
    client.force_login(county.secretary)
    assert one.name in text(client, "/questions/")
    page = text(client, f"/ask/?saved={one.pk}")
    assert "支部11" in page
    assert NUMBER.search(page).group(2) == "1"
    assert "分享</button>" not in text(client, f"/questions/{one.pk}/")
    client.force_login(county.officer)
    client.post(f"/questions/{one.pk}/withdrawal/")
    assert "恢复" in text(client, "/questions/")
    client.force_login(county.secretary)
    assert "还没有保存问题" in text(client, "/questions/")
    text(client, f"/ask/?saved={one.pk}", 404)


def test_programs_get_the_same_answer(county: SimpleNamespace, officer: Client) -> None:
    words = "rows=study_coverage&by=group&organization=099"
    found = officer.get(f"/api/v1/ask?{words}").json()
    shown = {line["name"]: line["settled"] for line in found["groups"] if not line["hidden"]}
    page = text(officer, f"/ask/?{words}")
    assert shown
    assert all(f">{name}</a>" in page for name in shown)
    assert {line["settled"] for line in found["groups"] if line["hidden"]} == {None}
    rows = officer.get("/api/v1/ask/rows?rows=meetings&kind=lecture&organization=099&measure=number").json()
    assert (rows["count"], [one["organization"] for one in rows["rows"]]) == (1, ["099001001"])
    wrong = officer.get("/api/v1/ask?rows=meetings&by=reading")
    assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/problem+json")
    assert wrong.json()["code"] == "own_column_unknown"
    assert officer.get("/api/v1/ask?rows=members&points=1").json()["code"] == "fields"


@pytest.mark.parametrize(
    ("words", "titles", "codes"),
    [
        ("rows=nonsense", ("应学的党员", "补课"), ("study_coverage", "make_ups")),
        ("rows=meetings&by=reading", ("领域",), ("sector", "kind")),
        ("rows=cases&measure=nonsense", ("数",), ("number",)),
    ],
)
def test_what_cannot_be_asked_is_answered_with_titles_and_no_codes(
    officer: Client, words: str, titles: tuple[str, ...], codes: tuple[str, ...]
) -> None:
    page = text(officer, f"/ask/?organization=099&{words}", 422)
    told = re.search(r'class="xz-note">([^<]+)', page).group(1)
    assert [one for one in titles if one not in told] == []
    assert [one for one in codes if one in told] == []
