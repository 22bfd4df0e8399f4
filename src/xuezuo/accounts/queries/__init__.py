"""Reading accounts; `scope_for` is the one door from a person to a `Scope`."""

from xuezuo.accounts.queries.seats import NOBODY, assignments_of, names_of, scope_for

__all__ = ["NOBODY", "assignments_of", "names_of", "scope_for"]
