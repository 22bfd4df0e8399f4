"""Who may write about organizations and their terms, and what an entry must agree with. Judges facts; fetches none."""

from datetime import date, timedelta

from xuezuo import tree_paths
from xuezuo.organizations.models import Term
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

LONGEST_TERM = timedelta(days=6 * 366)
LONGEST_DEFERRAL = timedelta(days=366)
"""D6.05: generally at most a year."""


def may_write_terms(by: Scope, path: str) -> None:
    """The organization's own secretary, an officer of it or above, the operator; else `NotVisible`."""
    if by.role not in ("operator", "secretary", "officer") or not by.covers(path):
        raise NotVisible(path)


def may_defer(by: Scope, path: str) -> None:
    """An officer above the organization: nobody puts off their own election."""
    above = by.covers(path) and tree_paths.depth(by.path) < tree_paths.depth(path)
    if by.role not in ("operator", "officer") or not above:
        raise NotVisible(path)


def check_term(elected_on: date, ends_on: date) -> None:
    """Raises `Refusal` for dates out of order, an election that has not been held, a term no committee has."""
    if elected_on > today():
        raise Refusal("term_in_future", day=elected_on.isoformat(), today=today().isoformat())
    if not timedelta(0) < ends_on - elected_on <= LONGEST_TERM:
        raise Refusal("term_dates", elected_on=elected_on.isoformat(), ends_on=ends_on.isoformat())


def check_deferral(term: Term, until: date, reason: str) -> None:
    if not reason.strip():
        raise Refusal("deferral_reason_missing")
    if not timedelta(0) < until - term.ends_on <= LONGEST_DEFERRAL:
        raise Refusal("deferral_too_long", ends_on=term.ends_on.isoformat())
