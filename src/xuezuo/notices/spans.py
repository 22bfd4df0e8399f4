"""Where a passage stands in the text: spans are offsets, so that a requirement always shows its own words."""

import re

from xuezuo.refusals import Refusal


def find(text: str, passage: str, near: int = 0) -> tuple[int, int]:
    """The span of a pasted passage: exact, else with any white space between its characters. Raises `Refusal`.

    A browser copies line ends of its own, and a PDF's text has breaks inside of words. Where the passage stands more
    than once, the place closest to the offset `near` is meant.
    """
    passage = passage.strip()
    if not passage:
        raise Refusal("notice_span")
    loose = r"\s*".join(re.escape(character) for character in passage if not character.isspace())
    places = [found.span() for pattern in (re.escape(passage), loose) for found in re.finditer(pattern, text)]
    if not places:
        raise Refusal("notice_span")
    return min(places, key=lambda place: abs(place[0] - near))


def check(text: str, start: int, end: int) -> None:
    """Raises `Refusal` for a span that does not lie in the text or holds nothing."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise Refusal("notice_span")
