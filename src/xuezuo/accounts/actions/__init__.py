"""Every write about accounts: people who sign in, their roles, delegations and tokens."""

from xuezuo.accounts.actions.activations import create_many, issue, redeem
from xuezuo.accounts.actions.delegations import delegate, end_delegation
from xuezuo.accounts.actions.roles import assign_role, end_role
from xuezuo.accounts.actions.sign_ins import end_own, end_sessions, link_identity, reset_factors, unlink_identity
from xuezuo.accounts.actions.tokens import end_token, end_tokens, make_calendar_link, make_token, note_use
from xuezuo.accounts.actions.users import close_account, confirm_link, create_user, link_member, open_account

__all__ = [
    "assign_role",
    "close_account",
    "confirm_link",
    "create_many",
    "create_user",
    "delegate",
    "end_delegation",
    "end_own",
    "end_role",
    "end_sessions",
    "end_token",
    "end_tokens",
    "issue",
    "link_identity",
    "link_member",
    "make_calendar_link",
    "make_token",
    "note_use",
    "open_account",
    "redeem",
    "reset_factors",
    "unlink_identity",
]
