"""Who may give people accounts and roles. Whoever gives roles holds none of the work's own (D14: separated duties)."""

from xuezuo.accounts.models import Role
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Placement
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


def may_create(by: Scope) -> None:
    """The administrator of a part of the tree, or the operator; for anybody else there is no such thing."""
    if by.role not in ("operator", "administrator"):
        raise NotVisible("accounts")


def may_link(by: Scope, home: Placement | None) -> None:
    """An account shows what is held about its member: only within one's own part of the tree."""
    may_create(by)
    if by.role != "operator" and (home is None or not by.covers(home.path)):
        raise NotVisible("member")


def may_assign(by: Scope, user_id: int, role: str, placement: Placement) -> None:
    """Only within one's own part of the tree, and never to oneself."""
    may_create(by)
    if not by.covers(placement.path):
        raise NotVisible(placement.organization.code)
    if role not in Role.values:
        raise Refusal("role_unknown", role=role, choices=", ".join(Role.values))
    if by.viewer_id == user_id:
        raise Refusal("role_to_oneself")
    if role == Role.SECRETARY and placement.organization.kind not in BRANCH_KINDS:
        raise Refusal("role_needs_branch", name=placement.organization.name)
