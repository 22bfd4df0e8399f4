"""Forms of posts and hand-overs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Member
from xuezuo.people.kinds import PostKind, PostWay
from xuezuo.people.models import PostHolding
from xuezuo.web.office.notice_forms import Day


class PostForm(forms.Form):
    """A member was elected or appointed. Picked from the list, or named with their identity number."""

    post = forms.ChoiceField(label=_("Post"), choices=PostKind.choices)
    member = forms.ChoiceField(label=_("Member"), required=False)
    name = forms.CharField(
        label=_("Full name"),
        help_text=_("Then give the identity number too. It is compared and not kept here."),
        max_length=100,
        required=False,
    )
    id_number = forms.CharField(label=_("Identity number"), max_length=18, required=False)
    way = forms.ChoiceField(label=_("How they came to it"), choices=PostWay.choices)
    since = forms.DateField(label=_("Since"), widget=Day)
    document = forms.CharField(
        label=_("Document or reason"),
        help_text=_("Number of the approval, or the meeting that elected."),
        max_length=200,
        required=False,
    )
    replacing = forms.ChoiceField(
        label=_("In place of"),
        help_text=_("Their post ends on the day the new one begins."),
        required=False,
    )

    def __init__(
        self, *args: Any, people: list[Member], held: list[PostHolding], posts: list[str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.people = {str(one.pk): one for one in people}
        self.held = {str(one.pk): one for one in held if one.post in posts}
        words = dict(PostKind.choices)
        self.fields["post"].choices = [(kind, words[kind]) for kind in posts]  # type: ignore[attr-defined]
        self.fields["member"].choices = [("", "—"), *((pk, one.name) for pk, one in self.people.items())]  # type: ignore[attr-defined]
        self.fields["replacing"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody")),
            *((pk, f"{one.get_post_display()} · {one.member.name}") for pk, one in self.held.items()),
        ]
        if not self.held:
            del self.fields["replacing"]


class EndingForm(forms.Form):
    on = forms.DateField(
        label=_("No longer held from"),
        help_text=_("With this day whatever the post allows here ends too."),
        widget=Day,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class CorrectionForm(forms.Form):
    post = forms.ChoiceField(label=_("Post"), choices=PostKind.choices)
    way = forms.ChoiceField(label=_("How they came to it"), choices=PostWay.choices)
    valid_from = forms.DateField(label=_("Since"), widget=Day)
    document = forms.CharField(label=_("Document or reason"), max_length=200, required=False)
    reason = forms.CharField(label=_("What was wrong"), max_length=300)


class RemovalForm(forms.Form):
    reason = forms.CharField(label=_("What was wrong"), max_length=300)


class HandOverForm(forms.Form):
    handed_on = forms.DateField(label=_("Day of the hand-over"), widget=Day)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What the list does not say: papers, keys, things agreed by word. It is printed with the list."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        required=False,
    )
