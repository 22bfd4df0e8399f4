"""Who may write goals, commitments and deeds, and what an entry must agree with. A commitment is made, never ordered."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from xuezuo.commitments.models import Topic, Vehicle
from xuezuo.organizations.kinds import Sector
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

UNDO_WITHIN = timedelta(hours=24)
MOST_VOICED = 20

USUAL: dict[str, tuple[Vehicle, ...]] = {
    Sector.VILLAGE: (Vehicle.PLEDGE, Vehicle.COMMUNITY),
    Sector.COMMUNITY: (Vehicle.PLEDGE, Vehicle.COMMUNITY, Vehicle.IDENTITY),
    Sector.PUBLIC_ENTERPRISE: (Vehicle.MODEL_POST, Vehicle.PLEDGE),
    Sector.PRIVATE_ENTERPRISE: (Vehicle.MODEL_POST, Vehicle.PLEDGE),
    Sector.ORGAN: (Vehicle.COMMUNITY, Vehicle.IDENTITY),
    Sector.INSTITUTION: (Vehicle.COMMUNITY, Vehicle.IDENTITY),
}
"""D1.24, unverified: it only puts the usual ones first. Sectors that are not here get the order of the list."""


def may_write(by: Scope, path: str) -> int:
    """The branch's secretary, an officer there or of its direct superior: the id of the person who acts."""
    writes = by.sees_names_at(path) if by.role in ("secretary", "officer") else by.role == "operator"
    if not writes or by.viewer_id is None:
        raise NotVisible(path)
    return by.viewer_id


def sees_names(scope: Scope, path: str) -> bool:
    """What a member took on is between them, their branch and its direct superior; above it there are counts."""
    return scope.role == "operator" or scope.sees_names_at(path)


def vehicles_for(sector: str) -> list[Vehicle]:
    """The usual ones of the sector first."""
    first: Sequence[Vehicle] = USUAL.get(sector, ())
    return [*first, *(one for one in Vehicle if one not in first)]


def check_goal(title: str, topic: str, starts_on: date, ends_on: date) -> None:
    _said(title)
    _known(topic, Topic.values)
    if ends_on < starts_on:
        raise Refusal("goal_days_crossed", since=starts_on.isoformat(), until=ends_on.isoformat())


def check_commitment(what: str, vehicle: str, made_on: date, due_on: date) -> None:
    _said(what)
    _known(vehicle, Vehicle.values)
    if due_on < made_on:
        raise Refusal("commitment_due_too_early", day=due_on.isoformat(), since=made_on.isoformat())


def check_deed(
    what: str, done_on: date, since: date | None, amount: Decimal | None, unit: str, latest: date | None = None
) -> None:
    """Nothing is done after `latest`, which is today unless given."""
    _said(what)
    latest = latest or today()
    if done_on > latest:
        raise Refusal("deed_in_future", day=done_on.isoformat(), today=latest.isoformat())
    if since is not None and done_on < since:
        raise Refusal("deed_before_commitment", day=done_on.isoformat(), since=since.isoformat())
    if (amount is None) == bool(unit.strip()):
        raise Refusal("deed_amount_without_unit")


def _said(text: str) -> None:
    if not text.strip():
        raise Refusal("doing_text_missing")


def _known(word: str, choices: list[str]) -> None:
    if word not in choices:
        raise Refusal("doing_word_unknown", word=word, choices=tuple(choices))
