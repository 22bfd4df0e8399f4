"""Record a meeting: one form, what it may count for, one button."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.commitments.actions import enter_meeting
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code, standing_still
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.contents import FIELDS
from xuezuo.records.queries import Opening
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.dictation import with_voice
from xuezuo.web.branch.forms import MeetingForm, days_offered, ids, new_client_id
from xuezuo.web.branch.minutes_forms import OF_VOTES, VoteForm, no_vote
from xuezuo.web.branch.offers import offers
from xuezuo.web.branch.offers import proposals as proposals_shown
from xuezuo.web.branch.opening import Opened, as_day, fields_shown, first_of, ids_on_roster, opened, roster_of
from xuezuo.web.branch.same_day import same_day
from xuezuo.web.branch.voicing import Voiced, voiced_lines

CLIENT_ID = """<input type="hidden" name="client_id" value="{}" id="id_client_id">"""


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
@standing_still()
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Open the form with what one meeting would clear; on POST enter it, unless it counts for more than was shown."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    if request.method == "GET":
        return _opened_page(request, placement, opened(scope, placement, request.GET))
    found: Any = SimpleLazyObject(lambda: queries.opening_of(scope, placement))
    form = _filled(request, scope, placement, found)
    voiced: Voiced = form.voiced
    vote = (
        None
        if no_vote(request.POST, placement.organization)
        else VoteForm(request.POST, organization=placement.organization)
    )
    sound = form.is_valid()
    if not all([sound, voiced.is_valid(form.cleaned_data.get("held_on")), vote is None or vote.is_valid()]):
        return _page(request, found, form, vote=vote)
    content, claims = form.content(), ids(request.POST.getlist("claims"))
    try:
        record = enter_meeting(
            by=scope,
            organization=placement.organization,
            client_id=form.cleaned_data["client_id"],
            claims=claims,
            problems=voiced.problems(),
            taken_on=voiced.taken_on(),
            resolutions=[vote.content()] if vote and vote.is_there() else [],
            look=partial(_as_shown, request.POST),
            path=placement.path,
            **{name: getattr(content, name) for name in FIELDS},
        )
    except _NotAsShown as what:
        return _page(request, found, form, vote=vote, look=what.counts_for_more)
    except Refusal as refusal:
        if vote and refusal.code in OF_VOTES:
            vote.add_error(OF_VOTES[refusal.code], str(refusal))
        else:
            form.refuse(refusal)
        return _page(request, found, form, vote=vote)
    claimed = len(claims)
    messages.success(
        request,
        ngettext("Entered. It settles %(count)s requirement.", "Entered. It settles %(count)s requirements.", claimed)
        % {"count": claimed}
        if claimed
        else _("Entered."),
    )
    return redirect("record", record.pk)


class _NotAsShown(Exception):
    """Nothing is entered yet: the page shows first what it did not show before."""

    def __init__(self, *, counts_for_more: bool) -> None:
        super().__init__()
        self.counts_for_more = counts_for_more


def _as_shown(sent: QueryDict, met: set[int], same_day: frozenset[int]) -> None:
    """Raises `_NotAsShown` where the page said something else than this about what is entered now."""
    if met != ids(sent.getlist("offered")):
        raise _NotAsShown(counts_for_more=True)
    if same_day - ids(sent.getlist("another")):
        raise _NotAsShown(counts_for_more=False)


@access("secretary", "officer")
@require_POST
@standing_still()
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """What the form as it stands may count for: the part of the page that follows the ticks. Writes nothing."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    found = queries.opening_of(scope, placement)
    return HttpResponse(_proposals(request, found, _filled(request, scope, placement, found)))


def _filled(request: HttpRequest, scope: Scope, placement: Placement, found: Opening) -> MeetingForm:
    """`found` may be lazy: a save that goes through and names no text never asks for what only orders the form's lists."""
    day = as_day(request.POST.get("held_on")) or today()
    form = MeetingForm(
        request.POST,
        roster=SimpleLazyObject(lambda: roster_of(scope, placement, day)),  # type: ignore[arg-type]
        organization_id=placement.organization_id,
        on_roster=SimpleLazyObject(lambda: ids_on_roster(scope, placement, day)),
        texts=SimpleLazyObject(lambda: found.texts),  # type: ignore[arg-type]
        first=SimpleLazyObject(lambda: first_of(found)),  # type: ignore[arg-type]
        often=SimpleLazyObject(lambda: found.often),  # type: ignore[arg-type]
        here=SimpleLazyObject(lambda: list(found.guests())),  # type: ignore[arg-type]
    )
    names = SimpleLazyObject(lambda: form.names)
    form.voiced = voiced_lines(request=request, scope=scope, placement=placement, names=names)  # type: ignore[arg-type]
    return form


def _proposals(request: HttpRequest, found: Opening, form: MeetingForm) -> SafeString:
    """What the form as it was sent may count for; an offer that was shown before keeps its tick."""
    held_on = as_day(form["held_on"].value())
    kinds, readings = form["kinds"].value() or (), ids([str(value) for value in form["readings"].value() or ()])
    rows = found.matching(held_on, kinds, readings) if held_on else []
    return proposals_shown(offers(rows, ids(request.POST.getlist("offered")), ids(request.POST.getlist("claims"))))


def _opened_page(request: HttpRequest, placement: Placement, one: Opened) -> HttpResponse:
    found = one.found
    context = {
        "placement": placement,
        "client_id": format_html(CLIENT_ID, new_client_id()),
        "fields": fields_shown(one),
        "proposals": proposals_shown(offers(found.matching(found.day, one.kinds, one.readings), set(), set())),
        **same_day(found, found.day, one.kinds),
        "last": next(iter(found.meetings), None),
    }
    return with_voice(render(request, "branch/record_new.html", context))


def _page(
    request: HttpRequest, found: Opening, form: MeetingForm, vote: VoteForm | None = None, look: bool = False
) -> HttpResponse:
    """The form once more, with what was sent."""
    placement = found.placement
    vote = vote or VoteForm(organization=placement.organization)
    wrong_parts = [*form.voiced.wrong, *([vote] if vote.errors else [])]
    fields = {"form": form, "vote": vote, "days": days_offered(today(), today() - timedelta(days=1))}
    context = {
        "placement": placement,
        "form": form,
        "client_id": format_html(CLIENT_ID, form.cleaned_data["client_id"]),
        "fields": render_to_string("branch/meeting_fields.html", fields),
        "also": wrong_parts,
        "proposals": _proposals(request, found, form),
        "look": look,
        "asks": not (look or form.errors or wrong_parts),
        **same_day(found, as_day(form["held_on"].value()), form["kinds"].value() or ()),
    }
    status = 422 if form.errors or wrong_parts else 200
    return with_voice(render(request, "branch/record_new.html", context, status=status))
