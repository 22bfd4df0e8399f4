"""Record a meeting: one form, what it may count for, one button."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.campaigns.models import Requirement
from xuezuo.commitments.actions import enter_meeting
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code, standing_still
from xuezuo.periods import today
from xuezuo.records import queries, rules
from xuezuo.records.contents import FIELDS
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.dictation import with_voice
from xuezuo.web.branch.forms import MeetingForm, Offer, days_offered, ids, offers
from xuezuo.web.branch.minutes_forms import OF_VOTES, VoteForm, no_vote
from xuezuo.web.branch.opening import as_day, ids_on_roster, opened, roster_of
from xuezuo.web.branch.voicing import Voiced, voiced_lines


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
@standing_still()
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Open the form with what one meeting would clear; on POST enter it, unless it counts for more than was shown."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    rules.may_write(scope, placement.path)
    if request.method == "GET":
        form = opened(scope, placement, request.GET)
        form.voiced = voiced_lines(request=None, scope=scope, placement=placement, roster=form.roster)
        return _page(request, placement, form)
    form = _filled(request, scope, placement)
    voiced: Voiced = form.voiced
    vote = (
        None
        if no_vote(request.POST, placement.organization)
        else VoteForm(request.POST, organization=placement.organization)
    )
    sound = form.is_valid()
    if not all([sound, voiced.is_valid(form.cleaned_data.get("held_on")), vote is None or vote.is_valid()]):
        return _page(request, placement, form, vote=vote)
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
        return _page(request, placement, form, vote=vote, look=what.counts_for_more)
    except Refusal as refusal:
        if vote and refusal.code in OF_VOTES:
            vote.add_error(OF_VOTES[refusal.code], str(refusal))
        else:
            form.refuse(refusal)
        return _page(request, placement, form, vote=vote)
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
    form = _filled(request, scope, placement)
    found = _counts_for(scope, placement, form)
    return render(request, "branch/proposals.html", {"placement": placement, **_offers(request, found)})


def _filled(request: HttpRequest, scope: Scope, placement: Placement) -> MeetingForm:
    day = as_day(request.POST.get("held_on")) or today()
    here = placement.organization_id

    def first() -> list[int]:
        return [reading.pk for due in queries.outstanding_for(scope, here) for reading in due.missing]

    # what only orders the lists of the form is asked for when the form is shown again: a save that goes through never is
    form = MeetingForm(
        request.POST,
        roster=SimpleLazyObject(lambda: roster_of(scope, placement, day)),  # type: ignore[arg-type]
        on_roster=SimpleLazyObject(lambda: ids_on_roster(scope, placement, day)),
        texts=SimpleLazyObject(lambda: queries.texts_on(scope, here, today())),  # type: ignore[arg-type]
        first=SimpleLazyObject(first),  # type: ignore[arg-type]
        often=SimpleLazyObject(lambda: queries.often_absent(scope, here)),  # type: ignore[arg-type]
        here=SimpleLazyObject(lambda: queries.floating_here(scope, here)),  # type: ignore[arg-type]
    )
    form.voiced = voiced_lines(request=request, scope=scope, placement=placement, roster=form.roster)
    return form


def _counts_for(scope: Scope, placement: Placement, form: MeetingForm) -> list[Requirement]:
    held_on = as_day(form["held_on"].value())
    if held_on is None:
        return []
    return queries.matching_requirements(
        scope,
        placement.organization_id,
        held_on=held_on,
        kinds=form["kinds"].value() or (),
        readings=ids([str(value) for value in form["readings"].value() or ()]),
    )


def _same_day(scope: Scope, placement: Placement, form: MeetingForm) -> list[Record]:
    """Records of the day that share a kind: perhaps this very meeting, entered before by somebody else."""
    held_on = as_day(form["held_on"].value())
    kinds = set(form["kinds"].value() or ())
    return [
        one
        for one in queries.meetings_of(scope, placement.organization_id)
        if one.held_on == held_on and any(kind.kind in kinds for kind in one.kinds.all())
    ]


def _offers(request: HttpRequest, found: list[Requirement]) -> dict[str, list[Offer]]:
    """Those that say what they ask for, and those about which only a person can tell."""
    all_of_them = offers(found, ids(request.POST.getlist("offered")), ids(request.POST.getlist("claims")))
    return {
        "definite": [one for one in all_of_them if one.definite],
        "vague": [one for one in all_of_them if not one.definite],
    }


def _page(
    request: HttpRequest,
    placement: Placement,
    form: MeetingForm,
    vote: VoteForm | None = None,
    look: bool = False,
) -> HttpResponse:
    vote = vote or VoteForm(organization=placement.organization)
    wrong_parts = [*form.voiced.wrong, *([vote] if vote.errors else [])] if form.is_bound else []
    found = _counts_for(request.scope, placement, form)  # type: ignore[attr-defined]
    context = {
        "placement": placement,
        "form": form,
        "vote": vote,
        "also": wrong_parts,
        **_offers(request, found),
        "look": look,
        "same_day": _same_day(request.scope, placement, form),  # type: ignore[attr-defined]
        "days": days_offered(today(), today() - timedelta(days=1)),
        "last": next(iter(queries.meetings_of(request.scope, placement.organization_id)), None),  # type: ignore[attr-defined]
    }
    return with_voice(
        render(request, "branch/record_new.html", context, status=422 if form.errors or wrong_parts else 200)
    )
