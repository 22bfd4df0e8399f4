"""Forms of goals, commitments and deeds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xuezuo.commitments.models import Goal, Topic, Vehicle
from xuezuo.commitments.rules import vehicles_for
from xuezuo.periods import today
from xuezuo.web.branch.cases_forms import choices
from xuezuo.web.branch.forms import DateInput


class GoalForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("The goal or project"), max_length=200)
    topic = forms.ChoiceField(label=gettext_lazy("Which central work"), choices=Topic.choices)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    ends_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = today().year
        self.fields["starts_on"].initial, self.fields["ends_on"].initial = date(year, 1, 1), date(year, 12, 31)


class GoalClosingForm(forms.Form):
    closed_on = forms.DateField(label=gettext_lazy("Closed on"), widget=DateInput, initial=today)
    result = forms.CharField(
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("In words; nobody is graded by it."),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
    )


class CommitmentForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What is taken on"), max_length=200)
    member = forms.ChoiceField(label=gettext_lazy("Who takes it on"), required=False)
    vehicle = forms.ChoiceField(label=gettext_lazy("In which way"))
    made_on = forms.DateField(label=gettext_lazy("Taken on when"), widget=DateInput, initial=today)
    due_on = forms.DateField(label=gettext_lazy("Until when"), widget=DateInput)
    goal_id = forms.ChoiceField(label=gettext_lazy("Which goal it serves"), required=False)

    def __init__(
        self, *args: Any, sector: str, people: Mapping[int, str], goals: Sequence[Goal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices(self, "vehicle", [(one.value, Vehicle(one).label) for one in vehicles_for(sector)])
        choices(self, "member", [("", _("the branch")), *((str(pk), name) for pk, name in people.items())])
        choices(self, "goal_id", [("", _("none in particular")), *((str(one.pk), one.title) for one in goals)])
        if not goals:
            del self.fields["goal_id"]

    def said(self) -> dict[str, Any]:
        """As `commitments.actions.enter_commitment` takes it."""
        given = dict(self.cleaned_data)
        if "member" in given:
            given["member_id"] = as_id(given.pop("member"))
        if "goal_id" in given:
            given["goal_id"] = as_id(given["goal_id"])
        return given


def as_id(value: str) -> int | None:
    return int(value) if value else None


class CommitmentCorrectionForm(CommitmentForm):
    """Whose it is and since when stays: that would be another commitment."""

    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, people={}, **kwargs)
        del self.fields["member"], self.fields["made_on"]


class GoalCorrectionForm(GoalForm):
    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=300)


class DeedForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("What has been done"),
        help_text=gettext_lazy("Words are enough: no photo is asked for."),
        widget=forms.Textarea({"rows": 2}),
        max_length=300,
    )
    done_on = forms.DateField(label=gettext_lazy("Day of the deed"), widget=DateInput, initial=today)
    amount = forms.DecimalField(
        label=gettext_lazy("How much"),
        help_text=gettext_lazy("Only if it can be counted: 3 with the unit “households”."),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    unit = forms.CharField(label=gettext_lazy("Of what"), max_length=20, required=False)


class OwnDeedForm(DeedForm):
    member = forms.ChoiceField(label=gettext_lazy("Who did it"), required=False)

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self, "member", [("", _("the branch")), *((str(pk), name) for pk, name in people.items())])


class DeedCorrectionForm(DeedForm):
    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=300)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=300)
