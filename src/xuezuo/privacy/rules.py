"""Who may ask for what about whom."""

from xuezuo.organizations.models import Placement
from xuezuo.scopes import NotVisible, Scope


def may_see_member(by: Scope, home: Placement | None) -> None:
    """The branch and its direct superior, and the operator: those who work with the roster by name."""
    if by.role == "operator":
        return
    if home is None or by.role not in ("secretary", "officer") or not by.sees_names_at(home.path):
        raise NotVisible("member")


def may_act_for_oneself(by: Scope, member_id: int | None) -> None:
    """Only somebody whose account is linked to this very member."""
    if member_id is None or by.member_id != member_id:
        raise NotVisible("member")


def oneself(by: Scope) -> int:
    """The member whose account acts. Raises `NotVisible` for an account without one."""
    if by.member_id is None:
        raise NotVisible("member")
    return by.member_id


def may_erase(by: Scope, home: Placement | None) -> None:
    """The system administrator over the branch, who sees no names and works with none of the figures, or the operator."""
    if by.role == "operator":
        return
    if by.role != "administrator" or home is None or not by.covers(home.path):
        raise NotVisible("member")
