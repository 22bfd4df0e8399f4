"""What is looked for in the log."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xuezuo.accounts.queries.log import Asked
from xuezuo.audit.words import ACTIONS, KINDS, kind_name, sentence


def _choices(words: dict[str, str], shown: object) -> list[tuple[str, str]]:
    assert callable(shown)
    return [("", "—"), *sorted(((code, shown(code)) for code in words), key=lambda pair: pair[1])]


def _actions() -> list[tuple[str, Any]]:
    """The actions under what they concern, which the part of their code before the dot tells."""
    heaps: dict[str, list[tuple[str, str]]] = {}
    for code, words in _choices(ACTIONS, sentence)[1:]:
        noun = code.partition(".")[0] if "." in code else "campaign"
        noun = {"activation": "user", "factor": "user", "identity": "user", "session": "user", "role": "user"}.get(
            noun, noun
        )
        heading = gettext(KINDS[noun]) if noun in KINDS else gettext("Other acts")
        heaps.setdefault(heading, []).append((code, words))
    other = gettext("Other acts")
    return [("", "—"), *sorted(heaps.items(), key=lambda pair: (pair[0] == other, pair[0]))]


class LogForm(forms.Form):
    """Everything may be left out. People are named by sign-in name, what was concerned by its number."""

    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    action = forms.ChoiceField(label=_("What was done"), required=False, choices=_actions)
    person = forms.CharField(label=_("Whose account"), help_text=_("The sign-in name."), required=False, max_length=150)
    organization = forms.CharField(
        label=_("Organization"), help_text=_("Its code; with everything below it."), required=False, max_length=40
    )
    kind = forms.ChoiceField(label=_("What it concerned"), required=False, choices=lambda: _choices(KINDS, kind_name))
    number = forms.IntegerField(label=_("Its number"), required=False, min_value=1, max_value=2**62)
    request = forms.CharField(label=_("Number of the request"), required=False, max_length=32)

    def asked(self) -> Asked:
        data = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Asked(**data)
