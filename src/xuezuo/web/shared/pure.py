"""Pieces of pages that depend on nothing but what is handed to them: written once, then kept as long as they are in use.

Whatever a page shows is read from the database as ever. Only the writing out is saved, and only where the very same values
are to be written again: a piece is found by all of its values, letter by letter, and is made of nothing else. There is no
request, no viewer and no form's protection in it, so nobody is shown what was written for another.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping

from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from xuezuo.web.shared.addresses import where

AT_MOST = 12_000_000
"""Letters of pieces and of their values that a process keeps; what was not used for longest goes first."""


class Pieces:
    """Texts by text, at most so many letters together. Safe for threads."""

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
            self.size += len(key) + len(text)
            while self.size > self.at_most:
                old, gone = self._texts.popitem(last=False)
                self.size -= len(old) + len(gone)


pieces = Pieces()


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
