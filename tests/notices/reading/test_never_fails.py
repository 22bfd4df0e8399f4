"""Whatever the text: an answer, in time, with spans that are cut from it."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from xuezuo.notices.reading import read_text

WORDS = st.sampled_from(
    "要 各支部 于 6月30日前 报送 总结 。 , ; : \n 一、 (一) 1. 每月 不得 关于 的通知 《 》 “ ” ( ) 2月30日 ０９ 1,234 万 % 由 负责 经 批准 附件 附件: 可以 的 时 "
    "来源: 2020年1月2日 二〇二〇年 至 、 \t | 同志 强调 截至 已 每季度 当月 底前 第三季度 五一 节前 对 其中 同时 请 按照 要求 会 年 底 周 。。 ㈠ ① \u3000 \ufffd".split(
        " "
    )
)
SOUP = st.lists(WORDS, max_size=80).map("".join)


def whole(text):
    reading = read_text(text)
    for found in (*reading.requirements, *reading.numbers):
        assert reading.text[found.start : found.end] == found.span != ""
        assert found.span == found.span.strip("\n")
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?|--\d\d-\d\d|[a-z]+(-[a-z]+)?|event\+\d+w?d", r.due)
        for r in reading.requirements
        if r.due
    )
    assert reading.as_json()["warnings"] == reading.warnings
    return reading


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text(text):
    whole(text)


@given(SOUP)
@settings(max_examples=250, deadline=None)
def test_any_soup_of_the_genre(text):
    whole(text)


def test_long_and_degenerate_texts_stay_quick():
    hostile = [
        "一" * 6000,
        "要" * 6000,
        "(" * 6000,
        "《" * 6000,
        "1" * 6000,
        "1," * 3000,
        "由" * 6000,
        "各单位要" * 1500,
        "6月" * 3000,
        " " * 6000,
        "由" + "、" * 6000,
        "\n" * 6000,
        "对" + "的" * 5000,
        "现就" + "一" * 20000,
        " " * 20000 + "a",
        "请于6月底前报送。" * 1500,
    ]
    for text in hostile:
        begun = time.perf_counter()
        whole(text)
        assert time.perf_counter() - begun < 5, text[:4]


def test_the_same_text_gives_the_same_reading():
    text = "关于开展自查的通知\n各单位:\n  请各单位于6月30日前报送自查报告。\n  某某局\n  2020年6月1日\n"
    assert read_text(text) == read_text(text)
