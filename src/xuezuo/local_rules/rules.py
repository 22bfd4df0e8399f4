"""Who may ask for more than the general rule, and what may be asked."""

from datetime import date

from xuezuo.organizations.models import Placement
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rules
from xuezuo.scopes import NotVisible, Scope

MOST = 12
"""More of anything in one period is a slip of the finger."""


def may_narrow(by: Scope, placement: Placement) -> int:
    """An officer for what their organization heads, a secretary for their own branch: the id of the person who acts."""
    if by.role not in ("operator", "officer", "secretary") or not by.covers(placement.path) or by.viewer_id is None:
        raise NotVisible(placement.organization.code)
    return by.viewer_id


def check_key(key: str) -> None:
    """Raises `Refusal` for a parameter that nobody may set locally."""
    if key not in rules() or not rules()[key][0].stricter:
        raise Refusal("narrowing_unknown", key=key)


def check(value: int, in_force: int | None, valid_from: date, today: date) -> None:
    """Raises `Refusal` for what is no narrowing: a day that is over, a value not stricter than what holds there already."""
    if valid_from < today:
        raise Refusal("narrowing_in_past", day=valid_from.isoformat())
    if in_force is None:
        raise Refusal("narrowing_of_nothing", day=valid_from.isoformat())
    if value <= in_force:
        raise Refusal("narrowing_loosens", value=value, held=in_force)
    if value > MOST:
        raise Refusal("narrowing_too_much", most=MOST)
