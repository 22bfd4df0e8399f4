"""The secretary's home: what is due now, what can wait, who is to be made up for, what was entered last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.organizations.queries import placement_by_code
from xuezuo.people.queries import for_branch
from xuezuo.periods import today
from xuezuo.privacy.queries.requests import open_requests
from xuezuo.records import queries
from xuezuo.scopes import Scope
from xuezuo.web.access import access

SHOWN = 5


@access("secretary", "officer")
@require_safe
def branch_home(request: HttpRequest, code: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    dues = queries.outstanding_for(scope, placement.organization_id)
    names = scope.sees_names_at(placement.path)
    missed = queries.make_up_list(scope, placement.organization_id) if names else []
    context = {
        "placement": placement,
        "today": today(),
        "now": [due for due in dues if not due.waits],
        "waiting": [due for due in dues if due.waits],
        "rhythm": queries.still_to_hold(scope, placement.organization_id),
        "suggestion": queries.suggestion_for(scope, placement.organization_id, dues),
        "names": names,
        "requests": open_requests(scope, placement) if names and scope.role == "secretary" else 0,
        "transfers": len(for_branch(scope, placement.organization_id)),
        "missed": missed[:SHOWN],
        "missed_count": len(missed),
        "plans": queries.plans_of(scope, placement.organization_id),
        "records": queries.records_of(scope, placement.organization_id)[:SHOWN],
    }
    return render(request, "branch/today.html", context)
