"""Every write about a branch's meetings, audited in the same transaction."""

from xuezuo.records.actions.claims import claim, withdraw_claim
from xuezuo.records.actions.exports import Taken, export
from xuezuo.records.actions.guests import answer_guest, note_guest, take_back_note
from xuezuo.records.actions.late import give_reason, withdraw_reason
from xuezuo.records.actions.make_ups import make_up, undo_make_up
from xuezuo.records.actions.meetings import correct, enter
from xuezuo.records.actions.outbox import take
from xuezuo.records.actions.own_ways import (
    answer_own_way,
    name_record,
    say_own_way,
    take_back_own_way,
    undo_answer,
)
from xuezuo.records.actions.plans import (
    add_to_plan,
    bring_text,
    change_line,
    confirm_make_up_plan,
    draft_make_up,
    reopen_line,
    say_out_of_reach,
)
from xuezuo.records.actions.resolutions import count_again, leave_out, resolve, withdraw_resolution
from xuezuo.records.actions.withdrawals import restore, withdraw

__all__ = [
    "Taken",
    "add_to_plan",
    "answer_guest",
    "answer_own_way",
    "bring_text",
    "change_line",
    "claim",
    "confirm_make_up_plan",
    "correct",
    "count_again",
    "draft_make_up",
    "enter",
    "export",
    "give_reason",
    "leave_out",
    "make_up",
    "name_record",
    "note_guest",
    "reopen_line",
    "resolve",
    "restore",
    "say_out_of_reach",
    "say_own_way",
    "take",
    "take_back_note",
    "take_back_own_way",
    "undo_answer",
    "undo_make_up",
    "withdraw",
    "withdraw_claim",
    "withdraw_reason",
    "withdraw_resolution",
]
