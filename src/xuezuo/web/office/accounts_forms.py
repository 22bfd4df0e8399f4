"""Forms of the accounts desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xuezuo.accounts.models import Role
from xuezuo.web.office.notice_forms import Day


class AccountForm(forms.Form):
    """A person, or a program that acts by tokens only. Nobody chooses a password for somebody else."""

    username = forms.CharField(label=_("Name to sign in with"), max_length=150)
    display_name = forms.CharField(label=_("Name shown"), max_length=100, required=False)
    organization = forms.CharField(
        label=_("Organization"),
        help_text=_("Code or full name of where the account is looked after; your own if left empty."),
        max_length=200,
        required=False,
    )
    is_program = forms.BooleanField(
        label=_("This is a program"), help_text=_("It never signs in and uses tokens only."), required=False
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organization = forms.CharField(
        label=_("Organization"), help_text=_("Code or full name; the role holds there and below."), max_length=200
    )
    since = forms.DateField(label=_("From"), help_text=_("From today if left empty."), widget=Day, required=False)
    until = forms.DateField(
        label=_("Until"), help_text=_("No longer held from this day on."), widget=Day, required=False
    )

    def __init__(self, *args: Any, roles: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = [(role, Role(role).label) for role in roles]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """The log keeps what is typed here for good, also when the person's data are erased one day."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The log keeps it for good: write no names or numbers of people."),
        max_length=200,
    )


class MemberForm(forms.Form):
    """Told by number, as it stands in the address of the member's page: who looks after accounts reads no roster."""

    member = forms.IntegerField(
        label=_("Number of the member"),
        help_text=_("The branch reads it off the member's page. Leave empty to take the link away."),
        min_value=1,
        max_value=2**63 - 1,
        required=False,
    )
