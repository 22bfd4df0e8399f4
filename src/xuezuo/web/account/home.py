"""Home by role, and the two switches in the head of every page: role and language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from xuezuo.accounts.models import User
from xuezuo.accounts.queries import seat_by_key, seats_of
from xuezuo.organizations.queries import top_of
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.relief.reading import is_large

HOMES = {"secretary": "branch-today", "officer": "organization", "inspector": "organization"}
YEAR = 365 * 24 * 3600


@access(*EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A secretary's day, an officer's figures, a member's own data; whoever has none of these reads why."""
    scope = request.scope  # type: ignore[attr-defined]
    if scope.role in HOMES and is_large(request):
        return render(request, "relief/short_home.html")
    if scope.role in HOMES:
        return redirect(HOMES[scope.role], top_of(scope).organization.code)
    if scope.role == "member":
        return redirect("me")
    return render(request, "account/home.html")


@access(*EVERYBODY)
@require_POST
def desk(request: HttpRequest) -> HttpResponse:
    """Sit down at another of one's own desks. A desk of somebody else is as unknown as one that is not there."""
    assert isinstance(request.user, User)
    chosen = seat_by_key(seats_of(request.user), request.POST.get("assignment", ""))
    if chosen is not None:
        request.session["assignment"] = chosen.key
    return redirect("home")


@access(public=True)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to the page."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("home")
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response
