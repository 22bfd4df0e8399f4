"""The places of a paragraph: `{lectures_given}`, `{study_coverage.outstanding}`, `{as_of}`.

A place names a word (what, who, when) or an indicator and, of a ratio, the part that is meant.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from xuezuo.refusals import Refusal

WORDS = ("as_of", "organization", "campaign", "superior")
"""Places that print a name or a date; everything else is an indicator's code."""

PARTS = ("settled", "expected", "outstanding", "ratio")

NAME = re.compile(r"([a-z][a-z0-9_]*)(?:\.([a-z]+))?")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")


@dataclass(frozen=True)
class Place:
    """`part` is "" where the text names none: the count of a tally, the rate of a ratio."""

    name: str
    part: str = ""

    @property
    def is_word(self) -> bool:
        return self.name in WORDS

    def __str__(self) -> str:
        return "{" + self.name + (f".{self.part}" if self.part else "") + "}"


def split(text: str, paragraph: int = 0) -> list[str | Place]:
    """A paragraph as runs of text and places, in order. Raises `Refusal` for braces that hold no name."""
    pieces: list[str | Place] = []
    reach = 0
    for braces in BRACES.finditer(text):
        name = NAME.fullmatch(braces.group()[1:-1])
        if name is None:
            raise Refusal("binding_malformed", paragraph=paragraph, place=braces.group())
        if braces.start() > reach:
            pieces.append(text[reach : braces.start()])
        pieces.append(Place(name[1], name[2] or ""))
        reach = braces.end()
    if reach < len(text):
        pieces.append(text[reach:])
    return pieces


def places(text: str, paragraph: int = 0) -> list[Place]:
    return [piece for piece in split(text, paragraph) if isinstance(piece, Place)]


def check(text: str, paragraph: int, tallies: Collection[str], ratios: Collection[str]) -> None:
    """Raises `Refusal` for a name or a part that does not exist, and says what does."""
    for place in places(text, paragraph):
        if not place.is_word and place.name not in tallies and place.name not in ratios:
            choices = (*WORDS, *sorted(tallies), *sorted(ratios))
            raise Refusal("binding_unknown", paragraph=paragraph, place=place, choices=choices)
        parts = () if place.is_word else PARTS if place.name in ratios else ("settled",)
        if place.part and place.part not in parts:
            choices = tuple(f"{{{place.name}.{part}}}" for part in parts) or (f"{{{place.name}}}",)
            raise Refusal("binding_part_unknown", paragraph=paragraph, place=place, choices=choices)
