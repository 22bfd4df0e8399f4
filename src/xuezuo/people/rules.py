"""Who may enter posts and handle transfers, and where a transfer stands. Touches rows only through queries."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from xuezuo import tree_paths
from xuezuo.organizations.kinds import OrganizationKind
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import home_of, superiors_of
from xuezuo.people.kinds import ENDS, GIVEN_FROM_ABOVE, LETTERS, PostKind, PostWay, Stage, StepKind
from xuezuo.people.models import TransferStep
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

COUNTY_LEVEL = (OrganizationKind.LOCAL_COMMITTEE,)
WITH_THE_POWER = (OrganizationKind.LOCAL_COMMITTEE, OrganizationKind.WORKING_COMMITTEE, OrganizationKind.COMMITTEE)
"""Committees that may approve admissions, and so issue and receive letters themselves (D8.03)."""


def may_keep_posts(by: Scope, path: str, *posts: str) -> None:
    """The branch's secretary and its direct superior; posts given from above only from above, so that nobody gives
    themselves a role."""
    keeps = by.role == "operator" or (by.role in ("secretary", "officer") and by.sees_names_at(path))
    above = by.role == "operator" or (by.role == "officer" and tree_paths.depth(by.path) < tree_paths.depth(path))
    if not keeps or (not above and not set(GIVEN_FROM_ABOVE).isdisjoint(posts)):
        raise NotVisible(path)


def may_name(by: Scope, member_id: int) -> None:
    """Whoever enters a person by picking them must see their name where they stand; else `NotVisible`."""
    home = home_of(member_id)
    if by.role != "operator" and (home is None or not by.sees_names_at(home.path)):
        raise NotVisible(member_id)


def check_not_own_post(by: Scope, entries: Sequence[int], posts: Iterable[str]) -> None:
    """What a post given from above is, and when it is held, is not corrected by its holder: it may carry a role."""
    if by.member_id in entries and not set(GIVEN_FROM_ABOVE).isdisjoint(posts):
        raise Refusal("post_of_oneself")


def check_post(post: str, way: str, since: date, until: date) -> None:
    for word, known in ((post, PostKind), (way, PostWay)):
        if word not in known.values:
            raise Refusal("post_word_unknown", word=word, choices=tuple(known.values))
    if not since < until:
        raise Refusal("post_dates", since=since.isoformat(), until=until.isoformat())
    latest = today() + timedelta(days=366)
    if since > latest:
        raise Refusal("post_too_far", day=since.isoformat(), latest=latest.isoformat())


def check_span(since: date, until: date) -> None:
    if since > until:
        raise Refusal("post_dates", since=since.isoformat(), until=until.isoformat())


def check_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal("people_reason_missing")
    return reason.strip()[:300]


def handles_letters(day: date) -> tuple[OrganizationKind, ...]:
    """The kinds of organizations that issue and receive letters on a day (D8.03)."""
    return COUNTY_LEVEL if rule("transfer.county_level", day) else WITH_THE_POWER


def office_kinds(line: Sequence[Placement], day: date) -> tuple[OrganizationKind, ...]:
    """The same for one line of the tree: where no county stands in it, committees do it themselves."""
    kinds = handles_letters(day)
    return kinds if any(one.organization.kind in kinds for one in line) else WITH_THE_POWER


def office_among(above: Sequence[Placement], day: date) -> Placement | None:
    """Of what stands above a branch, from the root down, the organization that issues and receives its letters: the
    nearest one that has the power; in a tree without any, the direct superior."""
    kinds = office_kinds(above, day)
    found = [one for one in above if one.organization.kind in kinds] or above
    return found[-1] if found else None


def office_for(branch: Placement, day: date) -> Placement | None:
    return office_among(list(superiors_of(branch, day)), day)


def is_office(scope: Scope, branch: Placement | None, day: date, above: Sequence[Placement] | None = None) -> bool:
    """Whether the viewer sits where letters for this branch are issued and received; `above` saves a query."""
    if branch is None or not scope.covers(branch.path):
        return False
    if scope.role == "operator":
        return True
    if scope.role != "officer":
        return False
    office = office_for(branch, day) if above is None else office_among(above, day)
    return office is not None and office.path == scope.path


def keeps_books(scope: Scope, branch: Placement | None) -> bool:
    """The branch's secretary and its direct superior: whoever drafts and withdraws for it."""
    if branch is None:
        return False
    return scope.role == "operator" or (scope.role in ("secretary", "officer") and scope.sees_names_at(branch.path))


def check_not_oneself(by: Scope, member_id: int | None) -> None:
    """Nobody issues or receives their own letter."""
    if by.member_id is not None and by.member_id == member_id:
        raise Refusal("transfer_of_oneself")


def stage_on(steps: Iterable[TransferStep], day: date) -> Stage:
    """Where a transfer stands on a day, from its steps in order (D8.07)."""
    done = [one for one in steps if one.taken_on <= day]
    if not done:
        return Stage.DRAFTED
    last = done[-1]
    if last.kind not in LETTERS:
        return Stage(last.kind)
    assert last.good_until is not None  # the database says so
    if day > last.good_until:
        return Stage.EXPIRED
    late_from = last.taken_on + timedelta(days=rule("transfer.letter_warn_days", day) or 0)
    return Stage.RUNS_OUT if day >= late_from else Stage.UNDER_WAY


def check_step(steps: list[TransferStep], drafted_on: date, kind: str, on: date) -> None:
    """Raises `Refusal` for a step that has no place in the story, naming where the transfer stands."""
    earliest = steps[-1].taken_on if steps else drafted_on
    if on > today():
        raise Refusal("transfer_in_future", day=on.isoformat(), today=today().isoformat())
    if on < earliest:
        raise Refusal("transfer_too_early", day=on.isoformat(), since=earliest.isoformat())
    stage = stage_on(steps, on)
    if stage.value in ENDS:
        raise Refusal("transfer_over", stage=stage.label)
    if stage is Stage.EXPIRED and kind == StepKind.ACCEPTED:
        raise Refusal("transfer_letter_expired", day=(steps[-1].good_until or on).isoformat())
    possible = {
        StepKind.ISSUED: stage in (Stage.DRAFTED, Stage.RETURNED),
        StepKind.RENEWED: stage in (Stage.UNDER_WAY, Stage.RUNS_OUT, Stage.EXPIRED),
        StepKind.ACCEPTED: stage in (Stage.UNDER_WAY, Stage.RUNS_OUT),
        StepKind.RETURNED: stage in (Stage.UNDER_WAY, Stage.RUNS_OUT, Stage.EXPIRED),
        StepKind.WITHDRAWN: True,
    }
    if not possible[StepKind(kind)]:
        raise Refusal("transfer_not_now", stage=stage.label)
