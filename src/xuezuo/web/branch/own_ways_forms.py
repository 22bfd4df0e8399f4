"""Forms of the branch's own say: its own content, and its own way of meeting what others ask."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.models import Campaign, Reading
from xuezuo.records.models import Record
from xuezuo.web.branch.forms import DateInput
from xuezuo.web.branch.many import Many


class RecordChoice(forms.ModelChoiceField):
    """A record by its day and subject."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_label=_("none yet"), **kwargs)

    def label_from_instance(self, obj: Record) -> str:
        kinds = "、".join(str(ActivityKind(kind.kind).label) for kind in obj.kinds.all())
        return " ".join(part for part in (obj.held_on.isoformat(), kinds, obj.subject) if part)


class RecordForm(forms.Form):
    record = RecordChoice(None, label=_("The meeting that did it"), required=True)

    def __init__(self, *args: Any, records: QuerySet[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["record"]
        assert isinstance(field, RecordChoice)
        field.queryset = records


class OwnWayForm(RecordForm):
    what = forms.CharField(label=_("What we do instead"), max_length=300, widget=forms.Textarea({"rows": 3}))
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea({"rows": 2}))
    record = RecordChoice(
        None,
        label=_("The meeting that did it"),
        help_text=_("Leave it out while it is still to come; name it later."),
        required=False,
    )
    field_order = ("what", "reason", "record")


class OwnItemForm(forms.Form):
    title = forms.CharField(label=_("What we set ourselves"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind of meeting"), choices=[("", _("any")), *ActivityKind.choices], required=False
    )
    readings: "forms.ModelMultipleChoiceField[Reading]" = Many(
        None, label=_("Texts"), widget=forms.CheckboxSelectMultiple, required=False
    )
    purpose = forms.CharField(
        label=_("More about it"), max_length=300, widget=forms.Textarea({"rows": 2}), required=False
    )
    due_on = forms.DateField(label=_("By"), widget=DateInput)
    campaign: "forms.ModelChoiceField[Campaign]" = forms.ModelChoiceField(None, label=_("Belongs to"), empty_label=None)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], texts: QuerySet[Reading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("campaign", campaigns), ("readings", texts)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def asked(self) -> dict[str, Any]:
        """The arguments of `campaigns.actions.add_own`; texts of another campaign are refused there."""
        said = dict(self.cleaned_data)
        return said | {"readings": [one.code for one in said["readings"]]}


class WithdrawalForm(forms.Form):
    reason = forms.CharField(max_length=300, required=False)
