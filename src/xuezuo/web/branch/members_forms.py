"""Forms of a member's file. Field names are those of the actions; an empty field takes nothing away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xuezuo.interchange import id_numbers
from xuezuo.organizations.completeness import ITEMS
from xuezuo.organizations.kinds import BY_HAND, MemberCategory, MemberGroup, ProbationOutcome, Sex
from xuezuo.organizations.models import Member
from xuezuo.refusals import Refusal
from xuezuo.web.branch.forms import DateInput

FIELD_OF = {
    "member_exists": "id_number",
    "member_day_impossible": "on",
    "member_left_already": "on",
    "ending_kind_unknown": "kind",
    "member_group_unknown": "group",
    "member_in_group": "since",
    "floating_without_destination": "destination",
    "floating_organization_unknown": "receiving",
    "member_reason_missing": "reason",
    "member_decision_unfounded": "document",
    "probation_not_over": "day",
    "probation_extended_already": "outcome",
    "probation_extension_length": "day",
    "probation_by_decision": "category",
}


class MemberForm(forms.Form):
    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside its field, if the form has it."""
        field = FIELD_OF.get(refusal.code)
        self.add_error(field if field in self.fields else None, str(refusal))


class FactsForm(MemberForm):
    """The items of the collection form. Sealed values are never shown in it: what is typed replaces them."""

    name = forms.CharField(label=ITEMS["name"], max_length=100, required=False)
    id_number = forms.CharField(
        label=ITEMS["id_number"],
        max_length=30,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    sex = forms.ChoiceField(label=ITEMS["sex"], choices=[("", "—"), *Sex.choices], required=False)
    birth_on = forms.DateField(label=ITEMS["birth_on"], widget=DateInput(), required=False)
    nationality = forms.CharField(label=ITEMS["nationality"], max_length=20, required=False)
    joined_on = forms.DateField(label=ITEMS["joined_on"], widget=DateInput(), required=False)
    full_on = forms.DateField(label=ITEMS["full_on"], widget=DateInput(), required=False)
    category = forms.ChoiceField(label=ITEMS["category"], choices=MemberCategory.choices, required=False)
    education = forms.CharField(label=ITEMS["education"], max_length=40, required=False)
    post = forms.CharField(label=ITEMS["post"], max_length=60, required=False)
    phone = forms.CharField(
        label=ITEMS["phone"],
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_id_number(self) -> str:
        """Eighteen places with the right check digit; the old form of fifteen is made into it."""
        number = "".join(str(self.cleaned_data["id_number"]).split()).upper()
        if not number:
            return ""
        if id_numbers.OLD_SHAPE.fullmatch(number):
            number = id_numbers.from_fifteen(number)
        if not id_numbers.SHAPE.fullmatch(number) or id_numbers.birth_of(number) is None:
            raise forms.ValidationError(
                _("An identity number has 18 places, the date of birth in the middle; look at it again.")
            )
        if id_numbers.check_digit(number[:17]) != number[17]:
            raise forms.ValidationError(
                _("The last place does not fit the others: one of them is wrong; look at the card.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """What the identity number says of birth and sex, where nothing was typed."""
        said = super().clean() or self.cleaned_data
        if said.get("category") == MemberCategory.PROBATIONARY:
            said["full_on"] = None
        number = said.get("id_number")
        if number:
            said["birth_on"] = said.get("birth_on") or id_numbers.birth_of(number)
            said["sex"] = said.get("sex") or id_numbers.sex_of(number)
            if said["birth_on"] != id_numbers.birth_of(number):
                self.add_error(
                    "birth_on", _("The identity number says another date of birth; one of the two is wrong.")
                )
        return said


class NewMemberForm(FactsForm):
    """Entering somebody: name, identity number and day of joining are needed, the rest may follow."""

    since = forms.DateField(
        label=_("On this roster since"),
        help_text=_("The day of joining, if nothing is said."),
        widget=DateInput(),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "id_number", "joined_on", "category"):
            self.fields[name].required = True
        self.order_fields(["name", "id_number", "joined_on", "category", "full_on"])


class CorrectionForm(FactsForm):
    """Facts as they are, to be changed; the two sealed ones are left empty unless they change."""

    reason = forms.CharField(
        label=_("Why it is changed"),
        help_text=_("Needed where something was stated before; filling in what is missing needs none."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        plain = [name for name in ITEMS if name not in ("id_number", "phone")]
        kwargs.setdefault("initial", {name: getattr(member, name) for name in plain})
        super().__init__(*args, **kwargs)
        for name in ("id_number", "phone"):
            if getattr(member, name):
                self.fields[name].help_text = _("Held, and not shown here; type it only to replace it.")
        if member.category == MemberCategory.PROBATIONARY:
            del self.fields["full_on"]


class GroupForm(MemberForm):
    """A group since a day; what stands under floating members is read for them only."""

    group = forms.ChoiceField(label=_("Group"), choices=MemberGroup.choices)
    since = forms.DateField(label=_("Since"), widget=DateInput())
    destination = forms.CharField(
        label=_("Where a floating member lives now"),
        help_text=_("Province, city and county."),
        max_length=100,
        required=False,
    )
    receiving = forms.CharField(
        label=_("Code of the organization there"),
        help_text=_("If it is in this system, it sees the name among its guests; nobody else does."),
        max_length=40,
        required=False,
    )
    contact = forms.ChoiceField(label=_("Who keeps contact with a floating member"), required=False)

    def __init__(self, *args: Any, roster: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((str(pk), name) for pk, name in roster)]

    def clean_contact(self) -> int | None:
        return int(self.cleaned_data["contact"]) if self.cleaned_data["contact"] else None


class GroupEndForm(MemberForm):
    on = forms.DateField(label=_("Until"), widget=DateInput())


class ProbationForm(MemberForm):
    outcome = forms.ChoiceField(label=_("What was decided"), choices=ProbationOutcome.choices)
    day = forms.DateField(label=_("Full member from, or probation extended until"), widget=DateInput())
    document = forms.CharField(label=_("Decision or document"), max_length=100)


class EndingForm(MemberForm):
    kind = forms.ChoiceField(label=_("Why"), choices=[(kind.value, kind.label) for kind in BY_HAND])
    on = forms.DateField(label=_("Off the roster from"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed for a decision about the person, who reads it. Stored encrypted."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        required=False,
    )
    document = forms.CharField(
        label=_("Decision or document"),
        help_text=_("Needed for a decision about the person."),
        max_length=200,
        required=False,
    )


class RestorationForm(MemberForm):
    on = forms.DateField(label=_("On the roster again from"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=1000)
    document = forms.CharField(label=_("Decision or document"), max_length=200)


class WithdrawalForm(MemberForm):
    reason = forms.CharField(label=_("Why it is taken back"), max_length=200)
