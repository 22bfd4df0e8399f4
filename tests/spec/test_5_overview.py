"""总览和差距：先看哪里薄弱，再看差在哪里

一张表看各下级单位的各项指标，最薄弱的在前，不排名次。差的大部分在哪里，用几句话说清，
每一句都能打开名下的清单，同一个人不算两次；补学计划和有针对性的通知由此起草，由人决定。

同一张表可以并列两个日期，带上近几个月的走势，也可以换成一样大的方格或按月的图；图旁边总有表，打印和导出的就是看到的。
"""

import re
from datetime import date
from fractions import Fraction

import pytest
from django.test import Client
from django.utils import translation

from tests import factories
from xuezuo.indicators.explaining import Explained, explain
from xuezuo.indicators.levels import levels
from xuezuo.indicators.queries import ask, indicator_by_code
from xuezuo.indicators.style import change
from xuezuo.indicators.trends import WHOLE, course, standing
from xuezuo.indicators.unevenness import unevenness
from xuezuo.organizations.models import Organization
from xuezuo.periods import month_ends
from xuezuo.records.models import Absence, MakeUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(settings) -> Organization:
    """三个镇各有一个村支部和一个机关支部；甲镇的村支部有24人没有学到，其他支部各差1人。"""
    settings.TODAY = "2016-10-20"
    county = factories.organization("099")
    made = factories.campaign(
        county,
        code="c",
        readings=[{"code": "RD1", "title": "章程"}],
        requirements=[factories.requirement("Q1", readings=["RD1"])],
    )
    text = made.readings.get()
    for number in (1, 2, 3):
        town = factories.organization(f"09900{number}", county, kind="committee", name=f"{'甲乙丙'[number - 1]}镇")
        for place, sector in ((1, "village"), (2, "organ")):
            branch = factories.organization(f"09900{number}00{place}", town, sector=sector)
            lacking = 24 if (number, place) == (1, 1) else 1
            members = [factories.member(branch) for _ in range(lacking + 6)]
            factories.record(branch, date(2016, 5, 10), readings=(text,), absent=tuple(members[:lacking]))
    return county


def explained(county: Organization) -> Explained:
    return explain(ask(factories.scope(factories.user("officer", county))))


def test_most_of_it_is_said_in_few_words(county: Organization) -> None:
    """全县差 24 + 5 人。甲镇的村支部一处就有 24 人，超过八成，一句话就够；其余各处 5 人。"""
    found = explained(county)
    assert [(one.code, one.people, one.members) for one in found.statements] == [("099001001", 24, 24 + 6)]
    assert (found.people, found.covered, found.elsewhere) == (24 + 5, 24, 5)


def test_a_place_is_named_as_closely_as_the_numbers_allow(county: Organization) -> None:
    """甲镇差 24 + 1 人，九成以上在一个支部，就说那个支部，不说全镇。主要缺学哪一篇，一并说明。"""
    (one,) = explained(county).statements
    assert [(fact.key, fact.people) for fact in one.texts] == [("c:RD1", 24)]


def test_how_much_lies_between_sectors(county: Organization) -> None:
    """学习是否均衡，看差别有多少在领域之间。村支部差 26 人共 44 人，机关支部差 3 人共 21 人。

    差别 = 各支部与全县相差的平方，按人数加权；领域之间的部分，是把同一领域合起来再算一遍。
    """
    whole = Fraction(29, 65)
    branches = [(30, 24), *[(7, 1)] * 5]
    spread = sum(people * (Fraction(lacking, people) - whole) ** 2 for people, lacking in branches)
    sectors = 44 * (Fraction(26, 44) - whole) ** 2 + 21 * (Fraction(3, 21) - whole) ** 2
    found = unevenness(ask(factories.scope(factories.user("officer", county))))
    assert found.between_sectors == sectors / spread


def test_months_are_worked_out_and_never_asked_for(county: Organization) -> None:
    """各月底的比例由记录算出来，不用任何人填报：全县 65 人，5月10日学习之后 36 人学到；篇目6月底到期，之前没有应学的。"""
    question = ask(factories.scope(factories.user("officer", county)))
    coverage = indicator_by_code("study_coverage")
    days = month_ends(question.question.day, 6)
    found = [standing(one, [coverage]).of(coverage, WHOLE) for one in course(question, days).answered.values()]
    assert [(one.settled, one.expected) if one else None for one in found] == [None, *[(65 - 29, 65)] * 5]


def test_a_difference_is_said_in_words(county: Organization) -> None:
    """两个日期并列时，变化用文字说明，不靠颜色：甲镇的村支部9月补学12人，比8月底高。"""
    branch = Organization.objects.get(code="099001001")
    absences = Absence.objects.filter(record__organization=branch)[:12]
    for absence in absences:
        MakeUp.objects.create(absence=absence, done_on=date(2016, 9, 20), way="door", entered_by=0)
    question = ask(factories.scope(factories.user("officer", county)))
    coverage = indicator_by_code("study_coverage")
    august, today = (
        standing(one, [coverage]).of(coverage, WHOLE)
        for one in course(question, [date(2016, 8, 31), question.question.day]).answered.values()
    )
    assert (august.settled, today.settled) == (65 - 29, 65 - 29 + 12)
    with translation.override("zh-hans"):
        assert change(today, august) == "高18.4个百分点"  # 73.8% 对 55.4%


def test_how_much_lies_on_each_level(county: Organization) -> None:
    """差别在哪一级：三个镇之间占多少，同一个镇的支部之间占多少，合起来是全部差别。"""
    whole = Fraction(29, 65)
    branches = [(30, 24), *[(7, 1)] * 5]
    spread = sum(people * (Fraction(lacking, people) - whole) ** 2 for people, lacking in branches)
    towns = sum(people * (Fraction(lacking, people) - whole) ** 2 for people, lacking in [(37, 25), (14, 2), (14, 2)])
    found = levels(ask(factories.scope(factories.user("officer", county))))
    assert [(one.steps, one.places) for one in found] == [(1, 3), (2, 6)]
    assert [one.share for one in found] == pytest.approx([float(towns / spread), float(1 - towns / spread)])


def test_tiles_are_equal_and_in_the_order_of_the_tree(county: Organization, client: Client) -> None:
    """方格一样大，按组织树的顺序排列，不是地图，也不是排名；每格写明数字，深浅和花纹只是辅助。"""
    client.force_login(factories.user("officer", county))
    page = client.get("/overview/tiles/").content.decode()
    assert re.findall(r'tile-name">([^<]+)</span><b>([^<]+)', page) == [
        ("甲镇", "32.4%"),  # 12 ÷ 37
        ("乙镇", "85.7%"),  # 12 ÷ 14
        ("丙镇", "85.7%"),
    ]
