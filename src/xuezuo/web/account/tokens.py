"""Tokens: made for oneself, or by the system administrator for a program; shown once, ended at any time."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.accounts import actions, queries
from xuezuo.accounts.models import User
from xuezuo.accounts.models.tokens import CALENDAR
from xuezuo.accounts.queries.sign_ins import demands_second_factor
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.office.notice_forms import Day
from xuezuo.web.shared.sent import sent

AREAS = {
    "organizations": gettext_lazy("the tree of organizations"),
    "members": gettext_lazy("rosters, with names where you see them"),
    "figures": gettext_lazy("figures and their rows"),
    "gaps": gettext_lazy("blank spots"),
    "records": gettext_lazy("records of meetings"),
}
LABELS = AREAS | {CALENDAR: gettext_lazy("calendar of what is due")}
WORKERS = ("member", "secretary", "officer", "inspector")


class TokenForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What will use it?"), max_length=60)
    desk = forms.ChoiceField(label=gettext_lazy("At which desk"))
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("For what"), choices=AREAS.items(), widget=forms.CheckboxSelectMultiple
    )
    writes = forms.BooleanField(label=gettext_lazy("It may also enter records"), required=False)
    expires_on = forms.DateField(label=gettext_lazy("Good until (that day excluded)"), widget=Day)

    def __init__(self, *args: object, seats: list[queries.Seat], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["desk"].choices = [  # type: ignore[attr-defined]
            (seat.key, f"{seat.get_role_display()} · {seat.organization.name}") for seat in seats
        ]


@access(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a form for another."""
    assert isinstance(request.user, User)
    return _page(request, request.user)


@access("administrator", "security")
@never_cache
@require_http_methods(["GET", "POST"])
def of_program(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of a program that is looked after here; whoever gives it its role makes none, but ends them."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    user = queries.account(scope, pk)
    if not user.is_program:
        raise NotVisible(pk)
    return _page(request, user)


@reauthentication_required
def _page(request: HttpRequest, user: User) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    seats = queries.own_seats_of(user)
    form = TokenForm(**sent(request), seats=seats, initial={"expires_on": today() + timedelta(days=90)})
    told = ""
    if request.method == "POST" and form.is_valid():
        try:
            _check_factor(request)
            _, told = actions.make_token(by=scope, user=user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm(seats=seats, initial={"expires_on": today() + timedelta(days=90)})
    held = {seat.key: seat for seat in seats}
    context = {
        "account": user,
        "told": told,
        "form": form,
        "has_desks": bool(seats),
        "makes": not user.is_program or scope.role == "administrator",
        "rows": [
            (one, held.get(one.desk), [LABELS[area] for area in one.areas]) for one in queries.tokens_of(user)[:50]
        ],
        "today": today(),
    }
    return render(request, "account/tokens.html", context, status=422 if form.errors else 200)


def _check_factor(request: HttpRequest) -> None:
    """Whoever needs a second factor to sign in needs one to make what stands for a sign-in."""
    assert isinstance(request.user, User)
    if settings.FACTOR_DEMANDED and demands_second_factor(request.user) and not is_mfa_enabled(request.user):
        raise Refusal("token_factor")


@access(*EVERYBODY)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    token = queries.token(scope, pk)
    actions.end_token(by=scope, token=token)
    if token.areas == [CALENDAR]:
        messages.success(request, _("The link has ended; no calendar reads by it any more."))
        return redirect("calendars" if request.POST.get("back") == "calendars" else "tokens")
    messages.success(request, _("The token has ended; the program that used it is shut out from now on."))
    return redirect("program-tokens", token.user_id) if token.user.is_program else redirect("tokens")
