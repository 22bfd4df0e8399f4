"""Who may take everything away or put it in: whoever stands at the machine itself."""

from xuezuo.scopes import NotVisible, Scope


def may_back_up(by: Scope) -> None:
    if by.role != "operator":
        raise NotVisible("backups")
