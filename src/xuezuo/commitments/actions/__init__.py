"""Every write about goals, commitments and deeds, and a meeting together with what was voiced there."""

from xuezuo.commitments.actions.entries import close_goal, enter_commitment, enter_deed, reopen_goal, set_goal
from xuezuo.commitments.actions.meetings import ProblemVoiced, TakenOn, enter_meeting
from xuezuo.commitments.actions.taking_back import correct, restore, withdraw

__all__ = [
    "ProblemVoiced",
    "TakenOn",
    "close_goal",
    "correct",
    "enter_commitment",
    "enter_deed",
    "enter_meeting",
    "reopen_goal",
    "restore",
    "set_goal",
    "withdraw",
]
