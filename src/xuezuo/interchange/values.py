"""From a cell to a value: dates, codes, names, words. Never guesses: what has two readings is a finding.

Every reader takes the raw cell and gives `(value, code of a finding or "", what the finding's sentence names)`.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import NamedTuple

from xuezuo.interchange.words import plain


class Read(NamedTuple):
    value: str
    code: str = ""
    new: str = ""
    whole: bool = True
    """False for a date whose day was not given."""


NOTHING = Read("")
CELL_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
CELL_MONTH = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})月?")
TURNED_DATE = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,4})?")
FLOAT_TEXT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]+|[0-9]+\.0+")
GUARDED = re.compile(r'="([^"]*)"')
PLAIN_CODE = re.compile("[0-9]{1,40}")
CODE = re.compile(r"[^\s\x00-\x1f]{1,40}")
NUMERALS = "〇一二三四五六七八九"
SPOKEN_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅．｡●", "·"))
HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PLAIN_TITLE = re.compile(r"[0-9A-Za-z\u4e00-\u9fa5]+")
PLAIN_NAME = re.compile(rf"[{HAN}]{{2,6}}")
NAME = re.compile(rf"[{HAN}]{{2,30}}|[{HAN}A-Z](?:[{HAN}A-Za-z]|·(?!·)){{1,40}}(?<!·)|[A-Za-z][A-Za-z .'·-]{{1,60}}")
EPOCH = date(1899, 12, 30)
EXACT = 999_999_999_999_999
"""Spreadsheets keep fifteen digits of a number."""


def text_of(raw: object) -> str:
    """The cell as text without what cannot be seen around it; `="…"` and a leading apostrophe only guard digits."""
    if isinstance(raw, str):
        text = raw.translate(HIDDEN).strip() if not raw.isascii() else raw.strip()
        if text[:1] in ("=", "'"):
            guarded = GUARDED.fullmatch(text)
            text = guarded[1].strip() if guarded else text.lstrip("'")
        return text
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) <= EXACT else repr(raw)
    return "" if raw is None else str(raw)


def _cleaned(raw: object, text: str) -> str:
    """`cleaned` when the text in the cell is not the text that was read."""
    return "cleaned" if isinstance(raw, str) and raw != text and not raw.startswith(("=", "'")) else ""


def read_date(raw: object) -> Read:
    """Any usual way to write a date. `2016.1` could be October cut short by a spreadsheet, so a person decides."""
    if isinstance(raw, datetime | date):
        return _checked(raw.year, raw.month, raw.day)
    before = text_of(raw)
    text = unicodedata.normalize("NFKC", before).replace(" ", "") if not before.isascii() else before
    if not text:
        return NOTHING
    whole = CELL_DATE.fullmatch(text)
    if whole:
        found = _checked(int(whole[1]), int(whole[2]), int(whole[3]))
    elif text.isdigit() or (isinstance(raw, float) and re.fullmatch(r"[0-9]{5}\.[0-9]+", text)):
        found = _of_digits(text.partition(".")[0])
    else:
        found = _of_month(text)
    if not found.code and isinstance(raw, str) and (raw != text or SPOKEN_DATE.fullmatch(text)):
        return Read(found.value, "cleaned", found.value)
    return found


def _of_month(text: str) -> Read:
    month = CELL_MONTH.fullmatch(text)
    if spoken := SPOKEN_DATE.fullmatch(text):
        year = "".join(str(NUMERALS.index(one)) for one in re.sub("[零○]", "〇", spoken[1]))
        return _checked(int(year), _of_numerals(spoken[2]), _of_numerals(spoken[3] or ""))
    if not month:
        return Read("", "date_ambiguous" if TURNED_DATE.fullmatch(text) else "date_invalid")
    if month[2] == "." and month[3] == "1":
        return Read("", "date_ambiguous")
    return _checked(int(month[1]), int(month[3]), 0)


def _of_numerals(text: str) -> int:
    """Up to ninety-nine; 0 for nothing, and 99, which no date has, for what is no number."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 99
    return ((NUMERALS.index(tens) if tens else 1) * 10 if ten else 0) + (NUMERALS.index(ones) if ones else 0)


def _of_digits(text: str) -> Read:
    if len(text) == 8:
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 6 and text[:2] in ("18", "19", "20"):
        return _checked(int(text[:4]), int(text[4:]), 0)
    if len(text) == 5 and 3_000 < int(text) < 80_000:
        day = (EPOCH + timedelta(days=int(text))).isoformat()
        return Read(day, "date_serial", day)
    if len(text) == 4 and text[:2] in ("18", "19", "20"):
        return Read("", "date_incomplete")
    return Read("", "date_ambiguous" if len(text) == 6 else "date_invalid")


def _checked(year: int, month: int, day: int) -> Read:
    """`day` 0 when it was not given."""
    if not 1850 <= year <= 2200:
        return Read("", "date_invalid")
    try:
        value = date(year, month, day or 1).isoformat()
    except ValueError:
        return Read("", "date_invalid")
    return Read(value) if day else Read(value, "date_day_missing", value, whole=False)


def read_code(raw: object) -> Read:
    """A code as text. A number of sixteen digits or more has lost its last ones."""
    if isinstance(raw, str) and PLAIN_CODE.fullmatch(raw):
        return Read(raw)
    if isinstance(raw, float):
        if not raw.is_integer() or abs(raw) > EXACT or raw < 0:
            return Read("", "digits_lost" if abs(raw) > EXACT else "code_invalid")
        return Read(str(int(raw)), "code_was_number", str(int(raw)))
    text = text_of(raw)
    if not text:
        return NOTHING
    if FLOAT_TEXT.fullmatch(text):
        digits, _, rest = text.partition(".")
        if len(digits) > 15 or "e" in rest.lower() or "e" in digits.lower():
            return Read("", "digits_lost")
        return Read(digits, "code_was_number", digits)
    narrow = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    if not CODE.fullmatch(narrow):
        return Read("", "code_invalid")
    return Read(narrow, _cleaned(raw, narrow), narrow)


def read_name(raw: object) -> Read:
    """A person's name: dots of any form become ·, the space that fills a name of two characters goes."""
    if isinstance(raw, str) and PLAIN_NAME.fullmatch(raw):
        return Read(raw)
    text = text_of(raw)
    if not text:
        return NOTHING
    tidy = text.translate(DOTS)
    if re.search(rf"[{HAN}]", tidy):
        tidy = "".join(tidy.split()).replace(".", "·").translate({ord("`"): None})
    if len(tidy) > 100 or not isinstance(raw, str) or not NAME.fullmatch(tidy):
        return Read("", "name_unreadable")
    return Read(tidy, _cleaned(raw, tidy), tidy)


def read_title(raw: object, limit: int) -> Read:
    """An organization's name: breaks inside the cell go, nothing else is touched."""
    if isinstance(raw, str) and len(raw) <= limit and PLAIN_TITLE.fullmatch(raw):
        return Read(raw)
    text = text_of(raw)
    if not text:
        return NOTHING
    tidy = "".join(text.splitlines()) if "\n" in text or "\r" in text else text
    if len(tidy) > limit:
        return Read("", "too_long")
    if any(unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs") or character == "\ufffd" for character in tidy):
        return Read("", "name_unreadable")
    return Read(tidy, _cleaned(raw, tidy), tidy)


def read_word(raw: object, known: dict[str, str]) -> Read:
    """One word of a closed list, as its code."""
    word = plain(text_of(raw))
    if not word:
        return NOTHING
    return Read(known[word]) if word in known else Read("", "word_unknown")
