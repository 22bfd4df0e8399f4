"""Who acts for me, and for whom I act: both see the same list, and both may end it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.accounts import actions, queries
from xuezuo.accounts.rules import LENDABLE
from xuezuo.organizations.queries import placement_named, top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.office.notice_forms import Day
from xuezuo.web.shared.sent import sent


class LendForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Who acts for you"), help_text=gettext_lazy("Their name to sign in with."), max_length=150
    )
    organization = forms.CharField(
        label=gettext_lazy("Organization"),
        help_text=gettext_lazy("Code or full name: yours, or one below it."),
        max_length=200,
    )
    until = forms.DateField(label=gettext_lazy("Back on"), widget=Day)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)


@access(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    may_lend = scope.role in LENDABLE and not scope.for_id
    if request.method == "POST" and not may_lend:
        raise NotVisible("delegations")
    form = None
    if may_lend:
        start = {"organization": top_of(scope).organization.code, "until": today() + timedelta(days=14)}
        form = LendForm(**sent(request), initial=start)
    if form and request.method == "POST" and form.is_valid() and _lent(request, form):
        return redirect("delegations")
    rows = queries.delegations_of(queries.account_of(scope))
    context = {"form": form, "rows": rows[:50], "today": today()}
    return render(request, "account/delegations.html", context, status=422 if form and form.errors else 200)


def _lent(request: HttpRequest, form: LendForm) -> bool:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    said = form.cleaned_data
    try:
        place = placement_named(scope, said["organization"])
    except NotVisible:
        form.add_error("organization", _("No organization of your part has this code or full name; check it."))
        return False
    except Refusal as refusal:
        form.add_error("organization", str(refusal))
        return False
    try:
        receiver = queries.account_named(said["username"])
        actions.delegate(
            by=scope,
            receiver=receiver,
            organization_id=place.organization_id,
            until=said["until"],
            reason=said["reason"],
        )
    except NotVisible:
        form.add_error("username", str(Refusal("delegation_unknown", username=said["username"])))
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("From now on they find your desk under “Change role”. You may end it at any time."))
    return True


@access(*EVERYBODY)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        actions.end_delegation(by=scope, delegation=queries.delegation(scope, pk))
        messages.success(request, _("It has ended, from this moment."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("delegations")
