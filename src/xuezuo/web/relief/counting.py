"""Counting uses of functions in memory, by function alone; a minute's counts are added to the month's in one batch (AF16)."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from xuezuo.function_uses.actions import add_up
from xuezuo.periods import today
from xuezuo.scopes import operator

FLUSH_EVERY = 60
"""Seconds: what was counted since is lost with the process, and that does not matter for a yearly review."""

LEFT_OUT = ("account", "portal.health")
"""Signing in and one's own account are no function under review, and a count of them would be a count of people (AF04)."""

_counts: Counter[str] = Counter()
_lock = threading.Lock()
_state = {"flushed": 0.0, "on": 0.0}


def begin() -> None:
    """Let counts reach the database from now on: called by the server, so that commands and tests write none."""
    _state["on"], _state["flushed"] = 1.0, time.monotonic()


def function_of(module: str) -> str:
    """`office.terms` for `xuezuo.web.office.terms`; "" for what is not counted."""
    name = module.removeprefix("xuezuo.web.")
    return "" if name == module or name.startswith(LEFT_OUT) else name


def flush() -> None:
    """Add what was counted to the month. A busy database keeps it for the next minute."""
    with _lock:
        batch, _state["flushed"] = dict(_counts), time.monotonic()
        _counts.clear()
    try:
        add_up(by=operator(), month=today(), counts=batch)
    except DatabaseError:
        with _lock:
            _counts.update(batch)


class FunctionCountMiddleware:
    """Notes the function and nothing else of a request: not who, not where, not when."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and response.status_code < 400:
            if function := function_of(match.func.__module__):
                with _lock:
                    _counts[function] += 1
            if _state["on"] and time.monotonic() - _state["flushed"] > FLUSH_EVERY:
                flush()
        return response
