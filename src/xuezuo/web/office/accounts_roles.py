"""Roles given and ended, and what the security administrator ends for others: sessions, factors, tokens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.accounts import actions, queries, rules
from xuezuo.accounts.actions import sign_ins
from xuezuo.accounts.models import Role, User
from xuezuo.organizations.queries import placement_named
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.accounts_forms import ReasonForm, RoleForm
from xuezuo.web.shared.sent import sent


def _choices(scope: Scope) -> tuple[str, ...]:
    return (Role.MEMBER, Role.SECRETARY) if scope.role == "officer" else tuple(Role.values)


@access("security", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    code = user.organization.code if user.organization else ""
    form = RoleForm(**sent(request), roles=_choices(scope), initial={"organization": code})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.assign_role(
                by=scope,
                user=user,
                role=said["role"],
                organization_id=placement_named(scope, said["organization"]).organization_id,
                since=said["since"] or today(),
                until=said["until"] or FOREVER,
            )
        except Refusal as refusal:
            form.add_error("organization" if refusal.code == "tree_target_twice" else "role", str(refusal))
        except NotVisible:
            form.add_error("organization", _("No organization of your part has this code or full name; check it."))
        else:
            messages.success(request, _("The role is given. It counts from the day you chose."))
            return redirect("account", user.pk)
    words = {"title": _("Give a role"), "button": _("Give the role")}
    context = {"form": form, "words": words, "account": user}
    return render(request, "office/accounts_form.html", context, status=422 if form.errors else 200)


@access("security", "officer")
@require_POST
def end(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """From this moment. A role given by mistake today ends tomorrow at the latest: it was held on a day."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    held = queries.assignment(scope, user, assignment)
    try:
        actions.end_role(by=scope, assignment=held)
        messages.success(request, _("The role has ended. Whoever sits at that desk notices at the next page."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("account", user.pk)


@access("security")
@require_http_methods(["GET", "POST"])
def securing(request: HttpRequest, pk: int) -> HttpResponse:
    """A phone was lost or a key has leaked: sessions and tokens end, and factors are taken away if asked for."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    rules.may_secure_account(scope, user)
    form = ReasonForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            _secure(scope, user, form.cleaned_data["reason"], factors="factors" in request.POST)
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Sessions and tokens have ended."))
            return redirect("account", user.pk)
    return render(
        request,
        "office/accounts_securing.html",
        {"form": form, "account": user},
        status=422 if form.errors else 200,
    )


def _secure(scope: Scope, user: User, reason: str, *, factors: bool) -> None:
    if factors:
        sign_ins.reset_factors(by=scope, user=user, reason=reason)
    else:
        sign_ins.end_sessions(by=scope, user=user, reason=reason)
    actions.end_tokens(by=scope, user=user)
