"""Number, language and scope of a request."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject

from xuezuo.accounts.models import User
from xuezuo.accounts.queries import scope_for, seats_of
from xuezuo.audit import requests
from xuezuo.row_policies import sights
from xuezuo.scopes import NotVisible, Scope

Handler = Callable[[HttpRequest], HttpResponse]

TURNED_AWAY = frozenset((401, 403, 404, 429))
turned_away = logging.getLogger("xuezuo.turned_away")


class RequestNumberMiddleware:
    """Every answer carries `X-Request-Id`, and so does every event of the audit that was written for it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        mark = requests.current.set(number)
        try:
            response = self.get_response(request)
        finally:
            requests.current.reset(mark)
        response.headers["X-Request-Id"] = number
        if response.status_code in TURNED_AWAY:
            _note(request, response.status_code, number)
        return response


def _note(request: HttpRequest, status: int, number: str) -> None:
    """Who tried what and did not get it, by number: a hundred guessed addresses are seen, and nobody's name is."""
    who = getattr(getattr(request, "auth", None) or getattr(request, "user", None), "pk", None)
    if (
        who is not None
    ):  # of strangers the server's own log says enough; an address is quoted, so it cannot forge a line
        turned_away.warning(
            "%s %s %s, account or token %s, request %s", status, request.method, iri_to_uri(request.path), who, number
        )


class LanguageMiddleware:
    """The language a person chose, else the installation's: a browser's own list would hide the Chinese pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ScopeMiddleware:
    """`request.scope` for every view, and what is not visible answered as not found.

    The database learns the scope too, when it is first asked for, and shows no people before; a streamed answer is
    still the request's, so it forgets only when the answer was sent.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sights.begin()
        request.scope = SimpleLazyObject(lambda: self._scope(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def _scope(self, request: HttpRequest) -> Scope:
        with sights.finding_out() as see:
            seats = seats_of(request.user) if isinstance(request.user, User) else []
            found = scope_for(request.user, request.session.get("assignment"), seats)
            see(sights.of(found))
        request.seats = seats  # type: ignore[attr-defined]  # the head of the page shows them too
        return found

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotVisible):
            raise Http404 from exception
