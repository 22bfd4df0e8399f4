"""The written forms of a day, and what they come to. Every form that is read must be printed in the text.

Kept apart from `deadlines` (which of them is a deadline) because signatures and headers use it too.
"""

import re
from calendar import monthrange
from datetime import date

DIGITS = "〇零一二三四五六七八九"
NUMERAL = r"[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
YEAR = r"(?:[12][0-9]{3}|[一二][〇零○Oo0一二三四五六七八九]{3})"
FULL_DATE = re.compile(
    rf"(?P<y>{YEAR})(?:年(?P<m>{NUMERAL})月(?P<d>[12][0-9]|3[0-9]|{NUMERAL}|二十[一二三四五六七八九]?|三十一?)[日号]?"
    rf"|(?P<sep>[-./])(?P<m2>[0-9]{{1,2}})(?P=sep)(?P<d2>[0-9]{{1,2}})(?![0-9]))"
)


def number(text: str) -> int:
    """12, 十二, 二十 or 二 as an integer below 100."""
    if text.isascii():
        return int(text)
    tens, found, ones = text.partition("十")
    if not found:
        return DIGITS.index(text) - 1 if text in DIGITS[1:] else 0
    return (DIGITS.index(tens) - 1 if tens else 1) * 10 + (DIGITS.index(ones) - 1 if ones else 0)


def year(text: str) -> int:
    """2017 or 二〇一七 as an integer."""
    if text.isascii() and text.isdigit():
        return int(text)
    return int("".join("0" if char in "〇零○Oo0" else str(DIGITS.index(char) - 1) for char in text))


def day(y: int, m: int, d: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(y, m, d)
    except ValueError:
        return None


def month_end(y: int, m: int) -> date | None:
    """The last day of the month."""
    return date(y, m, monthrange(y, m)[1]) if 1 <= m <= 12 and 1 <= y <= 9999 else None


def full_date(found: re.Match[str]) -> date | None:
    """The day of a match of FULL_DATE."""
    return day(year(found["y"]), number(found["m"] or found["m2"]), number(found["d"] or found["d2"]))


def only_date(text: str) -> date | None:
    """The day, when the line holds nothing but a date."""
    found = FULL_DATE.fullmatch(text.strip(" 。"))
    return full_date(found) if found else None
