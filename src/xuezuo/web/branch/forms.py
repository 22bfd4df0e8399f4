"""The one form of a meeting, used to enter it and to correct it. Whatever was typed is kept when something is refused."""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import cached_property, lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.models import Reading
from xuezuo.organizations.models import Member
from xuezuo.organizations.namesakes import told_apart
from xuezuo.records.contents import Content
from xuezuo.records.models import AbsenceReason, SpeakerTier, Way
from xuezuo.records.rules import PART_KINDS
from xuezuo.refusals import Refusal
from xuezuo.web.branch.chips import Choice, chips, kind_chips, prompts_of, text_chips, together

FIELD_OF = {
    "headcount_short": "attended",
    "headcount_over": "attended",
    "record_of_nobody": "attended",
    "record_count_impossible": "attended",
    "record_count_too_large": "attended",
    "absent_twice": "absent",
    "absent_not_on_roster": "absent",
    "record_in_future": "held_on",
    "record_too_early": "held_on",
    "record_without_place": "held_on",
    "reading_unknown": "readings",
    "reading_not_yet": "readings",
    "reading_without_all": "readings",
    "record_kind_missing": "kinds",
    "guests_do_not_add_up": "guests",
}
"""The field beside which a refusal stands; every other one stands above the form."""

MOST_PEOPLE = 100_000
SHOWN_AT_ONCE = 40
"""A longer roster stands behind one tap more."""


lazystr = lazy(lambda say: say(), str)
"""Words that are made when they are shown."""


class _Count(BoundField):
    """Its help names the number of the roster, which a form that goes through never reads."""

    @property
    def help_text(self) -> str:
        return str(self.form.how_many())  # type: ignore[attr-defined]

    @help_text.setter
    def help_text(self, _: object) -> None:
        """Django copies the field's own here, which has none."""


class CountField(forms.IntegerField):
    bound_field_class = _Count


class ClientIdField(forms.UUIDField):
    """Nobody can type or mend it: one that is missing or garbled is made anew."""

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or new_client_id()
        except ValidationError:
            return new_client_id()


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MeetingForm(forms.Form):
    """Field names are those of `records.actions.enter`; a reason stands in `reason-<member id>`."""

    client_id = ClientIdField(widget=forms.HiddenInput, required=False)
    kinds = forms.MultipleChoiceField(label=_("What was held"), choices=ActivityKind.choices)
    held_on = forms.DateField(label=_("Day"), widget=DateInput({"list": "days"}))
    attended = CountField(
        label=_("Headcount present"),
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    absent = forms.MultipleChoiceField(label=_("Who was absent"), required=False)
    readings = forms.MultipleChoiceField(label=_("Texts studied"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    speaker_tier = forms.ChoiceField(
        label=_("Who gave the lecture"), choices=[("", _("not said")), *SpeakerTier.choices], required=False
    )
    guests = forms.IntegerField(
        label=_("Guests"),
        help_text=_("People of other branches or from outside, beside the headcount."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("Only if it helps the branch itself; nobody above asks for it."),
        widget=forms.Textarea({"rows": 4}),
        max_length=5000,
        required=False,
    )

    guest_members = forms.MultipleChoiceField(label=_("Guests by name"), required=False)

    voiced: Any = None
    """The lines for what was voiced there (`voicing.Voiced`); a correction has none."""

    def __init__(
        self,
        *args: Any,
        roster: Sequence[Member],
        organization_id: int | None = None,
        texts: Sequence[Reading],
        first: Sequence[int] = (),
        reasons: dict[int, str] | None = None,
        often: Sequence[int] = (),
        here: Sequence[Member] = (),
        on_roster: Collection[int] | None = None,
        **kwargs: Any,
    ) -> None:
        """`first` are the ids of the texts that come next; the others stand behind "more". `often` are members who were
        absent lately: offered first and never ticked. `here` are members of other branches who live here. All of it may be lazy,
        and a form that goes through asks for none of it but `on_roster`, the ids of the roster where they come cheaper.
        """
        super().__init__(*args, **kwargs)
        self.roster, self.texts, self.first, self.reasons, self.often = roster, texts, first, reasons or {}, often
        self.here, self.organization_id = here, organization_id
        self._choose("guest_members", lambda: [(str(one.pk), one.name) for one in here])
        self._choose("absent", lambda: [(str(pk), "") for pk in self._ids_on_roster(on_roster)])
        # read when a text or a guest was sent or the list is shown: most meetings of an evening name none
        self._choose("readings", lambda: [(str(one.pk), one.title) for one in texts])
        self.fields["attended"].error_messages["required"] = lazystr(self._how_to_count)
        for name in ("kinds", "absent", "readings", "guest_members"):
            self.fields[name].error_messages["invalid_choice"] = _("Choose from the list that is shown now.")

    def _choose(self, name: str, choices: list[tuple[str, str]] | Callable[[], list[tuple[str, str]]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def _ids_on_roster(self, known: Collection[int] | None) -> Collection[int]:
        return [one.pk for one in self.roster] if known is None else known

    def how_many(self) -> str:
        """The help beside the headcount."""
        if not self.roster:
            return ""
        return str(_("The roster of that day has %(people)s.") % {"people": self.headcount()})

    def _ticked(self, name: str) -> set[str]:
        return {str(value) for value in self[name].value() or ()}

    def kind_chips(self) -> SafeString:
        return kind_chips(self._ticked("kinds"))

    def text_chips(self) -> SafeString:
        return text_chips(self.texts, self.first, self._ticked("readings"))

    def guest_chips(self) -> SafeString:
        ticked = self._ticked("guest_members")
        return chips("guest_members", [Choice(str(one.pk), one.name, str(one.pk) in ticked) for one in self.here])

    def prompts(self) -> SafeString:
        """Questions to talk about, of the texts that come next or are ticked."""
        return prompts_of(self.texts, ids([*self._ticked("readings")]) or set(self.first))

    def headcount(self) -> int | str:
        """How many stand on the roster of that day."""
        return len(self.roster)

    @cached_property
    def names(self) -> dict[int, str]:
        """Of the roster, by id."""
        return told_apart(self.roster, self.organization_id)

    def absent_choices(self) -> list[Choice]:
        ticked = self._ticked("absent")
        return [
            Choice(str(one.pk), self.names[one.pk], str(one.pk) in ticked, reason=self._reason(one.pk))
            for one in self.roster
        ]

    def named(self) -> int:
        """How many are ticked absent."""
        return len(self._ticked("absent"))

    def _reason(self, member: int) -> str:
        given = self.data.get(f"reason-{member}", "") if self.is_bound else self.reasons.get(member, "")
        return given if given in AbsenceReason.values else AbsenceReason.LEAVE.value

    def often_absent(self) -> SafeString:
        """Lines of those who were absent more than once lately, most often first."""
        found = {choice.value: choice for choice in self.absent_choices()}
        return together(found[str(member)].as_absent() for member in self.often if str(member) in found)

    def others_absent(self) -> SafeString:
        return together(one.as_absent() for one in self.absent_choices() if int(one.value) not in self.often)

    def _how_to_count(self) -> str:
        """Without scripts nobody does the sum on the page; the number stays the recorder's own statement all the same."""
        named = len(self._ticked("absent")) if self.is_bound else 0
        if not named or not self.roster:
            return str(_("Say how many were there."))
        words = _("Say how many were there: %(left)s, if everybody came who is not named.")
        return str(words % {"left": max(len(self.roster) - named, 0)})

    def part_kinds(self) -> str:
        """Kinds that gather only part of a branch, for the script that counts."""
        return " ".join(sorted(PART_KINDS))

    def who_is_open(self) -> bool:
        """Whether the list of names is open: it fits the screen or somebody is ticked; once sent, only where the numbers
        do not add up, for the places to look at stand further down else.
        """
        if self.is_bound:
            return bool(self.errors.get("attended")) or bool(self.errors.get("absent"))
        return len(self.roster) <= SHOWN_AT_ONCE or bool(self._ticked("absent"))

    def content(self) -> Content:
        """What the filled form says. Call only when it is valid."""
        said = self.cleaned_data
        return Content(
            held_on=said["held_on"],
            kinds=tuple(said["kinds"]),
            attended=said["attended"],
            absent=tuple((int(member), self._reason(int(member))) for member in said["absent"]),
            guests=max(said["guests"] or 0, len(said["guest_members"])),  # who is named is counted without typing it
            guest_members=tuple(int(member) for member in said["guest_members"]),
            place=said["place"],
            subject=said["subject"],
            readings=tuple(int(reading) for reading in said["readings"]),
            summary=said["summary"],
            speaker_tier=said["speaker_tier"],
        ).tidy()

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside its field."""
        self.add_error(FIELD_OF.get(refusal.code), str(refusal))


class CorrectionForm(MeetingForm):
    client_id = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("Why it is corrected"), max_length=300)


class MakeUpForm(forms.Form):
    """Which way, when, and for whom: a list of absences."""

    way = forms.ChoiceField(label=_("How"), choices=Way.choices, initial=Way.GATHER)
    done_on = forms.DateField(label=_("Done on"), widget=DateInput)
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)


def ids(values: Sequence[str]) -> set[int]:
    """Ids out of a submitted list; whatever is none, or longer than an id can be, is left out."""
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}


def new_client_id() -> uuid.UUID:
    return uuid.uuid4()


def days_offered(today: date, *others: date | None) -> list[date]:
    """Days that the date field proposes, latest first."""
    return sorted({day for day in (today, *others) if day and day <= today}, reverse=True)
