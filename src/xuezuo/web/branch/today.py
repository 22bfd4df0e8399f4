"""The secretary's home: one page of what is due. Late first, then what one meeting would clear, then what can wait."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.cases import queries as cases
from xuezuo.organizations.queries import placement_by_code
from xuezuo.people.queries import for_branch
from xuezuo.privacy.queries.requests import open_requests
from xuezuo.records import queries
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.changes import from_above
from xuezuo.web.branch.late import LateForm

SHOWN = 3
FIRST = 4
"""Lines of a list before the rest is folded away: the page is read on a phone, in a minute."""


@access("secretary", "officer")
@require_safe
def branch_home(request: HttpRequest, code: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    due = queries.due_page(scope, placement.organization_id)
    names = scope.sees_names_at(placement.path)
    missed = queries.make_up_list(scope, placement.organization_id) if names else []
    told = names_of([line.said.given_by for line in due.late if line.said])
    late = [
        (line, told.get(line.said.given_by, "") if line.said else "", LateForm(prefix=f"late{number}"))
        for number, line in enumerate(due.late)
    ]
    context = {
        "placement": placement,
        "due": due,
        "late": late[:FIRST],
        "later": late[FIRST:],
        "now": due.now[:FIRST],
        "more": due.now[FIRST:],
        # where nothing is due, what one meeting would settle stands among what can wait
        "early": bool(due.meeting.clears) and all(line.waits for line in due.meeting.clears),
        "names": names,
        "requests": open_requests(scope, placement) if names and scope.role == "secretary" else 0,
        "guests": queries.notes_waiting(scope, placement).count() if names else 0,
        "problems": cases.late_for(scope, placement.organization_id),
        "transfers": len(for_branch(scope, placement.organization_id)),
        "missed": missed[:SHOWN],
        "missed_count": len(missed),
        "plans": queries.plans_of(scope, placement.organization_id),
        "above": from_above(scope, placement),
        "records": queries.records_of(scope, placement.organization_id)[:SHOWN],
    }
    return render(request, "branch/today.html", context)
