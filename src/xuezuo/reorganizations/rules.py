"""Who may change the tree where. An officer acts on what stands below their own organization, the operator anywhere."""

from datetime import date, timedelta

from xuezuo.organizations.kinds import BRANCH_KINDS, OrganizationKind, Sector
from xuezuo.organizations.models import Organization, Placement
from xuezuo.periods import LONG_AGO, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

AHEAD = timedelta(days=366)
UNDO_WITHIN = timedelta(days=30)


def may_act(by: Scope) -> None:
    if by.role not in ("officer", "operator"):
        raise NotVisible("reorganizations")


def may_change(by: Scope, place: Placement) -> None:
    """Both ends of an act must stand in the scope; nobody changes the place of their own top."""
    may_reach(by, place)
    if by.role != "operator" and place.organization_id == by.organization_id:
        raise Refusal("tree_own_top", name=place.organization.name)


def may_reach(by: Scope, place: Placement) -> None:
    may_act(by)
    if not by.covers(place.path):
        raise NotVisible(place.organization.code)


def check_day(day: date) -> None:
    latest = today() + AHEAD
    if not LONG_AGO < day <= latest:
        earliest = LONG_AGO + timedelta(days=1)
        raise Refusal("tree_day_too_far", day=day.isoformat(), earliest=earliest.isoformat(), latest=latest.isoformat())


def check_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal("tree_reason_missing")
    return reason.strip()


def check_holds(parent: Organization) -> None:
    """Branches are the lowest level: they hold members, never organizations (D5.03)."""
    if parent.kind in BRANCH_KINDS:
        raise Refusal("tree_parent_is_branch", name=parent.name)


def check_takes_members(target: Organization) -> None:
    if target.kind not in BRANCH_KINDS:
        raise Refusal("tree_members_need_branch", name=target.name)


def check_words(kind: str, sector: str) -> None:
    if kind not in OrganizationKind.values:
        raise Refusal("tree_word_unknown", word=kind, choices=tuple(OrganizationKind.values))
    if sector not in Sector.values:
        raise Refusal("tree_word_unknown", word=sector, choices=tuple(Sector.values))
