"""自己提问：在固定的数据之外，自己选要数什么

先选数什么，再选看多少、已办还是未办，只看哪一部分，按什么分开看。不写公式，也不写查询语句。
分母和分子由同一批记录得出，比例不会超过百分之百；人数很少的群体照样不显示，换个问法也推算不出来。
保存和分享的是问题，不是结果：别人打开分享来的问题，看到的是自己范围内的数。
"""

from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests import factories
from xuezuo.indicators.queries import ask
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_by_code
from xuezuo.own_questions import actions, queries
from xuezuo.own_questions.answers import answer
from xuezuo.own_questions.asking import read
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(settings) -> Organization:
    """甲、乙两个镇各有一个村支部和一个机关支部，各有9名党员；甲镇村支部有2名流动党员。

    甲镇村支部开过两次党课，一次在六月，都由领导干部讲；乙镇机关支部七月开过一次。
    """
    settings.TODAY = "2016-10-20"
    county = factories.organization("099", name="县委")
    for number, town_name in ((1, "甲镇"), (2, "乙镇")):
        town = factories.organization(f"09900{number}", county, kind="committee", name=town_name)
        for place, sector in ((1, "village"), (2, "organ")):
            branch = factories.organization(f"09900{number}00{place}", town, sector=sector)
            for member in range(9):
                is_first = (number, place) == (1, 1)
                factories.member(branch, groups=("floating",) if is_first and member < 2 else ())
    village, organ = (Organization.objects.get(code=code) for code in ("099001001", "099002002"))
    for branch, day in ((village, (5, 10)), (village, (6, 10)), (organ, (7, 10))):
        factories.record(branch, date(2016, *day), kinds=("lecture",), speaker_tier="cadre")
    return county


def of(organization: Organization) -> Scope:
    return factories.scope(factories.user("officer", organization))


def asked(scope: Scope, words: str, code: str | None = None) -> dict[str, Any]:
    place = ask(scope, code)
    return answer(place, queries.own_at(place, parse_qs(words)))


def test_what_to_count_of_which_and_by_what(county: Organization) -> None:
    """“六月以后的党课，按镇看”：甲镇一次，乙镇一次；上半年那次在五月，不在其中。"""
    found = asked(of(county), "rows=meetings&measure=number&kind=lecture&since=2016-06-01")
    assert found["settled"] == 1 + 1
    assert [(one["name"], one["settled"]) for one in found["groups"]] == [("甲镇", 1), ("乙镇", 1)]


def test_settled_stands_within_what_is_counted(county: Organization) -> None:
    """“应开的党课，开了多少”：已开的必在应开的之中，余下的就是未开的清单。"""
    found = asked(of(county), "rows=meetings_due&measure=share&kind=lecture&by=sector")
    assert 0 < found["settled"] <= found["expected"]
    assert found["settled"] == sum(one["settled"] for one in found["groups"])


def test_what_makes_no_sense_is_refused_in_a_sentence(county: Organization) -> None:
    """会议没有“党员群体”，所以不能按它筛选；拒绝时说明可以按什么。"""
    with pytest.raises(Refusal) as refused:
        asked(of(county), "rows=meetings&group=floating")
    assert "没有group这一项" in str(refused.value)


def test_small_groups_stay_hidden_however_one_asks(county: Organization) -> None:
    """甲镇只有2名流动党员：县里看不到这个数；“全部9名”和“其他”都不能用来推算。"""
    county_office = of(county)
    found = asked(county_office, "rows=members&group=floating")
    assert found["hidden"]
    assert [one["settled"] for one in found["groups"]] in ([None, None], [None, 0])
    for words in (
        "rows=study_coverage&group=floating&held=no",
        "rows=members&group=floating&sector=village&sector=organ",
    ):
        with pytest.raises(Refusal):
            asked(county_office, words)


def test_the_question_is_shared_and_never_the_answer(county: Organization) -> None:
    """县里把问题分享给甲镇：甲镇看到甲镇的数；乙镇没有分享到，打不开。"""
    first, second = (Organization.objects.get(code=code) for code in ("099001", "099002"))
    office, town, other = of(county), of(first), of(second)
    saved = actions.save(by=office, own=read({"rows": ["meetings"], "measure": ["number"]}), name="开了多少次会")
    actions.share(by=office, question=saved, placement=placement_by_code(office, "099001"))
    place = ask(town)
    found = answer(place, queries.own_at(place, {}, queries.question(town, saved.pk)))
    assert (found["organization"]["name"], found["settled"]) == ("甲镇", 2)
    assert list(queries.shared_with(other)) == []
