"""Practices offered from below: an officer reads and publishes, or declines with a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.practices import actions, queries
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access


@access("officer")
@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    page = Paginator(queries.offered(scope), 20).get_page(request.GET.get("page"))
    return render(request, "office/practices_offered.html", {"page": page})


@access("officer")
@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        actions.publish(by=scope, practice=queries.practice(scope, pk), read=request.POST.get("read", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Published: everybody finds it in the book of local practice."))
    return redirect("practices-offered")
