"""The overview: one table of figures and organizations, read from kept rows, exported as it is seen."""

import csv
import io
import re
from html import unescape
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.web.overview.conftest import text
from tests.web.overview.test_numbers_open import NUMBER, listed
from xuezuo.indicators.kept import rolling

pytestmark = pytest.mark.django_db

ADDRESS = "/overview/?organization=099"


def names(page: str) -> list[str]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return re.findall(r'<th scope="row">(?:<a [^>]+>)?([^<]+)', body)


@pytest.mark.parametrize("kept", [False, True])
def test_every_number_of_the_table_opens_exactly_its_list(officer: Client, kept: bool) -> None:
    if kept:
        rolling.keep_up()
    numbers = NUMBER.findall(text(officer, ADDRESS))
    assert len(numbers) > 15
    for address, number in dict(numbers).items():
        assert listed(officer, unescape(address)) == (int(number), int(number)), address


def test_the_least_reached_stand_first_without_numbers_of_rank(officer: Client) -> None:
    """Of town 1, 8 of 14 + 8 are reached, of town 2 none."""
    page = text(officer, ADDRESS)
    assert names(page) == ["中共某县委员会", "某镇2", "某镇1"]
    assert "排名" not in page
    assert names(text(officer, f"{ADDRESS}&first=lost_contact_found"))[0] == "中共某县委员会"


def test_where_nothing_is_due_of_the_usual_figure_another_one_orders_the_rows(officer: Client) -> None:
    page = text(officer, f"{ADDRESS}&as_of=2015-12-31")
    assert names(page) == ["中共某县委员会", "某镇1", "某镇2"]
    assert "按“党员信息完整”" in page


def test_two_days_stand_side_by_side(officer: Client) -> None:
    """On that day 8 of 38 had the first text, the only one due; today the same 8 are counted, the others lack both."""
    page = text(officer, f"{ADDRESS}&against=2016-08-01&show=study_coverage")
    assert len(re.findall(r'class="visually-hidden">2016-08-01</span>', page)) == 1 + 2
    assert re.findall(r'class="xz-change">([^<]+)', page)
    assert "study_coverage" in page
    assert 'href="/figures/meeting_cadence' not in page
    text(officer, f"{ADDRESS}&against=2400-01-01", 422)
    text(officer, f"{ADDRESS}&against=soon", 422)


def test_it_says_how_much_of_the_differences_lies_between_sectors(officer: Client) -> None:
    """Villages 0 of 14 + 8, organs 8 of 8 + 8; towns 8 of 22 and 0 of 16."""
    page = text(officer, ADDRESS)
    whole = 8 / 38
    spread = 22 * whole**2 + 8 * (1 - whole) ** 2 + 8 * whole**2
    sectors = (22 * whole**2 + 16 * (8 / 16 - whole) ** 2) / spread
    towns = (22 * (8 / 22 - whole) ** 2 + 16 * whole**2) / spread
    assert f"{round(sectors * 100)}%" in page
    assert f"{round(towns * 100)}%" in page


def test_what_is_seen_comes_as_files(officer: Client) -> None:
    wanted = f"{ADDRESS}&show=study_coverage&against=2016-08-01"
    content = officer.get(f"{wanted}&format=csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    head = {row[0]: row[1] for row in rows if len(row) == 2}
    assert (head["截至当日"], head["对照日期"], head["组织树"]) == ("2016-10-20", "2016-08-01", "当日的组织树")
    assert re.fullmatch("[0-9a-f]{12}", head["指标定义版本"])
    begin = rows.index([]) + 1
    assert rows[begin][-2:] == ["学习覆盖 2016-08-01", "学习覆盖 变化"]
    assert [row[:5] for row in rows[begin + 1 :]] == [
        ["099", "中共某县委员会", "38", "8", "30"],
        ["099002", "某镇2", "16", "0", "16"],
        ["099001", "某镇1", "22", "8", "14"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{wanted}&format=xlsx").content))
    cells = [["" if one is None else str(one) for one in row] for row in book.active.iter_rows(values_only=True)]
    width = len(rows[begin])
    assert cells == [[*row, *[""] * (width - len(row))] for row in rows]
    assert officer.get(f"{wanted}&format=pdf").status_code == 422


def test_small_trends_come_by_themselves_where_they_are_quick(officer: Client, monkeypatch) -> None:
    page = text(officer, ADDRESS)
    assert 'hx-trigger="load"' in page
    assert "<polyline" not in page
    more = unescape(re.search(r'hx-get="(\?[^"]*months=6)"', page)[1])
    part = officer.get(f"/overview/{more}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count('role="img"') > 3
    assert 'hx-trigger="load"' not in part
    whole = text(officer, f"/overview/{more}")
    assert whole.count('role="img"') == part.count('role="img"')
    assert "months=12" in whole
    monkeypatch.setattr("xuezuo.indicators.trends.AT_ONCE", 3)
    page = text(officer, ADDRESS)
    assert 'hx-trigger="load"' not in page
    assert "months=6" in page


def test_trends_that_are_seen_are_in_the_file(officer: Client) -> None:
    content = officer.get(f"{ADDRESS}&show=study_coverage&months=6&format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    begin = rows.index([]) + 1
    assert rows[begin][-2:] == ["学习覆盖 2016-09-30", "学习覆盖 2016-10-20"]
    assert rows[begin + 1][-1] == "21.1%"


def test_the_way_down_keeps_what_was_chosen(officer: Client) -> None:
    chosen = "&show=study_coverage&show=elections_on_time&first=elections_on_time&against=2016-09-30&months=6"
    page = text(officer, f"{ADDRESS}{chosen}")
    down = unescape(re.search(r'<th scope="row"><a href="(/overview/[^"]+)">某镇1<', page)[1])
    assert down == f"/overview/?organization=099001&as_of=2016-10-20&tree=then{chosen}"
    assert names(text(officer, down))[0] == "某镇1"


def test_all_figures_that_are_shown_are_ticked(officer: Client) -> None:
    page = text(officer, f"{ADDRESS}&show=study_coverage&show=elections_on_time")
    ticked = re.findall(r'value="([^"]+)" checked', page)
    assert ticked == ["study_coverage", "elections_on_time"]


def test_days_to_compare_with_are_one_step_away(officer: Client) -> None:
    page = text(officer, f"{ADDRESS}&as_of=2016-02-29")
    found = re.findall(r'against=([0-9-]+)"', page)
    assert found == ["2016-01-31", "2015-12-31", "2015-02-28"]
    assert "对照：" in page


def test_it_asks_as_often_at_any_size(county: SimpleNamespace, officer: Client) -> None:
    rolling.keep_up()
    text(officer, ADDRESS)
    with CaptureQueriesContext(connection) as few:
        text(officer, ADDRESS)
    for number in range(20, 40):
        branch = factories.organization(f"0990{number}", county.root, sector="community")
        factories.member(branch)
    rolling.keep_up()
    with CaptureQueriesContext(connection) as many:
        page = text(officer, ADDRESS)
    assert len(names(page)) >= 1 + 2 + 20
    assert len(many) == len(few) <= 15, "\n".join(one["sql"][:300] for one in many)


def test_a_day_that_is_not_kept_waits_to_be_asked_for(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rolling.keep_up()
    monkeypatch.setattr("xuezuo.indicators.explaining.AT_ONCE", 3)
    assert "<tbody>" in text(officer, ADDRESS)
    against = f"{ADDRESS}&against=2016-08-01"
    assert "<tbody>" not in text(officer, against)
    assert "<tbody>" in text(officer, f"{against}&now=1")


def test_a_secretary_sees_the_own_branch_and_nothing_else(county: SimpleNamespace, client: Client) -> None:
    client.force_login(county.secretary)
    assert names(text(client, "/overview/")) == ["支部11"]
    text(client, ADDRESS, 404)
