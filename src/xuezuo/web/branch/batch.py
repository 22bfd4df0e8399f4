"""An officer types a pile of paper sheets: one page, one row a meeting, each row told what became of it (AF18)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.records import queries
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.batch_rows import ROWS, Row, empty, enter, sent_rows


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Rows that could be entered are done, and said so; the others stay as they were typed, each with its reason."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    branches = queries.branches_typed_for(scope, code)
    rows: list[Row] = []
    if request.method == "POST":
        rows = [row if row.is_empty else enter(scope, branches, row) for row in sent_rows(request.POST)]
    done = [row for row in rows if row.record is not None]
    wrong = [row for row in rows if row.error]
    open_rows = [row for row in rows if row.record is None and not row.is_empty]
    free = [number for number in range(ROWS) if number not in {row.number for row in open_rows}]
    last = next((row for row in reversed(rows) if row.typed.get("held_on")), None)
    context = {
        "code": code,
        "branches": branches,
        "kinds": ActivityKind.choices,
        "done": done,
        "wrong": wrong,
        "rows": open_rows + [empty(number, last) for number in free],
        "is_one": len(branches) == 1,
    }
    return render(request, "branch/batch.html", context, status=422 if wrong else 200)
