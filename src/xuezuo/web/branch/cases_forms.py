"""Forms about cases. What may be chosen depends on who asks and what the case is about; the actions check it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xuezuo.cases.models import Case, CaseKind, Source, Speaker, StepKind
from xuezuo.cases.rules import ABOUT_A_PERSON
from xuezuo.notices.models import Notice
from xuezuo.organizations.models import Placement
from xuezuo.periods import today
from xuezuo.web.branch.forms import DateInput

STATES = [
    ("open", gettext_lazy("open ones")),
    ("closed", gettext_lazy("put right and closed")),
    ("all", gettext_lazy("all")),
]
TYPED_SOURCES = (Source.SELF_CHECK, Source.NOTICE, Source.CENSUS)
"""A meeting's problems are entered with the meeting; what comes from above says so by whoever enters it."""


def choices(form: forms.Form, name: str, rows: Sequence[tuple[str, object]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(rows)


class FilterForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Show"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of case"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Where it came from"), required=False)
    late = forms.BooleanField(label=gettext_lazy("Only what is past its day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self, "kind", [("", _("every kind")), *CaseKind.choices])
        choices(self, "source", [("", _("from anywhere")), *Source.choices])


class CaseForm(forms.Form):
    organization = forms.ChoiceField(label=gettext_lazy("Whose it is"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of case"))
    title = forms.CharField(label=gettext_lazy("What is to be put right"), max_length=200, required=False)
    member = forms.ChoiceField(
        label=gettext_lazy("Who is out of contact"),
        help_text=gettext_lazy("For a case of lost contact only. Above the direct superior nobody sees the name."),
        required=False,
    )
    cause = forms.CharField(
        label=gettext_lazy("Cause, as far as known"),
        widget=forms.Textarea({"rows": 2}),
        max_length=300,
        required=False,
    )
    owner = forms.CharField(
        label=gettext_lazy("Who sees to it"),
        help_text=gettext_lazy("A post; empty means the branch."),
        max_length=60,
        required=False,
    )
    due_on = forms.DateField(label=gettext_lazy("By when"), widget=DateInput, required=False)
    found_on = forms.DateField(label=gettext_lazy("Found on"), widget=DateInput)
    source = forms.ChoiceField(label=gettext_lazy("Where it came from"), required=False)
    notice = forms.ChoiceField(label=gettext_lazy("Which notice"), required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[CaseKind],
        units: Sequence[Placement],
        people: Mapping[int, str],
        notices: Sequence[Notice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices(self, "kind", [(one.value, one.label) for one in kinds])
        choices(self, "organization", [(one.organization.code, one.organization.name) for one in units])
        choices(self, "source", [("", _("not said")), *((one.value, one.label) for one in TYPED_SOURCES)])
        choices(self, "notice", [("", _("none")), *((str(one.pk), one.title) for one in notices)])
        choices(self, "member", [("", _("nobody")), *((str(pk), name) for pk, name in people.items())])
        self.fields["found_on"].initial = today()
        if len(units) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.fields["organization"].initial = units[0].organization.code
        for name, rows in (("member", people), ("notice", notices)):
            if not rows:
                del self.fields[name]


class StepForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What has been done"))
    taken_on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput, initial=today)
    note = forms.CharField(
        label=gettext_lazy("In a few words"),
        help_text=gettext_lazy("Evidence is words: what can be seen where. No photo is asked for."),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
    )

    def __init__(self, *args: Any, case: Case, locked: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_a_person = case.kind == CaseKind.LOST_CONTACT
        open_ones = [one for one in StepKind if one not in locked and (about_a_person or one not in ABOUT_A_PERSON)]
        choices(self, "kind", [(one.value, one.label) for one in open_ones])


class LookBackForm(forms.Form):
    looked_on = forms.DateField(label=gettext_lazy("Looked on"), widget=DateInput, initial=today)
    holds = forms.TypedChoiceField(
        label=gettext_lazy("What was found"),
        choices=[("yes", gettext_lazy("it holds")), ("no", gettext_lazy("it has come back"))],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    note = forms.CharField(
        label=gettext_lazy("In a few words"), widget=forms.Textarea({"rows": 2}), max_length=500, required=False
    )


class ClosureForm(forms.Form):
    closed_on = forms.DateField(label=gettext_lazy("Put right on"), widget=DateInput, initial=today)
    reason = forms.CharField(
        label=gettext_lazy("Why it can be closed"), widget=forms.Textarea({"rows": 2}), max_length=500
    )


class ArrangementForm(forms.Form):
    owner = forms.CharField(
        label=gettext_lazy("Who sees to it"),
        help_text=gettext_lazy("A post; empty means the branch."),
        max_length=60,
        required=False,
    )
    due_on = forms.DateField(label=gettext_lazy("By when"), widget=DateInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Why it changes"), max_length=300)


class ReplyForm(forms.Form):
    speaker = forms.ChoiceField(label=gettext_lazy("Whose words these are"), choices=Speaker.choices)
    text = forms.CharField(label=gettext_lazy("What they say"), widget=forms.Textarea({"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.kind != CaseKind.LOST_CONTACT:
            choices(self, "speaker", [(Speaker.ORGANIZATION.value, Speaker.ORGANIZATION.label)])


class GuidanceForm(forms.Form):
    step = forms.ChoiceField(label=gettext_lazy("Which step it opens"))
    reference = forms.CharField(
        label=gettext_lazy("By which document"),
        help_text=gettext_lazy("Issuer, title and number, so that everybody can find it."),
        max_length=300,
    )
    holds_from = forms.DateField(label=gettext_lazy("Holds from"), widget=DateInput, initial=today)

    def __init__(self, *args: Any, steps: Sequence[StepKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self, "step", [(one.value, one.label) for one in steps])
