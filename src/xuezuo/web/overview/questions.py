"""Saved questions: one's own and those that others share; saving, sharing, taking back."""

from urllib.parse import parse_qs

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.indicators.queries import ask
from xuezuo.organizations.queries import children_of, placement_by_code, top_of
from xuezuo.own_questions import actions, queries
from xuezuo.own_questions.asking import read
from xuezuo.own_questions.models import SavedQuestion
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.own_words import heading, tags


@access(*SEES_FIGURES)
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The lists; on POST the question just asked is saved under a name."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if request.method == "POST":
        return _save(request, scope)
    context = {
        "mine": list(queries.mine(scope)),
        "shared": list(queries.shared_with(scope)),
        "withdrawn": list(queries.withdrawn(scope)),
    }
    return render(request, "overview/questions.html", context)


def _save(request: HttpRequest, scope: Scope) -> HttpResponse:
    words = request.POST.get("question", "")
    try:
        own = read(parse_qs(words))
        made = actions.save(by=scope, own=own, name=request.POST.get("name", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        organization = request.POST.get("organization", "")
        place = f"&organization={organization}" if organization.isalnum() else ""
        return redirect(f"{reverse('ask')}?{QueryDict(words).urlencode()}{place}")
    messages.success(request, _("Saved for yourself. Share it if others should be able to ask it."))
    return redirect("question", made.pk)


@access(*SEES_FIGURES)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One saved question in words, with whom it is shared, and what can be done about it."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.question(scope, pk)
    is_mine = one.saved_by == scope.viewer_id
    context = {
        "one": one,
        "is_mine": is_mine,
        "may_end": is_mine or (scope.role in ("officer", "secretary") and one.organization_id == scope.organization_id),
        "may_share": is_mine and scope.role in ("officer", "secretary") and one.withdrawn_at is None,
        **_in_words(scope, one),
        **_places(scope),
    }
    return render(request, "overview/question.html", context)


def _in_words(scope: Scope, one: SavedQuestion) -> dict[str, object]:
    """The question as it would be asked at the viewer's own organization, or why it cannot be."""
    try:
        asked = ask(scope)
        own = queries.own_at(asked, {}, one)
    except Refusal as refusal:
        return {"cannot": str(refusal)}
    return {"heading": heading(own), "tags": tags(asked, own)}


def _places(scope: Scope) -> dict[str, object]:
    """With whom it can be shared by one choice: the viewer's own part of the tree, or one right below."""
    top = top_of(scope)
    return {"top": top, "children": children_of(scope, top).order_by("path")[:200]}


@access("secretary", "officer")
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.question(scope, pk)
    placement = placement_by_code(scope, request.POST.get("organization", ""))
    try:
        actions.share(by=scope, question=one, placement=placement)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("Shared with %(name)s and everybody below. Each sees the numbers of their own part only.")
        messages.success(request, told % {"name": placement.organization.name})
    return redirect("question", pk)


@access("secretary", "officer")
@require_POST
def end_sharing(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.sharing(scope, pk)
    actions.end_sharing(by=scope, sharing=one)
    messages.success(request, _("No longer shared there."))
    return _back(scope, one.question_id)


@access(*SEES_FIGURES)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    actions.withdraw(by=scope, question=queries.question(scope, pk))
    messages.success(request, _("Withdrawn; nobody finds it any longer. You can put it back below."))
    return redirect("questions")


@access(*SEES_FIGURES)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        actions.restore(by=scope, question=queries.question(scope, pk))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("questions")
    messages.success(request, _("Put back as it was."))
    return redirect("question", pk)


def _back(scope: Scope, pk: int) -> HttpResponse:
    """To the question, or to the list for whom it is not there any longer."""
    try:
        queries.question(scope, pk)
    except NotVisible:
        return redirect("questions")
    return redirect("question", pk)
