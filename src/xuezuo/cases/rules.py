"""Who may write about cases, and in what order things can happen. Nothing here starts or proposes a step (D8.28)."""

from datetime import date

from xuezuo.cases.models import CaseKind, StepKind
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope


def may_see(scope: Scope, path: str) -> None:
    """Cases are internal (D9.10, D8.20): the organization, whoever stands above it, inspectors; else `NotVisible`."""
    if scope.role not in ("operator", "secretary", "officer", "inspector") or not scope.covers(path):
        raise NotVisible(path)


def may_write(by: Scope, path: str) -> None:
    """The branch's secretary and officers above it."""
    if by.role not in ("operator", "secretary", "officer") or not by.covers(path):
        raise NotVisible(path)


def may_decide(by: Scope, path: str) -> None:
    """Looking back and closing: somebody above the organization, never itself (D9.09)."""
    if by.role not in ("operator", "officer", "inspector") or not by.covers(path) or by.path == path:
        raise NotVisible(path)


def check_case(kind: str, found_on: date, due_on: date | None) -> None:
    if kind not in CaseKind.values:
        raise Refusal("case_word_unknown", word=kind, choices=", ".join(CaseKind.values))
    check_day(found_on, found_on)
    if due_on is not None and due_on < found_on:
        raise Refusal("case_day_too_early", day=due_on.isoformat(), since=found_on.isoformat())


def check_step(kind: str, taken_on: date, found_on: date) -> None:
    if kind not in StepKind.values:
        raise Refusal("case_word_unknown", word=kind, choices=", ".join(StepKind.values))
    check_day(taken_on, found_on)


def check_day(day: date, found_on: date, latest: date | None = None) -> None:
    """Nothing in a case happens before it was found, or after `latest`, which is today unless given."""
    latest = latest or today()
    if day > latest:
        raise Refusal("case_day_in_future", day=day.isoformat(), today=latest.isoformat())
    if day < found_on:
        raise Refusal("case_day_too_early", day=day.isoformat(), since=found_on.isoformat())
