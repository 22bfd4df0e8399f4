"""Who may write about cases, and in what order things can happen. Nothing here starts or proposes a step (D8.28)."""

from datetime import date

from xuezuo import tree_paths
from xuezuo.cases.models import Case, CaseKind, Source, Speaker, StepKind
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

ABOUT_A_PERSON = frozenset({StepKind.CONTACTED, StepKind.EDUCATED, StepKind.WELCOMED, StepKind.DECISION})
"""Steps that only a case of lost contact has."""

NEED_GUIDANCE = frozenset({StepKind.DECISION})
"""Steps locked until an authorised organization says how they are taken (R23, D8.23)."""

FROM_ABOVE = frozenset({CaseKind.WEAK_ORGANIZATION, CaseKind.FINDING, CaseKind.DIRECTED})
"""Kinds whose words every level above reads, because they come from there. A branch's own problems, and whatever is
about a person, stay between the branch and its direct superior (D3.32)."""

READERS = ("operator", "secretary", "officer", "inspector")
WRITERS = ("operator", "secretary", "officer")


def may_see(scope: Scope, path: str) -> None:
    """Cases are internal (D9.10, D8.20): the organization, whoever stands above it, inspectors; else `NotVisible`."""
    if scope.role not in READERS or not scope.covers(path):
        raise NotVisible(path)


def sees_words(scope: Scope, case: Case, path: str) -> bool:
    """Whether the viewer reads what the case says, or only that there is one."""
    return scope.role == "operator" or scope.sees_names_at(path) or case.kind in FROM_ABOVE


def may_write(by: Scope, path: str) -> None:
    """The branch's secretary and officers above it."""
    if by.role not in WRITERS or not by.covers(path):
        raise NotVisible(path)


def may_step(by: Scope, case: Case, path: str) -> None:
    """Whoever writes here and reads what the case says: nobody adds to words they cannot see."""
    may_write(by, path)
    if not sees_words(by, case, path):
        raise NotVisible(path)


def may_decide(by: Scope, path: str) -> None:
    """Looking back and closing: somebody above the organization, never itself (D9.09)."""
    if by.role not in ("operator", "officer", "inspector") or not by.covers(path) or by.path == path:
        raise NotVisible(path)


def may_close(by: Scope, case: Case, path: str) -> None:
    """A problem that the branch found itself is closed by the branch; everything else by somebody above."""
    if is_own(case):
        may_step(by, case, path)
    else:
        may_decide(by, path)


def may_arrange(by: Scope, case: Case, path: str) -> None:
    """Who puts it right by when: the branch for its own problems, else somebody above."""
    if is_own(case):
        may_step(by, case, path)
    elif by.role == "inspector":
        raise NotVisible(path)
    else:
        may_decide(by, path)


def may_reply(by: Scope, path: str) -> None:
    """The organization concerned, or whoever writes down for a person there what they say."""
    if by.role not in ("operator", "secretary", "officer") or not (by.role == "operator" or by.sees_names_at(path)):
        raise NotVisible(path)


def may_publish_guidance(by: Scope) -> None:
    """An officer at the top of this installation: below it nobody decides how people are treated (D8.23)."""
    if by.role == "operator":
        return
    if by.role != "officer" or by.organization_id is None or tree_paths.depth(by.path) > 1:
        raise NotVisible("guidance")


def is_own(case: Case) -> bool:
    return case.kind == CaseKind.PROBLEM and case.source != Source.ABOVE


def check_case(
    kind: str, found_on: date, due_on: date | None, source: str = "", title: str = "", latest: date | None = None
) -> None:
    """`latest` as in `check_day`."""
    _known(kind, CaseKind.values)
    if source:
        _known(source, Source.values)
    check_day(found_on, found_on, latest)
    if due_on is not None and due_on < found_on:
        raise Refusal("case_day_too_early", day=due_on.isoformat(), since=found_on.isoformat())
    if kind in (CaseKind.PROBLEM, CaseKind.DIRECTED) and not title.strip():
        raise Refusal("case_title_missing")
    if kind == CaseKind.DIRECTED and due_on is None:
        raise Refusal("directed_without_day")


def check_step(case_kind: str, kind: str, taken_on: date, found_on: date) -> None:
    _known(kind, StepKind.values)
    check_day(taken_on, found_on)
    if kind in ABOUT_A_PERSON and case_kind != CaseKind.LOST_CONTACT:
        raise Refusal("step_about_a_person")


def check_speaker(speaker: str, case: Case) -> None:
    _known(speaker, Speaker.values)
    if speaker == Speaker.PERSON and case.kind != CaseKind.LOST_CONTACT:
        raise Refusal("reply_of_nobody")


def check_day(day: date, found_on: date, latest: date | None = None) -> None:
    """Nothing in a case happens before it was found, or after `latest`, which is today unless given."""
    latest = latest or today()
    if day > latest:
        raise Refusal("case_day_in_future", day=day.isoformat(), today=latest.isoformat())
    if day < found_on:
        raise Refusal("case_day_too_early", day=day.isoformat(), since=found_on.isoformat())


def _known(word: str, choices: list[str]) -> None:
    if word not in choices:
        raise Refusal("case_word_unknown", word=word, choices=tuple(choices))
