"""Forms of the minutes: a vote, somebody left out of those expected, a guest by name, a reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Organization
from xuezuo.records.models import ExclusionReason, Matter
from xuezuo.records.votes import matters_of
from xuezuo.web.branch.forms import MOST_PEOPLE, DateInput
from xuezuo.web.branch.moulds import filled

OF_VOTES = {
    "resolution_text_missing": "text",
    "voters_missing": "voters",
    "written_not_counted": "written",
    "votes_over": "in_favour",
}
"""The field of a vote beside which a refusal stands."""


TYPED_OF_VOTES = ("text", "in_favour", "against", "abstained", "written", "voters")


def _number(label: Any, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, required=False, widget=widget, **more)


def no_vote(sent: QueryDict, organization: Organization) -> bool:
    """Whether the part of a meeting's form that is about a vote was left as it was: then there is nothing to look at."""
    matter = sent.get("matter", "")
    as_it_was = not matter or matter in matters_of(organization.kind)
    return as_it_was and not any(sent.get(name, "") for name in TYPED_OF_VOTES)


class VoteForm(forms.Form):
    """Stands in the form of a meeting too, where it may stay empty."""

    text = forms.CharField(label=_("What was decided"), max_length=300, required=False)
    matter = forms.ChoiceField(label=_("What kind of decision"), required=False)
    in_favour = _number(_("Votes for"))
    against = _number(_("Votes against"))
    abstained = _number(_("Abstentions"))
    written = _number(
        _("Opinions handed in before, in favour"),
        help_text=_("Only when somebody is accepted or made full; count them among the votes for."),
    )
    voters = _number(
        _("Members of the committee"),
        help_text=_("Only for a decision of the committee; elsewhere the roster is counted."),
    )

    def __init__(
        self, *args: Any, organization: Organization | None = None, asked: bool = False, **kwargs: Any
    ) -> None:
        """`asked`: the form was sent for the vote itself, so it may not be empty. Without an organization it offers every
        kind of decision, for a phone to choose from.
        """
        super().__init__(*args, **kwargs)
        self.matters = matters_of(organization.kind) if organization else tuple(Matter)
        matter, text, in_favour = self.fields["matter"], self.fields["text"], self.fields["in_favour"]
        assert isinstance(matter, forms.ChoiceField)
        matter.choices = [(one.value, one.label) for one in self.matters]
        text.required = in_favour.required = asked or self.is_there()

    def is_there(self) -> bool:
        """Whether anything of a vote was typed; the kind of decision alone is only the list's first line."""
        return any(self.data.get(name, "") != "" for name in ("text", "in_favour", "against", "abstained", "written"))

    def shown(self) -> SafeString:
        """Its fields; those of an empty one are the same for every branch of a kind."""
        if self.is_bound:
            return render_to_string("branch/vote_fields.html", {"vote": self})
        return filled("branch/vote_fields.html", self.matters, lambda: {"vote": self}, {})

    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        numbers = {name: said[name] or 0 for name in ("in_favour", "against", "abstained", "written")}
        return {
            "matter": said["matter"] or self.matters[0].value,
            "text": said["text"],
            "voters": said["voters"],
        } | numbers


def empty_vote(organization: Organization) -> SafeString:
    """The fields of a vote on a form that opens."""
    return filled(
        "branch/vote_fields.html",
        matters_of(organization.kind),
        lambda: {"vote": VoteForm(organization=organization)},
        {},
    )


class ExclusionForm(forms.Form):
    member = forms.TypedChoiceField(label=_("Who"), coerce=int)
    reason = forms.ChoiceField(label=_("Why"), choices=ExclusionReason.choices)
    approved_by_name = forms.CharField(
        label=_("Who consented"), help_text=_("The office above, by its name."), max_length=100
    )
    approved_on = forms.DateField(label=_("Day of the consent"), widget=DateInput)

    def __init__(self, *args: Any, members: Mapping[int, str], superior: str, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"approved_by_name": superior, "approved_on": day}
        who = self.fields["member"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = list(members.items())


class GuestForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    home = forms.CharField(label=_("Their branch"), help_text=_("Its code, or its full name."), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300)
