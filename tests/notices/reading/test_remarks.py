"""Warnings: what the rules against formalism discourage, and what the reader should check."""

import pytest

from xuezuo.notices.reading import read_text

FRAME = "关于某项工作的通知\n\n各科室:\n  {body}\n\n  某某局\n  2024年3月1日\n"


def codes(body: str, frame: str = FRAME) -> list[str]:
    return [caution.code for caution in read_text(frame.format(body=body)).cautions]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("请各科室于4月1日前报告贯彻落实情况。", "asks_report"),
        ("请各科室每周上传活动照片3张。", "asks_trace"),
        ("请各科室于2月30日前报送名单。", "date_impossible"),
        ("请各科室于2024年2月1日前报送名单。", "date_past"),
        ("请各科室于3月15日(星期一)前报送名单。", "weekday_wrong"),
        ("请各科室于3月15日前报送名单。请各科室于3月20日前报送名单。", "dates_conflict"),
        ("原《关于周报的通知》同时废止。请各科室不再报送周报。", "withdraws"),
        ("请学习《中国共产党庶务公开条例》《中国共产党党务公开条例》《中国共产党党务公开条例》。", "misprint"),
        ("望大家再接再厉。", "nothing_checkable"),
        ("今年工作很顺利。", "nothing_asked"),
        ("请各科室于4月1日前报送名单。" + "各科室工作很认真。" * 500, "long"),
        ("请各科室于4月1日前报送名单。" + "各科室工作很认真。" * 700, "very_long"),
    ],
)
def test_each_is_told(body, code):
    assert code in codes(body)


@pytest.mark.parametrize(
    "body", ["请各科室于4月1日前报送名单,不要求附照片。", "严禁要求基层打卡、截图。请各科室4月1日前报送名单。"]
)
def test_what_is_waived_is_no_demand(body):
    assert codes(body) == []


def test_a_frame_without_signature_or_date():
    assert codes("请各科室自查。", "关于某事的通知\n各科室:\n  {body}\n") == ["no_signature", "no_date"]


def test_nothing_is_corrected():
    reading = read_text(FRAME.format(body="请学习《胡景涛文选》,每月1次。"))
    assert reading.requirements[0].span == "请学习《胡景涛文选》,每月1次"
    assert "胡锦涛文选" in reading.warnings[0]
