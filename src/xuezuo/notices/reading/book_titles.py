"""Likely misprints of titles in 《》: near a known title, or near one that the same text prints otherwise."""

import re
from collections import Counter
from collections.abc import Iterator

from xuezuo.notices.reading.words import load

TITLE = re.compile(r"[《<<]([\u4e00-\u9fff“”、()]{4,40})[》>>]")


def misprints(text: str) -> Iterator[tuple[str, str]]:
    """(as printed, as likely meant). Within one text the rarer of two near titles is the doubtful one."""
    printed = Counter(TITLE.findall(re.sub(r"[ \t\u00a0\u3000]", "", text)))
    known = load("book_titles")["titles"]
    for title, count in printed.items():
        if title in known:
            continue
        near = next((other for other in known if differ_by_a_slip(title, other)), None)
        if near is None:
            near = next(
                (other for other, more in printed.items() if more > count and differ_by_a_slip(title, other)), None
            )
        if near:
            yield title, near


def differ_by_a_slip(one: str, other: str) -> bool:
    """One character replaced, dropped or added, or two neighbours changed places; years and ordinals are no slips."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        unlike = [i for i in range(len(one)) if one[i] != other[i]]
        if any(one[i] in "一二三四五六七八九十" for i in unlike):
            return False
        swapped = (
            len(unlike) == 2
            and unlike[1] == unlike[0] + 1
            and one[unlike[0]] == other[unlike[1]]
            and one[unlike[1]] == other[unlike[0]]
        )
        return len(unlike) == 1 or swapped
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return len(shorter) >= 6 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
