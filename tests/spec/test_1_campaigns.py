"""学习教育:谁,在什么时候,要做什么

一次学习教育由若干条要求组成。每条要求写明对象、时间和怎样的记录算完成。
"""

from datetime import date

import pytest

from tests import factories
from xuezuo.campaigns import actions, queries
from xuezuo.campaigns.files import CampaignFile
from xuezuo.organizations.models import Organization, Placement
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db

HEAD = {"code": "study-2016", "title_zh": "学习教育", "starts_on": "2016-04-01", "ends_on": "2016-12-31"}
DISCUSSION = {
    "code": "RQ1",
    "title": "第一专题学习讨论",
    "activity_kinds": ["topic_discussion"],
    "opens_on": "2016-04-01",
    "due_on": "2016-06-30",
    "minutes": 30,
    "fields_asked": 4,
}


@pytest.fixture
def province() -> Organization:
    province = factories.organization("099", name="云川省委")
    for number in range(1, 4):
        factories.organization(f"09900{number}", province, sector="village" if number < 3 else "private_enterprise")
    return province


def test_the_cost_is_known_before_anything_is_sent(province: Organization) -> None:
    """下发之前先算负担:有多少支部要做、填多少项、花多少小时。算的时候什么也不写入。

    三个支部,每个三十分钟、四项,合计一个半小时、十二项。
    """
    file = CampaignFile.model_validate({"campaign": HEAD, "requirements": [DISCUSSION]})
    told = queries.rehearse_file(operator(), file)
    assert (told["branches"], told["hours"], told["fields"]) == (3, 3 * 30 / 60, 3 * 4)


def test_a_requirement_addresses_exactly_whom_it_names(province: Organization) -> None:
    """对象可以按组织类别、领域、党员群体和所在范围来写;不写就是全部支部。

    只写非公企业的要求,村里的支部看不到,也不会被算进应完成的数里。
    """
    firms = DISCUSSION | {"audience": {"sectors": ["private_enterprise"]}}
    file = CampaignFile.model_validate({"campaign": HEAD, "requirements": [firms]})
    campaign, _ = actions.load_campaign(by=operator(), file=file)
    actions.issue(by=operator(), campaign=campaign)
    owing = [one for one in Placement.objects.all() if queries.requirements_for(operator(), one)]
    assert [one.organization.sector for one in owing] == ["private_enterprise"]


def test_a_change_midway_is_a_new_version(province: Organization) -> None:
    """中途调整要求,旧的一版连同已有记录原样保留,新的一版从此有效。

    把期限推后一个月:当前只有第二版,第一版仍可查。
    """
    file = CampaignFile.model_validate({"campaign": HEAD, "requirements": [DISCUSSION]})
    campaign, _ = actions.load_campaign(by=operator(), file=file)
    first = campaign.requirements.get()
    actions.amend_requirement(by=operator(), requirement=first, due_on=date(2016, 7, 31))
    current = queries.requirements_of(operator(), campaign).get()
    assert (current.version, current.due_on) == (2, date(2016, 7, 31))
    assert campaign.requirements.get(version=1).due_on == date(2016, 6, 30)


def test_the_same_file_again_changes_nothing(province: Organization) -> None:
    """同一个文件再载入一次,什么都不会变。"""
    file = CampaignFile.model_validate({"campaign": HEAD, "requirements": [DISCUSSION]})
    actions.load_campaign(by=operator(), file=file)
    _, counts = actions.load_campaign(by=operator(), file=file)
    assert counts == {"readings": 0, "created": 0, "amended": 0, "unchanged": 1}
