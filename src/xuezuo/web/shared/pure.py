"""Pieces of pages that depend on nothing but what is handed to them: written once, then kept as long as they are in use.

Whatever a page shows is read from the database as ever. Only the writing out is saved, and only where the very same values
are to be written again: a piece is found by all of its values, letter by letter, and is made of nothing else. There is no
request, no viewer and no form's protection in it, so nobody is shown what was written for another.
"""

import json
import re
import secrets
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from xuezuo.web.shared.addresses import where

AT_MOST = 24_000_000
"""Bytes of pieces and of their values that a process keeps; what was not used for longest goes first."""

HOLE = f"hole-{secrets.token_hex(8)}-"
"""Begins what stands in a kept piece where something of one request belongs; nobody outside this process can write it."""
HOLES = re.compile(f"{HOLE}(\\w+);")


class Pieces:
    """Texts by text, at most so many bytes together. Safe for threads."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self.at_most = at_most
        self.size = 0
        self._texts: OrderedDict[str, SafeString] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def get(self, key: str) -> SafeString | None:
        with self._lock:
            found = self._texts.get(key)
            if found is not None:
                self._texts.move_to_end(key)
            return found

    def keep(self, key: str, text: SafeString) -> None:
        with self._lock:
            if key in self._texts:  # another thread was as fast
                return
            self._texts[key] = text
            self.size += _bytes(key, text)
            while self.size > self.at_most:
                old, gone = self._texts.popitem(last=False)
                self.size -= _bytes(old, gone)


def _bytes(key: str, text: str) -> int:
    return sys.getsizeof(key) + sys.getsizeof(text)


pieces = Pieces()


def piece_around(template: str, values: Mapping[str, object], holes: Mapping[str, Any]) -> SafeString:
    """The same, with something of this request in its places: the piece is kept without it, and it is filled in when the
    piece is used, escaped unless it is marked as safe. In the template a hole is a variable like any other, to be written as
    it is and not looked at.
    """
    text = piece(template, {**values, **{name: f"{HOLE}{name};" for name in holes}})
    filled = {name: conditional_escape(value) for name, value in holes.items()}
    return mark_safe(HOLES.sub(lambda found: filled[found[1]], text))  # noqa: S308 - escaped


def piece(template: str, values: Mapping[str, object]) -> SafeString:
    """The template, written out with these values alone. They are plain: texts, numbers, truth, nothing, and lists of
    these; a list comes out as one, so templates take it apart by place. A text marked as safe is escaped like any other.

    Raises `TypeError` for whatever is not plain.
    """
    key = json.dumps([template, get_language(), where(), values], ensure_ascii=False)
    found = None if settings.DEBUG else pieces.get(key)
    if found is None:
        found = _written(key)
        pieces.keep(key, found)
    return found


def _written(key: str) -> SafeString:
    """Made from the key, so that nothing goes in that does not stand in it."""
    template, language, _, values = json.loads(key)
    with override(language):
        text = Engine.get_default().get_template(template).render(Context(values))
    return mark_safe(text)  # noqa: S308 - written by a template, which escapes
