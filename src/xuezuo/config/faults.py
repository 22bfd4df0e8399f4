"""Answers to what went wrong outside every view: a page for people, a problem document for programs below `/api/`."""

from django.http import HttpRequest, HttpResponse

from xuezuo.api import problems
from xuezuo.web.shared import faults


def _is_program(request: HttpRequest) -> bool:
    return request.path.split("/")[1:2] == ["api"]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(404) if _is_program(request) else faults.not_found(request, exception)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(403) if _is_program(request) else faults.refused(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    return problems.answer(500) if _is_program(request) else faults.broken(request)
