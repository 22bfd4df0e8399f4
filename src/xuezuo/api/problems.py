"""Errors as `application/problem+json` (RFC 9457): a code for programs, a sentence for people, nothing about our insides."""

import json
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible


class Problem(Schema):
    """What every error looks like. `code` is stable; `detail` is a sentence in the language asked for."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None


def titles() -> dict[int, str]:
    return {
        400: _("The request cannot be read"),
        401: _("Not signed in"),
        403: _("Not allowed with this key"),
        404: _("Not found"),
        405: _("This address does not take this method"),
        422: _("The input was refused"),
        429: _("Too many attempts"),
        500: _("A fault of ours"),
        503: _("Busy"),
    }


def details() -> dict[int, str]:
    return {
        400: _("The body is not one JSON document; correct it and send it again."),
        401: _("Send a token that is still good as “Authorization: Bearer …”, or sign in."),
        403: _("Send the form's protection (X-CSRFToken) with a session, or use a token made for this."),
        404: _("Nothing stands here, or nothing that you may see."),
        405: _("Look the methods up in the description of the interface."),
        422: _("Some fields cannot be taken; each is named below."),
        429: _("Too many wrong tokens came from here; wait a quarter of an hour."),
        503: _("A large roster is being written; send the same again in a minute."),
        500: _("Try again later; the number of the request (X-Request-Id) helps whoever looks for the cause."),
    }


CODES = {
    400: "unreadable",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method",
    422: "fields",
    429: "too_many",
    500: "fault",
    503: "busy",
}


def answer(
    status: int, code: str = "", detail: str = "", errors: Iterable[dict[str, str]] | None = None
) -> HttpResponse:
    document: dict[str, object] = {
        "type": "about:blank",
        "title": titles()[status],
        "status": status,
        "code": code or CODES[status],
        "detail": detail or details()[status],
    }
    if errors is not None:
        document["errors"] = list(errors)
    made = HttpResponse(
        json.dumps(document, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
    if status == 401:
        made["WWW-Authenticate"] = "Bearer"
    return made


class NotAllowed(Exception):
    """The token is good, but was not made for this; its owner knows what it was made for."""

    def __init__(self, area: str) -> None:
        self.area = area
        super().__init__(area)


class TooMany(Exception):
    """So many wrong tokens came from one place that nothing is looked up for it for a while."""


def handle(api: NinjaAPI) -> None:
    """Give every exception that an operation may end with its answer."""
    api.add_exception_handler(NotVisible, lambda request, problem: answer(404))
    api.add_exception_handler(Http404, lambda request, problem: answer(404))
    api.add_exception_handler(AuthenticationError, lambda request, problem: answer(401))
    api.add_exception_handler(TooMany, lambda request, problem: answer(429))
    api.exception_handler(NotAllowed)(_not_allowed)
    api.exception_handler(HttpError)(_other)
    api.exception_handler(Refusal)(_refused)
    api.exception_handler(ValidationError)(_fields)


def _not_allowed(request: HttpRequest, problem: NotAllowed) -> HttpResponse:
    return answer(403, detail=_("This token was not made for %(area)s; make one that is.") % {"area": problem.area})


def _other(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return answer(problem.status_code if problem.status_code in CODES else 400)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return answer(422, refusal.code, str(refusal))


def _fields(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Which field and what about it; never what was sent, which may name people."""
    return answer(
        422, errors=[{"field": ".".join(map(str, one["loc"])), "problem": one["msg"]} for one in wrong.errors]
    )
