"""What every answer tells the browser beyond its content: what not to keep, not to use, and not to hand to other sites."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NOT_USED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
"""Nobody is filmed, located or followed here, also not by a script that should not be there."""


class HeadersMiddleware:
    """Answers to whoever has a session are kept by no browser and no proxy: desks in a township are shared.

    Static files and public pages say themselves how long they are good.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = settings.SESSION_COOKIE_NAME
        if name in request.COOKIES or name in response.cookies:
            response.headers.setdefault("Cache-Control", "no-store, private")
        if getattr(request, "left", False):  # signed out, ended from elsewhere, or the account was closed
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif name in response.cookies and response.cookies[name]["max-age"] == 0:  # the session ran out
            response.headers["Clear-Site-Data"] = '"cache"'
        response.headers.setdefault("Permissions-Policy", NOT_USED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
