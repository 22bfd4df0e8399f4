"""Who may do what with briefings: an officer, for the organization their role stands at and those below it."""

import re

from xuezuo.organizations.models import Placement
from xuezuo.scopes import NotVisible, Scope

WRITERS = ("operator", "officer")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Without the characters that no Word file can hold; they come along when text is pasted and nobody sees them."""
    return UNPRINTABLE.sub("", text).strip()


def may_write(by: Scope, placement: Placement) -> None:
    """Raises `NotVisible` for everybody else: a branch reads the issued paper, not the desk it is made at."""
    if by.role not in WRITERS or not by.covers(placement.path):
        raise NotVisible(placement.organization.code)
