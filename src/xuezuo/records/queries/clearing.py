"""What is still owed, and what one meeting would clear: judged alike, whether models hold the facts or plain values do."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, Protocol, TypeVar

SOON = timedelta(days=31)
"""What is due within a month belongs to the next meeting; later things can wait."""

MOST_READINGS = 3
"""One meeting can take in about this many new texts."""


class Asks(Protocol):
    """A requirement, or what stands for one."""

    @property
    def pk(self) -> Any: ...
    @property
    def title(self) -> Any: ...
    @property
    def activity_kinds(self) -> Any: ...
    @property
    def opens_on(self) -> Any: ...
    @property
    def due_on(self) -> Any: ...


class OfList(Protocol):
    """A text of a reading list, or what stands for one."""

    @property
    def pk(self) -> Any: ...
    @property
    def campaign_id(self) -> Any: ...
    @property
    def position(self) -> Any: ...
    @property
    def available_from(self) -> Any: ...


Asked = TypeVar("Asked", bound=Asks)
Listed = TypeVar("Listed", bound=OfList)
Held = TypeVar("Held")

Meeting = tuple[Held, date, Collection[str]]
"""A record with its day and its kinds."""


@dataclass(frozen=True)
class Due(Generic[Asked, Listed, Held]):
    """One requirement that no record settles yet. `missing` are its readings that no record covers, in order.

    `met_by` is the latest record that meets it already and only waits for the branch's word: entered once, not twice.
    """

    requirement: Asked
    missing: tuple[Listed, ...]
    late: bool
    waits: bool
    met_by: Held | None = None
    definite: bool = True

    @property
    def first_kind(self) -> str:
        kinds: Sequence[str] = self.requirement.activity_kinds
        return kinds[0] if kinds else "group_study"


def due(
    one: Asked, texts: Sequence[Listed], firsts: Mapping[int, date], meetings: Iterable[Meeting[Held]], day: date
) -> Due[Asked, Listed, Held]:
    """`late` is past its due date, `waits` is due in more than a month. `firsts` are days on which texts were covered first."""
    definite = bool(one.activity_kinds) or bool(texts)
    return Due(
        requirement=one,
        missing=tuple(text for text in texts if text.pk not in firsts or firsts[text.pk] > day),
        late=one.due_on < day,
        waits=one.due_on > day + SOON,
        met_by=_latest_that_meets(one, texts, firsts, meetings, day) if definite else None,
        definite=definite,
    )


def _latest_that_meets(
    one: Asked, texts: Sequence[Listed], firsts: Mapping[int, date], meetings: Iterable[Meeting[Held]], day: date
) -> Held | None:
    """`meetings` are the latest first."""
    if any(text.pk not in firsts for text in texts):
        return None
    covered = max((firsts[text.pk] for text in texts), default=date.min)
    for meeting, held_on, kinds in meetings:
        if covered <= held_on <= day and fits(one, held_on, kinds):
            return meeting
    return None


def fits(one: Asks, held_on: date, kinds: Iterable[str]) -> bool:
    """Whether the requirement was open on the day and one of its kinds was held, if it names any."""
    return one.opens_on <= held_on and (not one.activity_kinds or any(kind in one.activity_kinds for kind in kinds))


def put_together(dues: Iterable[Due[Asked, Listed, Held]], day: date) -> tuple[list[str], list[Listed], list[Asked]]:
    """Kinds, texts in no order, and what they clear: what is due now, earliest first, as long as its texts fit into one
    meeting. When nothing is due within a month it is whatever comes first. A requirement that names neither a kind of
    meeting nor a text is nothing that a form can open with.
    """
    now = _next_ones([one for one in dues if one.definite and one.met_by is None])
    kinds: list[str] = []
    chosen: dict[int, Listed] = {}
    clears: list[Asked] = []
    for one in now:
        fresh = {reading.pk: reading for reading in one.missing if _available(reading, day)}
        if len(fresh) < len(one.missing) or (clears and len(chosen | fresh) > MOST_READINGS):
            continue
        chosen |= fresh
        clears.append(one.requirement)
        if one.requirement.activity_kinds and not set(kinds) & set(one.requirement.activity_kinds):
            kinds.append(one.first_kind)
    return kinds, list(chosen.values()), clears


def _next_ones(dues: list[Due[Asked, Listed, Held]]) -> list[Due[Asked, Listed, Held]]:
    """Due within a month, or else those that are due first."""
    first = min((one.requirement.due_on for one in dues), default=None)
    return [one for one in dues if not one.waits] or [one for one in dues if one.requirement.due_on == first]


def _available(reading: OfList, day: date) -> bool:
    return reading.available_from is None or reading.available_from <= day


def ordered(
    readings: Iterable[Listed], covered: Collection[int], before: Callable[[Listed], Collection[int]]
) -> list[Listed]:
    """From easy to deep: a text comes after those it builds on (`before`), else in the order of the list (R10)."""
    waiting = sorted(readings, key=lambda reading: (reading.campaign_id, reading.position))
    found: list[Listed] = []
    while waiting:
        still = {reading.pk for reading in waiting}.difference(covered)
        ready = next((one for one in waiting if still.isdisjoint(before(one))), waiting[0])
        found.append(ready)
        waiting.remove(ready)
    return found
