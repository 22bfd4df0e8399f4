"""Which demands ask for a figure that is counted already, however they are written (AF09)."""

from pathlib import Path

import pytest
import yaml

from xuezuo.indicators.declared import indicators
from xuezuo.known_figures.queries import demanded, known

SHIPPED = Path(__file__).parents[2] / "src/xuezuo/campaigns/shipped"


@pytest.mark.parametrize(
    ("handed_in", "code"),
    [
        ("党员人数", "members"),
        ("党 员（总）数", "members"),
        ("Number of MEMBERS", "members"),
        ("各支部三会一课开展情况表", "meeting_cadence"),
        ("本月党员学习覆盖率", "study_coverage"),
        ("ＳＴＵＤＹ　ＣＯＶＥＲＡＧＥ by branch", "study_coverage"),
        ("贯彻落实情况的报告", "requirements_met"),
        ("按期换届率统计", "elections_on_time"),
        ("失联党员排查情况", "lost_contact_found"),
    ],
)
def test_a_known_figure_is_known_under_every_name(handed_in: str, code: str) -> None:
    found = known(handed_in)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "handed_in", ["实施方案", "党员困难情况说明材料", "基层党组织书记述职报告", "a plan of one's own", ""]
)
def test_what_nobody_counts_may_be_asked_for(handed_in: str) -> None:
    assert known(handed_in) is None


def test_a_title_is_a_demand_only_where_it_asks_to_send_something() -> None:
    assert demanded("每月25日前报送党员人数", "") is not None
    assert demanded("落实三会一课，学习报告精神", "") is None
    assert demanded("对照党员人数安排座位", "") is None


def test_every_indicator_is_found_by_its_own_other_names() -> None:
    wrong = [
        (code, name, found.code if found else "")
        for code, one in indicators().items()
        for names in one.also_called.values()
        for name in names
        if (found := known(name)) is None or found.code != code
    ]
    assert wrong == []
    assert [code for code, one in indicators().items() if set(one.also_called) != {"zh", "en"}] == []


def test_no_campaign_that_we_ship_asks_for_what_is_known() -> None:
    files = sorted(SHIPPED.glob("*.yaml"))
    assert files
    for file in files:
        lines = yaml.safe_load(file.read_text(encoding="utf-8"))["requirements"]
        assert [line["title"] for line in lines if demanded(line["title"], line.get("handed_in", ""))] == []
