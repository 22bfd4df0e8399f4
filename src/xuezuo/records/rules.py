"""Who may write about a branch's meetings, and what an entry must agree with. Judges facts; fetches none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from xuezuo import tree_paths
from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.models import Reading
from xuezuo.organizations.kinds import MemberGroup
from xuezuo.records.contents import Content
from xuezuo.records.models import AbsenceReason, ExclusionReason, SpeakerTier, Way
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

PART_KINDS = frozenset(
    {
        ActivityKind.COMMITTEE,
        ActivityKind.GROUP,
        ActivityKind.STUDY_GROUP,
        ActivityKind.TRAINING,
        ActivityKind.HOME_DELIVERY,
        ActivityKind.TALKS,
    }
)
"""Kinds that gather only part of a branch: nobody who was not asked to come is absent (D3.02, D3.03). Of talks the branch
keeps that they were held and how many took part, never who talked with whom (D3.08, AF01)."""

KINDS, TIERS, REASONS, WAYS = (frozenset(words.values) for words in (ActivityKind, SpeakerTier, AbsenceReason, Way))
"""Taken out once: a file of a province asks half a million times, and the lists are made anew each time."""

WAY_OF_GROUP = {MemberGroup.HOUSEBOUND: Way.DOOR, MemberGroup.FLOATING: Way.REMOTE}
"""How a text reaches people who cannot come (D1.41, D1.42): a proposal, which the branch changes."""

HARD_TO_REACH = (MemberGroup.FLOATING, MemberGroup.HOUSEBOUND, MemberGroup.RETIRED)
"""In this order, before everybody else (D1.40)."""

UNDO_WITHIN = timedelta(hours=24)
MOST_GUESTS = 999
MOST_PRESENT = 100_000
"""Of a committee without members of its own: there no roster stands against the number."""


def may_write(by: Scope, path: str) -> int:
    """The branch's secretary, an officer of its direct superior on its behalf (AF18), the operator: the id of the
    person who acts. Everybody else finds nothing (`NotVisible`).

    Never a member about themselves: attendance is one list written by the recorder (AF01).
    """
    writes = by.sees_names_at(path) if by.role in ("secretary", "officer") else by.role == "operator"
    if not writes or by.viewer_id is None:
        raise NotVisible(path)
    return by.viewer_id


def may_say_own_way(by: Scope, organization_id: int) -> int:
    """Only the organization itself says that it goes its own way: the id of the person who acts."""
    if by.role not in ("secretary", "officer") or by.organization_id != organization_id or by.viewer_id is None:
        raise NotVisible(organization_id)
    return by.viewer_id


def may_answer_own_way(by: Scope, path: str, issuer_id: int) -> int:
    """An officer right above the organization, or of the organization that asked for it: the id of the person who acts."""
    above = by.role == "officer" and by.covers(path) and by.path != path
    right_above = tree_paths.depth(path) == tree_paths.depth(by.path) + 1
    if not above or not (right_above or by.organization_id == issuer_id) or by.viewer_id is None:
        raise NotVisible(path)
    return by.viewer_id


def may_draft(by: Scope, path: str) -> int:
    """A make-up plan names no person, so every superior office may draft one for the branch to confirm (R13)."""
    if by.role not in ("operator", "secretary", "officer") or not by.covers(path) or by.viewer_id is None:
        raise NotVisible(path)
    return by.viewer_id


@dataclass(frozen=True)
class Facts:
    """What an entry is checked against. `roster` holds the ids of the branch's members on the day of the meeting."""

    today: date
    placed_from: date | None
    has_members: bool
    roster: frozenset[int]


def expected_of(content: Content, facts: Facts) -> int:
    """How many were expected: the roster of the day; for a meeting of part of it, those who were asked to come.

    A committee without members of its own counts whoever attended.
    """
    if not facts.has_members:
        return content.attended
    named = content.attended + len(content.absent)
    return named if named < len(facts.roster) and set(content.kinds) <= PART_KINDS else len(facts.roster)


def check(content: Content, facts: Facts, readings: Collection[Reading]) -> None:
    """Raises `Refusal` for the first thing that cannot be right."""
    _check_words(content)
    _check_day(content, facts)
    _check_people(content, facts)
    _check_readings(content, facts, readings)


def _check_words(content: Content) -> None:
    if not content.kinds:
        raise Refusal("record_kind_missing")
    for kind in content.kinds:
        if kind not in KINDS:
            raise Refusal("record_word_unknown", field="kinds", word=kind)
    if content.speaker_tier and content.speaker_tier not in TIERS:
        raise Refusal("record_word_unknown", field="speaker_tier", word=content.speaker_tier)
    for _, reason in content.absent:
        if reason not in REASONS:
            raise Refusal("record_word_unknown", field="absent", word=reason)
    for name, most in (("place", 100), ("subject", 200), ("summary", 5000)):
        if len(getattr(content, name)) > most:
            raise Refusal("record_text_too_long", field=name, most=most)


def _check_day(content: Content, facts: Facts) -> None:
    if content.held_on > facts.today:
        raise Refusal("record_in_future", day=content.held_on.isoformat(), today=facts.today.isoformat())
    if facts.placed_from is None:
        raise Refusal("record_without_place", day=content.held_on.isoformat())
    if content.held_on < facts.placed_from:
        raise Refusal("record_too_early", day=content.held_on.isoformat(), since=facts.placed_from.isoformat())


def _check_people(content: Content, facts: Facts) -> None:
    absent = [member for member, _ in content.absent]
    if content.attended < 0 or not 0 <= content.guests <= MOST_GUESTS:
        raise Refusal("record_count_impossible", most=MOST_GUESTS)
    if content.attended > MOST_PRESENT:
        raise Refusal("record_count_too_large", most=MOST_PRESENT)
    if len(set(absent)) < len(absent):
        raise Refusal("absent_twice")
    if not set(absent) <= facts.roster:
        raise Refusal("absent_not_on_roster", day=content.held_on.isoformat())
    guests = set(content.guest_members)
    if guests & facts.roster:
        raise Refusal("guest_on_roster")
    if len(guests) > content.guests or len(guests) < len(content.guest_members):
        raise Refusal("guests_do_not_add_up", named=len(content.guest_members), guests=content.guests)
    named, expected = content.attended + len(absent), expected_of(content, facts)
    if named != expected:
        raise Refusal(
            "headcount_short" if named < expected else "headcount_over",
            attended=content.attended,
            absent=len(absent),
            expected=expected,
            day=content.held_on.isoformat(),
            difference=abs(expected - named),
        )
    if not content.attended:
        raise Refusal("record_of_nobody")


def _check_readings(content: Content, facts: Facts, readings: Collection[Reading]) -> None:
    if len(readings) < len(content.readings):
        raise Refusal("reading_unknown")
    for reading in readings:
        if reading.available_from and reading.available_from > content.held_on:
            raise Refusal("reading_not_yet", title=reading.title, since=reading.available_from.isoformat())
    if readings and facts.has_members and expected_of(content, facts) < len(facts.roster):
        raise Refusal("reading_without_all")


def way_for(groups: Collection[str], usual: str) -> str:
    """The way that is proposed for somebody of these groups: to the door before by phone, else the plan's own."""
    return next((way for group, way in WAY_OF_GROUP.items() if group in groups), usual)


def check_brought(done_on: date, way: str, reading: Reading, today: date) -> None:
    if way and way not in WAYS:
        raise Refusal("record_word_unknown", field="way", word=way)
    if done_on > today:
        raise Refusal("make_up_in_future", day=done_on.isoformat(), today=today.isoformat())
    since = reading.available_from or reading.campaign.starts_on
    if done_on < since:
        raise Refusal("reading_not_yet", title=reading.title, since=since.isoformat())


def check_make_up(done_on: date, held_on: date, way: str, today: date) -> None:
    if way not in WAYS:
        raise Refusal("record_word_unknown", field="way", word=way)
    if done_on > today:
        raise Refusal("make_up_in_future", day=done_on.isoformat(), today=today.isoformat())
    if done_on < held_on:
        raise Refusal("make_up_too_early", day=done_on.isoformat(), held_on=held_on.isoformat())


def check_exclusion(reason: str, approved_by: str, approved_on: date, today: date) -> None:
    """Each of the eight reasons needs who consented and when (D3.25)."""
    if reason not in ExclusionReason.values:
        raise Refusal("record_word_unknown", field="reason", word=reason)
    if not approved_by.strip() or len(approved_by.strip()) > 100:
        raise Refusal("exclusion_without_approver")
    if approved_on > today:
        raise Refusal("exclusion_in_future", day=approved_on.isoformat(), today=today.isoformat())
