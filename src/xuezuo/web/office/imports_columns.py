"""The page on which a person says what the columns and words of somebody else's roster mean."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xuezuo.interchange import jobs, mapping, matching, uploads
from xuezuo.interchange.columns import Vocabulary
from xuezuo.interchange.matching import Question
from xuezuo.organizations.kinds import MemberCategory, MemberGroup, OrganizationKind, Sector, Sex
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.office.imports import LIMITS, SENDERS

LABELS = {
    str(value): label
    for choices in (OrganizationKind, Sector, Sex, MemberCategory, MemberGroup)
    for value, label in choices.choices
}


class ColumnsForm(forms.Form):
    """One list of the file's headers for each of our fields, and one of our words for each unknown word."""

    def __init__(
        self, data: object, found: Sequence[str], known: Vocabulary, taken: dict[str, str], asked: Sequence[Question]
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.known, self.asked = known, asked
        choices = [("", _("— not in this file —")), *((one, one) for one in found)]
        for field, title in known.titles.items():
            self.fields[field] = forms.ChoiceField(
                label=title, choices=choices, required=field in known.required, initial=taken.get(field, "")
            )
        for number, one in enumerate(asked):
            words = list(dict.fromkeys(mapping.TABLES[one.table].values()))
            self.fields[f"word-{number}"] = forms.ChoiceField(
                label=_("“%(word)s” (%(times)s times)") % {"word": one.word, "times": one.times},
                choices=[("", _("— decide in the file —")), *((word, LABELS.get(word, word)) for word in words)],
                required=False,
            )

    @property
    def columns(self) -> dict[str, str]:
        return {field: chosen for field in self.known.titles if (chosen := self.cleaned_data[field])}

    @property
    def words(self) -> dict[str, dict[str, str]]:
        said: dict[str, dict[str, str]] = {}
        for number, one in enumerate(self.asked):
            if chosen := self.cleaned_data[f"word-{number}"]:
                said.setdefault(one.table, {})[one.word] = chosen
        return said


@access(*SENDERS)
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, token: str) -> HttpResponse:
    upload = uploads.held(request.scope, token)  # type: ignore[attr-defined]
    if upload.is_written or upload.job:
        return redirect("import", token)
    known = matching.KNOWN[upload.what]
    found = matching.headers(upload)
    taken = matching.guessed(found, known, matching.given(upload))
    form = ColumnsForm(request.POST or None, found, known, taken, matching.questions(upload, taken))
    if request.method == "POST" and form.is_valid():
        try:
            matching.match(upload, form.columns, form.words)
            jobs.begin(request.scope, upload, "look", request.session.get("assignment"), LIMITS)  # type: ignore[attr-defined]
            return redirect("import", token)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    fields = [form[field] for field in known.titles]
    context = {
        "upload": upload,
        "form": form,
        "needed": [one for one in fields if one.name in known.required],
        "more": [one for one in fields if one.name not in known.required],
        "words": [form[f"word-{number}"] for number in range(len(form.asked))],
    }
    return render(request, "office/imports_columns.html", context, status=422 if form.errors else 200)
