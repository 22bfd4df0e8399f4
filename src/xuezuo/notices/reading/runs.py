"""Runs of cleaned text that still know where each character stood.

The rules read a cleaned text (half-width figures and punctuation, no blanks between Chinese characters), because
scanned and pasted notices are full of both; spans are always cut from the text as it came.
"""

import re
import unicodedata
from dataclasses import dataclass

BLANK = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
TIGHT = re.compile(r"[^\sA-Za-z0-9]")
# read by machine: letters that stand where a digit of a date must stand
LETTER_O = re.compile(r"(?<=[0-9])[OoQ](?=[0-9年月日%])|(?<![A-Za-z])[OoQ](?=[0-9]+[年月日])")
LETTER_L = re.compile(r"(?<=[0-9年月])[lI|](?=[0-9月日])|(?<![A-Za-z])[lI|](?=[0-9]?月[0-9])")
# read by machine: letters within a number, 1 before a measure word, and 日
LETTERED = re.compile(
    r"(?<![A-Za-z0-9])[0-9][0-9OoQlI]*[OoQlI][0-9OoQlI]*(?![A-Za-z0-9])|(?<![A-Za-z0-9])[lI][0-9OoQ]*(?= ?[名次个份项条间户人张场号])"
)
DAY_SIGN = re.compile(r"(?<=[0-9])曰(?=[前内起至,。()\s上下\u4e00-\u9fff]|$)")
# a full stop read as a blot at the end of a line
BLOT = re.compile(r"(?<=[\u4e00-\u9fff])[■□▪●](?=\s*$)")
STOP = re.compile(r"(?<=[\u4e00-\u9fff”》)])\.(?=[\u4e00-\u9fff“《(]|\s*$)")
DIGITS = str.maketrans("OoQlI", "00011")
SPACED = re.compile(r"[\u4e00-\u9fff] (?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class Run:
    """`text[i]` is the cleaned form of the source's character `at[i]`."""

    text: str
    at: tuple[int, ...]

    def __add__(self, other: "Run") -> "Run":
        return Run(self.text + other.text, self.at + other.at)

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int) -> "Run":
        return Run(self.text[start:end], self.at[start:end])

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the source; the range must not be empty."""
        return self.at[start], self.at[end - 1] + 1


def one_character(char: str) -> str:
    """The plain form of a character, as long as it stays one character (circled figures stay: they are ordinals)."""
    if char < "\u0080":
        return char
    if unicodedata.category(char) == "No":
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def is_spaced(raw: str) -> bool:
    """Do single blanks stand between most characters, as some recognition programs write?"""
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in raw)
    return chinese >= 4 and len(SPACED.findall(raw)) >= 0.4 * chinese


def cleaned(raw: str, start: int, *, spaced: bool = False) -> Run:
    """The cleaned run of one line that begins at `start` of the source; `spaced` when the whole text is."""
    spaced = spaced or is_spaced(raw)
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw, start):
        plain = " " if BLANK.match(char) else one_character(char)
        if char in INVISIBLE or (plain != " " and unicodedata.category(plain) == "Cc"):
            continue
        chars.append(plain)
        places.append(place)
    text = "".join(chars)
    text = BLOT.sub("。", text)
    text = LETTERED.sub(lambda found: found[0].translate(DIGITS), DAY_SIGN.sub("日", text))
    for shape, right in ((LETTER_O, "0"), (LETTER_L, "1"), (STOP, "。")):
        text = shape.sub(right, text)
    keep = kept_places(text, spaced=spaced)
    return Run(paired_quotes("".join(text[i] for i in keep)), tuple(places[i] for i in keep))


def kept_places(text: str, *, spaced: bool) -> list[int]:
    """A blank stays, once, between Latin words or figures (`Web 2.0`, `2017-01-12 09:57`), unless all text is spaced."""
    keep: list[int] = []
    gap: int | None = None
    for i, char in enumerate(text):
        if char == " ":
            gap = i if gap is None and keep else gap
            continue
        if gap is not None and not spaced and not TIGHT.match(char) and not TIGHT.match(text[keep[-1]]):
            keep.append(gap)
        keep.append(i)
        gap = None
    return keep


def paired_quotes(text: str) -> str:
    """Straight quotation marks turned into pairs, so that what is quoted can be told from what is said."""
    if text.count('"') % 2:
        return text
    pieces = text.split('"')
    return "".join(piece + ("" if i == len(pieces) - 1 else "”" if i % 2 else "“") for i, piece in enumerate(pieces))
