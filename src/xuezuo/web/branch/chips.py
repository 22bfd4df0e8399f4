"""Ticks of the meeting's form: each is poured into a mould, for whole rosters and reading lists stand on every form."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.prompts import by_tier
from xuezuo.records.models import AbsenceReason
from xuezuo.records.rules import REASONS
from xuezuo.web.branch.moulds import LABEL, OTHERS, TEXTS, VALUE, filled
from xuezuo.web.shared.pure import piece

OFTEN = (
    ActivityKind.GENERAL,
    ActivityKind.LECTURE,
    ActivityKind.TOPIC_DISCUSSION,
    ActivityKind.GROUP_STUDY,
    ActivityKind.THEME_DAY,
    ActivityKind.COMMITTEE,
)
"""The usual kinds."""
KINDS = frozenset(ActivityKind.values)


@dataclass(frozen=True)
class Choice:
    """One tick of a list: `more` puts it behind "more"."""

    value: str
    label: str
    checked: bool
    more: bool = False
    reason: str = ""

    def as_chip(self, name: str) -> SafeString:
        return filled(
            "branch/chip.html",
            (name, self.checked),
            lambda: {"name": name, "choice": replace(self, value=VALUE, label=LABEL)},
            {VALUE: self.value, LABEL: self.label},
        )

    def as_absent(self) -> SafeString:
        """The line of somebody who may be ticked absent, with the reason to choose."""
        reason = self.reason if self.reason in REASONS else ""
        return filled(
            "branch/absent_person.html",
            (self.checked, reason),
            lambda: {
                "person": replace(self, value=VALUE, label=LABEL, reason=reason),
                "form": {"reason_choices": AbsenceReason.choices},
            },
            {VALUE: self.value, LABEL: self.label},
        )


def chips(name: str, choices: Iterable[Choice], more_label: Callable[[], str] = str) -> SafeString:
    """Ticks of a name: those that are ticked or come first, and the others behind "more" (`more_label`)."""
    shown: list[SafeString] = []
    behind: list[SafeString] = []
    for one in choices:
        (behind if one.more and not one.checked else shown).append(one.as_chip(name))
    return filled(
        "branch/chips.html",
        (name, bool(behind)),
        lambda: {"shown": TEXTS, "behind": OTHERS if behind else "", "more_label": more_label()},
        {TEXTS: together(shown), OTHERS: together(behind)},
    )


def together(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - each of them is safe


def kind_chips(ticked: Collection[str]) -> SafeString:
    """All kinds: the usual ones and the ticked ones first."""
    return _kind_chips(tuple(sorted(KINDS.intersection(ticked))), get_language() or "")


@lru_cache(maxsize=200)
def _kind_chips(ticked: tuple[str, ...], language: str) -> SafeString:
    rows = [
        Choice(value, str(label), value in ticked, more=value not in OFTEN) for value, label in ActivityKind.choices
    ]
    return chips("kinds", rows, lambda: _("Other kinds"))


def text_chips(texts: Iterable[Any], first: Collection[int], ticked: Collection[str]) -> SafeString:
    """The texts that come next (`first`, ids) and the ticked ones before the others."""
    rows = [Choice(pk := str(one.pk), one.title, pk in ticked, more=one.pk not in first) for one in texts]
    return chips("readings", sorted(rows, key=lambda row: row.more and not row.checked), lambda: _("Other texts"))


def prompts_of(texts: Iterable[Any], wanted: Collection[int]) -> SafeString:
    """Questions to talk about, of the wanted texts or else of all."""
    found = [(str(one.tier.label), one.texts) for one in by_tier(texts, wanted)]
    return piece("branch/prompts.html", {"prompts": found}) if found else SafeString()
