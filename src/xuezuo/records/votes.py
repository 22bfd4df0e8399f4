"""Whether a vote holds: integers only, one function a kind of decision, by the rule of the day of the meeting (3b).

Voting on a matter and electing are different acts and share no quorum (D3.29).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from xuezuo.organizations.kinds import OrganizationKind
from xuezuo.records.models import Matter
from xuezuo.rule_packs.queries import rule


def more_than_half(number: int, of: int) -> bool:
    return 2 * number > of


def at_least_half(number: int, of: int) -> bool:
    return 2 * number >= of


def at_least_four_fifths(number: int, of: int) -> bool:
    return 5 * number >= 4 * of


def more_than_four_fifths(number: int, of: int) -> bool:
    return 5 * number > 4 * of


def two_thirds(number: int, of: int) -> bool:
    return 3 * number >= 2 * of


@dataclass(frozen=True)
class Vote:
    """`expected` are those with a vote who should attend, after lawful exclusions; `present` are those of them who did.

    `in_favour` holds the written opinions handed in before, where they count.
    """

    expected: int
    present: int
    in_favour: int


@dataclass(frozen=True)
class Verdict:
    """`valid`: enough were there; `passed`: enough were in favour. `rule` is the id in the field's own rules."""

    valid: bool
    passed: bool
    rule: str


def _general(vote: Vote, day: date) -> Verdict:
    return Verdict(at_least_half(vote.present, vote.expected), more_than_half(vote.in_favour, vote.expected), "D3.20")


def _admission(vote: Vote, day: date) -> Verdict:
    return Verdict(more_than_half(vote.present, vote.expected), more_than_half(vote.in_favour, vote.expected), "D3.21")


def _committee(vote: Vote, day: date) -> Verdict:
    return Verdict(more_than_half(vote.present, vote.expected), more_than_half(vote.in_favour, vote.expected), "D3.22")


def _election(vote: Vote, day: date) -> Verdict:
    """Since 13 July 2020 four fifths are enough and the majority is of those expected; before, more than four fifths
    had to be there and the majority was of those present. Judged by the rule of the day.
    """
    if rule("election.of_expected", day):
        return Verdict(
            at_least_four_fifths(vote.present, vote.expected), more_than_half(vote.in_favour, vote.expected), "D3.23"
        )
    return Verdict(
        more_than_four_fifths(vote.present, vote.expected), more_than_half(vote.in_favour, vote.present), "D3.24"
    )


def _group_affairs(vote: Vote, day: date) -> Verdict:
    return Verdict(more_than_half(vote.present, vote.expected), more_than_half(vote.in_favour, vote.expected), "D3.28")


def _group_cadres(vote: Vote, day: date) -> Verdict:
    return Verdict(two_thirds(vote.present, vote.expected), more_than_half(vote.in_favour, vote.expected), "D3.28")


RULES: dict[str, Callable[[Vote, date], Verdict]] = {
    Matter.GENERAL: _general,
    Matter.ADMISSION: _admission,
    Matter.COMMITTEE: _committee,
    Matter.ELECTION: _election,
    Matter.GROUP_AFFAIRS: _group_affairs,
    Matter.GROUP_CADRES: _group_cadres,
}

TYPED = (Matter.COMMITTEE, Matter.GROUP_AFFAIRS, Matter.GROUP_CADRES)
"""No roster holds these bodies: how many belong to them is typed, and who came is the headcount."""

SAID = ("matter", "text", "in_favour", "against", "abstained", "written", "voters")
"""What a vote says, by the names of its columns."""


def as_said(
    *,
    matter: str,
    text: str,
    in_favour: int,
    against: int = 0,
    abstained: int = 0,
    written: int = 0,
    voters: int | None = None,
) -> dict[str, object]:
    """A vote as its columns hold it: the number of voters only where no roster holds the body."""
    numbers = {"in_favour": in_favour, "against": against, "abstained": abstained, "written": written}
    return {"matter": matter, "text": text.strip(), **numbers, "voters": voters if matter in TYPED else None}


OF_GROUPS = (Matter.GROUP_AFFAIRS, Matter.GROUP_CADRES)


def matters_of(kind: str) -> tuple[Matter, ...]:
    """What an organization of a kind votes on; its first is the usual one."""
    if kind == OrganizationKind.LEADING_GROUP:
        return OF_GROUPS
    return tuple(matter for matter in Matter if matter not in OF_GROUPS)


WRITTEN_COUNTS = (Matter.ADMISSION,)
"""Opinions handed in before the meeting count here (D3.21) and in no other vote (D3.28)."""


def verdict(matter: str, vote: Vote, day: date) -> Verdict:
    return RULES[matter](vote, day)
