"""Each written form of a time, and what the contract makes of it. Nothing that the text does not give is invented."""

from datetime import date

import pytest

from xuezuo.notices.reading.clock import Clock
from xuezuo.notices.reading.deadlines import deadline

SPEECH = Clock(date(2016, 10, 20))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("年底", "2016-12-31"),
        ("12月10日前", "2016-12-10"),
        ("明年上半年", "2017-06-30"),
        ("11月底前", "2016-11-30"),
        ("月底前", "2016-10-31"),
        ("当月", "2016-10-31"),
        ("1月15日前", "2017-01-15"),
        ("二〇一七年一月十二日前", "2017-01-12"),
        ("2017-03-01前", "2017-03-01"),
        ("11月1日至30日", "2016-11-30"),
        ("12月5日下午5时前", "2016-12-05T17:00"),
        ("12月5日17:30前", "2016-12-05T17:30"),
        ("第四季度", "2016-12-31"),
        ("本周五前", "2016-10-21"),
        ("“七一”前", "2016-07-01"),
        ("每个季度、每个月", "monthly"),
        ("每月15日", "monthly"),
        ("每年12月20日前", "yearly"),
        ("每季度末", "quarterly"),
        ("每半年", "half-yearly"),
        ("每周三", "weekly"),
        ("会前", "before-event"),
        ("提前3天", "before-event"),
        ("会后15日内", "event+15d"),
        ("收到通知后10个工作日内", "event+10wd"),
        ("一周内", "event+7d"),
        ("开赛前10日内", "before-event"),
        # forms that fix no day keep their words and no date
        ("春节前", None),
        ("12月初", None),
        ("2月30日前", None),
        ("任职后3个月内", None),
        ("每天", None),
    ],
)
def test_forms(text, due):
    found = deadline(text, SPEECH)
    assert found is not None
    assert found.due == due


@pytest.mark.parametrize(
    "text",
    [
        "三年内有效的证件",
        "前段时间",
        "《关于2016年5月1日起施行的规定》",
        "截至9月底",
        "年度民主生活会",
        "月月红",
        "每名党员",
        "当前",
    ],
)
def test_no_deadlines(text):
    found = deadline(text, SPEECH)
    assert found is None or found.due in {None, "monthly"}


def test_without_a_year():
    assert deadline("6月20日前", Clock()).due == "--06-20"
    assert deadline("6月底前", Clock()).due == "--06-30"
    assert deadline("2月底前", Clock()).due is None
    assert deadline("月底前", Clock()).due is None
    assert deadline("6月20日前", Clock(year=2021)).due == "2021-06-20"


@pytest.mark.parametrize(
    "text",
    [
        "对2015年12月31日前入职的教师",
        "11月1日前已经整改的",
        "学习10月25日全省会议精神",
        "对照10月28日印发的办法",
        "11月1日以后入学的新生",
        "对1月1日至5月31日期间的支出",
        "11月1日发生的事故",
    ],
)
def test_a_time_that_describes_a_thing_limits_nothing(text):
    assert deadline(text, SPEECH) is None
