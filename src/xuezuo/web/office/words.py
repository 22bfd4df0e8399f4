"""What the reader of notices says in codes, in words for the page: when something is due, and why a passage was marked."""

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

RHYTHMS = {
    "weekly": gettext_noop("every week"),
    "monthly": gettext_noop("every month"),
    "quarterly": gettext_noop("every quarter"),
    "half-yearly": gettext_noop("every half-year"),
    "yearly": gettext_noop("every year"),
    "before-event": gettext_noop("before the event"),
}
AFTER_EVENT = re.compile(r"event\+(\d+)(d|wd)")

REASONS = {
    "duty": gettext_noop("a word that asks"),
    "forbid": gettext_noop("a word that forbids"),
    "allow": gettext_noop("a word that allows"),
    "due": gettext_noop("a date"),
    "named": gettext_noop("somebody is named"),
    "by": gettext_noop("says who does it"),
    "quota": gettext_noop("a number to reach"),
    "chain": gettext_noop("steps of an approval"),
    "goes on": gettext_noop("goes on from the clause before"),
    "row of a table of tasks": gettext_noop("a row of a table of tasks"),
    "order without a word of asking": gettext_noop("stands among the tasks"),
    "quotation taken up": gettext_noop("a quotation that the speaker takes up"),
    "practice to be copied": gettext_noop("a practice to be copied"),
}


def due_in_words(due: str) -> str:
    """`monthly` as "every month", `event+15d` as "15 days after the event"; a date stays as it is."""
    after = AFTER_EVENT.fullmatch(due)
    if after:
        words = _("%(days)s working days after the event") if after[2] == "wd" else _("%(days)s days after the event")
        return words % {"days": after[1]}
    return _(RHYTHMS[due]) if due in RHYTHMS else due


def due_from_words(said: str) -> str:
    """The code of what `due_in_words` says in any language of the pages; what it does not know stays as it is."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            if code := _code_of(said.strip()):
                return code
    return said.strip()


def _code_of(said: str) -> str | None:
    for code, words in RHYTHMS.items():
        if said == _(words):
            return code
    for unit, words in (("wd", _("%(days)s working days after the event")), ("d", _("%(days)s days after the event"))):
        before, _days, behind = words.partition("%(days)s")
        if found := re.fullmatch(rf"{re.escape(before)}(\d+){re.escape(behind)}", said):
            return f"event+{found[1]}{unit}"
    return None


def why_in_words(why: str) -> str:
    """`duty:要; due:每个月` as "a word that asks (要); a date (每个月)"; what has no words stays as it is."""
    return _("; ").join(_reason(part) for part in why.split("; ") if part)


def _reason(part: str) -> str:
    rule, _colon, found = part.partition(":")
    words = _(REASONS[rule]) if rule in REASONS else rule
    return _("%(words)s (%(found)s)") % {"words": words, "found": found} if found else words
