"""Notices: the list, taking one in, the text with what it asks, its original, and who has received it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.campaigns.queries import campaigns_for
from xuezuo.notices import actions, queries
from xuezuo.notices.rules import length_passed
from xuezuo.organizations.queries import top_of
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.office import marks
from xuezuo.web.office.notice_forms import NoticeFileForm, ProposalForm
from xuezuo.web.office.uploads import content_of
from xuezuo.web.shared.downloads import attachment
from xuezuo.web.shared.sent import sent

READERS = ("officer", "inspector", "secretary", "member")
LIMIT_MB = 20


@access(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    page = Paginator(queries.listing(scope), 20).get_page(request.GET.get("page"))
    return render(request, "office/notices.html", {"page": page})


@access("officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NoticeFileForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        scope = request.scope  # type: ignore[attr-defined]
        try:
            name, content = content_of(form.cleaned_data["file"], LIMIT_MB)
            notice = actions.take_in(by=scope, holder=top_of(scope), file_name=name, content=content)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The notice is kept. Look at what it asks; nothing is a requirement yet."))
            return redirect("notice", notice.pk)
    return render(request, "office/notice_new.html", {"form": form}, status=422 if form.errors else 200)


@access(*READERS)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The text and, for its office, every proposal; for all others the requirements that were confirmed and issued."""
    scope = request.scope  # type: ignore[attr-defined]
    notice = queries.notice(scope, pk)
    actions.receive(by=scope, notice=notice)
    editing = queries.may_edit(scope, notice)
    proposals = list(queries.proposals(scope, notice))
    if not editing:
        proposals = [one for one in proposals if hasattr(one, "requirement") and one.requirement.campaign.issued_at]
    cards = marks.cards(notice.text, proposals)
    context = {
        "notice": notice,
        "editing": editing,
        "limit": length_passed(notice.text),
        "pieces": marks.pieces(notice.text, proposals),
        "cards": cards,
        "waiting": sum(card.state == "open" for card in cards),
        "issues": queries.issues(scope, notice),
        "campaigns": campaigns_for(scope).filter(notice=notice),
        "published": hasattr(notice, "publishing"),
    }
    if editing:
        context["form"] = ProposalForm()
    return render(request, "office/notice.html", context)


@access(*READERS)
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    notice = queries.notice(request.scope, pk)  # type: ignore[attr-defined]
    return attachment(notice.file_name, bytes(notice.original))


@access("officer", "inspector")
@require_safe
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """The organizations that the notice was sent to: those that have not opened it yet, or those that have."""
    scope = request.scope  # type: ignore[attr-defined]
    notice = queries.notice(scope, pk)
    received = request.GET.get("received") == "1"
    page_of = Paginator(queries.expected(scope, notice, received), 50).get_page(request.GET.get("page"))
    context = {
        "notice": notice,
        "received": received,
        "page": page_of,
        "expected": queries.expected(scope, notice).count(),
    }
    return render(request, "office/notice_receipts.html", context)
