"""Who may do what with campaigns: an officer, for the part of the tree that their own organization heads (R15)."""

from datetime import date

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.organizations.models import Placement
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

ISSUERS = ("operator", "officer")


def may_ask(by: Scope, placement: Placement) -> None:
    """Whoever may issue there; and a secretary for their own organization, which adds what it wants for itself (R15)."""
    if by.role != "secretary" or by.organization_id != placement.organization_id:
        may_issue(by, placement)


def may_note(by: Scope, placement: Placement) -> int:
    """Only the organization itself says that it has read what changed: the id of the person who acts."""
    if by.role not in ("secretary", "officer") or by.organization_id != placement.organization_id:
        raise NotVisible(placement.organization.code)
    return by.viewer_id or 0


def may_issue(by: Scope, placement: Placement) -> None:
    """Raises `NotVisible` unless `by` is an officer of this very organization or above it."""
    if by.role not in ISSUERS or not by.covers(placement.path):
        raise NotVisible(placement.organization.code)


def check_words(code: str, opens_on: date, due_on: date, kinds: list[str]) -> None:
    if due_on < opens_on:
        raise Refusal("campaign_dates", where=code, first=opens_on, last=due_on)
    for kind in kinds:
        if kind not in ActivityKind.values:
            raise Refusal("campaign_activity_unknown", where=code, kind=kind, choices=tuple(ActivityKind.values))
