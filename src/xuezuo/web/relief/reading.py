"""Large type, high contrast and a short home page, for whoever chooses it in this browser; no script, no account needed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xuezuo.web.access import access

COOKIE = "xuezuo_reading"
WAYS = ("usual", "large")
YEAR = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "large"


@access(public=True)
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to the page."""
    chosen = request.POST.get("reading", "")
    if chosen not in WAYS:
        return HttpResponseBadRequest()
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("home")
    response = redirect(back)
    response.set_cookie(
        COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response
