"""Forms of make-up plans: the plan as a whole, one person of it, and what was done."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Member
from xuezuo.records.models import Way
from xuezuo.web.branch.forms import DateInput


class PlanForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=[one for one in Way.choices if one[0] != Way.BUDDY])
    planned_on = forms.DateField(label=_("Planned for"), widget=DateInput)


class LineForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    planned_on = forms.DateField(label=_("Planned for"), widget=DateInput)
    partner: "forms.ModelChoiceField[Member]" = forms.ModelChoiceField(
        None,
        label=_("Partner"),
        help_text=_("Who reads with them; for “with a partner” only."),
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class BroughtForm(forms.Form):
    done_on = forms.DateField(label=_("Done on"), widget=DateInput)
    way = forms.ChoiceField(label=_("How it was done"), choices=[("", _("as planned")), *Way.choices], required=False)


class OutOfReachForm(forms.Form):
    reason = forms.CharField(label=_("Why it cannot be done"), max_length=200)
