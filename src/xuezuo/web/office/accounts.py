"""Accounts of one's own part of the tree: found, looked at, made, closed, linked to a member."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.accounts import actions, queries, rules
from xuezuo.accounts.models import User
from xuezuo.audit.queries import events_of
from xuezuo.organizations.queries import home_of, placement_named
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.accounts_forms import AccountForm, MemberForm, ReasonForm
from xuezuo.web.shared.sent import sent

AT_ONCE = 50
LOOKERS = ("administrator", "security", "officer")


@access(*LOOKERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """By user name, as many as one looks through; a part of the name finds the others."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    named, after = request.GET.get("named", "").strip()[:100], request.GET.get("after", "")[:150]
    found = queries.accounts(scope, named.replace("\x00", ""))
    rows = list((found.filter(username__gt=after.replace("\x00", "")) if after else found)[: AT_ONCE + 1])
    context = {
        "named": named,
        "accounts": rows[:AT_ONCE],
        "next": rows[AT_ONCE - 1].username if len(rows) > AT_ONCE else "",
        "may_create": scope.role == "administrator",
    }
    return render(request, "office/accounts.html", context)


@access(*LOOKERS)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody may do here, by what way and until when."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    place = queries.place_of(user)
    last = events_of(scope, "user", user.pk).order_by("-pk").first()
    context = {
        "account": user,
        "seats": queries.seats_of(user),
        "roles": [(one, rules.ends(scope, one)) for one in queries.roles_ever(scope, user)],
        "lent": queries.delegations_of(user)[:20],
        "tokens": [one for one in queries.tokens_of(user) if not one.ended_at and one.expires_on > today()],
        "has_factor": is_mfa_enabled(user),
        "last": last,
        "gives": rules.roles_given_by(scope, place.path) if place and scope.viewer_id != user.pk else (),
        "is_own": scope.viewer_id == user.pk,
        "issues": rules.issues(scope, user),
        "administers": rules.administers(scope, user),
        "signs_on": user.identities.exists(),
        "today": today(),
    }
    if user.link_waits:
        context |= _waiting_link(scope, user)
    return render(request, "office/accounts_page.html", context)


def _waiting_link(scope: Scope, user: User) -> dict[str, object]:
    """Which member it is, for whoever confirms: by name only where the viewer sees names."""
    home = home_of(user.member_id or 0)
    seen = home is not None and scope.sees_names_at(home.path)
    return {
        "linked": home,
        "linked_name": user.member.name if seen and user.member else "",
        "confirms": rules.confirms(scope, user),
    }


@access("administrator")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    form = AccountForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(scope, form.cleaned_data)
        except Refusal as refusal:
            form.add_error("organization" if refusal.code == "tree_target_twice" else "username", str(refusal))
        except NotVisible:
            form.add_error("organization", _("No organization of your part has this code or full name; check it."))
        else:
            messages.success(request, _("The account is made. It has no role yet; print its slip or give it a role."))
            return redirect("account", made.pk)
    words = {"title": _("Make an account"), "button": _("Make the account"), "back": "accounts"}
    return _form(request, form, words)


def _made(scope: Scope, said: dict[str, object]) -> User:
    words = str(said["organization"])
    placed = placement_named(scope, words).organization_id if words else None
    return actions.create_user(
        by=scope,
        username=str(said["username"]),
        display_name=str(said["display_name"]),
        organization_id=placed,
        is_program=bool(said["is_program"]),
    )


@access("administrator")
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it, or open it again."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    form = ReasonForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        act = actions.close_account if user.is_active else actions.open_account
        try:
            act(by=scope, user=user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Done. It counts from this moment."))
            return redirect("account", user.pk)
    words = {
        "title": _("Close the account") if user.is_active else _("Open the account again"),
        "text": _("Nobody can sign in with it any more; its sessions and tokens end. What was done with it stays.")
        if user.is_active
        else _("It can be used again, with the roles that still hold."),
        "button": _("Close the account") if user.is_active else _("Open the account again"),
    }
    return _form(request, form, words, user)


@access("administrator")
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose account it is: posts of that member bring their roles to it."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    form = MemberForm(**sent(request), initial={"member": user.member_id})
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["member"]
        try:
            actions.link_member(by=scope, user=user, member=queries.member_to_link(scope, number) if number else None)
        except Refusal as refusal:
            form.add_error("member", str(refusal))
        except NotVisible:
            form.add_error("member", _("No member of your part has this number; ask the branch."))
        else:
            messages.success(request, _("Done. It counts from this moment."))
            return redirect("account", user.pk)
    words = {
        "title": _("Link to a member"),
        "text": _(
            "Posts of the member bring their roles to this account once a security administrator, or the officer right above, confirmed the link."
        ),
        "button": _("Save the link"),
    }
    return _form(request, form, words, user)


def _form(request: HttpRequest, form: object, words: dict[str, str], user: User | None = None) -> HttpResponse:
    errors = getattr(form, "errors", None)
    context = {"form": form, "words": words, "account": user}
    return render(request, "office/accounts_form.html", context, status=422 if errors else 200)
