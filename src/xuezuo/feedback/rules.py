"""Who may answer what was said."""

from xuezuo.scopes import Scope

ANSWERERS = ("officer", "administrator")


def may_answer(by: Scope) -> bool:
    return by.role in ANSWERERS
