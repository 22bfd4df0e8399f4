"""Forms of the book of local practice."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xuezuo.campaigns.kinds import Topic
from xuezuo.campaigns.models import Requirement
from xuezuo.organizations.kinds import Sector
from xuezuo.organizations.models import Member
from xuezuo.refusals import SENTENCES, Refusal
from xuezuo.web.branch.many import Many
from xuezuo.web.branch.own_ways_forms import RecordChoice, RecordForm

ANY = [("", _("any"))]
CONSENT = SENTENCES["practice_without_consent"]


class SearchForm(forms.Form):
    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=[*ANY, *Topic.choices], required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[*ANY, *Sector.choices], required=False)


class AdoptionForm(RecordForm):
    note = forms.CharField(label=_("How we do it"), max_length=300, widget=forms.Textarea({"rows": 2}), required=False)
    record = RecordChoice(None, label=_("Our meeting"), required=False)
    field_order = ("note", "record")


class PracticeForm(forms.Form):
    title = forms.CharField(label=_("Name of the practice"), max_length=200)
    what = forms.CharField(
        label=_("How it is done"),
        help_text=_("So that another branch can do likewise. Name nobody unless they agreed."),
        widget=forms.Textarea({"rows": 6}),
        max_length=3000,
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    requirement = forms.ChoiceField(label=_("For which requirement"), required=False)
    named: "forms.ModelMultipleChoiceField[Member]" = Many(
        None, label=_("Who is named in it and agreed"), widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(
        label=_("Our organization agrees that it is published"),
        error_messages={"required": _(CONSENT)},
    )

    def __init__(self, *args: Any, people: QuerySet[Member], requirements: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named, requirement = self.fields["named"], self.fields["requirement"]
        assert isinstance(named, forms.ModelMultipleChoiceField)
        assert isinstance(requirement, forms.ChoiceField)
        named.queryset = people
        requirement.choices = [("", _("none")), *((str(one.pk), one.title) for one in requirements)]

    def refuse(self, refusal: Refusal) -> None:
        """Beside its field, or above the form."""
        fields = {"practice_names_people": "what", "practice_without_consent": "agreed"}
        self.add_error(fields.get(refusal.code), str(refusal))

    def said(self, requirements: list[Requirement]) -> dict[str, Any]:
        """The arguments of `practices.actions.write`."""
        said = dict(self.cleaned_data)
        chosen = next((one for one in requirements if str(one.pk) == said["requirement"]), None)
        return said | {"requirement": chosen, "named": [one.pk for one in said["named"]]}
