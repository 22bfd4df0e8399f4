"""People who sign in, and what they may do where between two dates."""

from xuezuo.accounts.models.roles import Role, RoleAssignment
from xuezuo.accounts.models.users import User

__all__ = ["Role", "RoleAssignment", "User"]
