"""Numbers that no figure stands behind (D13.32): found in a paragraph, so that nobody signs them.

A number is any numeral: Arabic, full-width, Chinese, a fraction, a rate. Not a number are places in braces, dates,
document numbers, ordinals and enumeration marks, names in quotation marks, and the words of `fixed_terms.yaml`.
When in doubt it is a number: a refusal is corrected in a minute, a made-up figure in an issued paper is not.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

HAN = "〇零一二三四五六七八九十百千万亿两廿卅半俩仨"
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟萬"
ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
PLAIN = rf"(?:{ARABIC}|[{HAN}])+"
RATE = r"%|‰|个百分点|倍|成(?![立为员果绩功熟长效就都分份不])[一二三四五六七八九]?"

NUMBER = re.compile(
    rf"[{HAN}\d]+分之(?:{PLAIN})(?:点[{HAN}]+)?"
    rf"|(?:{PLAIN})(?:点[{HAN}]+)?[多余来几]?[万亿]?(?:{RATE})?"
    rf"|[{FORMAL}]{{2,}}|翻番|成倍|数倍|[①-⓿㈠-㈩Ⅰ-ↈ¼-¾⅐-⅞²³¹]"
)
CLAIM = re.compile(rf"分之|{RATE}|\d[多余来几]?[万亿]|(?:人次|人数|名|人(?!民|大|才|间|心|员|物|文))$")
"""What makes a number a claim even inside quotation marks: a rate, ten thousands, or people."""

BOOK_TITLE = re.compile(r"《[^《》]*》")
QUOTED = re.compile(r"“[^“”]{1,30}”|「[^「」]{1,30}」|\"[^\"]{1,30}\"")
_MONTH = r"(?:1[0-2]|0?[1-9])月"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])[日号]"
_HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])月"
_HAN_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
_YEAR = r"(?<!\d)(?:19|20)\d\d"
_CLAUSE = r"(?:^|(?<=[。！？；：，、;:,!?\s]))"
_LINE = r"(?:^|(?<=[\n。]))\s*"

NO_COUNTS = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # dates
        rf"{_YEAR}(?:[-—至到、和]+(?:19|20)\d\d)?年(?:度|{_MONTH}(?:份|{_DAY})?)?",
        rf"{_YEAR}([-./])(?:1[0-2]|0?[1-9])\1(?:3[01]|[12]\d|0?[1-9])(?!\d)",
        rf"(?<![\d.])(?<!\d,)(?:(?:1[0-2]|[1-9])[至到—-])?(?:{_MONTH})(?:{_DAY})?",
        rf"(?<=[至到、和月—-])(?:{_DAY})",
        rf"[〇零一二三四五六七八九]{{4}}年(?:{_HAN_MONTH}(?:{_HAN_DAY})?)?",
        rf"(?<![{HAN}])(?:{_HAN_MONTH})(?:{_HAN_DAY})?",
        r"[一二三四]季度",
        r"(?<!\d)(?:[1-9]0|[一二三四五六七八九]十)年代",
        # document numbers
        r"〔(?:19|20)\d\d〕\d+号|\[(?:19|20)\d\d\]\d+号",
        # ordinals; a place in a ranking is a claim
        rf"第(?:\d+|[{HAN}]+)(?![\d{HAN}名位])",
        # enumeration marks
        rf"{_CLAUSE}[一二三四五六七八九十]{{1,2}}(?=是|要|则)",
        r"其[一二三四五六七八九](?=[,，、是])",
        rf"{_LINE}(?:[一二三四五六七八九十]{{1,3}}、|\([一二三四五六七八九十]{{1,3}}\)|\d{{1,2}}[.、](?!\d)|\(\d{{1,2}}\)|[①-⑳㈠-㈩])",
    )
]

PLACE = re.compile(r"\{[^{}]*\}")
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]?")


@dataclass(frozen=True)
class Unbound:
    """A number without a figure: `text[start:end]`, and the sentence it stands in."""

    start: int
    end: int
    text: str
    sentence: str


def unbound_numbers(text: str) -> list[Unbound]:
    """Every number of a paragraph that is not bound, in order. Offsets count in `text` as it was given."""
    plain = _plain(text)
    allowed = [match.span() for pattern in (*NO_COUNTS, *_fixed_patterns()) for match in pattern.finditer(plain)]
    allowed += [match.span() for match in BOOK_TITLE.finditer(plain)]
    allowed += [(match.start(), match.end()) for match in _fixed_terms().finditer(plain) if _stands_alone(plain, match)]
    quoted = [match.span() for match in QUOTED.finditer(plain)]
    return [
        Unbound(*match.span(), text[match.start() : match.end()], sentence_at(text, match.start()))
        for match in NUMBER.finditer(plain)
        if not _covered(match.span(), allowed) and not _named(plain, match, quoted)
    ]


def sentence_at(text: str, offset: int) -> str:
    """The sentence that holds the character at `offset`."""
    found = next(match for match in SENTENCE.finditer(text) if match.end() > offset)
    return found.group().strip()


def _plain(text: str) -> str:
    """Same length: places blanked, full-width signs and other scripts' digits made plain."""
    blanked = PLACE.sub(lambda match: "\ufffc" * len(match.group()), text)
    return "".join(_plain_sign(sign) for sign in blanked)


def _plain_sign(sign: str) -> str:
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.digit(sign))
    if "！" <= sign <= "～" and sign not in "！？；：，":
        return unicodedata.normalize("NFKC", sign)
    return sign


def _covered(span: tuple[int, int], allowed: list[tuple[int, int]]) -> bool:
    """Every character of the number belongs to some allowed span; 一个 does not cover 一个百分点."""
    start, end = span
    reach = start
    for first, last in sorted(allowed):
        if first <= reach < last:
            reach = last
    return reach >= end


def _named(plain: str, number: re.Match[str], quoted: list[tuple[int, int]]) -> bool:
    """Whether it is part of a name in quotation marks, and no claim put into quotation marks."""
    start, end = number.span()
    inside = next(((first, last) for first, last in quoted if first < start and end < last), None)
    if inside is None:
        return False
    counted = re.match(r"人次|人数|名|人(?!民|大|才|间|心|员|物|文)", plain[end : inside[1]])
    return not counted and not CLAIM.search(number.group())


def _stands_alone(plain: str, term: re.Match[str]) -> bool:
    """A term that begins or ends with a numeral must not be a piece of a longer number."""
    numeral = f"[{HAN}\\d]"
    start, end = term.span()
    before = start > 0 and re.match(numeral, plain[start]) and re.match(numeral, plain[start - 1])
    behind = end < len(plain) and re.match(numeral, plain[end - 1]) and re.match(numeral, plain[end])
    return not before and not behind


@cache
def _data() -> dict[str, list[str]]:
    return dict(yaml.safe_load((Path(__file__).parent / "fixed_terms.yaml").read_text("utf-8")))


@cache
def _fixed_terms() -> re.Pattern[str]:
    words = {word for line in _data()["terms"] for word in line.split()}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _fixed_patterns() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in _data()["patterns"]]
