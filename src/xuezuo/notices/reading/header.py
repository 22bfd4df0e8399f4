"""The header of the notice: title, issuer, date, addressee, number, publication, what it forwards, attachments."""

import re
from datetime import date

from xuezuo.notices.reading.calendar_words import FULL_DATE, full_date
from xuezuo.notices.reading.layout import ANNEX_ITEM, ANNEX_LIST, BODY_END, DOC_NO, SOURCE, TITLE_END, Part
from xuezuo.notices.reading.lines import Line
from xuezuo.notices.reading.result import Forwarded, Header
from xuezuo.notices.reading.words import load, pattern

PUBLISHED_BY = re.compile(
    r"(?:来源|发布(?:机构|单位)|发文机关)[::]\s*([^\s::|]+?)(?=\s|\||$|发布|时间|日期|作者|浏览|字号|成文|编辑)"
)
PUBLISHED_AT = re.compile(
    r"(?:时间|日期)[::]\s*([12][0-9]{3}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?(?:\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)"
)
FORWARDS = re.compile(r"(?:印发|转发|批转|下发|颁发|刊发)(?P<what>.+?)(?:的通知|的函|的意见|$)")
SPEAKER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:同志|书记|部长|主席|局长|市长|县长|省长|董事长|总经理|主任|会长|副.{1,3})在"
)
OPENING = re.compile(r"^(?P<body>[^《》“”,。]{4,40}?)(?:关于|印发|转发)")


def header_of(text: str, parts: list[Part], every_line: list[Line]) -> Header:
    """The header, from the cover's frame and, for what is forwarded, from the attached part."""
    cover = parts[0]
    title = title_of(cover)
    published_by, published_at = publication(every_line[:12])
    return Header(
        title=title,
        issuer=issuer_of(cover, title, parts),
        issued_on=iso(issued_on(parts, every_line)),
        addressee="".join(line.text for line in cover.addressee).rstrip(":") or None,
        doc_no=doc_no_of(cover),
        published_by=published_by,
        published_at=published_at,
        forwards=forwards_of(title, parts),
        attachments=attachments_of(cover),
        language=language_of(text),
    )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def language_of(text: str) -> str:
    """zh or en, by which letters are more."""
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return "en" if latin > 4 * chinese and latin > 20 else "zh"


def title_lines(part: Part) -> list[Line]:
    """The head's lines that can belong to the title."""
    before = pattern("frame", "before_title_patterns")
    return [
        line
        for line in part.head
        if not before.fullmatch(line.text) and not SOURCE.match(line.text) and not DOC_NO.match(line.text)
    ]


def title_of(part: Part) -> str | None:
    """The title, its lines put together; a body's name printed as its first line belongs to it (D13.05)."""
    lines = title_lines(part)
    first = next((i for i, line in enumerate(lines) if "关于" in line.text or line.text.startswith(("致", "在"))), None)
    if first is None:
        first = next((i for i, line in enumerate(lines) if TITLE_END.search(line.text)), None)
    if first is None:
        return lines[0].text if lines else None
    if first and follows_body_name(part, lines[first - 1], lines[first]):
        first -= 1
    last = first
    while (
        not is_whole("".join(line.text for line in lines[first : last + 1]))
        and last + 1 < len(lines)
        and last - first < 4
    ):
        last += 1
    return "".join(line.text for line in lines[first : last + 1])


def follows_body_name(part: Part, before: Line, line: Line) -> bool:
    """Is the line above, with nothing between, the body's name that the title begins with?"""
    together = part.head.index(line) - part.head.index(before) == 1 and not line.after_gap
    return together and bool(BODY_END.search(before.text)) and line.text.startswith(("关于", "印发", "转发"))


def is_whole(title: str) -> bool:
    """Does the title end as titles do, with all its brackets closed?"""
    return bool(TITLE_END.search(title)) and all(title.count(a) <= title.count(b) for a, b in ("《》", "“”", "()"))


def issuer_of(cover: Part, title: str | None, parts: list[Part]) -> str | None:
    """The body of the signature; without one, of the red head or of the title. Never the web page, never a speaker."""
    signed = [line.text for line in cover.signature]
    if cover.signature and cover.signed_on:
        last = FULL_DATE.split(signed[-1])[0].strip()
        names = [name for name in [*signed[:-1], last] if name]
        if names:
            return "、".join(names)
    elif signed:
        return signed[0]
    for line in cover.head:
        if line.text.endswith("文件") and len(line.text) > 4:
            return line.text.removesuffix("文件")
    masthead = next((body for line in cover.head if (body := masthead_body(line.text))), None)
    if masthead:
        return masthead
    opening = OPENING.match(title or "")
    if opening and BODY_END.search(opening["body"]):
        return opening["body"]
    lines = title_lines(cover)
    if lines and lines[0].text != title and BODY_END.search(lines[0].text) and not TITLE_END.search(lines[0].text):
        return lines[0].text
    return None


def masthead_body(text: str) -> str | None:
    """…办公室    2023年10月16日: the body in a bulletin's head line."""
    found = FULL_DATE.search(text)
    body = text[: found.start()].strip() if found and found.end() == len(text) and not SOURCE.match(text) else ""
    return body if len(body) > 3 and BODY_END.search(body) else None


def issued_on(parts: list[Part], every_line: list[Line]) -> date | None:
    """The date of the cover's signature; else the date under the title; else that of a bulletin's head line."""
    cover = parts[0]
    if cover.signed_on or cover.spoken_on:
        return cover.signed_on or cover.spoken_on
    for line in cover.head:
        found = FULL_DATE.search(line.text)
        if (
            found
            and not SOURCE.match(line.text)
            and found.end() == len(line.text)
            and BODY_END.search(line.text[: found.start()].strip())
        ):
            return full_date(found)
    for line in every_line[-4:]:
        found = FULL_DATE.search(line.text)
        if found and line.text.rstrip("。").endswith("印发"):
            return full_date(found)
    return None


def doc_no_of(cover: Part) -> str | None:
    """The document's own number: a line of the head, not a number that the text refers to."""
    for line in cover.head:
        found = DOC_NO.match(line.text)
        if found and (found.end() == len(line.text) or "签发" in line.text):
            return found[0]
        labelled = re.search(r"(?:发文字号|文号)[::]\s*(" + DOC_NO.pattern + ")", line.text)
        if labelled:
            return labelled[1]
    return None


def publication(lines: list[Line]) -> tuple[str | None, str | None]:
    """The web page's source and time, as printed."""
    by = at = None
    for line in lines:
        if not SOURCE.match(line.text) and "来源:" not in line.text:
            continue
        found_by, found_at = PUBLISHED_BY.search(line.text), PUBLISHED_AT.search(line.text)
        by = by or (found_by[1] if found_by else None)
        at = at or (found_at[1].strip() if found_at else None)
    return by, at


def forwards_of(title: str | None, parts: list[Part]) -> Forwarded | None:
    """What the title says is passed on; speaker and day from the title and the attached part."""
    found = FORWARDS.search(title or "")
    if not found:
        return None
    what = found["what"]
    attached = next((part for part in parts[1:] if part.head), None)
    kinds = load("frame")["forwarded_kinds"]
    plain = re.sub(r"\([^()]*\)", "", what).rstrip("》”")
    kind = next((code for word, code in kinds.items() if plain.endswith(word)), "other")
    if kind == "other":
        kind = next((code for word, code in kinds.items() if word in plain), "other")
    named = SPEAKER.search(what.lstrip("《"))
    speaker = named["name"] if named else attached.speaker if attached else None
    on = iso(attached.spoken_on or attached.signed_on) if attached else None
    return Forwarded(kind, speaker if kind == "speech" else None, on)


def attachments_of(cover: Part) -> tuple[str, ...]:
    """The names on the attachment list, without their numbers."""
    names: list[str] = []
    for line in cover.annexes:
        text = ANNEX_LIST.sub("", line.text, count=1) if ANNEX_LIST.match(line.text) else line.text
        for piece in re.split(r"(?<=[^0-9])(?=[0-9]{1,2}[.、](?![0-9]))|[;]", text):
            name = ANNEX_ITEM.sub("", piece.strip(), count=1).strip(" 。;")
            is_new = ANNEX_ITEM.match(piece.strip()) or ANNEX_LIST.match(line.text) or not names
            if name and is_new:
                names.append(name)
            elif name:
                names[-1] += name
    return tuple(names)
