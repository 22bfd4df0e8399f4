"""Figures of the text with value, unit and kind. Names (7项重点任务), dates, ordinals and phone numbers are none."""

import re
from collections.abc import Iterator

import cn2an

from xuezuo.notices.reading.prose import PAIRS, REACH
from xuezuo.notices.reading.result import Figure
from xuezuo.notices.reading.runs import Run
from xuezuo.notices.reading.words import any_of, load

WORDS = load("units")
UNIT = any_of(WORDS["units"])
SCALE = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
FIGURE = re.compile(
    r"(?<![0-9A-Za-z第\-〔])(?<![0-9][.,])(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?P<about>[余多])?"
    rf"(?P<scale>[十百千]?万|亿|千|百)?(?P<about2>[余多])?(?:(?P<percent>[%‰])|(?P<unit>{UNIT}|日(?=之?以?内)))"
)
SPOKEN = re.compile(
    rf"(?P<before>至少|不少于|不低于|不超过|不多于|每(?:[人名户个队班村组家年月周季]|季度|支部|单位)|召开|开展|举办|组织|讲|报告|参加|走访|安排|集中轮训|检查|完成)(?P<more>了?)"
    rf"(?P<number>[一二两三四五六七八九十百千]+)(?P<unit>{any_of(WORDS['spoken_units'])})(?![\u4e00-\u9fff]?(?:方面|问题|原则|环节))"
)
HUNDREDTHS = re.compile(r"百分之(?P<number>[一二两三四五六七八九十百零点]+|[0-9.]+)")
NAMES = re.compile(any_of(WORDS["names_after"]))
ASKED = re.compile(
    r"(?:不少于|不低于|不得少于|不得低于|不超过|不高于|至少|最多|达到|控制在|力争|确保|每[\u4e00-\u9fff]{1,6}|以上|以内|以下|要|应|须)[^,。;]{0,8}$"
)
DATE_AFTER = re.compile(r"[0-9]{1,2}月|[0-9]{4}年|以来|来[,]")


def figures(run: Run, text: str, asked: list[tuple[int, int]]) -> Iterator[Figure]:
    """The figures of one line; `asked` are the requirements' places in the text."""
    inside = name_places(run.text)
    taken: list[tuple[int, int]] = []
    for shape, value_of in ((FIGURE, arabic), (HUNDREDTHS, hundredths), (SPOKEN, spoken)):
        for match in shape.finditer(run.text):
            start, end = match.start("number") if shape is SPOKEN else match.start(), match.end()
            if any(a < end and start < b for a, b in [*inside, *taken]) or is_no_figure(run.text, match):
                continue
            value, unit = value_of(match)
            if value is None:
                continue
            taken.append((start, end))
            a, b = run.source(start, end)
            yield Figure(text[a:b], a, b, value, unit, kind_of(run.text, start, end, unit, within(a, asked)))


def name_places(text: str) -> list[tuple[int, int]]:
    """Figures inside title and quotation marks are names (“两学一做”, 《…十条》)."""
    places = []
    for start, char in enumerate(text):
        if char in "《“":
            stop = text.find(PAIRS[char], start + 1, start + REACH)
            if stop > 0 and stop - start <= (REACH if char == "《" else 14):
                places.append((start, stop + 1))
    return places


def is_no_figure(text: str, match: re.Match[str]) -> bool:
    """Parts of dates and of names look like figures."""
    after, unit = text[match.end() :], match.groupdict().get("unit") or ""
    if NAMES.match(after) and unit in {"项", "个", "条", "大", "种", "级", ""}:
        return True
    if unit == "年" and (
        len(match["number"]) == 4 or re.match(r"级|度|来|初|末|底|[0-9一二三四五六七八九十]{1,3}月", after)
    ):
        return True
    if unit == "周" and after.startswith(("年", "期", "边")):
        return True
    return unit in {"分", "点"} and text[: match.start()].endswith(("时", "点", ":"))


def arabic(match: re.Match[str]) -> tuple[float | int | None, str]:
    """12.7万人次 -> 127000 人次; the sign of a share is its unit."""
    value = round(float(match["number"].replace(",", "")) * SCALE[match["scale"] or ""], 6)
    unit = match["percent"] or match["unit"]
    if unit in {"万元", "亿元"}:
        value, unit = round(value * SCALE[unit[0]], 6), "元"
    return (int(value) if value == int(value) else value), unit.removeprefix("余")


def hundredths(match: re.Match[str]) -> tuple[float | int | None, str]:
    """百分之三十 -> 30 %."""
    value = numeral(match["number"])
    return value, "%"


def spoken(match: re.Match[str]) -> tuple[float | int | None, str]:
    """至少两次 -> 2 次."""
    return numeral(match["number"]), match["unit"]


def numeral(text: str) -> float | int | None:
    """A Chinese numeral; None where it is none (一百十二三)."""
    try:
        return cn2an.cn2an(text, "smart")
    except ValueError:
        return None


def within(place: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in ranges)


def kind_of(text: str, start: int, end: int, unit: str, is_asked: bool) -> str:
    """target when asked or bounded, other for lengths of time, fact for the rest."""
    if is_asked or ASKED.search(text[max(0, start - 14) : start]) or text[end:].startswith(("以上", "以内")):
        return "target"
    return "other" if unit in WORDS["durations"] else "fact"
