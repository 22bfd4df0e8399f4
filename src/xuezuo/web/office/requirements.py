"""One requirement through its versions (R14): the history, a change by a new version, the taking back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.campaigns import actions
from xuezuo.campaigns.changes import differences, newest_below, versions_of
from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import campaign_by_code
from xuezuo.campaigns.rules import may_issue
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.campaigns import READERS
from xuezuo.web.office.notice_forms import Day
from xuezuo.web.shared.sent import sent


class AmendmentForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is asked"), max_length=300, widget=forms.Textarea({"rows": 2}))
    opens_on = forms.DateField(label=gettext_lazy("From"), widget=Day)
    due_on = forms.DateField(label=gettext_lazy("Due"), widget=Day)
    readings = forms.MultipleChoiceField(
        label=gettext_lazy("Texts to be read"), required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label=gettext_lazy("Purpose and basis"), max_length=300, required=False)
    no_own_way = forms.CharField(
        label=gettext_lazy("No own way, because"),
        help_text=gettext_lazy(
            "Leave it empty: branches may then meet it in their own way. Filled in, they read this reason."
        ),
        max_length=300,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it changes"), help_text=gettext_lazy("Every branch reads it once."), max_length=300
    )

    def __init__(self, *args: Any, readings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["readings"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = readings


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is taken back"),
        help_text=gettext_lazy("Every branch reads it once."),
        max_length=300,
    )


def _may_change(scope: Scope, one: Requirement) -> bool:
    try:
        may_issue(scope, placement_of(scope, one.issuer_id))
    except NotVisible:
        return False
    return True


@access(*READERS)
@require_safe
def history(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """Every version, the newest first, each with what it changed, by whom, when and why."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    campaign = campaign_by_code(scope, code)
    versions = versions_of(scope, campaign, requirement)
    context = {
        "campaign": campaign,
        "newest": versions[0],
        "versions": [(one, differences(one.replaces, one) if one.replaces else []) for one in versions],
        "may_change": not versions[0].withdrawn_at and _may_change(scope, versions[0]),
    }
    return render(request, "office/requirement_history.html", context)


@access("officer")
@require_http_methods(["GET", "POST"])
def amendment(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """A new version with its reason; or, with `withdraw`, the end of it."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = newest_below(scope, code, requirement)
    campaign = one.campaign
    may_issue(scope, placement_of(scope, one.issuer_id))
    taking_back = "withdraw" in request.POST
    names = ("title", "opens_on", "due_on", "purpose", "no_own_way")
    initial = {name: getattr(one, name) for name in names}
    initial["readings"] = [reading.code for reading in one.readings.all()]
    texts = [(text.code, text.title) for text in campaign.readings.all()]
    form = AmendmentForm(**({} if taking_back else sent(request)), readings=texts, initial=initial)
    ending = WithdrawalForm(**(sent(request) if taking_back else {}), prefix="end")
    filled = ending if taking_back else form
    if request.method == "POST" and filled.is_valid():
        try:
            if taking_back:
                actions.withdraw_requirement(by=scope, requirement=one, **ending.cleaned_data)
            else:
                actions.amend_requirement(by=scope, requirement=one, **form.cleaned_data)
        except Refusal as refusal:
            filled.add_error("due_on" if refusal.code == "campaign_dates" else None, str(refusal))
        else:
            messages.success(request, _("Done. Every branch concerned reads what changed, once."))
            return redirect("requirement-history", code, requirement)
    context = {"campaign": campaign, "requirement": one, "form": form, "ending": ending}
    return render(request, "office/requirement_amendment.html", context, status=422 if filled.errors else 200)
