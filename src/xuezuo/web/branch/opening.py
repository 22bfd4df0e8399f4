"""With what the form of a meeting opens: what one meeting would clear, what a sheet of paper was printed for, or last time's.

What is the same on every form is poured into moulds (`moulds.py`): what a branch opens is its own words between them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from xuezuo.campaigns.models import Reading
from xuezuo.commitments.queries import goals_to_choose
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.again import said_again
from xuezuo.records.models import AbsenceReason
from xuezuo.records.queries import Opening
from xuezuo.records.rules import TIERS
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.branch import moulds
from xuezuo.web.branch.chips import KINDS, Choice, chips, kind_chips, prompts_of, text_chips, together
from xuezuo.web.branch.forms import SHOWN_AT_ONCE, MeetingForm, days_offered, ids
from xuezuo.web.branch.minutes_forms import empty_vote
from xuezuo.web.branch.voicing import empty_lines

NOBODY = Member()


@dataclass(frozen=True)
class Opened:
    """What the form opens with, beside what was found."""

    found: Opening
    kinds: Sequence[str]
    readings: Collection[int]
    subject: str
    place: str
    speaker_tier: str = ""


def first_of(found: Opening) -> set[int]:
    """Ids of the texts that come next."""
    return {text.pk for due in found.dues for text in due.missing}


def opened(scope: Scope, placement: Placement, asked: QueryDict) -> Opened:
    """`asked` may name a `kind` and a `requirement` (a printed sheet does), or the record to be `like` (last time)."""
    found = queries.opening_of(scope, placement)
    like = next((one for one in ids(asked.getlist("like"))), None)
    if like is not None:
        before = queries.record(scope, like)
        if before.organization_id != placement.organization_id:
            raise NotVisible(like)
        return Opened(found, **said_again(before, found.day))
    kinds = [kind for kind in asked.getlist("kind") if kind in KINDS]
    suggestion = found.suggestion(ids(asked.getlist("requirement")), kinds)
    place = next((one.place for one in found.meetings if one.place), "")
    return Opened(found, suggestion.kinds, suggestion.readings, suggestion.subject, place)


class _Mould(MeetingForm):
    """The form as it opens, with signs where the branch's own words come."""

    def kind_chips(self) -> Any:
        return moulds.KINDS

    def text_chips(self) -> Any:
        return moulds.TEXTS

    def guest_chips(self) -> Any:
        return moulds.GUESTS

    def prompts(self) -> Any:
        return moulds.PROMPTS

    def headcount(self) -> str:
        return moulds.NUMBER

    def often_absent(self) -> Any:
        return moulds.OFTEN if self.often else ""

    def others_absent(self) -> Any:
        return moulds.OTHERS


@dataclass(frozen=True)
class Looks:
    """What decides how the form looks, beside the words in it: one mould for each."""

    day: date
    people: int
    often: bool
    texts: bool
    guests: bool
    subject: bool
    place: bool
    speaker_tier: str

    def context(self) -> dict[str, Any]:
        """For `branch/meeting_fields.html`."""
        initial: dict[str, Any] = {"held_on": self.day, "speaker_tier": self.speaker_tier}
        initial |= {"subject": moulds.SUBJECT if self.subject else "", "place": moulds.PLACE if self.place else ""}
        form = _Mould(
            initial=initial,
            roster=[NOBODY] * self.people,
            texts=[Reading()] * self.texts,
            often=[0] * self.often,
            here=[NOBODY] * self.guests,
        )
        form.voiced = SimpleNamespace(shown=moulds.VOICED)
        vote = SimpleNamespace(is_there=False, shown=moulds.VOTE)
        return {"form": form, "vote": vote, "days": days_offered(self.day, self.day - timedelta(days=1))}


def fields_shown(one: Opened) -> SafeString:
    """All fields of a form that opens, as `branch/meeting_fields.html` writes them."""
    found, here = one.found, one.found.placement
    first, guests = first_of(found), found.guests()
    lines = {pk: Choice(str(pk), name, checked=False, reason=AbsenceReason.LEAVE.value) for pk, name in found.roster}
    often = [lines.pop(member) for member in found.often if member in lines]
    looks = Looks(
        day=found.day,
        people=0 if not found.roster else 1 if len(found.roster) <= SHOWN_AT_ONCE else SHOWN_AT_ONCE + 1,
        often=bool(often),
        texts=bool(found.texts),
        guests=bool(guests),
        subject=bool(one.subject),
        place=bool(one.place),
        speaker_tier=one.speaker_tier if one.speaker_tier in TIERS else "",
    )
    words: dict[str, Any] = {
        moulds.SUBJECT: one.subject,
        moulds.PLACE: one.place,
        moulds.NUMBER: len(found.roster),
        moulds.KINDS: kind_chips(one.kinds),
        moulds.TEXTS: text_chips(found.texts, first, {str(pk) for pk in one.readings}),
        moulds.PROMPTS: prompts_of(found.texts, one.readings or first),
        moulds.OFTEN: together(line.as_absent() for line in often),
        moulds.OTHERS: together(line.as_absent() for line in lines.values()),
        moulds.GUESTS: chips("guest_members", [Choice(str(pk), name, checked=False) for pk, name in guests]),
        moulds.VOICED: empty_lines(found.roster, goals_to_choose(found.scope, here)),
        moulds.VOTE: empty_vote(here.organization),
    }
    return moulds.filled("branch/meeting_fields.html", looks, looks.context, words)


def as_day(value: object) -> date | None:
    """A date as the form opens with it or as a browser sends it; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def roster_of(scope: Scope, placement: Placement, day: date) -> list[Member]:
    """The members to name absent: of that day, or today's when the branch had no place then (the day is refused)."""
    try:
        return list(roster(scope, placement.organization_id, day))
    except NotVisible:
        return list(roster(scope, placement.organization_id))


def ids_on_roster(scope: Scope, placement: Placement, day: date) -> frozenset[int]:
    """The ids of `roster_of`, for a form that was sent: names are read only where they are shown again."""
    rules.may_write(scope, placement.path)
    try:
        placement_of(scope, placement.organization_id, day)
    except NotVisible:
        day = today()
    return frozenset(queries.roster_ids(placement.organization_id, day))
