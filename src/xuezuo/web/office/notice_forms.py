"""Forms of the notices desk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xuezuo.campaigns.kinds import ActivityKind, Topic
from xuezuo.campaigns.models import Campaign
from xuezuo.notices import dues
from xuezuo.notices.models import Notice, Proposal
from xuezuo.organizations.kinds import MemberGroup, OrganizationKind, Sector
from xuezuo.organizations.models import Placement
from xuezuo.refusals import Refusal
from xuezuo.web.office.words import due_from_words

STRENGTHS = [("hard", gettext_lazy("can be checked")), ("soft", gettext_lazy("exhortation"))]


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NoticeFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The notice as a file"),
        help_text=gettext_lazy("TXT, HTML, DOCX, or a PDF that holds text; at most 20 MB. It is kept as it is."),
        widget=forms.ClearableFileInput({"accept": ".txt,.html,.htm,.docx,.pdf"}),
        allow_empty_file=True,  # the reader has a better sentence for it
    )


class ProposalForm(forms.Form):
    """What a passage asks, in a person's words. The passage itself is pasted, or selected in the text."""

    passage = forms.CharField(
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("Paste the words exactly as they stand in the notice."),
        widget=forms.Textarea({"rows": 3}),
    )
    near = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=Topic.choices)
    strength = forms.ChoiceField(label=gettext_lazy("Strength"), choices=STRENGTHS)
    audience = forms.CharField(label=gettext_lazy("Who is meant"), max_length=200, required=False)
    due = forms.CharField(
        label=gettext_lazy("Due"),
        help_text=gettext_lazy(
            "2016-06-30, or every month, every quarter, every year; empty when the text gives none."
        ),
        max_length=30,
        required=False,
    )
    deliverable = forms.CharField(label=gettext_lazy("What is to be handed in"), max_length=200, required=False)

    def clean_due(self) -> str:
        return due_from_words(self.cleaned_data["due"])


class ConfirmForm(forms.Form):
    """A proposal becomes a requirement of a campaign."""

    title = forms.CharField(label=gettext_lazy("What is asked"), max_length=300, widget=forms.Textarea({"rows": 2}))
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=Topic.choices)
    opens_on = forms.DateField(label=gettext_lazy("Open from"), widget=Day)
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=Day)
    activity_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Settled by a record of"),
        help_text=gettext_lazy("None ticked: any record settles it."),
        choices=ActivityKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    readings = forms.MultipleChoiceField(
        label=gettext_lazy("Texts to be read"), widget=forms.CheckboxSelectMultiple, required=False
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of organizations"),
        help_text=gettext_lazy("None ticked: all branches."),
        choices=OrganizationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Sectors"),
        help_text=gettext_lazy("None ticked: all sectors."),
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups of members"),
        help_text=gettext_lazy("None ticked: all members."),
        choices=MemberGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of work for a branch"), min_value=0, max_value=600, initial=10
    )
    fields_asked = forms.IntegerField(
        label=gettext_lazy("Fields a branch fills in"), min_value=0, max_value=60, initial=4
    )
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=300)
    basis = forms.CharField(
        label=gettext_lazy("Basis"),
        help_text=gettext_lazy("The document or rule on which it rests."),
        max_length=300,
        required=False,
    )
    handed_in = forms.CharField(
        label=gettext_lazy("What is to be handed in"),
        help_text=gettext_lazy("Leave it empty: no report of implementation is asked for, the records answer it."),
        max_length=200,
        required=False,
    )
    asked_for_because = forms.CharField(
        label=gettext_lazy("Why the records do not answer it"), max_length=300, required=False
    )
    approver = forms.CharField(label=gettext_lazy("Who approved that it is asked for"), max_length=100, required=False)
    expires_on = forms.DateField(label=gettext_lazy("Asked for until"), widget=Day, required=False)
    other_because = forms.CharField(
        label=gettext_lazy("Why it is not the figure of that name"),
        help_text=gettext_lazy("The reason is shown to everybody on the page of what was asked."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, campaign: Campaign, readings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readings"].choices = readings  # type: ignore[attr-defined]
        if not readings:
            del self.fields["readings"]

    def asked(self) -> dict[str, Any]:
        """The keyword arguments of `campaigns.actions.confirm_proposal`."""
        cleaned = dict(self.cleaned_data)
        audience = {name: cleaned.pop(name) for name in ("kinds", "sectors", "groups")}
        return {**cleaned, "audience": audience}


def first_answers(proposal: Proposal, notice: Notice, campaign: Campaign) -> dict[str, Any]:
    """What the confirm form starts with. A date that the text does not fix is left open, never guessed."""
    span = notice.text[proposal.start : proposal.end]
    return {
        "title": " ".join(span.split())[:300],
        "topic": proposal.topic,
        "opens_on": _first_day(notice, campaign),
        "due_on": dues.day_of(proposal.due),
        "purpose": notice.title[:300],
        "basis": f"{notice.issuer} {notice.doc_no or notice.title}".strip()[:300],
    }


def _first_day(notice: Notice, campaign: Campaign) -> date:
    """Nobody could act on a text before it was spoken or issued: what was done earlier does not meet it."""
    spoken = (notice.reading.get("forwards") or {}).get("on")
    day = date.fromisoformat(spoken) if spoken else notice.issued_on
    return day if day and campaign.starts_on <= day <= campaign.ends_on else campaign.starts_on


def due_help(proposal: Proposal, campaign: Campaign) -> str:
    """One sentence beside the date: what the text says, and what a person must add."""
    if dues.lacks_year(proposal.due):
        return _("The text says %(words)s and no year: add the year.") % {"words": proposal.due_text or proposal.due}
    if proposal.due and dues.day_of(proposal.due) is None:
        return _("The text says %(words)s, which is no single day: give the last one.") % {
            "words": proposal.due_text or proposal.due
        }
    if not proposal.due:
        return _("The text gives no date: decide one. The campaign ends on %(day)s.") % {"day": campaign.ends_on}
    return _("The text says: %(words)s.") % {"words": proposal.due_text or proposal.due}


class CampaignForm(forms.Form):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Small letters, digits and hyphens; it stands in the address."),
        error_messages={"invalid": gettext_lazy("Write it with small letters, digits and hyphens only.")},
        max_length=60,
    )
    title_zh = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=Day)
    ends_on = forms.DateField(label=gettext_lazy("Until"), widget=Day)

    def clean_code(self) -> str:
        """The addresses of the two forms stand beside those of campaigns."""
        code: str = self.cleaned_data["code"].lower()
        if code in ("new", "file"):
            raise forms.ValidationError(str(Refusal("campaign_exists", code=code)))
        return code


class CampaignFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("campaign.yaml"),
        help_text=gettext_lazy("Readings and requirements as a file. Loading it makes a draft; nothing is issued."),
        widget=forms.ClearableFileInput({"accept": ".yaml,.yml"}),
        allow_empty_file=True,
    )


class IssueForm(forms.Form):
    """To whom a notice goes: the whole part of the tree, or some of the organizations right below."""

    to = forms.MultipleChoiceField(
        label=gettext_lazy("To whom"),
        help_text=gettext_lazy("It also goes to everything below each of them."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": format_lazy("{}", Refusal("notice_addressee_missing"))},
    )

    def __init__(self, *args: Any, choices: list[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(one.organization.code, one.organization.name) for one in choices]  # type: ignore[attr-defined]
