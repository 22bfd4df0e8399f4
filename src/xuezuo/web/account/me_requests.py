"""A person asks their branch for a correction, and answers a decision about them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from xuezuo.privacy import actions
from xuezuo.refusals import Refusal
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.account.me_words import ABOUT


class CorrectionForm(forms.Form):
    about = forms.ChoiceField(label=gettext_lazy("What is wrong?"), choices=list(ABOUT.items()))
    wish = forms.CharField(
        label=gettext_lazy("What would be right?"),
        help_text=gettext_lazy("Only your branch and its direct superior read this."),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
    )


@access(*EVERYBODY)
@require_POST
def correction(request: HttpRequest) -> HttpResponse:
    try:
        actions.request_correction(
            by=request.scope,  # type: ignore[attr-defined]
            about=request.POST.get("about", ""),
            wish=request.POST.get("wish", ""),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your branch has the request; the answer will stand on this page."))
    return redirect("me")


@access(*EVERYBODY)
@require_POST
def reply(request: HttpRequest, kind: str, decision: int) -> HttpResponse:
    try:
        actions.reply(by=request.scope, kind=kind, decision=decision, text=request.POST.get("text", ""))  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your reply stands beside the decision from now on."))
    return redirect("me")
