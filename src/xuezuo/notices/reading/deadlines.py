"""The deadline grammar: every expression of time in a clause, and the contract's form of it.

Forms: ISO date or date-time; weekly, monthly, quarterly, half-yearly, yearly; before-event, event+15d, event+10wd;
`--06-20` when no year is known; None when the words fix no day (春节前, 6月初). Nothing is guessed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xuezuo.notices.reading import calendar_words as calendar
from xuezuo.notices.reading.clock import Clock

MENTION, DAY, DEADLINE, CADENCE = range(4)
N = rf"(?:{calendar.NUMERAL})"
YEAR_WORD = rf"(?P<y>(?:{calendar.YEAR})年|今年|本年度?|当年|明年|次年|翌年|去年|上年)的?"
UNTIL = r"(?P<until>之?以?前|截止|为止|止)?"
WEEKDAY = r"(?:\((?P<week>(?:星期|周|礼拜)[一二三四五六日天])\))?"
TIME = (
    r"(?P<half>上午|下午|晚上|晚|中午|凌晨|早上|早)?"
    r"(?:(?P<hour>[0-9]{1,2})(?:[时点](?P<minute>[0-9]{1,2}分?|半|整)?|:(?P<minute2>[0-9]{2})))?"
)
THROUGH = r"(?:至|到|—+|-|~)"
FIXED_DAYS = {"元旦": (1, 1), "五一": (5, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "国庆": (10, 1)}
CADENCES = ("weekly", "monthly", "quarterly", "half-yearly", "yearly")


@dataclass(frozen=True)
class When:
    """An expression of time in text[start:end]; `rank` says how much of a deadline it is."""

    start: int
    end: int
    text: str
    due: str | None
    rank: int
    impossible: bool = False
    week: str | None = None


Found = tuple[str | None, int]
Reader = Callable[[re.Match[str], Clock], Found]


def a_day(found: re.Match[str], clock: Clock) -> Found:
    """5月8日上午9时, 6月25日前, 6月1日至30日 (the end counts), 二〇二三年五月二十二日."""
    word = found["y"]
    month, dom = calendar.number(found["m"]), calendar.number(found["d"])
    due = clock.day(word, month, dom, limit=bool(found["until"]))
    if found["d2"]:
        month2 = calendar.number(found["m2"]) if found["m2"] else month
        due = clock.day(found["y2"] or word, month2, calendar.number(found["d2"]))
    rank = DEADLINE if found["until"] or found["d2"] else DAY
    return with_time(due, found), rank


def with_time(due: str | None, found: re.Match[str]) -> str | None:
    """The date-time, when an hour is printed and the year is known."""
    if not due or not found["hour"] or due.startswith("--"):
        return due
    hour, minute = int(found["hour"]), found["minute"] or found["minute2"] or "0"
    minutes = 30 if minute == "半" else int(minute.strip("分整") or 0)
    if found["half"] in {"下午", "晚上", "晚", "中午"} and hour < 12 and not (found["half"] == "中午" and hour == 11):
        hour += 12
    if hour == 24 and minutes == 0:
        hour, minutes = 23, 59
    return f"{due}T{hour:02}:{minutes:02}" if hour < 24 and minutes < 60 else due


def a_plain_date(found: re.Match[str], clock: Clock) -> Found:
    """2023-06-30 or 2023.6.30."""
    day = calendar.day(int(found["y"]), int(found["m"]), int(found["d"]))
    return with_time(day.isoformat() if day else None, found), DEADLINE if found["until"] else DAY


def a_day_of_this_month(found: re.Match[str], clock: Clock) -> Found:
    """本月20日前, 下月5日前."""
    end = clock.this_month_end(1 if found["which"].startswith("下") else 0)
    due = clock.day(end[:4] + "年", int(end[5:7]), calendar.number(found["d"])) if end else None
    return due, DEADLINE if found["until"] else DAY


def part_of_month(found: re.Match[str], clock: Clock) -> Found:
    """6月底前, 9月份, 3月上旬, 6月前 (the day before June), 1至4月 (the end counts)."""
    month = calendar.number(found["m2"] or found["m"])
    part = found["part"] or ""
    rank = DEADLINE if found["until"] or part in {"底", "末", "内"} else DAY
    if part == "初":
        return None, rank
    if part in {"上旬", "中旬"}:
        return clock.day(found["y"], month, 10 if part == "上旬" else 20), rank
    if found["until"] and not part:
        return (clock.month_end(found["y"], month - 1) if month > 1 else None), rank
    return clock.month_end(found["y"], month, limit=rank == DEADLINE), rank


def end_of_year(found: re.Match[str], clock: Clock) -> Found:
    """年底, 今年年底前, 2016年底, 年内."""
    return clock.day(found["y"] or "今年", 12, 31), DEADLINE


def part_of_year(found: re.Match[str], clock: Clock) -> Found:
    """上半年, 明年上半年, 第三季度."""
    part = found["part"]
    month = {"上": 6, "下": 12}.get(part[0]) or calendar.number(part.strip("第季度")) * 3
    return clock.month_end(found["y"] or "今年", month), DEADLINE


def end_of_month(found: re.Match[str], clock: Clock) -> Found:
    """月底前, 本月底, 当月 (of the announced activity, when there is one), 下月底."""
    if found["word"].startswith("当") and clock.window_end:
        return clock.month_end(f"{clock.window_end.year}年", clock.window_end.month), DEADLINE
    return clock.this_month_end(1 if found["word"].startswith("下") else 0), DEADLINE


def a_weekday(found: re.Match[str], clock: Clock) -> Found:
    """本周五前, 下周一."""
    which = "一二三四五六日".index(found["d"].replace("天", "日"))
    return clock.weekday(1 if found["w"] == "下" else 0, which), DEADLINE if found["until"] else DAY


def a_fixed_day(found: re.Match[str], clock: Clock) -> Found:
    """“七一”前, 国庆节期间, 元旦前 (the coming one)."""
    month, dom = FIXED_DAYS[found["name"]]
    year = clock.this_year
    word = f"{year + 1}年" if found["name"] == "元旦" and year and clock.spoken else None
    return clock.day(word, month, dom), DEADLINE if "前" in found[0] else DAY


def a_moon_day(found: re.Match[str], clock: Clock) -> Found:
    """春节前: a day, but one that only an almanac knows; we print none."""
    return None, DEADLINE


def after_event(found: re.Match[str], clock: Clock) -> Found:
    """会后15日内, 收到通知后10个工作日内, 一周内."""
    count = 2 if found["n"] == "两" else int(found["n"]) if found["n"].isascii() else calendar.number(found["n"])
    unit = found["unit"]
    if unit == "小时":
        return (f"event+{count // 24}d" if count and count % 24 == 0 else None), DEADLINE
    if unit in {"个月", "月"}:
        return None, DEADLINE
    return ("event+" + (f"{count}wd" if unit == "工作日" else f"{count * (7 if unit == '周' else 1)}d")), DEADLINE


def cadence(code: str) -> Reader:
    """A rhythm is stronger than a day within it: 每月15日 is monthly, 每年12月20日前 yearly."""
    return lambda found, clock: (code, CADENCE)


def before_event(found: re.Match[str], clock: Clock) -> Found:
    """会前, 活动开始前, 提前15分钟."""
    return "before-event", DEADLINE


def unnamed_rhythm(found: re.Match[str], clock: Clock) -> Found:
    """每天, 每半月, 每学期: a rhythm that the contract has no word for."""
    return None, DEADLINE


RHYTHM_DAY = rf"(?:的?{N}月)?(?:的?(?:第[一二三四1-4]个?)?{N}[日号]|底|末|初)?(?:之?以?前)?"
GRAMMAR: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            rf"(?:每个?(?:周|星期)|按周|逐周)(?!年|边|围|密|末|[一二三四五六日天]?至)[一二三四五六日天]?{UNTIL}"
        ),
        cadence("weekly"),
    ),
    (re.compile(rf"(?:每个?月|按月|逐月|月月){RHYTHM_DAY}"), cadence("monthly")),
    (re.compile(r"(?:每个?季度?|按季度?|逐季度?)(?:末|初|内)?(?:之?以?前)?"), cadence("quarterly")),
    (re.compile(r"每个?半年(?:末|内)?(?:之?以?前)?"), cadence("half-yearly")),
    (re.compile(r"每(?:天|日|晚|早|班|旬|半个?月|两个?月|[2二]个?月|两周|学期|学年)"), unnamed_rhythm),
    (re.compile(rf"(?:每个?年度?|逐年|按年度?|年年){RHYTHM_DAY}"), cadence("yearly")),
    (
        re.compile(
            rf"(?:{YEAR_WORD})?(?P<m>{N})月(?P<d>[12][0-9]|3[0-9]|二十[一二三四五六七八九]?|三十一?|{N})[日号]{WEEKDAY}"
            rf"(?:{THROUGH}(?:(?P<y2>(?:{calendar.YEAR})年|次年|明年))?(?:(?P<m2>{N})月)?(?P<d2>[12][0-9]|3[0-9]|{N})[日号])?"
            rf"{TIME}{UNTIL}"
        ),
        a_day,
    ),
    (
        re.compile(
            rf"(?P<y>[12][0-9]{{3}})(?P<sep>[-./])(?P<m>[0-9]{{1,2}})(?P=sep)(?P<d>[0-9]{{1,2}})(?![0-9]) ?{WEEKDAY}{TIME}{UNTIL}"
        ),
        a_plain_date,
    ),
    (
        re.compile(rf"(?P<which>本月|当月|这个月|下个?月)(?P<d>[12][0-9]|3[0-9]|{N})[日号]{UNTIL}"),
        a_day_of_this_month,
    ),
    (
        re.compile(
            rf"(?:{YEAR_WORD})?(?<![0-9])(?P<m>{N})(?:月?份?{THROUGH}(?P<m2>{N}))?月(?!{N}[日号])份?"
            rf"(?P<part>上旬|中旬|下旬|底|末|初|内)?{UNTIL}(?!经)"
        ),
        part_of_month,
    ),
    (
        re.compile(rf"(?:{YEAR_WORD})?(?P<part>上半年|下半年|第?(?<!前)[一二三四1-4]季度)(?:末|底|内)?{UNTIL}"),
        part_of_year,
    ),
    (
        re.compile(
            rf"(?:{YEAR_WORD}年?|(?<![0-9一二三四五六七八九十两几半全多])年)(?:底|末|终|内)(?!考核|评比|述职|结余){UNTIL}"
        ),
        end_of_year,
    ),
    (
        re.compile(
            rf"(?P<word>(?:本月|当月|这个月|下个?月|(?<![0-9一二三四五六七八九十个两几])月)(?:底|末|内)|当月){UNTIL}"
        ),
        end_of_month,
    ),
    (re.compile(rf"(?P<w>本|这|下)(?:周|星期)(?P<d>[一二三四五六日天]){UNTIL}"), a_weekday),
    (re.compile(rf"“?(?P<name>{'|'.join(FIXED_DAYS)})”?节?(?:前夕|前后|之?以?前|期间|当天|来临之际)"), a_fixed_day),
    (
        re.compile(r"(?:春节|中秋节?|端午节?|清明节?|元宵节?|重阳节?|寒假|暑假|开学|学期结束|年关)(?:之?以?前|前夕)"),
        a_moon_day,
    ),
    (
        re.compile(
            r"(?:会议?|赛|活动|培训|演练|考试|召开|开始|举办|举行|开工|节)之?以?前(?:[0-9]{1,3}|[一二两三四五六七八九十半]{1,3})个?(?:工作日|小时|日|天|周)(?:之?以?[内前])?"
        ),
        before_event,
    ),
    (
        re.compile(
            r"(?:[^,。;:、]{0,8}(?:后|之日起|起))?,?(?P<n>[0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])个?"
            r"(?P<unit>工作日|小时|个?月|日|天|周)(?:之?以?内)"
        ),
        after_event,
    ),
    (
        re.compile(r"提前(?:[0-9]{1,3}|[一二两三四五六七八九十半]{1,3})(?:个?(?:小时|工作日)|天|日|分钟|周)"),
        before_event,
    ),
    (
        re.compile(
            r"(?:会议?|大会|活动|培训班?|演练|比赛|开班|汛|汛期|考试|开赛|施工|上岗|开工|投票|召开|开始|举办|举行|开展|实施|到来|结业|毕业|离任|放假|离校|出行|出发|进场|使用|投产|营业|验收)之?以?前"
            r"(?!期|段|述|后|往|提(?![交供出前报])|列|沿|景|台|来|进|三|几|一|夕)"
        ),
        before_event,
    ),
)
REPORTED = re.compile(r"(?:截至|截止到?|自|从)$")
# a time that only describes something: 4月8日印发的办法, 12月31日前入职的教师, 7月1日前已经整改的, 5月1日至31日期间的支出
DESCRIBES = re.compile(
    r"(?:以?之?[后来]|起|期间)?的|以来|(?:以后|之后|以前|之前)[^,。;要应须]{1,8}的|已经?(?!.{0,4}[要应须])"
    r"|[^,。;要应须]{0,8}(?:印发|下发|发布|公布|发生|发现|召开|举行|举办|施行|出台|入职|入学|出生|反映|通报|签订|成立|批准|购买|缴纳)的"
    r"|[^,。;要应须将把]{1,12}的(?:$|单位|人员|企业|学校|问题|党员|学生|教师|职工|同志|项目|地方)"
)
# 学习6月15日市长讲话, 将6月5日…纳入: the time belongs to the object
OBJECT = re.compile(r"(?:学习|贯彻|落实|传达|对照|执行|按照|根据|针对|[对将把])$")


def expressions(text: str, clock: Clock) -> list[When]:
    """All expressions of time in the text, in their order; an earlier rule of the grammar wins where two overlap."""
    found: list[When] = []
    taken = bytearray(len(text))
    for shape, read in GRAMMAR:
        for match in shape.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(one_expression(text, match, read, clock))
    return sorted(found, key=lambda when: when.start)


def one_expression(text: str, match: re.Match[str], read: Reader, clock: Clock) -> When:
    """截至6月底 reports and 自6月1日 begins: neither is a deadline."""
    due, rank = read(match, clock)
    impossible = due is None and read in (a_day, a_plain_date, a_day_of_this_month) and clock_knows(match, clock)
    if REPORTED.search(text[max(0, match.start() - 4) : match.start()]) and rank < CADENCE:
        rank = MENTION
    if rank in {DAY, DEADLINE} and describes(text, match, rank):
        rank = MENTION
    week = match["week"] if "week" in match.re.groupindex else None
    return When(match.start(), match.end(), match[0], due, rank, impossible, week)


def describes(text: str, match: re.Match[str], rank: int) -> bool:
    """Does the time belong to a thing that is spoken of, instead of limiting what is asked?"""
    if DESCRIBES.match(text, match.end()):
        return True
    return rank == DAY and bool(OBJECT.search(text[max(0, match.start() - 4) : match.start()]))


def clock_knows(match: re.Match[str], clock: Clock) -> bool:
    """A day that could be placed, had the calendar such a day."""
    return "which" not in match.re.groupindex or clock.spoken is not None


def quoted_parts(text: str) -> Iterator[tuple[int, int]]:
    """Titles and bracketed document numbers: dates within belong to other papers."""
    for match in re.finditer(r"《[^》]*》|\([^()]*〔[^()]*\)", text):
        yield match.span()


def deadline(text: str, clock: Clock) -> When | None:
    """The one expression that says when: a rhythm, else the last deadline, else the first day."""
    hidden = list(quoted_parts(text))
    found = [w for w in expressions(text, clock) if w.rank and not any(a <= w.start < b for a, b in hidden)]
    rhythms = [when for when in found if when.rank == CADENCE]
    if rhythms:
        return min(rhythms, key=lambda when: CADENCES.index(str(when.due)))
    limits = [when for when in found if when.rank == DEADLINE]
    return limits[-1] if limits else found[0] if found else None
