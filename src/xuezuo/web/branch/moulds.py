"""Parts of a page that look alike for everybody: a template writes each once a language, then words are put in.

A roster of two hundred would else walk through its template two hundred times, and every empty line of a form through
Django's four templates for each field. What comes out is the same, letter by letter (`tests/web/branch/test_moulds.py`).
"""

import re
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SIGNS = tuple(chr(0xE001 + at) for at in range(15))
"""Signs that stand where something is put in: of Unicode's private area, which nobody types and nothing escapes."""
VALUE, LABEL, GOAL, TITLE, NUMBER, SUBJECT, PLACE, KINDS, TEXTS, PROMPTS, OFTEN, OTHERS, GUESTS, VOICED, VOTE = SIGNS

PLACES = re.compile(f"([{''.join(SIGNS)}])")

Context = Callable[[], Mapping[str, Any]]

AT_MOST = 500
"""Moulds that a process keeps; keys are words of our own lists, so there are far fewer."""
_moulds: dict[tuple[str, Hashable, str], list[str]] = {}
_lock = threading.Lock()


def filled(template: str, key: Hashable, context: Context, words: Mapping[str, Any]) -> SafeString:
    """What the template writes for `context`, with each sign in it replaced by its word, escaped unless it is safe. What
    `context` gives, apart from the language, is told by `key`: it is called for the first of its kind only. Nothing that
    somebody typed may stand in the key, or what is kept would grow by it.
    """
    return _poured(_mould(template, key, context), words)


def _mould(template: str, key: Hashable, context: Context) -> list[str]:
    found = (template, key, get_language() or "")
    with _lock:
        parts = _moulds.get(found)
    if parts is None:
        # the context goes no further than this line: it holds a form, with names and what somebody typed
        parts = PLACES.split(render_to_string(template, dict(context())))
        with _lock:
            while len(_moulds) >= AT_MOST:
                _moulds.pop(next(iter(_moulds)))
            _moulds[found] = parts
    return parts


def _poured(parts: list[str], words: Mapping[str, Any]) -> SafeString:
    put = {sign: word if isinstance(word, SafeString) else escape(word) for sign, word in words.items()}
    return mark_safe("".join([put.get(part, part) for part in parts]))  # noqa: S308 - a template's own output, and escaped


def options(rows: Iterable[tuple[int | str, str]]) -> tuple[int | str, SafeString]:
    """The value of the first option of a list, and its label with all further options behind it, as Django writes them:
    for a mould whose list has one option with two signs.
    """
    (value, label), *others = rows
    more = format_html_join("", OPTION, others)
    return value, format_html("{}{}", label, more)


OPTION = """</option>

  <option value="{}">{}"""
