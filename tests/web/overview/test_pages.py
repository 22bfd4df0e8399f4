"""What the pages of figures say, and what they refuse."""

import csv
import io
from types import SimpleNamespace

import duckdb
import openpyxl
import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests import factories
from tests.web.overview.conftest import TODAY, text
from xuezuo.campaigns.models import Reading
from xuezuo.indicators.declared import indicators
from xuezuo.records.models import MakeUpPlan

pytestmark = pytest.mark.django_db


def test_an_organization_shows_where_it_stands_and_what_is_below(officer: Client) -> None:
    page = text(officer, "/organizations/099001/")
    assert page.index("中共某县委员会") < page.index("<h1>某镇1</h1>")
    assert '<a href="/organizations/099001001/">支部11</a>' in page
    assert "支部21" not in page


def test_children_stand_in_order_of_code_without_rank_numbers(officer: Client) -> None:
    page = text(officer, "/organizations/099/")
    assert page.index(">某镇1<") < page.index(">某镇2<")
    assert "排名" not in page
    assert "第1名" not in page


def test_a_figure_says_what_counts_and_when(officer: Client) -> None:
    page = text(officer, "/figures/study_coverage/?organization=099")
    assert "应学" in page
    assert f"{TODAY:%Y-%m-%d}" in page


def test_superiors_of_the_viewer_are_named_and_not_linked(county: SimpleNamespace, client: Client) -> None:
    client.force_login(county.township)
    page = text(client, "/organizations/099001/")
    assert "<li>中共某县委员会</li>" in page
    assert text(client, "/organizations/099/", 404)


@pytest.mark.parametrize(
    "address",
    [
        "/figures/study_coverage/?by=wealth",
        "/figures/study_coverage/?tree=tomorrow",
        "/figures/study_coverage/?as_of=2016-13-01",
        "/figures/meeting_cadence/?as_of=2400-12-31",
        "/figures/meeting_cadence/list/?as_of=2016-10-21",
        "/organizations/099/?as_of=9999-12-31",
        "/gaps/?as_of=2016-10-21",
        "/figures/organizations/list/?part=outstanding",
        "/figures/organizations/list/?format=pdf",
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(officer: Client, address: str) -> None:
    page = text(officer, address, 422)
    assert 'class="xz-note"' in page
    assert "Traceback" not in page


def test_an_unknown_figure_is_not_found(officer: Client) -> None:
    text(officer, "/figures/happiness/", 404)
    text(officer, "/figures/happiness/list/", 404)


def test_a_list_of_meetings_leads_to_the_records(county: SimpleNamespace, officer: Client) -> None:
    page = text(officer, "/figures/lectures_given/list/?organization=099")
    assert f'href="/records/{county.first.pk}/"' in page


def test_a_list_has_no_column_that_says_nothing_there(officer: Client) -> None:
    about = "/list/?organization=099&part=settled"
    assert "联系" not in text(officer, f"/figures/weak_organizations_rectified{about}")
    assert "<td>已取得联系</td>" in text(officer, f"/figures/lost_contact_found{about}")


def test_the_list_comes_as_a_csv_file_that_spreadsheets_read(officer: Client) -> None:
    answer = officer.get("/figures/organizations/list/?organization=099&format=csv")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [line["代码"] for line in lines][:2] == ["099", "099001"]
    assert len(lines) == 7
    assert list(lines[0])[:2] == ["代码", "党组织"]
    assert not {"path", "row_id", "sector"} & set(lines[0])


def test_the_list_comes_as_a_workbook_with_codes_as_text(officer: Client) -> None:
    answer = officer.get("/figures/organizations/list/?organization=099&format=xlsx")
    content = b"".join(answer.streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("代码", "党组织")
    assert rows[1][0] == "099"
    assert len(rows) == 8
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_comes_as_a_columnar_file(officer: Client, tmp_path) -> None:
    answer = officer.get("/figures/organizations/list/?organization=099&format=parquet")
    file = tmp_path / "list.parquet"
    file.write_bytes(b"".join(answer.streaming_content))
    with duckdb.connect() as link:
        rows = link.read_parquet(str(file)).fetchall()
    assert [row[1] for row in rows][:2] == ["099", "099001"]
    assert len(rows) == 7
    assert int(answer.headers["Content-Length"]) == file.stat().st_size


def test_a_list_that_no_sheet_holds_is_refused_before_it_is_written(officer: Client, monkeypatch) -> None:
    monkeypatch.setattr("xuezuo.indicators.tables.EXCEL_ROWS", 7)
    monkeypatch.setattr("xuezuo.indicators.tables.write_xlsx", None)
    address = "/figures/organizations/list/?organization=099&format="
    assert "CSV" in text(officer, f"{address}xlsx", 422)
    assert officer.get(f"{address}csv").status_code == 200


def test_blank_spots_come_with_most_people_first_and_a_plan_can_be_drafted(
    county: SimpleNamespace, officer: Client
) -> None:
    page = text(officer, "/gaps/?organization=099")
    # branch 1 has 14 members and nothing on the second text; the others have 8
    assert page.index("支部11") < page.index("支部21")
    rd2 = county.readings[1]
    answer = officer.post(
        f"/organizations/{county.branches[0].code}/gaps/drafts/",
        {"reading": rd2.pk, "way": "gather", "organization": "099"},
    )
    assert answer.headers["Location"] == "/gaps/?organization=099"
    assert MakeUpPlan.objects.get().people == 14
    assert "计划" in text(officer, "/gaps/?organization=099")


def test_a_plan_for_an_unknown_text_or_way_is_not_drafted(county: SimpleNamespace, officer: Client) -> None:
    address = f"/organizations/{county.branches[0].code}/gaps/drafts/"
    assert officer.post(address, {"reading": "0", "way": "gather"}).status_code == 404
    officer.post(address, {"reading": county.readings[0].pk, "way": "by-force"})
    assert not MakeUpPlan.objects.exists()


def test_a_text_that_does_not_reach_the_branch_is_not_drafted(county: SimpleNamespace, officer: Client) -> None:
    factories.campaign(
        county.towns[1],
        readings=[{"code": "RD9", "title": "内部文件"}],
        requirements=[factories.requirement("Q9", readings=["RD9"])],
    )
    of_the_other_town = {"reading": Reading.objects.get(code="RD9").pk, "way": "gather"}
    answer = officer.post(f"/organizations/{county.branches[0].code}/gaps/drafts/", of_the_other_town, follow=True)
    assert answer.status_code == 404
    assert "内部文件" not in answer.content.decode()
    officer.post(f"/organizations/{county.branches[2].code}/gaps/drafts/", of_the_other_town)
    assert MakeUpPlan.objects.get().organization == county.branches[2]


@pytest.mark.parametrize("top", ["9" * 5000, "0", "-1", "many", ""])
def test_an_odd_number_of_blank_spots_is_read_as_well_as_it_can_be(officer: Client, top: str) -> None:
    assert "支部11" in text(officer, f"/gaps/?organization=099&top={top}")


def test_small_groups_are_shown_to_the_direct_superior_only(county: SimpleNamespace, client: Client) -> None:
    address = "/figures/study_coverage/?organization=099001&by=group"
    client.force_login(county.township)
    assert "人数过少" not in text(client, address)
    client.force_login(county.officer)
    # two housebound and two retired members in this town; of eight floating ones too few were reached
    page = text(client, address)
    assert page.count("人数过少") == 3
    hidden = text(client, "/figures/study_coverage/list/?organization=099001&group=housebound&part=expected")
    assert "data-total" not in hidden


def test_above_a_county_the_slow_figures_wait_to_be_asked_for(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuezuo.web.overview.organizations.AT_ONCE", 3)
    monkeypatch.setattr("xuezuo.web.overview.gaps.AT_ONCE", 3)
    page = text(officer, "/organizations/099/")
    assert page.count("现在统计") == 4
    page = text(officer, "/gaps/?organization=099")
    assert "organization=099001" in page
    assert "支部11" not in page
    assert "支部11" in text(officer, "/gaps/?organization=099&now=1")


def test_other_desks_show_a_figure_with_its_link_and_day(county: SimpleNamespace) -> None:
    page = Template("{% load numbers %}{% figure 'organizations' '099001' %}").render(
        Context({"scope": factories.scope(county.officer)})
    )
    assert 'data-number="3"' in page
    assert "/figures/organizations/list/?organization=099001&amp;as_of=2016-10-20&amp;part=settled" in page


def test_every_figure_is_explained(officer: Client) -> None:
    page = text(officer, "/indicators/")
    with translation.override("zh-hans"):
        assert [one.code for one in indicators().values() if one.title not in page or one.why not in page] == []
    assert [one.code for one in indicators().values() if f"<code>{one.row_set.name}</code>" not in page] == []
    for test in ("reading: &quot;&quot;", "state: reached", "state: [settled, own_way]"):
        assert f"<code>{test}</code>" in page, "as the declarations have it"


def test_a_list_costs_the_same_queries_for_few_rows_and_for_many(
    county: SimpleNamespace, officer: Client, django_assert_max_num_queries: object
) -> None:
    officer.get("/figures/organizations/list/?organization=099")
    with django_assert_max_num_queries(17):
        officer.get("/figures/organizations/list/?organization=099001001")
    with django_assert_max_num_queries(17):
        officer.get("/figures/organizations/list/?organization=099")
