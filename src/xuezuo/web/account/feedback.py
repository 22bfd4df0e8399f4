"""Complaints and suggestions: said by anybody on any page, answered by officers and administrators (AF14)."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.feedback import actions, queries
from xuezuo.feedback.models import FeedbackKind
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.shared.sent import sent


class SayForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=FeedbackKind.choices, initial="suggestion", widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("What should change?"),
        help_text=gettext_lazy("Please name no members here."),
        widget=forms.Textarea({"rows": 6}),
        max_length=actions.LONGEST,
    )
    about = forms.CharField(widget=forms.HiddenInput, required=False)
    unnamed = forms.BooleanField(
        label=gettext_lazy("Without my name"),
        help_text=gettext_lazy("Then nobody can see who wrote, or in which branch; a code opens the answer."),
        required=False,
    )


@access(public=True)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = SayForm(**sent(request), initial={"about": request.GET.get("about", "")[:300]})
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            code = _say(request, dict(form.cleaned_data))
        except Refusal as refusal:
            form.add_error("text", str(refusal))
            status = 429 if refusal.code == "feedback_too_often" else 422
        else:
            if code:
                messages.success(request, _("Stored. Keep this code, it opens the answer: %(code)s") % {"code": code})
                return redirect("feedback-by-code")
            messages.success(request, _("Stored. The answer will stand on the page about you."))
            return redirect("me")
    return render(request, "account/feedback_new.html", {"form": form}, status=status if form.errors else 200)


def _say(request: HttpRequest, said: dict[str, Any]) -> str:
    """The code of the answer for whoever has no name here; strangers say so much an hour: a flood would bury the others."""
    unnamed = said.pop("unnamed")
    if not request.user.is_authenticated and not ratelimit.consume(request, action="feedback"):
        raise Refusal("feedback_too_often")
    if unnamed or not request.user.is_authenticated:
        return actions.say_unnamed(by=request.scope, **said)[1]  # type: ignore[attr-defined]
    actions.say(by=request.scope, **said)  # type: ignore[attr-defined]
    return ""


@access(public=True)
@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """The answer to something that was said without a name. A code is posted, so that it stands in no log."""
    code = request.POST.get("code", "")[:100]
    context = {"said": queries.by_code(code), "asked": request.method == "POST"}
    return render(request, "account/feedback_by_code.html", context)


@access("officer", "administrator")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    everything = request.GET.get("whose") == "all"
    found = queries.to_answer(scope) if everything else queries.mine_to_answer(scope)
    context = {
        "page": Paginator(found, 20).get_page(request.GET.get("page")),
        "everything": everything,
        "others": queries.to_answer(scope).filter(answers__isnull=True).count(),
        "late": queries.late(scope),
        "days": queries.answer_days(),
        "today": today(),
        "own": scope.organization_id,
    }
    return render(request, "account/feedback.html", context)


@access("officer", "administrator")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.answer(by=request.scope, feedback=pk, text=request.POST.get("text", ""))  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The answer is stored and shown to whoever wrote."))
    return redirect("feedback")
