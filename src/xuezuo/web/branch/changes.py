"""What changed from above: once on the page of today, then in the history of the organization."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.campaigns.changes import changes_for, unseen_changes
from xuezuo.campaigns.own_say import note_changes
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.records.queries import own_ways_of, stands_from, states_of
from xuezuo.scopes import Scope
from xuezuo.web.access import access


def from_above(scope: Scope, placement: Placement) -> dict[str, object]:
    """For the page of today: changes not noted yet, and own ways that wait or were asked back."""
    said = states_of(own_ways_of(scope, placement.organization_id), today())
    return {
        "changes": unseen_changes(scope, placement),
        "own_ways": [(one, state, stands_from(one)) for one, state in said if state in ("waiting", "asked")],
        "may_note": scope.organization_id == placement.organization_id,
    }


@access("secretary", "officer")
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Every change of the running campaigns that reached the organization, the latest first."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    context = {"placement": placement, "changes": changes_for(scope, placement)}
    return render(request, "branch/changes.html", context)


@access("secretary", "officer")
@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    note_changes(by=scope, placement=placement_by_code(scope, code))
    messages.success(request, _("Noted. What changed stays in the list of changes."))
    return redirect("branch-today", code)
