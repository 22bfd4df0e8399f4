"""Every write about accounts: people who sign in, their roles, delegations and tokens."""

from xuezuo.accounts.actions.roles import assign_role, end_role
from xuezuo.accounts.actions.users import create_user

__all__ = ["assign_role", "create_user", "end_role"]
