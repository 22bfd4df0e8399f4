"""Whose an account is: the link to a member confirmed, a single sign-on taken away, a slip with a new code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.accounts import actions, queries, rules
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.office.accounts_forms import ReasonForm
from xuezuo.web.shared.sent import sent


@access("security", "officer")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person: what the administrator linked counts from now on."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    number = request.POST.get("member", "")
    try:
        actions.confirm_link(by=scope, user=user, member=int(number) if number.isdecimal() and number.isascii() else 0)
        messages.success(request, _("The link is confirmed. Posts of the member bring their roles from now on."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("account", user.pk)


@access("security")
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has another number at the house of single sign-on, or was linked to the wrong one."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    rules.may_secure_account(scope, user)
    form = ReasonForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.unlink_identity(by=scope, user=user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The link to single sign-on is gone. The next sign-in links anew."))
            return redirect("account", user.pk)
    words = {
        "title": _("Take the link to single sign-on away"),
        "text": _("Sessions that are open stay open; end them too if the account was used by somebody else."),
        "button": _("Take the link away"),
    }
    context = {"form": form, "words": words, "account": user}
    return render(request, "office/accounts_form.html", context, status=422 if form.errors else 200)


@access("administrator", "security", "officer")
@never_cache
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """A code that opens the account once, shown this once, to be printed and handed over."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    form = ReasonForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.issue(by=scope, users=[user], reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            return render(request, "office/accounts_slip.html", {"slip": made[0], "account": user})
    words = {
        "title": _("Make a slip with an activation code"),
        "text": _("With the code the person opens the account once and chooses a password. Codes made before stop."),
        "button": _("Make the slip"),
    }
    context = {"form": form, "words": words, "account": user}
    return render(request, "office/accounts_form.html", context, status=422 if form.errors else 200)
