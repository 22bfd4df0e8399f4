"""Who may do what with briefings: an officer, for the organization their role stands at and those below it."""

from xuezuo.organizations.models import Placement
from xuezuo.scopes import NotVisible, Scope

WRITERS = ("operator", "officer")


def may_write(by: Scope, placement: Placement) -> None:
    """Raises `NotVisible` for everybody else: a branch reads the issued paper, not the desk it is made at."""
    if by.role not in WRITERS or not by.covers(placement.path):
        raise NotVisible(placement.organization.code)
