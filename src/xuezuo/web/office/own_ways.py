"""Own ways of organizations below that this office may answer: accept, or ask back with a reason (R15)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.periods import today
from xuezuo.records import actions, queries
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access


@access("officer")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    page = Paginator(queries.own_ways_below(scope), 20).get_page(request.GET.get("page"))
    rows = [(one, state, queries.stands_from(one)) for one, state in queries.states_of(page.object_list, today())]
    return render(request, "office/own_ways.html", {"page": page, "rows": rows})


@access("officer")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """`accept`, or else ask back with `reason`."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.own_way(scope, pk)
    accepted = "accept" in request.POST
    try:
        actions.answer_own_way(by=scope, own_way=one, accepted=accepted, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Accepted.") if accepted else _("Asked back; the branch reads your question."))
    return redirect("own-ways")


@access("officer")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        actions.undo_answer(by=scope, own_way=queries.own_way(scope, pk))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back; it waits again."))
    return redirect("own-ways")
