"""Forms of make-up plans: the plan as a whole, one person of it, and what was done."""

from collections.abc import Mapping
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


class PartnerField(forms.ModelChoiceField):
    names: Mapping[int, str] = {}

    def label_from_instance(self, obj: Member) -> str:
        return self.names.get(obj.pk, obj.name)


class LineForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    planned_on = forms.DateField(label=_("Planned for"), widget=DateInput)
    partner = PartnerField(
        None,
        label=_("Partner"),
        help_text=_("Who reads with them; for “with a partner” only."),
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Member], names: Mapping[int, str], **kwargs: Any) -> None:
        """`names` tell apart the `people` to choose from."""
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, PartnerField)
        field.queryset, field.names = people, names


class BroughtForm(forms.Form):
    done_on = forms.DateField(label=_("Done on"), widget=DateInput)
    way = forms.ChoiceField(label=_("How it was done"), choices=[("", _("as planned")), *Way.choices], required=False)


class OutOfReachForm(forms.Form):
    reason = forms.CharField(label=_("Why it cannot be done"), max_length=200)
