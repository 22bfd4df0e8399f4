"""Answers when something is not there, not allowed, too much, or broken: plain words, no traces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also the answer for what the viewer may not see: it must not differ by a byte from what does not exist."""
    return render(request, "shared/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "shared/refused.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection does not match: mostly cookies switched off, or a page left open for hours."""
    return render(request, "shared/stale_form.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "shared/too_many.html", status=429)


def busy(request: HttpRequest) -> HttpResponse:
    """Somebody writes a large roster into a database that takes one writer at a time."""
    return HttpResponse(render_to_string("shared/busy.html"), status=503)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for our own faults needs neither database nor session, which may be what broke."""
    return HttpResponse(render_to_string("shared/broken.html"), status=500)
