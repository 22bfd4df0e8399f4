"""Every write about posts, hand-overs and transfers, audited in the same transaction."""

from xuezuo.people.actions.hand_overs import take_back_hand_over
from xuezuo.people.actions.posts import correct_post, end_post, enter_post, hand_over, take_back_post
from xuezuo.people.actions.transfers import accept, draft, draft_incoming, issue, renew, send_back, withdraw

__all__ = [
    "accept",
    "correct_post",
    "draft",
    "draft_incoming",
    "end_post",
    "enter_post",
    "hand_over",
    "issue",
    "renew",
    "send_back",
    "take_back_hand_over",
    "take_back_post",
    "withdraw",
]
