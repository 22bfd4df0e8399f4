"""Forms of transfers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.kinds import MemberCategory, Sex
from xuezuo.people.kinds import ReturnCause
from xuezuo.web.office.notice_forms import Day


class Month(forms.DateInput):
    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class MonthField(forms.DateField):
    """`2016-10`, kept as the first day of the month."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=Month, input_formats=["%Y-%m", "%Y-%m-%d"], **more)

    def clean(self, value: Any) -> date | None:
        found: date | None = super().clean(value)
        return found.replace(day=1) if found else None


def dues() -> MonthField:
    return MonthField(
        label=_("Dues paid up to"),
        help_text=_("The letter states it; leave it empty to fill it in by hand."),
        required=False,
    )


class DraftForm(forms.Form):
    target = forms.CharField(
        label=_("To a branch of this system"),
        help_text=_("Its code, or its full name as the receiving side gave it."),
        max_length=200,
        required=False,
    )
    outside = forms.CharField(
        label=_("Or to an organization outside"),
        help_text=_("Full name of whoever the letter is addressed to."),
        max_length=200,
        required=False,
    )
    dues_paid_to = dues()
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class IncomingForm(forms.Form):
    """What the letter of somebody from outside states; nothing else is asked."""

    outside = forms.CharField(label=_("From which organization"), max_length=200)
    number = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)
    issued_on = forms.DateField(label=_("Letter issued on"), widget=Day)
    good_until = forms.DateField(
        label=_("Letter good until"),
        help_text=_("As it is written there; left empty it is the usual time."),
        widget=Day,
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    nationality = forms.CharField(label=_("Nationality"), max_length=20, required=False)
    birth_on = forms.DateField(label=_("Date of birth"), widget=Day, required=False)
    id_number = forms.CharField(
        label=_("Identity number"),
        help_text=_("Kept encrypted; by it somebody who comes back is known again."),
        max_length=18,
    )
    category = forms.ChoiceField(label=_("Category"), choices=MemberCategory.choices)
    joined_on = forms.DateField(label=_("Joined the Party on"), widget=Day)
    full_on = forms.DateField(label=_("Full member since"), widget=Day, required=False)
    dues_paid_to = dues()


class DayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=Day)


class ReturnForm(DayForm):
    cause = forms.ChoiceField(label=_("Cause"), choices=ReturnCause.choices)
    reason = forms.CharField(
        label=_("In words"), help_text=_("What the sending side is to do about it."), max_length=300
    )


class WithdrawalForm(DayForm):
    reason = forms.CharField(label=_("Reason"), max_length=300)
