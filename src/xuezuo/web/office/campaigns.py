"""Campaigns: the list, a draft from a notice or a file, what it holds, what it would cost, and issuing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.burdens.actions import keep_refused
from xuezuo.burdens.queries import levels_of
from xuezuo.campaigns import actions, audiences, files, queries
from xuezuo.campaigns.models import Campaign
from xuezuo.known_figures.queries import asks_to_send
from xuezuo.notices.models import Notice
from xuezuo.notices.queries import editable_notice, notices
from xuezuo.organizations.queries import placement_of, placements, top_of
from xuezuo.periods import today
from xuezuo.records.queries import reasons_about
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.notice_forms import CampaignFileForm, CampaignForm
from xuezuo.web.office.uploads import content_of
from xuezuo.web.shared.known import told
from xuezuo.web.shared.sent import sent

READERS = ("officer", "inspector", "secretary", "member")
FILE_LIMIT_MB = 2


def own_campaigns(scope: Scope) -> QuerySet[Campaign]:
    """Campaigns to which the viewer may add, drafts first."""
    below = placements(scope).order_by().values("organization_id")
    return queries.campaigns_for(scope).filter(issuer_id__in=below).order_by("issued_at", "-pk")


def _own(scope: Scope, code: str) -> Campaign:
    """One that the viewer may issue. Raises `NotVisible` for all others."""
    campaign = queries.campaign_by_code(scope, code)
    placement_of(scope, campaign.issuer_id)
    return campaign


@access(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    found = queries.campaigns_for(request.scope).select_related("issuer")  # type: ignore[attr-defined]
    page_of = Paginator(found, 20).get_page(request.GET.get("page"))
    return render(request, "office/campaigns.html", {"page": page_of})


def _notice_of(request: HttpRequest) -> Notice | None:
    number = request.GET.get("notice", "")
    is_id = number.isdecimal() and len(number) < 19
    return editable_notice(request.scope, int(number)) if is_id else None  # type: ignore[attr-defined]


@access("officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft; `?notice=` ties it to the notice that its requirements will come from."""
    scope = request.scope  # type: ignore[attr-defined]
    notice = _notice_of(request)
    initial = {"title_zh": notice.title[:200], "starts_on": notice.issued_on} if notice else {}
    form = CampaignForm(**sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.start_campaign(by=scope, issuer=top_of(scope), notice=notice, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("code" if refusal.code == "campaign_exists" else "ends_on", str(refusal))
        else:
            messages.success(request, _("The draft is made. Nobody but your office sees it until it is issued."))
            return redirect("notice", notice.pk) if notice else redirect("campaign", campaign.code)
    return render(
        request, "office/campaign_new.html", {"form": form, "notice": notice}, status=422 if form.errors else 200
    )


@access("officer")
@require_http_methods(["GET", "POST"])
def from_file(request: HttpRequest) -> HttpResponse:
    form = CampaignFileForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            name, content = content_of(form.cleaned_data["file"], FILE_LIMIT_MB)
            campaign, counts = actions.load_campaign(
                by=request.scope,  # type: ignore[attr-defined]
                file=files.read_text(content, name),
            )
        except Refusal as refusal:
            keep_refused(by=request.scope, refusal=refusal)  # type: ignore[attr-defined]
            form.add_error("file", told(refusal))
        except NotVisible as missing:
            form.add_error("file", str(Refusal("not_found", name=missing)))
        else:
            done = _("Loaded: %(created)s requirements created, %(amended)s amended, %(unchanged)s unchanged.")
            messages.success(request, done % counts)
            return redirect("campaign", campaign.code)
    return render(request, "office/campaign_file.html", {"form": form}, status=422 if form.errors else 200)


@access(*READERS)
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    campaign = queries.campaign_by_code(scope, code)
    requirements = list(queries.requirements_of(scope, campaign))
    cited = {one.passage.notice_id for one in requirements if one.passage}
    context = {
        "campaign": campaign,
        "readings": queries.readings_of(scope, campaign),
        "requirements": requirements,
        "readable": set(notices(scope).filter(pk__in=cited).values_list("pk", flat=True)),
        "minutes": sum(one.minutes for one in requirements),
        "fields": sum(one.fields_asked for one in requirements),
        "own": scope.role == "officer" and own_campaigns(scope).filter(pk=campaign.pk).exists(),
    }
    return render(request, "office/campaign.html", context)


@access("officer")
@require_safe
def rehearsal(request: HttpRequest, code: str) -> HttpResponse:
    """What it would ask of how many, before anything is issued (AF10)."""
    scope = request.scope  # type: ignore[attr-defined]
    campaign = _own(scope, code)
    requirements = list(queries.requirements_of(scope, campaign))
    context = {
        "campaign": campaign,
        "cost": queries.rehearse(scope, campaign),
        "levels": levels_of(scope, campaign),
        "asked": [
            {"requirement": one, "asks_to_send": asks_to_send(one.title) and not one.collects} for one in requirements
        ],
        "meetings": queries.other_meetings(scope, campaign),
    }
    return render(request, "office/rehearsal.html", context)


@access("officer")
@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    try:
        actions.issue(by=scope, campaign=_own(scope, code))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The campaign is issued: the branches now see what is due."))
    return redirect("campaign", code)


@access("officer", "inspector")
@require_safe
def addressed(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """The organizations behind the number of branches, as far as the viewer's part of the tree reaches."""
    scope = request.scope  # type: ignore[attr-defined]
    campaign = queries.campaign_by_code(scope, code)
    one = queries.requirements_of(scope, campaign).filter(code=requirement).first()
    if one is None:
        raise NotVisible(requirement)
    day = today()
    reached = audiences.rows(audiences.audience_of(one.audience), queries.top_path(one, day), day)
    found = placements(scope, day).filter(pk__in=reached.order_by().values("pk"))
    page_of = Paginator(found, 50).get_page(request.GET.get("page"))
    said = reasons_about(scope, campaign.pk, one.code, [(place.organization_id, place.path) for place in page_of])
    context = {
        "campaign": campaign,
        "requirement": one,
        "page": page_of,
        "rows": [(place, said.get(place.organization_id)) for place in page_of],
    }
    return render(request, "office/addressed.html", context)
