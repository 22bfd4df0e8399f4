"""People who sign in, and what they may do where between two dates."""

from xuezuo.accounts.models.roles import Delegation, Role, RoleAssignment
from xuezuo.accounts.models.sign_ins import Activation, Identity, SignIn, WrongCode
from xuezuo.accounts.models.tokens import Token
from xuezuo.accounts.models.users import User

__all__ = [
    "Activation",
    "Delegation",
    "Identity",
    "Role",
    "RoleAssignment",
    "SignIn",
    "Token",
    "User",
    "WrongCode",
]
