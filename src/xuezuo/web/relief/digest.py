"""The week at a glance, and its switches (AF12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.digests import actions, queries
from xuezuo.organizations.queries import top_of
from xuezuo.scopes import Scope
from xuezuo.web.access import EVERYBODY, access

OPENS = {
    "notices": "notices",
    "campaigns": "campaigns",
    "answers": "me",
    "complaints": "feedback",
}


def _address(scope: Scope, kind: str) -> str:
    if kind in OPENS:
        return reverse(OPENS[kind])
    return reverse("branch-today", args=[top_of(scope).organization.code])


@access(*EVERYBODY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    context = {
        "lines": [(line, _address(scope, line.kind)) for line in queries.lines_for(scope)],
        "own": queries.own_silence(scope),
        "whole": queries.silence_of_organization(scope),
        "decides": scope.role in ("secretary", "officer"),
    }
    return render(request, "relief/digest.html", context)


@access(*EVERYBODY)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """`off` or `on`, for `me` or for the whole `organization`."""
    act = actions.end_silence if request.POST.get("to") == "on" else actions.silence
    act(by=request.scope, organization=request.POST.get("whose") == "organization")  # type: ignore[attr-defined]
    messages.success(request, _("Kept."))
    return redirect("digest")
