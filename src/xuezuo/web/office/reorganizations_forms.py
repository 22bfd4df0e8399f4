"""The forms of acts on the tree, one for each kind, and the wish that each becomes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.kinds import OrganizationKind, Sector
from xuezuo.organizations.models import Organization
from xuezuo.periods import today
from xuezuo.reorganizations.wishes import Wish


class ActForm(forms.Form):
    """What every act needs: the day and the reason."""

    day = forms.DateField(
        label=_("In force from"),
        help_text=_("Today, an earlier day, or a day to come. Until then everything stays as it is."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("On whose decision, and why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, organization: Organization, **more: Any) -> None:
        super().__init__(*args, **more)
        self.organization = organization
        self.fields["day"].initial = today

    def wish(self, kind: str) -> Wish:
        told = {name: value for name, value in self.cleaned_data.items() if name in Wish.__dataclass_fields__}
        return Wish(kind=kind, code=self.organization.code, **told)


def _other(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=200, required=required)


class NewFields(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=200)
    new_code = forms.CharField(label=_("Code"), max_length=40)
    new_kind = forms.ChoiceField(label=_("Kind"), choices=OrganizationKind.choices, initial=OrganizationKind.BRANCH)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)


class FoundForm(NewFields, ActForm):
    field_order = ["name", "new_code", "new_kind", "sector", "day", "reason"]


class RenameForm(ActForm):
    name = forms.CharField(label=_("New full name"), max_length=200)
    field_order = ["name", "day", "reason"]


class MoveForm(ActForm):
    to = _other(_("Code or full name of the new superior organization"), _("Everything below moves along."))
    field_order = ["to", "day", "reason"]


class MergeForm(ActForm):
    to = _other(
        _("Code or full name of the organization that takes it in"),
        _("Its members and what stands below it go there."),
    )
    field_order = ["to", "day", "reason"]


class CloseForm(ActForm):
    to = _other(
        _("Code or full name of the organization that takes over"),
        _("Leave it empty if no members and no organizations are left."),
        required=False,
    )
    field_order = ["to", "day", "reason"]


class ReopenForm(ActForm):
    to = _other(
        _("Code or full name of the superior organization"), _("Empty: the one it last belonged to."), required=False
    )
    field_order = ["to", "day", "reason"]


class ReclassifyForm(ActForm):
    new_kind = forms.ChoiceField(label=_("Kind"), choices=OrganizationKind.choices)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    field_order = ["new_kind", "sector", "day", "reason"]

    def __init__(self, *args: Any, organization: Organization, **more: Any) -> None:
        super().__init__(*args, organization=organization, **more)
        self.fields["new_kind"].initial, self.fields["sector"].initial = organization.kind, organization.sector


class SplitForm(NewFields, ActForm):
    """Members by name where the viewer may see them; organizations below by name."""

    members = forms.TypedMultipleChoiceField(
        label=_("Members who go to the new branch"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    children = forms.MultipleChoiceField(
        label=_("Organizations that go below the new one"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["name", "new_code", "new_kind", "sector", "members", "children", "day", "reason"]

    def __init__(
        self, *args: Any, members: list[tuple[int, str]], children: list[tuple[str, str]], sees_names: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.nothing_to_divide = "" if members or children else "nobody" if sees_names else "names"
        for name, choices in (("members", members), ("children", children)):
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        self.fields["new_kind"].initial, self.fields["sector"].initial = (
            self.organization.kind,
            self.organization.sector,
        )

    def wish(self, kind: str) -> Wish:
        for name in ("members", "children"):
            self.cleaned_data[name] = tuple(self.cleaned_data.get(name) or ())
        return super().wish(kind)


class UndoForm(forms.Form):
    reason = forms.CharField(label=_("Why it is undone"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


FORMS: dict[str, type[ActForm]] = {
    "found": FoundForm,
    "rename": RenameForm,
    "move": MoveForm,
    "merge": MergeForm,
    "split": SplitForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "reclassify": ReclassifyForm,
}
