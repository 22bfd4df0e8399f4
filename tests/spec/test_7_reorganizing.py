"""机构调整:组织会变,事实不动

乡镇合并、支部分设、更名、改隶属,每年都有。办理时先看会有哪些变动,再确认;每次都写明哪天起、谁决定、为什么。
"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests import factories
from xuezuo.indicators.queries import ask, figure, indicator_by_code
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import placements
from xuezuo.reorganizations.actions import carry_out, undo
from xuezuo.reorganizations.queries import history, plan
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db

DAY = date(2016, 9, 1)


@pytest.fixture
def county(settings: Any) -> Organization:
    settings.TODAY = "2016-10-20"
    county = factories.organization("099", name="青石县委")
    east = factories.organization("099001", county, kind="committee", name="东乡党委")
    factories.organization("099002", county, kind="committee", name="西乡党委")
    for number in (1, 2):
        branch = factories.organization(f"09900100{number}", east, name=f"{number}村党支部")
        factories.member(branch)
        factories.record(branch, date(2016, 5, 4), kinds=("lecture",), speaker_tier="cadre")
    return county


def names(day: date) -> list[str]:
    return [one.organization.name for one in placements(operator(), day)]


def test_the_change_is_seen_before_it_is_made(county: Organization) -> None:
    """办理之前先看:哪些组织、多少支部和党员会变,谁看到的范围会变。看的时候什么也不写入。

    两个乡合并,东乡的两个村支部、两名党员改属西乡。
    """
    told = plan(operator(), Wish("merge", "099001", DAY, "县委决定", to="099002")).document
    assert (told["branches"], told["members_along"]) == (2, 1 + 1)
    assert Placement.objects.count() == 5


def test_it_holds_from_its_day_on(county: Organization) -> None:
    """生效日期可以是今天、以前或以后;之前的日子仍是原来的样子。"""
    carry_out(by=operator(), wish=Wish("merge", "099001", DAY, "县委决定", to="099002"))
    assert "东乡党委" in names(DAY - timedelta(days=1))
    assert "东乡党委" not in names(DAY)


def test_figures_have_the_same_total_in_both_trees(county: Organization) -> None:
    """事实不动:已有的记录仍属于原来的组织。数据可以按当时的隶属看,也可以按现在的隶属看,总数一样。

    五月的两次党课,按当时算在东乡,按现在算在西乡,全县都是两次的人数。
    """
    carry_out(by=operator(), wish=Wish("merge", "099001", DAY, "县委决定", to="099002"))
    lectures = indicator_by_code("lectures_given")
    then, now = (figure(ask(operator(), "099", date(2016, 5, 31), tree), lectures) for tree in ("then", "now"))
    west = figure(ask(operator(), "099002", date(2016, 5, 31), "now"), lectures)
    assert (then, now) == (now, then)
    assert west is not None
    assert then is not None
    assert (west.settled, then.settled) == (1 + 1, 1 + 1)


def test_members_go_over_on_the_day(county: Organization) -> None:
    """支部合并,党员的组织关系当天转到接收的支部,不用逐个办转接。"""
    carry_out(by=operator(), wish=Wish("merge", "099001001", DAY, "乡党委决定", to="099001002"))
    there = Membership.objects.filter(organization__code="099001002", valid_from__lte=DAY, valid_to__gt=DAY)
    assert there.count() == 1 + 1


def test_a_mistake_is_undone_within_thirty_days(county: Organization) -> None:
    """办错了,三十天内可以撤回,隶属关系和没有办理过一样;两次办理都留在沿革里。"""
    before = names(DAY)
    made = carry_out(by=operator(), wish=Wish("rename", "099001", DAY, "县委决定", name="东乡镇党委"))
    undo(by=operator(), act=made, reason="误办")
    assert names(DAY) == before
    assert [one.kind for one in history(operator(), "099001").acts] == ["rename", "undo"]
