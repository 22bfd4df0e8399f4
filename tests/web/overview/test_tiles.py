"""Tiles, courses and levels: what stands on them, at any size, and what they leave to be asked for."""

import csv
import io
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.web.overview.conftest import text
from tests.web.overview.test_numbers_open import NUMBER, listed
from xuezuo.indicators.kept import rolling
from xuezuo.web.overview.evenness import percents

pytestmark = pytest.mark.django_db

TILES = "/overview/tiles/?organization=099"
COURSE = "/overview/course/?organization=099"
LEVELS = "/overview/evenness/?organization=099"


def tiles(page: str) -> list[tuple[str, str, str]]:
    """Band, name and number of each."""
    return re.findall(r'<li class="xz-band-(\d)">.*?<span class="xz-tile-name">([^<]+)</span><b>([^<]+)</b>', page)


def test_tiles_stand_in_the_order_of_the_tree_each_with_its_number(officer: Client) -> None:
    """Of town 1, 8 of 22 are reached, of town 2 none of 16."""
    page = text(officer, TILES)
    assert tiles(page) == [("2", "某镇1", "36.4%"), ("1", "某镇2", "0.0%")]
    numbers = dict(NUMBER.findall(page))
    assert sorted(numbers.values()) == ["14", "16"]
    for address, number in numbers.items():
        assert listed(officer, unescape(address)) == (int(number), int(number))


def test_a_tile_leads_down_to_the_tiles_below_it_of_the_same_figure_and_day(officer: Client) -> None:
    page = text(officer, f"{TILES}&first=lost_contact_found&as_of=2016-09-30")
    address = unescape(re.search(r'<li class="xz-band-\d"><a href="([^"]+)"', page)[1])
    below = text(officer, address)
    assert [name for _, name, _ in tiles(below)] == ["支部11", "支部12"]
    assert "2016-09-30" in below


def test_nothing_below_is_said_and_drawn_by_nobody(county: SimpleNamespace, client: Client) -> None:
    client.force_login(county.secretary)
    page = text(client, "/overview/tiles/")
    assert "没有下级组织" in page
    assert not tiles(page)


@pytest.mark.parametrize("page", [TILES, COURSE, LEVELS])
def test_a_township_does_not_see_its_county(county: SimpleNamespace, client: Client, page: str) -> None:
    client.force_login(county.township)
    text(client, page, 404)
    assert "某镇1" in text(client, page.partition("?")[0])


def test_ninety_places_and_their_names_cost_as_many_questions_as_two(county: SimpleNamespace, officer: Client) -> None:
    rolling.keep_up()
    text(officer, TILES)
    with CaptureQueriesContext(connection) as few:
        text(officer, TILES)
    for number in range(100, 190):
        factories.organization(f"099{number}", county.root, name="某" * 40, sector="community")
    rolling.keep_up()
    with CaptureQueriesContext(connection) as many:
        page = text(officer, TILES)
    assert len(tiles(page)) == 2 + 90
    assert {name for band, name, number in tiles(page) if band == "0"} == {"某" * 40}
    assert len(many) == len(few) <= 15, "\n".join(one["sql"][:300] for one in many)


def test_a_course_runs_by_sector_from_the_first_day_on_which_anything_was_due(officer: Client) -> None:
    """The first text fell due by the end of June; then nobody but the organ branch of town 1 ever had it."""
    page = text(officer, COURSE)
    days = re.findall(r'data-day="([^"]+)"', page)
    assert days[-2:] == ["2016-09-30", "2016-10-20"]
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th>((?:<td.*?</td>)+)', page))
    assert [*rows] == ["合计", "建制村", "机关"]
    drawn = {name: re.findall(r'data-percent="([^"]*)"', cells)[-1] for name, cells in rows.items()}
    assert drawn == {"合计": "21.05", "建制村": "0.00", "机关": "50.00"}
    assert 'data-library="/static/vendor/echarts/echarts.simple.min.js"' in page
    by_place = text(officer, f"{COURSE}&by=children")
    assert "某镇1" in by_place
    assert "合计" in by_place


def test_a_cell_of_a_course_opens_the_figure_of_that_day(officer: Client) -> None:
    page = text(officer, f"{COURSE}&by=children")
    cell = re.findall(r'<td class="xz-number" data-percent="36.36"><a href="([^"]+)">36.4%</a>', page)[-1]
    figure = text(officer, unescape(cell))
    assert "36.4%" in figure
    assert 'data-number="22"' in figure


def test_without_anything_due_no_chart_is_promised(officer: Client) -> None:
    page = text(officer, f"{COURSE}&as_of=2015-12-31")
    assert "没有应达到的事项" in page
    assert "echarts" not in page
    assert "charts.js" not in page


def test_where_past_days_take_long_the_course_has_today_and_offers_the_rest(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rolling.keep_up()
    monkeypatch.setattr("xuezuo.indicators.explaining.AT_ONCE", 3)
    monkeypatch.setattr("xuezuo.indicators.trends.AT_ONCE", 3)
    page = text(officer, COURSE)
    assert re.findall(r'data-day="([^"]+)"', page) == ["2016-10-20"]
    assert "echarts" not in page
    more = unescape(re.search(r'<a href="(\?[^"]*now=1)"', page)[1])
    assert len(re.findall(r'data-day="([^"]+)"', text(officer, f"/overview/course/{more}"))) > 1


def test_levels_are_a_page_of_their_own_and_a_part_of_the_overview(officer: Client) -> None:
    whole, spread = 8 / 38, 8 * (30 / 38) ** 2 + 30 * (8 / 38) ** 2
    towns = round(100 * (22 * (8 / 22 - whole) ** 2 + 16 * whole**2) / spread)
    page = text(officer, LEVELS)
    assert [int(one) for one in re.findall(r"<td>(\d+)% <meter", page)] == [towns, 100 - towns]
    part = officer.get(LEVELS, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f"{towns}%" in part
    assert "/overview/evenness/?organization=099&amp;" in text(officer, "/overview/?organization=099")


@pytest.mark.parametrize(
    ("shares", "parts"),
    [([1 / 3, 1 / 3, 1 / 3], [34, 33, 33]), ([0.066, 0.616, 0.318], [6, 62, 32]), ([], []), ([1.0], [100])],
)
def test_parts_in_percent_make_a_hundred(shares: list[float], parts: list[int]) -> None:
    assert percents(shares) == parts


def test_levels_of_a_large_place_of_another_day_wait_to_be_asked_for(officer: Client, monkeypatch) -> None:
    monkeypatch.setattr("xuezuo.indicators.explaining.AT_ONCE", 3)
    page = text(officer, f"{LEVELS}&as_of=2016-09-30")
    assert "<meter" not in page
    assert "<meter" in text(officer, f"{LEVELS}&as_of=2016-09-30&now=1")


def rows_of(client: Client, address: str) -> list[list[str]]:
    """Below the head."""
    rows = list(csv.reader(io.StringIO(client.get(f"{address}&format=csv").content.decode("utf-8-sig"))))
    return rows[rows.index([]) + 1 :]


def test_what_is_seen_of_tiles_and_courses_comes_as_files(officer: Client) -> None:
    heads, *tiles_told = rows_of(officer, TILES)
    assert heads == ["代码", "党组织", "应达到", "已达到", "未达到", "比例"]
    assert tiles_told == [["099001", "某镇1", "22", "8", "14", "36.4%"], ["099002", "某镇2", "16", "0", "16", "0.0%"]]
    days, *lines = rows_of(officer, f"{COURSE}&by=children")
    assert days[-1] == "2016-10-20"
    assert [(line[0], line[-1]) for line in lines] == [("合计", "21.1%"), ("某镇1", "36.4%"), ("某镇2", "0.0%")]
    for page in (TILES, COURSE):
        assert officer.get(f"{page}&format=xlsx").status_code == 200
        assert officer.get(f"{page}&format=pdf").status_code == 422


def test_own_rows_of_an_office_have_a_tile_that_leads_nowhere(county: SimpleNamespace, officer: Client) -> None:
    """The county's own study group met in July: what leads on from it is the county's own, beside its towns'."""
    page = text(officer, f"{TILES}&first=meetings_leading_on")
    assert "<div><span" in page
    assert next(name for _, name, _ in tiles(page)) == "中共某县委员会本级"
