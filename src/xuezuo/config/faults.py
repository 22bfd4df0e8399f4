"""Answers to what went wrong outside every view: a page for people, a problem document for programs below `/api/`."""

import sys

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

from xuezuo.api import problems
from xuezuo.web.shared import faults


def _is_program(request: HttpRequest) -> bool:
    return request.path.split("/")[1:2] == ["api"]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(404) if _is_program(request) else faults.not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What Django does not take apart: too many fields, a name of a host that is not ours."""
    if not _is_program(request):
        return bad_request(request, exception or SuspiciousOperation())
    return problems.answer(413 if isinstance(exception, RequestDataTooBig) else 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(403) if _is_program(request) else faults.refused(request, exception)


WAIT_SECONDS = "30"


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or somebody else writes so long that this request gave up waiting, which is none."""
    if _is_busy(sys.exc_info()[1]):
        answer = problems.answer(503) if _is_program(request) else faults.busy(request)
        answer.headers["Retry-After"] = WAIT_SECONDS
        return answer
    return problems.answer(500) if _is_program(request) else faults.broken(request)


def _is_busy(problem: BaseException | None) -> bool:
    """SQLite has one writer at a time, and a province's roster takes it for a minute."""
    return isinstance(problem, OperationalError) and "locked" in str(problem)
