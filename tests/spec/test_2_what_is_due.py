"""应办事项:这个支部现在要做什么

学习教育的要求和三会一课等组织生活的节奏,合在一页上。逾期的在最前,能并在一次会上办的说清楚,不急的收起来。
"""

from datetime import date

import pytest

from tests import factories
from tests.records.conftest import Place, place
from xuezuo.campaigns.prompts import by_tier
from xuezuo.local_rules.actions import end_narrowing, narrow
from xuezuo.organizations.branch_groups import set_up_group
from xuezuo.records import actions, queries
from xuezuo.refusals import Refusal

__all__ = ["place"]

pytestmark = pytest.mark.django_db


def late(place: Place) -> list[tuple[str, tuple[str, ...]]]:
    page = queries.due_page(place.carol, place.branch.pk)
    return [(line.title or line.kinds[0], line.periods) for line in page.late]


def test_late_comes_first_and_one_meeting_clears_what_it_can(place: Place) -> None:
    """过了期限的排最前。开一次会能办好哪几件,页面直接说,表单也按此填好。

    专题讨论和党课的要求,连同本季度的党课,开一次会就都办了。前三个季度没有会议记录,每种会只占一行。
    """
    page = queries.due_page(place.carol, place.branch.pk)
    quarters = ("2016Q1", "2016Q2", "2016Q3")
    assert late(place) == [("要求TALK", ()), ("general", quarters), ("lecture", quarters)]
    assert page.meeting.kinds == ("topic_discussion", "lecture")
    assert [line.key.partition(":")[2] for line in page.meeting.clears] == [
        f"{place.campaign.code}:TALK",
        f"{place.campaign.code}:LECTURE",
        "lecture:2016Q4",
    ]
    assert [line.title or line.kinds[0] for line in page.now] == ["要求LECTURE"]
    assert [line.title or line.kinds[0] for line in page.waiting] == ["要求ANY", "general", "lecture"]


def test_a_branch_may_say_why_and_nothing_follows(place: Place) -> None:
    """逾期的事,支部愿意就写一句原因。上级查看时能看到,不报送、不催办;该办的仍然要办。

    越过直接上级的人看不到这句话,也可以随时收回。
    """
    actions.give_reason(
        by=place.carol, organization=place.branch, reason="汛期抢险", kind="general", periods=["2016Q2", "2016Q3"]
    )
    general = [line for line in queries.due_page(place.bob, place.branch.pk).late if line.kinds == ("general",)]
    assert [(line.periods, line.said.words if line.said else "") for line in general] == [
        (("2016Q1",), ""),
        (("2016Q2", "2016Q3"), "汛期抢险"),
    ]
    assert all(line.said is None for line in queries.due_page(place.alice, place.branch.pk).late)
    said = queries.late_reason(place.carol, general[1].said.id)  # type: ignore[union-attr]
    actions.withdraw_reason(by=place.carol, said=said)
    assert ("general", ("2016Q1", "2016Q2", "2016Q3")) in late(place)


def test_what_is_not_late_needs_no_words(place: Place) -> None:
    """没有逾期的事,写原因会被退回。"""
    with pytest.raises(Refusal, match="不逾期"):
        actions.give_reason(by=place.carol, organization=place.branch, reason="忙", kind="general", periods=["2016Q4"])


def test_an_organization_may_ask_for_more_and_never_for_less(place: Place) -> None:
    """上级可以在自己的范围内要求更多,从某天起,写明理由;不能比统一规定和更上一级的要求更松。

    镇党委要求党课每季度两次,从下一季度起算:本季度仍是一次,明年第一季度两次。改回来就停止这一项,过去的周期不变。
    """
    key = "meeting.lecture.per_quarter"
    made = narrow(
        by=place.bob, organization=place.township, key=key, value=2, valid_from=date(2016, 10, 20), reason="多讲一次"
    )

    def asked(day: date) -> int:
        return next(
            one.times for one in queries.still_to_hold(place.carol, place.branch.pk, day) if one.kind == "lecture"
        )

    assert (asked(date(2016, 10, 20)), asked(date(2017, 1, 5))) == (1, 2)
    with pytest.raises(Refusal, match="只能更严"):
        narrow(by=place.carol, organization=place.branch, key=key, value=1, valid_from=date(2017, 1, 1), reason="少讲")
    end_narrowing(by=place.bob, narrowing=made, reason="设错了")
    assert asked(date(2017, 1, 5)) == 1


def test_the_past_is_not_made_stricter(place: Place) -> None:
    """已经过去的日子不能再加要求。"""
    with pytest.raises(Refusal, match="已经过去"):
        narrow(
            by=place.bob,
            organization=place.township,
            key="meeting.general.per_quarter",
            value=2,
            valid_from=date(2016, 10, 19),
            reason="补",
        )


def test_groups_owe_their_meetings_from_their_first_whole_month(place: Place) -> None:
    """没有党小组的支部,不要求党小组会;有两个党小组,每月就是两次。"""
    assert "group" not in [kind for kind, _ in late(place)]
    for name in ("一组", "二组"):
        set_up_group(by=place.carol, organization=place.branch, name=name, since=date(2016, 8, 15))
    lines = [line for line in queries.due_page(place.carol, place.branch.pk).late if line.kinds == ("group",)]
    assert [(line.periods, line.times, line.held) for line in lines] == [(("2016-09",), 2, 0)]
    factories.record(place.branch, date(2016, 10, 9), kinds=("group",))
    running = [one for one in queries.still_to_hold(place.carol, place.branch.pk) if one.kind == "group"]
    assert [(one.times, one.held) for one in running] == [(2, 1)]


def test_yearly_things_are_asked_since_the_regulations_of_2018(place: Place) -> None:
    """组织生活会、民主评议、谈心谈话每年一次,从2018年条例之后的第一个整年起。"""
    yearly = {"org_life", "appraisal", "talks"}

    def kinds(day: date) -> set[str]:
        return {one.kind.value for one in queries.still_to_hold(place.carol, place.branch.pk, day)} & yearly

    assert kinds(date(2018, 12, 1)) == set()
    assert kinds(date(2019, 3, 1)) == yearly


def test_the_plan_says_each_month_what_it_holds(place: Place) -> None:
    """每季度、每月学什么、办什么,排在一页上;篇目按先后,写明先学哪一篇、给谁学。"""
    reading = {"code": "RD1", "title": "章程", "tiers": ["member", "cadre"]}
    factories.campaign(
        place.province,
        code="planned",
        readings=[reading, {"code": "RD2", "title": "准则", "after": ["RD1"], "tiers": ["cadre"]}],
        plan=[{"code": "P1", "month": "2016-11", "content": "通读", "readings": ["RD1", "RD2"]}],
        requirements=[factories.requirement("RQ9", due_on=date(2016, 11, 30), activity_kinds=["general"])],
    )
    quarter = queries.study_plan(place.carol, place.branch.pk, 2016)[3]
    november = quarter.months[1]
    assert (quarter.period.code, november.period.code) == ("2016Q4", "2016-11")
    texts = november.entries[0].texts
    assert [(text.title, text.tiers, text.after) for text in texts] == [
        ("章程", ("member", "cadre"), ()),
        ("准则", ("cadre",), ("章程",)),
    ]
    assert [due.title for due in november.dues] == ["要求RQ9"]
    assert quarter.months[2].rhythm == (("general", 1), ("lecture", 1))


def test_prompts_are_questions_for_the_meeting_and_nobody_answers_them(place: Place) -> None:
    """带着问题学:每个层次有供讨论的问题,随篇目给出。只是拿来谈的文字,不填、不存、不考。"""
    factories.campaign(
        place.province,
        code="asking",
        readings=[{"code": "RD1", "title": "章程"}],
        prompts=[
            {"code": "L1", "tier": "leading_body", "readings": ["RD1"], "text": "哪些表可以停?"},
            {"code": "M1", "tier": "member", "readings": ["RD1"], "text": "党费是自己记着交吗?"},
        ],
        requirements=[factories.requirement("RQ9")],
    )
    offered = by_tier(queries.readings_for(place.carol, place.branch.pk), ())
    assert [(one.tier.value, one.texts) for one in offered] == [
        ("member", ("党费是自己记着交吗?",)),
        ("leading_body", ("哪些表可以停?",)),
    ]
