"""Who writes, publishes, withdraws and adopts; and that nobody is named who did not agree."""

from collections.abc import Collection, Mapping

from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

SHORTEST_NAME = 2
"""A single character is a word of the language more often than somebody's name."""


def may_write(by: Scope, organization_id: int) -> int:
    """Only the organization itself speaks of its practice, and adopts for itself: the id of the person who acts."""
    if by.role not in ("secretary", "officer") or by.organization_id != organization_id or by.viewer_id is None:
        raise NotVisible(organization_id)
    return by.viewer_id


def may_publish(by: Scope, path: str) -> int:
    """An officer above the organization; of the topmost one, its own."""
    if by.role != "officer" or not by.covers(path) or (by.path == path and len(path) > 4) or by.viewer_id is None:
        raise NotVisible(path)
    return by.viewer_id


def may_withdraw(by: Scope, path: str, organization_id: int) -> int:
    """Consent can be taken back by the organization, the publishing by whoever may publish."""
    if by.organization_id == organization_id:
        return may_write(by, organization_id)
    return may_publish(by, path)


def check_names(text: str, roster: Mapping[int, str], agreed: Collection[int]) -> None:
    """Raises `Refusal` if the text names somebody of the roster who did not agree to be named."""
    found = {pk for pk, name in roster.items() if len(name) >= SHORTEST_NAME and name in text}
    without = found - set(agreed)
    if without:
        raise Refusal("practice_names_people", number=len(without))
