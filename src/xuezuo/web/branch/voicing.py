"""What was voiced at a meeting, on the meeting's own form: problems, and what somebody took on (R06).

Names of the fields, which anything that fills the form from elsewhere may rely on; `n` counts from 0, gaps are allowed,
a line without text is left out:

`problem-n-text` (at most 200 characters) · `problem-n-owner` (a post, at most 60; empty: the branch) · `problem-n-due_on`
(a day; empty: none) · `taken-n-text` (at most 200) · `taken-n-due_on` (a day, needed) · `taken-n-member` (id of somebody
on the roster of the day; empty: the branch) · `taken-n-goal` (id of a goal of `commitments.queries.goals_to_link`; empty: none)
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xuezuo.cases import queries as cases
from xuezuo.cases import rules as case_rules
from xuezuo.commitments import queries as commitments
from xuezuo.commitments.actions import ProblemVoiced, TakenOn
from xuezuo.commitments.models import Goal
from xuezuo.commitments.rules import MOST_VOICED
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_of
from xuezuo.records.models import Record
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.branch.forms import DateInput
from xuezuo.web.branch.moulds import GOAL, LABEL, TITLE, VALUE, filled, options

SHOWN = 1
"""Empty lines that stand open: a phone shows one without scrolling."""

MORE = 4
"""Empty lines behind "more lines"."""

NAME = re.compile(r"(problem|taken)-(\d{1,3})-(text|owner|due_on|member|goal)")


class ProblemLine(forms.Form):
    text = forms.CharField(label=gettext_lazy("What is to be put right"), max_length=200, required=False)
    owner = forms.CharField(
        label=gettext_lazy("Who sees to it"),
        help_text=gettext_lazy("A post; empty means the branch."),
        max_length=60,
        required=False,
    )
    due_on = forms.DateField(label=gettext_lazy("By when"), widget=DateInput, required=False)

    def check(self, held_on: date | None) -> None:
        said = self.cleaned_data
        if "text" in said and not said["text"] and (said.get("owner") or said.get("due_on")):
            self.add_error("text", _("Say what is to be put right, or empty the line."))
        elif held_on and said.get("text") and said.get("due_on") and said["due_on"] < held_on:
            self.add_error("due_on", _("This lies before the meeting."))


class TakenLine(forms.Form):
    text = forms.CharField(label=gettext_lazy("What was taken on"), max_length=200, required=False)
    member = forms.ChoiceField(label=gettext_lazy("Who took it on"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Until when"),
        help_text=gettext_lazy("Needed where something was taken on."),
        widget=DateInput,
        required=False,
    )
    goal = forms.ChoiceField(label=gettext_lazy("Which goal it serves"), required=False)

    def __init__(self, *args: Any, names: Mapping[int, str], goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty, rows in (
            ("member", _("the branch"), [(str(pk), name) for pk, name in names.items()]),
            ("goal", _("none in particular"), [(str(one.pk), one.title) for one in goals]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *rows]
            field.error_messages["invalid_choice"] = _("Choose from the list that is shown now.")
        if not goals:
            del self.fields["goal"]

    def check(self, held_on: date | None) -> None:
        said = self.cleaned_data
        if "text" in said and not said["text"] and any(said.get(name) for name in ("member", "due_on", "goal")):
            self.add_error("text", _("Say what was taken on, or empty the line."))
        elif said.get("text") and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say until when; a month is written as its last day."))
        elif held_on and said.get("text") and said.get("due_on") and said["due_on"] < held_on:
            self.add_error("due_on", _("This lies before the meeting."))


class Voiced:
    """The lines of both lists, bound to what was sent or empty."""

    def __init__(self, data: Mapping[str, Any] | None, *, names: Mapping[int, str], goals: Sequence[Goal]) -> None:
        self.filled: dict[str, list[int]] = {"problem": [], "taken": []}
        for name, value in (data or {}).items():
            found = NAME.fullmatch(name)
            if found and str(value).strip():
                self.filled[found[1]].append(int(found[2]))
        self.data, self.names, self.goals = data, names, goals

    @cached_property
    def problem_lines(self) -> list[ProblemLine]:
        return [
            ProblemLine(self.data, prefix=f"problem-{n}", use_required_attribute=False)
            for n in self._numbers("problem")
        ]

    @cached_property
    def taken_lines(self) -> list[TakenLine]:
        known: dict[str, Any] = {"names": self.names, "goals": self.goals}
        return [
            TakenLine(self.data, prefix=f"taken-{n}", use_required_attribute=False, **known)
            for n in self._numbers("taken")
        ]

    def _numbers(self, noun: str) -> list[int]:
        """The filled lines under their own numbers, then empty ones."""
        filled = sorted(set(self.filled[noun]))[: MOST_VOICED + 1]
        first = filled[-1] + 1 if filled else 0
        return [*filled, *range(first, first + SHOWN + MORE)]

    def _halves(self, lines: list[Any]) -> tuple[list[Any], list[Any]]:
        return lines[:-MORE], lines[-MORE:]

    @property
    def problem_halves(self) -> tuple[list[Any], list[Any]]:
        return self._halves(self.problem_lines)

    @property
    def taken_halves(self) -> tuple[list[Any], list[Any]]:
        return self._halves(self.taken_lines)

    def is_valid(self, held_on: date | None) -> bool:
        """Whether every line can be used. Without a day of the meeting, days are not held against it."""
        if not self.filled["problem"] and not self.filled["taken"]:
            return True  # no line has to be made to see that none is wrong
        for line in self._lines:
            if line.is_valid():
                line.check(held_on)
        return not self.wrong

    @property
    def _lines(self) -> list[ProblemLine | TakenLine]:
        return [*self.problem_lines, *self.taken_lines]

    @property
    def wrong(self) -> list[ProblemLine | TakenLine]:
        """The lines that cannot be used, for the summary of errors, which leads to their fields."""
        return [line for line in self._lines if line.errors]

    def shown(self) -> SafeString:
        """Both lists."""
        if self.data is not None:
            return render_to_string("branch/voiced.html", {"voiced": self})
        return empty_lines(list(self.names.items()), [(one.pk, one.title) for one in self.goals])

    def problems(self) -> list[ProblemVoiced]:
        said = [line.cleaned_data for line in self.problem_lines] if self.filled["problem"] else []
        return [ProblemVoiced(one["text"], one["owner"], one["due_on"]) for one in said if one["text"]]

    def taken_on(self) -> list[TakenOn]:
        said = [line.cleaned_data for line in self.taken_lines] if self.filled["taken"] else []
        return [
            TakenOn(one["text"], one["due_on"], _id(one.get("member")), _id(one.get("goal")))
            for one in said
            if one["text"]
        ]


def empty_lines(roster: Sequence[tuple[int, str]], goals: Sequence[tuple[int, str]]) -> SafeString:
    """Both lists of a form that opens: they differ by the names and goals alone that stand in them."""
    words: dict[str, Any] = {}
    if roster:
        words[VALUE], words[LABEL] = options(roster)
    if goals:
        words[GOAL], words[TITLE] = options(goals)

    def context() -> dict[str, Any]:
        somebody: dict[Any, str] = {VALUE: LABEL} if roster else {}
        something: list[Any] = [SimpleNamespace(pk=GOAL, title=TITLE)] if goals else []
        return {"voiced": Voiced(None, names=somebody, goals=something)}

    return filled("branch/voiced.html", (bool(roster), bool(goals)), context, words)


def _id(value: str | None) -> int | None:
    return int(value) if value else None


def voiced_lines(*, request: HttpRequest, scope: Scope, placement: Placement, names: Mapping[int, str]) -> Voiced:
    """The lines for a branch's form, with what was sent."""
    goals = SimpleLazyObject(lambda: list(commitments.goals_to_link(scope, placement.organization_id)))
    return Voiced(request.POST, names=names, goals=goals)  # type: ignore[arg-type]


def voiced_at(scope: Scope, record: Record) -> dict[str, object]:
    """What a meeting led to: the words for those who may read them, the numbers for everybody above."""
    path = placement_of(scope, record.organization_id).path
    try:
        case_rules.may_see(scope, path)
    except NotVisible:
        return {}
    raised = list(cases.of_record(scope, record.pk))
    taken_on = commitments.of_record(scope, record.pk, record.organization_id)
    return {
        "raised": [one for one in raised if case_rules.sees_words(scope, one, path)],
        "raised_count": len(raised),
        "taken_on": commitments.doers_told_apart(scope, record.organization_id, taken_on),
        "taken_count": commitments.standing_of_record(scope, record.pk),
    }
