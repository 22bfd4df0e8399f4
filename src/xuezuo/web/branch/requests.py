"""The branch's side of its members' rights: requests to correct, a value shown for a purpose, a copy on paper."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xuezuo.audit.words import sentence
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.privacy import actions
from xuezuo.privacy.models import Outcome, Purpose, SealedField
from xuezuo.privacy.queries import everything_held, looks_at, member_for, requests_to, wish_of
from xuezuo.privacy.queries.requests import request_to
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.account.me_words import ABOUT


class DisclosureForm(forms.Form):
    field = forms.ChoiceField(label=gettext_lazy("What do you need to see?"), choices=SealedField.choices)
    purpose = forms.ChoiceField(label=gettext_lazy("What for?"), choices=Purpose.choices)
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("The member reads this, with your name and the time."),
        max_length=200,
    )


@access("secretary", "officer")
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    page = Paginator(requests_to(scope, placement), 20).get_page(request.GET.get("page"))
    asked = [(one, ABOUT.get(one.about, one.about), wish_of(one)) for one in page]
    context = {"placement": placement, "page": page, "asked": asked, "outcomes": Outcome.choices}
    return render(request, "branch/requests.html", context)


@access("secretary", "officer")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    code = request_to(scope, pk).organization.code
    try:
        actions.answer_correction(
            by=scope, request_id=pk, outcome=request.POST.get("outcome", ""), reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The answer stands on the member's page."))
    return redirect("correction-requests", code)


@access("secretary", "officer")
@never_cache
@require_POST
def disclosure(request: HttpRequest, member: int) -> HttpResponse:
    """The value stands on this one answer and nowhere else: not in an address, a log, a session or a cache."""
    scope = request.scope  # type: ignore[attr-defined]
    held, home = member_for(scope, member)
    form = DisclosureForm(request.POST)
    value = ""
    if form.is_valid():
        try:
            value = actions.disclose(by=scope, member_id=member, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("field" if refusal.code == "disclosure_nothing" else "words", str(refusal))
    context = {"member": held, "home": home, "form": form, "value": value}
    if value:
        context["label"] = SealedField(form.cleaned_data["field"]).label
    return render(request, "branch/disclosure.html", context, status=200 if value else 422)


@access("secretary", "officer")
@never_cache
@require_POST
def printout(request: HttpRequest, member: int) -> HttpResponse:
    """Everything held about a member on paper, for somebody who has no account; numbers by their last characters."""
    scope = request.scope  # type: ignore[attr-defined]
    person, home = member_for(scope, member)
    actions.hand_out(by=scope, member=person, form="print")
    looks = [(look, sentence(look.action)) for look in looks_at(scope, person.pk)]
    context = {
        "member": person,
        "home": home,
        "held": everything_held(scope, person),
        "looks": looks,
        "day": today(),
    }
    return render(request, "branch/printout.html", context)
