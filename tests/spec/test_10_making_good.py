"""补学、调整与处方权：没学到的补上，上级的调整看得见，支部有自己的做法

学习教育面向全体党员，没学到的人要补上：计划写明谁、哪一篇、哪一天、什么方式，行动不便、流动在外的排在前面。
上级中途调整要求，支部看到一次，各级数据说明按哪个版本统计。支部可以自选内容，也可以用自选方式落实并说明理由；
好的做法写成一本大家都能查的书，谁借鉴都可以，不排名次。
"""

from datetime import date

import pytest

from tests import factories
from tests.records.conftest import Place, place
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.changes import unseen_changes
from xuezuo.indicators.queries import figures
from xuezuo.organizations.models import GroupMembership
from xuezuo.organizations.queries import placement_of
from xuezuo.practices import actions as practices
from xuezuo.practices.queries import Search, search
from xuezuo.records import actions, queries
from xuezuo.records.models import MakeUpPlan

__all__ = ["place"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(place: Place) -> MakeUpPlan:
    GroupMembership.objects.create(member=place.members[1], group="housebound")
    factories.record(
        place.branch, date(2016, 10, 18), readings=(place.readings["RD01"],), absent=tuple(place.members[:2])
    )
    factories.member(place.branch, "丁六", since=date(2016, 10, 19))
    return actions.draft_make_up(
        by=place.alice, organization=place.branch, reading=place.readings["RD01"], planned_on=date(2016, 11, 3)
    )


def test_a_plan_names_everybody_with_a_way_that_suits_them_hardest_to_reach_first(
    place: Place, plan: MakeUpPlan
) -> None:
    lines = queries.plan_page(place.carol, plan).lines
    assert [(one.line.member.name, one.line.way) for one in lines] == [
        ("丁二", "door"),
        ("丁一", "gather"),
        ("丁六", "gather"),  # 后来转入，没有缺席记录，也在计划内
    ]


def test_one_entry_makes_good_for_many_and_coverage_follows_at_every_level(place: Place, plan: MakeUpPlan) -> None:
    lines = list(plan.lines.values_list("pk", flat=True))
    [before] = figures(place.alice, place.branch.code, ["study_coverage"])["figures"]
    actions.bring_text(by=place.carol, plan=plan, lines=lines, done_on=date(2016, 10, 19))
    [after] = figures(place.alice, place.branch.code, ["study_coverage"])["figures"]
    assert (before["expected"], before["settled"], after["settled"]) == (6, 6 - 3, 6)


def test_a_change_from_above_is_told_with_before_and_after_and_why(place: Place) -> None:
    campaigns.amend_requirement(
        by=place.alice, requirement=place.requirements["TALK"], due_on=date(2016, 11, 15), reason="农忙顺延"
    )
    [change] = unseen_changes(place.carol, placement_of(place.carol, place.branch.pk))
    told = [(line.before, line.after) for line in change.lines]
    assert (told, change.reason) == ([("2016年6月30日", "2016年11月15日")], "农忙顺延")


def test_an_accepted_own_way_counts_and_figures_say_so(place: Place) -> None:
    held = factories.record(place.branch, date(2016, 10, 18), kinds=("theme_day",))
    said = actions.say_own_way(
        by=place.carol,
        organization=place.branch,
        requirement=place.requirements["TALK"],
        what="院落夜谈",
        reason="白天采茶",
        record=held,
    )
    actions.answer_own_way(by=place.bob, own_way=said, accepted=True)
    [met] = figures(place.alice, place.branch.code, ["requirements_met"], by="state")["figures"]
    assert {line["code"]: line["settled"] for line in met["groups"] if line["settled"]} == {"own_way": 1}


def test_a_practice_is_published_by_a_person_found_and_adopted(place: Place) -> None:
    words = {"title": "院落夜谈", "what": "分三个院落，老党员先讲。", "topic": "study", "agreed": True}
    one = practices.write(by=place.carol, organization=place.branch, **words)
    neighbour = factories.scope(factories.user("secretary", place.sibling))
    assert not search(neighbour, Search(words="夜谈")).exists()
    practices.publish(by=place.bob, practice=one)
    assert search(neighbour, Search(words="夜谈")).get() == one
    practices.adopt(by=neighbour, practice=one, note="先试一个院落")
    assert search(neighbour, Search(words="夜谈")).get().adopters == 1
