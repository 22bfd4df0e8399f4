"""Paragraphs, sentences and clauses of a cleaned run, never cut inside 《》, “” or ()."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from xuezuo.notices.reading.runs import Run

PAIRS = {"“": "”", "《": "》", "(": ")", "「": "」"}
# a quotation mark that is not closed within this many characters is a misprint, not a quotation
REACH = 90
STOPS = frozenset("。!?;")
# `、对效果不好的要…`: an enumeration that goes over to a new obligation
NEW_MATTER = re.compile(r"、(?=对[^,。;、]{2,14}的,?(?:要|应|须|必须|可))")
LISTS = re.compile(r":(?=(?:\([0-9一二三四五六七八九十]{1,2}\)|[\u2460-\u2473]|[一1]是|[1一][.、](?![0-9])))")
# 一是…二是… and (1)…(2)… inside a sentence begin anew
INLINE_NUMBER = re.compile(
    r"(?<=[,:])(?=(?:[一二三四五六七八九十]是|\([0-9一二三四五六七八九十]{1,2}\)|[\u2460-\u2473])[^,]{3})"
)


@dataclass(frozen=True)
class Piece:
    """run.text[start:end], with the mark that follows it."""

    run: Run
    start: int
    end: int
    stop: str

    @property
    def text(self) -> str:
        return self.run.text[self.start : self.end]


def guarded(text: str) -> list[bool]:
    """For each character: does it stand inside a pair of quotation marks, title marks or brackets?"""
    inside = [False] * len(text)
    i = 0
    while i < len(text):
        close = PAIRS.get(text[i])
        stop = text.find(close, i + 1, i + 1 + REACH) if close else -1
        if stop > i:
            inside[i : stop + 1] = [True] * (stop + 1 - i)
            i = stop
        i += 1
    return inside


def pieces(
    run: Run, start: int, end: int, marks: frozenset[str], breaks: re.Pattern[str] | None = None
) -> Iterator[Piece]:
    """The range cut at the marks and where `breaks` matches, blanks and empty pieces left out."""
    text = run.text
    inside = guarded(text[start:end])
    cuts = {i for i in range(start, end) if text[i] in marks and not inside[i - start]}
    if breaks:
        cuts |= {m.start() for m in breaks.finditer(text, start, end) if not inside[m.start() - start]}
    place = start
    for cut in [*sorted(cuts), end]:
        mark = text[cut : cut + 1] if cut < end else ""
        taken = mark in marks or mark == "、"
        piece = trimmed(run, place, cut, mark if taken else "")
        place = cut + 1 if taken else cut
        if piece:
            yield piece


def trimmed(run: Run, start: int, end: int, stop: str) -> Piece | None:
    """The piece without blanks at its ends; None when nothing is left."""
    while start < end and run.text[start] in " ,;、":
        start += 1
    while start < end and run.text[end - 1] in " ,;、":
        end -= 1
    return Piece(run, start, end, stop) if start < end else None


def sentences(run: Run, start: int = 0) -> list[Piece]:
    """The sentences from `start` on; a semicolon, and a colon before (1), ends one too: its stop mark tells."""
    found: list[Piece] = []
    for piece in pieces(run, start, len(run), STOPS):
        place = piece.start
        for match in LISTS.finditer(run.text, piece.start, piece.end):
            head = trimmed(run, place, match.start(), ":")
            found += [head] if head else []
            place = match.end()
        rest = trimmed(run, place, piece.end, piece.stop)
        found += [rest] if rest else []
    return found


def clauses(sentence: Piece) -> list[Piece]:
    """The clauses of a sentence: cut at commas, at inline numbers, and where an enumeration turns to a new matter."""
    found: list[Piece] = []
    for piece in pieces(sentence.run, sentence.start, sentence.end, frozenset(","), NEW_MATTER):
        starts = [
            piece.start,
            *(m.start() for m in INLINE_NUMBER.finditer(piece.run.text, piece.start + 1, piece.end)),
            piece.end,
        ]
        for a, b in pairwise(starts):
            part = trimmed(piece.run, a, b, piece.stop)
            if part:
                found.append(part)
    return found
