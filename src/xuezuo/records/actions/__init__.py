"""Every write about a branch's meetings, audited in the same transaction."""

from xuezuo.records.actions.claims import claim, withdraw_claim
from xuezuo.records.actions.make_ups import confirm_make_up_plan, draft_make_up, make_up, undo_make_up
from xuezuo.records.actions.meetings import correct, enter

__all__ = [
    "claim",
    "confirm_make_up_plan",
    "correct",
    "draft_make_up",
    "enter",
    "make_up",
    "undo_make_up",
    "withdraw_claim",
]
