"""What a meeting may count for, as the form offers it: definite things with a tick, vague ones without."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from xuezuo.records.queries import AskedOf
from xuezuo.web.branch.chips import together
from xuezuo.web.branch.moulds import LABEL, NUMBER, OTHERS, TEXTS, TITLE, VALUE, filled


@dataclass(frozen=True)
class Offer:
    """`definite`: it says what it asks for; else only a person can tell whether the meeting did it."""

    requirement: AskedOf
    checked: bool
    definite: bool

    def shown(self) -> SafeString:
        one = self.requirement
        return filled(
            "branch/offer.html",
            self.checked,
            lambda: {"pk": VALUE, "title": LABEL, "day": NUMBER, "campaign": TITLE, "checked": self.checked},
            {VALUE: one.pk, LABEL: one.title, NUMBER: _day(one.due_on, get_language()), TITLE: one.campaign_title},
        )


@lru_cache(maxsize=500)
def _day(day: date, language: str | None) -> str:
    return date_format(day)


def offers(found: Iterable[AskedOf], offered: set[int], claimed: set[int]) -> list[Offer]:
    """New offers are ticked if they say what they ask for; one that was shown before keeps the tick it had."""
    rows = []
    for one in found:
        definite = bool(one.activity_kinds) or bool(one.texts)
        rows.append(Offer(one, one.pk in claimed or (one.pk not in offered and definite), definite))
    return rows


def proposals(rows: Iterable[Offer]) -> SafeString:
    """The part of the page that follows the ticks."""
    definite: list[SafeString] = []
    vague: list[SafeString] = []
    for one in rows:
        (definite if one.definite else vague).append(one.shown())
    return filled(
        "branch/proposals.html",
        (bool(definite), len(vague)),
        lambda: {"definite": TEXTS if definite else "", "vague": OTHERS, "number": len(vague)},
        {TEXTS: together(definite), OTHERS: together(vague)},
    )
