"""Every write about a branch's meetings, audited in the same transaction."""

from xuezuo.records.actions.claims import claim, withdraw_claim
from xuezuo.records.actions.late import give_reason, withdraw_reason
from xuezuo.records.actions.make_ups import make_up, undo_make_up
from xuezuo.records.actions.meetings import correct, enter
from xuezuo.records.actions.plans import (
    add_to_plan,
    bring_text,
    change_line,
    confirm_make_up_plan,
    draft_make_up,
    reopen_line,
    say_out_of_reach,
)

__all__ = [
    "add_to_plan",
    "bring_text",
    "change_line",
    "claim",
    "confirm_make_up_plan",
    "correct",
    "draft_make_up",
    "enter",
    "give_reason",
    "make_up",
    "reopen_line",
    "say_out_of_reach",
    "undo_make_up",
    "withdraw_claim",
    "withdraw_reason",
]
