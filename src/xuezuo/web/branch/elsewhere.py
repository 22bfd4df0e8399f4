"""Members of the branch at meetings of others: who asks whether a guest is theirs, and who attended elsewhere (D8.12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.queries import placement_by_code
from xuezuo.records import actions, queries, rules
from xuezuo.records.models import GuestNote
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import ids
from xuezuo.web.branch.opening import roster_of


@access("secretary", "officer")
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Guests that wait for the branch's word, each with a proposal by name, and those recognised."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    waiting = [_asked(scope, placement, note) for note in queries.notes_waiting(scope, placement)]
    context = {
        "placement": placement,
        "waiting": waiting,
        "elsewhere": queries.attended_elsewhere(scope, placement.organization_id),
    }
    return render(request, "branch/elsewhere.html", context)


def _asked(scope: Scope, placement: Placement, note: GuestNote) -> tuple[GuestNote, list[Member], int | None]:
    """The note, who may be meant, and the one whom it names; of two with that name neither is proposed."""
    found = roster_of(scope, placement, note.record.held_on)
    names = told_apart(found, placement.organization_id)
    for one in found:
        one.label = names[one.pk]
    called = [one.pk for one in found if one.name == note.name]
    return note, found, called[0] if len(called) == 1 else None


@access("secretary", "officer")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Who that was, or that it was nobody of ours."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    note = queries.guest_note(scope, pk, at_home=True)
    chosen = next(iter(ids([request.POST.get("member", "")])), None)
    try:
        if chosen is None and request.POST.get("member") != "nobody":
            messages.error(request, _("Choose who that was, or say that it was nobody of this branch."))
        else:
            actions.answer_guest(by=scope, note=note, member=chosen)
            messages.success(request, _("It counts for them now.") if chosen else _("The other branch is told."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("elsewhere", note.home.code)
