"""减负：少要、不重复要，要了多少都看得见

要求折算成分钟和填写项，对所有人公开；系统里数得出来的，不再要支部报；上级的要求一竿子到底，
中间哪一级加了码，下面都看得见；提醒每周至多一次；投诉到期没有答复，自动转上一级。
"""

from datetime import date

import pytest

from tests import factories
from xuezuo.burdens import actions, queries
from xuezuo.campaigns import actions as campaigns
from xuezuo.feedback import actions as feedback
from xuezuo.feedback.queries import mine_to_answer
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

pytestmark = pytest.mark.django_db
ASKED = {"opens_on": date(2016, 5, 1), "due_on": date(2016, 5, 31), "purpose": "检查"}


@pytest.fixture
def town(settings) -> Organization:
    settings.TODAY = "2016-05-20"
    county = factories.organization("099", name="云川县委")
    town = factories.organization("099001", county, kind="committee", name="松溪镇党委")
    for number in range(1, 4):
        factories.organization(f"09900100{number}", town)
    return town


@pytest.fixture
def officer(town: Organization) -> Scope:
    return factories.scope(factories.user("officer", town))


def test_everybody_sees_how_much_was_asked(town: Organization, officer: Scope) -> None:
    """每月、每一级要了多少，都能看到，也都能点开。

    县里要求每个支部三十分钟的学习，镇里要求十分钟：三个支部合计两小时。
    """
    county = factories.campaign(
        Organization.objects.get(code="099"), requirements=[factories.requirement(**ASKED, minutes=30)]
    )
    factories.campaign(town, requirements=[factories.requirement(**ASKED, minutes=10)])
    asked = queries.asked_of(officer, placement_of(officer, town.pk), date(2016, 5, 1), date(2016, 5, 31))
    assert queries.Sum(tuple(asked)).hours == 3 * (30 + 10) / 60
    assert [one.issuer for one in queries.by_issuer(asked)] == [county.issuer, town]


def test_what_is_known_is_not_asked_again(town: Organization, officer: Scope) -> None:
    """要支部报送系统已有的数据，会被拒绝，并指明是哪个数据、在哪里看。

    确实是另一回事的，写明理由可以要，理由对所有人公开。
    """
    campaign = factories.campaign(town, issued=False)
    collection = {
        "handed_in": "党员人数统计表", "basis": "镇党委会议", "approver": "组织委员",
        "asked_for_because": "要外出务工的", "expires_on": date(2016, 6, 30),
    }  # fmt: skip
    with pytest.raises(Refusal, match="系统已有这个数据"):
        campaigns.add_requirement(by=officer, campaign=campaign, code="A", title="报表", **ASKED, **collection)
    made = campaigns.add_requirement(
        by=officer, campaign=campaign, code="A", title="报表", **ASKED, **collection, other_because="只要外出务工的"
    )
    assert made.another_thing.reason == "只要外出务工的"


def test_a_level_that_adds_is_seen_adding(town: Organization, officer: Scope) -> None:
    """县里的要求直达支部。镇里转发时另加一项，页面上写着：上级要求多少小时，本级附加多少小时。"""
    above = factories.campaign(
        Organization.objects.get(code="099"), requirements=[factories.requirement(**ASKED, minutes=60)]
    )
    draft = actions.pass_on(by=officer, above=above, code="ours")
    actions.add(by=officer, campaign=draft, title="写一篇心得", minutes=40, **ASKED)
    ours = queries.levels_of(officer, draft)[-1]
    assert (ours.from_above.hours, ours.added.hours, ours.branches) == (3 * 60 / 60, 3 * 40 / 60, 3)


def test_a_complaint_comes_up_when_nobody_answers(town: Organization, officer: Scope, settings) -> None:
    """支部的投诉由镇里在十五天内答复；到期没有答复，县里同时看到，镇里的那一件也不消失。"""
    branch = Organization.objects.get(code="099001001")
    feedback.say(by=factories.scope(factories.user("secretary", branch)), kind="complaint", text="报表太多")
    county = factories.scope(factories.user("officer", Organization.objects.get(code="099")))
    assert [mine_to_answer(one).count() for one in (officer, county)] == [1, 0]
    settings.TODAY = "2016-06-05"
    assert [mine_to_answer(one).count() for one in (officer, county)] == [1, 1]
