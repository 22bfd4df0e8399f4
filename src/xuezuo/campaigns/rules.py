"""Who may do what with campaigns: an officer, for the part of the tree that their own organization heads (R15)."""

from xuezuo.organizations.models import Placement
from xuezuo.scopes import NotVisible, Scope

ISSUERS = ("operator", "officer")


def may_issue(by: Scope, placement: Placement) -> None:
    """Raises `NotVisible` unless `by` is an officer of this very organization or above it."""
    if by.role not in ISSUERS or not by.covers(placement.path):
        raise NotVisible(placement.organization.code)
