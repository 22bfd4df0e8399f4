"""Parts of a page that look alike for everybody: a template writes each once a language, then words are put in.

A roster of two hundred would else walk through its template two hundred times, and every empty line of a form through
Django's four templates for each field. What comes out is the same, letter by letter (`tests/web/branch/test_moulds.py`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

VALUE, LABEL, GOAL, TITLE = SIGNS = "\ue001", "\ue002", "\ue003", "\ue004"
"""Signs that stand where something is put in: of Unicode's private area, which nobody types and nothing escapes."""

Context = Callable[[], Mapping[str, Any]]


def filled(template: str, key: object, context: Context, words: Mapping[str, Any]) -> SafeString:
    """What the template writes for `context`, with each sign in it replaced by its word, escaped unless it is safe. What
    `context` gives, apart from the language, is told by `key`: it is called for the first of its kind only.
    """
    parts = _cut(template, key, get_language() or "", _Unseen(context))
    put = {sign: escape(word) if not isinstance(word, SafeString) else word for sign, word in words.items()}
    return mark_safe("".join(put.get(part, part) for part in parts))  # noqa: S308 - a template's own output, and escaped


class _Unseen:
    """Goes along to the cache without being part of its key."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unseen)


@lru_cache(500)
def _cut(template: str, key: object, language: str, unseen: _Unseen) -> list[str]:
    return re.split(f"([{''.join(SIGNS)}])", render_to_string(template, dict(unseen.context())))


def options(rows: Iterable[tuple[str, str]]) -> tuple[str, SafeString]:
    """The value of the first option of a list, and its label with all further options behind it, as Django writes them:
    for a mould whose list has one option with two signs.
    """
    (value, label), *others = rows
    more = format_html_join("", OPTION, others)
    return value, format_html("{}{}", label, more)


OPTION = """</option>

  <option value="{}">{}"""
