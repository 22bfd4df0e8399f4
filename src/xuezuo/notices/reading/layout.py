"""The parts of a document: the cover with its head, signature and list of attachments, and what is attached.

Genre (D13.21): title, web source line, addressee, text, attachment list, signature, date; then the attached text with
a title, often a date in brackets and the speaker's name.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from xuezuo.notices.reading.calendar_words import FULL_DATE, full_date, only_date
from xuezuo.notices.reading.lines import Line
from xuezuo.notices.reading.words import any_of, load, pattern

DOC_NO = re.compile(
    r"[\u4e00-\u9fff]{1,16}(?:\([\u4e00-\u9fff]{1,6}\))?[\u4e00-\u9fff]{0,6}[〔\[(【〈]\s?(?:19|20)[0-9]{2}\s?[〕\])】〉]\s?第?\s?[0-9]{1,5}\s?号"
)
ANNEX_MARK = re.compile(r"附件?[0-9一二三四五六七八九十]{0,2}[::]?")
ANNEX_LIST = re.compile(r"附件?[::]")
ANNEX_ITEM = re.compile(r"(?:附件)?[0-9]{1,2}[.、::]?")
SOURCE = re.compile(
    r"(?:信息|文章|稿件)?(?:来源|发布(?:时间|日期|机构|单位)|时间|日期|作者|索引号|发文(?:机关|日期|字号)|生成日期|成文日期)[::]"
)
PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")
BRACKETED = re.compile(r"[((\[](?P<date>[^()\[\]]{6,14})[))\]]")


@dataclass
class Part:
    """One document within the text: the cover (the first) or something attached."""

    head: list[Line] = field(default_factory=list)
    addressee: list[Line] = field(default_factory=list)
    called: str | None = None
    body: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    annexes: list[Line] = field(default_factory=list)
    signed_on: date | None = None
    spoken_on: date | None = None
    speaker: str | None = None
    impossible: str | None = None


def parts_of(lines: list[Line]) -> list[Part]:
    """The document's parts; there is always a first one."""
    lines = [
        line for line in lines if not pattern("frame", "end_patterns").fullmatch(line.text) or is_head(line, lines)
    ]
    parts: list[Part] = []
    rest = lines
    while rest or not parts:
        part, rest = one_part(rest)
        parts.append(part)
    return parts


def is_head(line: Line, lines: list[Line]) -> bool:
    """An addressee that happens to look like an end block stands near the top."""
    return lines.index(line) < 4


def one_part(lines: list[Line]) -> tuple[Part, list[Line]]:
    """The first part of the lines, and what is left. A part ends with its signature's date or at a mark 附件."""
    part = Part()
    start = head_length(lines)
    read_head(part, lines[:start])
    stop = len(lines)
    for i in range(start, len(lines)):
        text = lines[i].text
        if i > start and ANNEX_MARK.fullmatch(text) and not is_list_head(lines, i):
            stop = i
            break
        if signs(text) and i > start:
            part.signed_on = signs(text)
            stop = i + 1
            break
    take_body(part, lines[start:stop])
    return part, after_mark(lines[stop:])


def is_list_head(lines: list[Line], i: int) -> bool:
    """`附件:` alone on its line, followed by numbered names, is the list and not the attachment."""
    following = lines[i + 1].text if i + 1 < len(lines) else ""
    return lines[i].text.endswith((":", ":")) and bool(ANNEX_ITEM.match(following)) and not following.endswith("。")


def signs(text: str) -> date | None:
    """The date of a signature line: alone, or after the name of the body."""
    day = only_date(text)
    if day:
        return day
    found = FULL_DATE.search(text)
    if found and found.end() == len(text) and BODY_END.search(text[: found.start()]) and len(text) <= 45:
        return full_date(found) if not re.search(r"[,。;:]", text) else None
    return None


BODY_END = re.compile(any_of(load("frame")["body_ends"]) + r"[)”]?$")
TITLE_END = re.compile(any_of(load("frame")["title_ends"]) + r"(?:\((?:试行|暂行|修订|[^()]{0,8}稿)\))?[》”]?$")


def after_mark(lines: list[Line]) -> list[Line]:
    """What follows a part, without the word 附件 that announces it."""
    while lines and ANNEX_MARK.fullmatch(lines[0].text):
        lines = lines[1:]
    return lines


def head_length(lines: list[Line]) -> int:
    """How many lines stand before the text: up to and with the addressee, else up to the first line of prose."""
    for i, line in enumerate(lines[:20]):
        if is_addressee(lines, i):
            return i + 1
        if is_prose(line) and not opens_addressee(lines, i):
            return i
    return (
        min(len(lines), 20)
        if all(not is_prose(line) for line in lines[:20]) and len(lines) < 8
        else title_length(lines)
    )


def title_length(lines: list[Line]) -> int:
    """Without prose near the top (a table, a list), the head ends with the title."""
    for i, line in enumerate(lines[:12]):
        if TITLE_END.search(line.text):
            return i + 1
    return min(len(lines), 1)


def is_prose(line: Line) -> bool:
    """A line of text rather than of the frame."""
    if SOURCE.match(line.text) or DOC_NO.fullmatch(line.text):
        return False
    return (
        bool(line.level)
        or line.text[-1] in "。;!"
        or len(line.run) > 64
        or "。" in line.text
        or bool(ANNEX_LIST.match(line.text))
    )


def is_addressee(lines: list[Line], i: int) -> bool:
    """A line that ends with a colon and calls somebody, not one that announces (`如下:`)."""
    text = lines[i].text
    if not text.endswith(":") or "。" in text or len(text) > 160 or SOURCE.match(text) or ANNEX_MARK.fullmatch(text):
        return False
    return not re.search(r"如下:$|以下|通知:$|要求:$|事项:$|内容:$|倡议:$|[!?]", text) and not lines[i].level


def opens_addressee(lines: list[Line], i: int) -> bool:
    """A long addressee broken over lines: this one ends with a comma, a next one with a colon."""
    for j in range(i, min(i + 4, len(lines) - 1)):
        if lines[j].text[-1] not in ",、" or "。" in lines[j].text:
            return False
        if is_addressee(lines, j + 1):
            return True
    return False


def is_broken_call(lines: list[Line], i: int) -> bool:
    """各村民委员会,镇直各单位,驻镇 | 各企业: an addressee broken inside a name."""
    text = lines[i].text
    return text.startswith(("各", "全")) and bool(re.search(r"[,、]", text)) and not re.search(r"[。;:]", text)


def read_head(part: Part, lines: list[Line]) -> None:
    """Sort the head's lines: addressee, bracketed date, speaker; the rest holds title, number and source."""
    last = len(lines)
    if lines and is_addressee(lines, last - 1):
        first = last - 1
        while first > 0 and (lines[first - 1].text[-1] in ",、" or is_broken_call(lines, first - 1)):
            first -= 1
        called = "".join(line.text for line in lines[first:])
        speech = any(re.search(r"讲话|致辞|发言|讲稿", line.text) for line in lines[:first])
        if not called.startswith(tuple(load("frame")["salutations"])) and not (speech and called.startswith("各位")):
            part.addressee = lines[first:]
        part.called = called.rstrip(":").removeprefix("各位")
        last = first
    for line in lines[:last]:
        found = BRACKETED.fullmatch(line.text)
        day = only_date(found["date"]) if found else None
        if day:
            part.spoken_on = day
        elif part.spoken_on and PERSON.fullmatch(line.text) and not part.speaker:
            part.speaker = line.text
        elif only_date(line.text):
            part.spoken_on = only_date(line.text)
        else:
            part.head.append(line)
    take_name_before_date(part)


def take_name_before_date(part: Part) -> None:
    """Some speeches print the name above the date: a short last line of the head that ends no title."""
    last = part.head[-1].text if len(part.head) > 1 else ""
    if part.spoken_on and not part.speaker and PERSON.fullmatch(last) and not TITLE_END.search(last):
        part.speaker = part.head.pop().text


def take_body(part: Part, lines: list[Line]) -> None:
    """Split signature and attachment list off the text."""
    lines = list(lines)
    if part.signed_on:
        if only_date(lines[-1].text):
            part.signature = [lines.pop()]
            while lines and len(part.signature) < 5 and is_signing(lines[-1]):
                part.signature.insert(0, lines.pop())
        else:
            part.signature = [lines.pop()]
    elif lines and is_unsigned_end(lines):
        part.signature = [lines.pop()]
    kept: list[Line] = []
    listing = False
    for line in lines:
        item = ANNEX_ITEM.match(line.text) or not re.search(r"[。;:]$", line.text)
        listing = bool(ANNEX_LIST.match(line.text)) or (listing and bool(item) and len(line.run) < 60)
        (part.annexes if listing else kept).append(line)
    part.body = kept


def is_signing(line: Line) -> bool:
    """A line above the date that holds nothing but a name."""
    text = line.text
    if (
        re.search(r"[。;,:!?]", text)
        or line.level
        or len(text) > 40
        or ANNEX_LIST.match(text)
        or ANNEX_ITEM.match(text)
    ):
        return False
    return bool(BODY_END.search(text)) or (line.indent >= 8 and len(text) <= 30) or bool(PERSON.fullmatch(text))


def is_unsigned_end(lines: list[Line]) -> bool:
    """A body's name at the very end although no date follows."""
    text = lines[-1].text
    return (
        len(lines) > 2
        and bool(BODY_END.search(text))
        and len(text) <= 40
        and not re.search(r"[。;,:!?、]", text)
        and not lines[-1].level
    )
