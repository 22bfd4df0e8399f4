"""Errors as `application/problem+json` (RFC 9457): a code for programs, a sentence for people, nothing about our insides."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible


class Wrong(Schema):
    """Which part of what was sent (`query.limit`, `body.sent.attended`), and what about it."""

    field: str
    problem: str


class Problem(Schema):
    """What every error looks like. `code` is stable; `detail` is a sentence in the language asked for; `errors` are there
    when `code` is `fields`."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[Wrong] = []


def titles() -> dict[int, str]:
    return {
        400: _("The request cannot be read"),
        401: _("Not signed in"),
        403: _("Not allowed with this key"),
        404: _("Not found"),
        405: _("This address does not take this method"),
        406: _("No answer of the kind asked for"),
        413: _("Too much at once"),
        415: _("Not JSON"),
        422: _("The input was refused"),
        429: _("Too many attempts"),
        500: _("A fault of ours"),
        503: _("Busy"),
    }


def details() -> dict[int, str]:
    return {
        400: _("The address or the body cannot be read; the body is to be one JSON document."),
        401: _("Send a token that is still good as “Authorization: Bearer …”, or sign in."),
        403: _("Send the form's protection (X-CSRFToken) with a session, or use a token made for this."),
        404: _("Nothing stands here, or nothing that you may see."),
        405: _("Look the methods up in the description of the interface."),
        406: _("Answers are JSON; ask for application/json, or for anything."),
        413: _("Send it in several parts."),
        415: _("Send the body as application/json."),
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
    406: "not_acceptable",
    413: "too_large",
    415: "media_type",
    422: "fields",
    429: "too_many",
    500: "fault",
    503: "busy",
}


WHY = {
    "missing": gettext_lazy("it is missing"),
    "extra": gettext_lazy("there is no such field"),
    "date": gettext_lazy("a day is needed, such as 2016-10-20"),
    "uuid": gettext_lazy("a UUID is needed"),
    "int": gettext_lazy("a whole number is needed"),
    "bool": gettext_lazy("true or false is needed"),
    "greater_than_equal": gettext_lazy("%(ge)s at least"),
    "less_than_equal": gettext_lazy("%(le)s at most"),
    "string_too_long": gettext_lazy("%(max_length)s characters at most"),
    "string_pattern": gettext_lazy("it holds a character that no text has"),
    "string": gettext_lazy("a text is needed"),
    "literal": gettext_lazy("one of %(expected)s is needed"),
    "enum": gettext_lazy("one of %(expected)s is needed"),
    "too_long": gettext_lazy("%(max_length)s entries at most"),
    "too_short": gettext_lazy("%(min_length)s entries at least"),
    "list": gettext_lazy("a list is needed"),
    "dict": gettext_lazy("an object is needed"),
    "model": gettext_lazy("an object is needed"),
}
"""By the beginning of pydantic's kind of error."""


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
    if status == 415:
        made["Accept"] = "application/json"
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
    api.add_exception_handler(RequestDataTooBig, lambda request, problem: answer(413))
    api.add_exception_handler(SuspiciousOperation, lambda request, problem: answer(400))
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
    return answer(422, errors=[{"field": ".".join(map(str, one["loc"])), "problem": _why(one)} for one in wrong.errors])


def _why(one: dict[str, Any]) -> str:
    """Pydantic's own words are English only; `said` is a sentence of ours."""
    kind = str(one.get("type", ""))
    if kind == "said":
        return str(one["msg"])
    words = next((words for start, words in WHY.items() if kind.startswith(start)), None)
    limits = {key: value for key, value in (one.get("ctx") or {}).items() if isinstance(value, int | str)}
    return str(words) % limits if words else str(one["msg"])
