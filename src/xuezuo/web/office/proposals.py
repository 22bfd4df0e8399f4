"""What a notice asks: a person marks, changes, drops, restores or confirms. Each act comes back to the passage."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.burdens.actions import keep_refused
from xuezuo.campaigns.actions import confirm_proposal
from xuezuo.campaigns.queries import readings_of
from xuezuo.notices import actions, queries, spans
from xuezuo.notices.models import Proposal
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.office.campaigns import own_campaigns
from xuezuo.web.office.notice_forms import ConfirmForm, ProposalForm, due_help, first_answers
from xuezuo.web.office.words import due_in_words
from xuezuo.web.shared.known import told
from xuezuo.web.shared.sent import sent

PLACES_OF = {
    "campaign_dates": "due_on",
    "collection_expiry": "expires_on",
    "collection_incomplete": "handed_in",
    "figure_known": "other_because",
}
"""Beside which field a refusal stands."""


def _back(proposal: Proposal) -> HttpResponse:
    return redirect(f"{reverse('notice', args=[proposal.notice_id])}#proposal-{proposal.pk}")


@access("officer")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a passage of one's own. The form also stands on the notice's page."""
    scope = request.scope  # type: ignore[attr-defined]
    notice = queries.editable_notice(scope, pk)
    form = ProposalForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            start, end = spans.find(notice.text, fields.pop("passage"), fields.pop("near") or 0)
            return _back(actions.add_proposal(by=scope, notice=notice, start=start, end=end, **fields))
        except Refusal as refusal:
            form.add_error(_field_of(refusal), str(refusal))
    context = {"form": form, "notice": notice}
    return render(request, "office/proposal_form.html", context, status=422 if form.errors else 200)


def _field_of(refusal: Refusal) -> str | None:
    return {"notice_span": "passage", "notice_span_marked": "passage", "notice_due": "due"}.get(refusal.code)


@access("officer")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.proposal(scope, pk, proposal)
    fields = ("topic", "strength", "audience", "due", "deliverable")
    span = one.notice.text[one.start : one.end]
    initial = {"passage": span, "near": one.start} | {name: getattr(one, name) for name in fields}
    initial["due"] = due_in_words(one.due)
    form = ProposalForm(**sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        changes = dict(form.cleaned_data)
        passage, _near = changes.pop("passage"), changes.pop("near")
        try:
            if "".join(passage.split()) != "".join(span.split()):
                changes["start"], changes["end"] = spans.find(one.notice.text, passage, one.start)
            return _back(actions.edit_proposal(by=scope, proposal=one, **changes))
        except Refusal as refusal:
            form.add_error(_field_of(refusal), str(refusal))
    context = {"form": form, "notice": one.notice, "proposal": one}
    return render(request, "office/proposal_form.html", context, status=422 if form.errors else 200)


@access("officer")
@require_POST
def dropping(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """`drop` with a reason, or `restore`."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.proposal(scope, pk, proposal)
    try:
        if "restore" in request.POST:
            actions.restore(by=scope, proposal=one)
        else:
            actions.drop(by=scope, proposal=one, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(one)


@access("officer")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """A person's yes: the passage becomes a requirement of a campaign. Without a campaign, one is made first."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.proposal(scope, pk, proposal)
    campaigns = list(own_campaigns(scope))
    if not campaigns:
        messages.info(request, _("A requirement belongs to a campaign: make one from this notice first."))
        return redirect(f"{reverse('campaign-new')}?notice={pk}")
    chosen = request.GET.get("campaign", "")
    of_notice = [campaign for campaign in campaigns if campaign.notice_id == pk]
    campaign = next((each for each in campaigns if each.code == chosen), (of_notice or campaigns)[0])
    readings = [(each.code, each.title) for each in readings_of(scope, campaign)]
    initial = first_answers(one, one.notice, campaign)
    form = ConfirmForm(**sent(request), campaign=campaign, readings=readings, initial=initial)
    form.fields["due_on"].help_text = due_help(one, campaign)
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            made = confirm_proposal(by=scope, proposal=one, campaign=campaign, **form.asked())
        except Refusal as refusal:
            keep_refused(by=scope, refusal=refusal, issuer=placement_of(scope, campaign.issuer_id))
            form.add_error(PLACES_OF.get(refusal.code), told(refusal))
            known = refusal.where.get("indicator")
        else:
            done = _("Confirmed: requirement %(code)s of %(campaign)s.")
            messages.success(request, done % {"code": made.code, "campaign": campaign.title_zh})
            return _back(one)
    context = {
        "form": form,
        "notice": one.notice,
        "proposal": one,
        "campaign": campaign,
        "campaigns": campaigns,
        "known": known,
        "span": one.notice.text[one.start : one.end],
    }
    return render(request, "office/proposal_confirm.html", context, status=422 if form.errors else 200)
