"""Every write about organizations, audited in the same transaction."""

from xuezuo.organizations.actions.terms import defer, enter_term

__all__ = ["defer", "enter_term"]
