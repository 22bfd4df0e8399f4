"""Who may do what with notices."""

from xuezuo.organizations.models import Placement
from xuezuo.scopes import NotVisible, Scope

EDITORS = ("operator", "officer")
"""Offices take notices in, mark them and send them down."""

READERS = (*EDITORS, "inspector", "secretary", "member")
"""Whoever a notice may be addressed to. Auditors and administrators run the system and read no content."""

RECEIVERS = ("officer", "secretary")
"""Whose opening is a receipt of their organization (AF11)."""


def may_edit(by: Scope, holder: Placement) -> bool:
    return by.role in EDITORS and by.covers(holder.path)


def check_edit(by: Scope, holder: Placement) -> None:
    """Raises `NotVisible` unless `by` is an officer of the holding organization or above it."""
    if not may_edit(by, holder):
        raise NotVisible(holder.organization.code)


SPECIAL_WORK, COMPREHENSIVE = 4_000, 5_000
"""Characters that a notice on special work, or on the work as a whole, should not pass (AF17)."""


def length_passed(text: str) -> int:
    """The limit that a text passes, 0 for none."""
    length = len("".join(text.split()))
    return next((limit for limit in (COMPREHENSIVE, SPECIAL_WORK) if length > limit), 0)
