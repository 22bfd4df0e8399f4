"""What the reader is told besides: length, demands that the rules against formalism discourage, doubtful dates, misprints."""

import re
from collections.abc import Iterator
from datetime import date

from xuezuo.notices.reading import calendar_words as calendar
from xuezuo.notices.reading.book_titles import misprints
from xuezuo.notices.reading.cautions import Caution, caution
from xuezuo.notices.reading.clock import Clock
from xuezuo.notices.reading.deadlines import expressions
from xuezuo.notices.reading.layout import Part
from xuezuo.notices.reading.lines import Line
from xuezuo.notices.reading.result import Header, Requirement
from xuezuo.notices.reading.runs import is_spaced

REPORT = re.compile(
    r"(?:贯彻|落实|执行|开展|学习|完成|进展|整改)[^,。;]{0,10}情况[^,。;]{0,14}(?:(?<!通)报|函告|反馈)|(?:报送|上报|报告|反馈)[^,。;]{0,20}(?:贯彻|落实|执行|开展|学习|进展|整改)[^,。;]{0,8}情况"
)
TRACE = re.compile(
    r"照片|截图|截屏|打卡|签到(?!表)|影像资料|视频资料|定位|留痕|痕迹|点赞|转发量|关注公众号|接龙|学习时长|积分|排名"
)
NOT_ASKED = re.compile(
    r"不(?:排|搞|设|通|看|计|与|要求|得|需|必|再|作|用|搞|准)|无需|无须|严禁|禁止|杜绝|停止|取消|解散|废止"
)
WITHDRAWS = re.compile(
    r"[^。;\n]{0,60}(?:同时废止|予以废止|即行废止|自行废止|废止|停止执行|不再执行|停止使用|予以撤销|作废|以本(?:通知|文件|办法)为准)[^。;\n]{0,12}"
)
WEEK = "一二三四五六日"
ODD = re.compile(r"[\ufffd□■◆●▲~^_¬¦]")


def remarks_of(
    text: str, lines: list[Line], parts: list[Part], header: Header, found: list[Requirement], impossible: list[str]
) -> list[Caution]:
    """All cautions, in a fixed order."""
    remarks: list[Caution] = []
    remarks += length(text)
    remarks += noise(text)
    remarks += frame(parts, header)
    remarks += demands(lines, found)
    remarks += doubtful_dates(lines, parts, found)
    remarks += [caution("misprint", printed=printed, likely=likely) for printed, likely in misprints(text)]
    remarks += withdrawals(lines)
    remarks += empty(header, found)
    return list(dict.fromkeys(remarks))


def length(text: str) -> Iterator[Caution]:
    """AF17: 4,000 characters for special work, 5,000 for comprehensive notices; blanks do not count."""
    count = len(re.sub(r"\s", "", text))
    if count > 4000:
        yield caution("very_long" if count > 5000 else "long", count=count)


def noise(text: str) -> Iterator[Caution]:
    """Blanks between most characters, or signs that no notice prints."""
    raws = [raw for raw in text.split("\n") if len(raw.strip()) >= 6]
    spaced = sum(map(is_spaced, raws))
    odd = len(ODD.findall(text)) + len(
        re.findall(r"(?<=[0-9])[OolI|](?=[0-9年月日])|[\u4e00-\u9fff][a-z]{1,2}[\u4e00-\u9fff]", text)
    )
    if raws and (spaced * 3 > len(raws) or odd >= max(3, len(text) // 400)):
        yield caution("noise")


def frame(parts: list[Part], header: Header) -> Iterator[Caution]:
    """Signature and date that a notice should carry."""
    if not parts[0].signature and not (header.issuer and parts[0].spoken_on):
        yield caution("no_signature")
    if header.issued_on is None:
        yield caution("no_date")


def demands(lines: list[Line], found: list[Requirement]) -> Iterator[Caution]:
    """AF11, AF01, AF05: looked for in what is asked, so that 不需报送照片 is no demand."""
    for requirement in found:
        plain = re.sub(r"\s", "", requirement.span)
        for code, shape in (("asks_report", REPORT), ("asks_trace", TRACE)):
            for match in shape.finditer(plain):
                clause = (
                    re.split(r"[,。;,;]", plain[: match.start()])[-1] + re.split(r"[,。;,;]", plain[match.start() :])[0]
                )
                if not NOT_ASKED.search(clause):
                    yield caution(code, span=match[0])
                    break


def doubtful_dates(lines: list[Line], parts: list[Part], found: list[Requirement]) -> Iterator[Caution]:
    """Days that do not exist, weekdays that do not fit, deadlines behind the notice, one thing with two deadlines."""
    spoken = parts[0].signed_on or parts[0].spoken_on
    for line in lines:
        for when in expressions(line.text, Clock(spoken)):
            if when.impossible:
                yield caution("date_impossible", span=when.text)
            elif when.week and when.due and when.due[:1].isdigit() and fits(when.due, when.week) is False:
                yield caution("weekday_wrong", span=when.text)
        for match in calendar.FULL_DATE.finditer(line.text):
            if calendar.full_date(match) is None:
                yield caution("date_impossible", span=match[0])
    limit = {
        requirement.start: requirement for requirement in found if requirement.due and requirement.due[:1].isdigit()
    }
    for requirement in limit.values():
        own = (
            next(
                (
                    p.signed_on or p.spoken_on
                    for p in reversed(parts)
                    if p.body and p.body[0].start <= requirement.start
                ),
                None,
            )
            or spoken
        )
        if own and date.fromisoformat(str(requirement.due)[:10]) < own:
            yield caution("date_past", span=requirement.due_text, issued_on=own.isoformat())
    yield from conflicts(list(limit.values()))


def fits(due: str, week: str) -> bool:
    """Is the day that day of the week?"""
    return date.fromisoformat(due[:10]).weekday() == WEEK.index(week[-1].replace("天", "日"))


def conflicts(found: list[Requirement]) -> Iterator[Caution]:
    """The same paper asked for by two different days."""
    papers: dict[str, Requirement] = {}
    for requirement in found:
        if not requirement.deliverable:
            continue
        other = papers.setdefault(requirement.deliverable, requirement)
        if other.due != requirement.due and other.audience == requirement.audience:
            yield caution("dates_conflict", one=other.due_text, other=requirement.due_text)


def withdrawals(lines: list[Line]) -> Iterator[Caution]:
    """A sentence that ends an earlier document; one is enough."""
    whole = "\n".join(line.text for line in lines)
    for match in WITHDRAWS.finditer(whole):
        if re.search(r"《|〔|通知|办法|规定|制度|文件|方案|意见", match[0]):
            yield caution("withdraws", span=match[0].strip())
            return


def empty(header: Header, found: list[Requirement]) -> Iterator[Caution]:
    """Nothing asked, or nothing that can be checked."""
    if header.language != "zh":
        yield caution("not_chinese")
    elif not found:
        yield caution("nothing_asked")
    elif all(requirement.strength == "soft" for requirement in found):
        yield caution("nothing_checkable")
