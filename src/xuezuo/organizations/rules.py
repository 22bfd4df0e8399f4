"""Who may change the tree and the roster."""

from xuezuo import tree_paths
from xuezuo.organizations.models import Placement
from xuezuo.scopes import NotVisible, Scope

KEEPERS = ("officer", "administrator")


def may_import(by: Scope) -> None:
    """A roster may touch any part of the tree, so only the operator and keepers at the top import one."""
    at_the_top = by.role in KEEPERS and tree_paths.depth(by.path) == 1
    if by.role != "operator" and not at_the_top:
        raise NotVisible("imports")


def may_found_below(by: Scope, parent: Placement | None) -> None:
    """An officer founds organizations below their own (D5.10); only the operator founds a root."""
    if by.role == "operator":
        return
    if parent is None or by.role != "officer" or not by.covers(parent.path):
        raise NotVisible(parent.organization.code if parent else "root")


def may_keep_roster(by: Scope, branch: Placement) -> None:
    """The branch's secretary and its direct superior keep its roster: those who may see its names."""
    keeps = by.role == "operator" or (by.role in ("secretary", "officer") and by.sees_names_at(branch.path))
    if not keeps:
        raise NotVisible(branch.organization.code)
