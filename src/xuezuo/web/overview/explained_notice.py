"""A targeted notice for one statement of an explained gap: a first draft in words, which a person changes and takes in."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import Asked, figure, indicator_by_code
from xuezuo.notices import actions
from xuezuo.organizations.kinds import MemberGroup, Sector
from xuezuo.organizations.queries import top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.overview.asking import Addresses, asked_in, narrowed_in, refusals_shown
from xuezuo.web.shared.sent import sent

IN_A_MONTH = timedelta(days=30)
FILE = "draft.txt"


class DraftForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        help_text=gettext_lazy(
            "The first line is its title. It is kept as it stands here; what it asks is only proposed."
        ),
        widget=forms.Textarea({"rows": 14}),
        max_length=20_000,
    )


@access("officer")
@require_http_methods(["GET", "POST"])
@refusals_shown
def draft(request: HttpRequest) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    asked = asked_in(request)
    narrow = narrowed_in(request.GET, indicator_by_code(COVERAGE))
    form = DraftForm(**sent(request), initial={"text": _words(asked, narrow, scope)})
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["text"].encode()
        try:
            notice = actions.take_in(by=scope, holder=top_of(scope), file_name=FILE, content=content)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The notice is kept as a draft. Nobody is asked anything until it is issued."))
            return redirect("notice", notice.pk)
    context = {"form": form, "asked": asked, "back": Addresses(asked).organization(asked.organization.code)}
    return render(request, "overview/explained_notice.html", context, status=422 if form.errors else 200)


def _words(asked: Asked, narrow: dict[str, str], scope: object) -> str:
    """The draft, in the language of notices. It names whom it is for and asks for nothing to be handed in (AF09)."""
    indicator = indicator_by_code(COVERAGE)
    of_text = {name: word for name, word in narrow.items() if name in ("sector", "reading")}
    found = figure(asked, indicator, of_text)
    with translation.override("zh-hans"):
        words = {
            "place": asked.organization.name,
            "sector": Sector(narrow["sector"]).label if narrow.get("sector") in Sector.values else "",
            "group": MemberGroup(narrow["group"]).label
            if narrow.get("group") in MemberGroup.values
            else _("all members"),
            "text": _as_title(
                indicator.row_set.words("reading", asked.question.day).get(narrow.get("reading", ""), "……")
            ),
            "people": found.outstanding if found else 0,
            "day": _day(asked.question.day),
            "due": _day(today() + IN_A_MONTH),
            "office": top_of(scope).organization.name,  # type: ignore[arg-type]
        }
        lines = (
            _("Notice on making up study in the %(sector)s branches of %(place)s"),
            _("To the branches concerned:"),
            _("As of %(day)s, %(text)s has not reached %(people)s members of the %(sector)s branches of %(place)s."),
            _("By %(due)s the branches concerned bring %(text)s to the %(group)s whom it has not reached."),
            _("What was made up is recorded by the branch as usual; no material is handed in."),
            "%(office)s",
            _day(today()),
        )
        return "\n".join(line % words for line in lines)


def _as_title(text: str) -> str:
    """With the marks of a title, unless it brings its own."""
    return text if "《" in text else _("“%(title)s”") % {"title": text}


def _day(day: object) -> str:
    return f"{day:%Y年%-m月%-d日}"
