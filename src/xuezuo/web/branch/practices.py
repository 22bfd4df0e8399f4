"""The book of local practice: search, read, adopt, write one's own."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import requirements_for
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code, placement_of
from xuezuo.practices import actions, queries
from xuezuo.practices.models import Practice
from xuezuo.records.queries import own_way, records_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import ids
from xuezuo.web.branch.practices_forms import AdoptionForm, PracticeForm, SearchForm

READERS = ("member", "secretary", "officer", "inspector")


@access(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    form = SearchForm(request.GET)
    wanted = queries.Search(**form.cleaned_data) if form.is_valid() else queries.Search()
    page_of = Paginator(queries.search(scope, wanted), 20).get_page(request.GET.get("page"))
    return render(request, "branch/practices.html", {"form": form, "page": page_of})


@access(*READERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One practice; on POST the viewer's organization adopts it, or says more about that."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.practice(scope, pk)
    own = scope.organization_id == one.organization_id
    may_adopt = scope.role in ("secretary", "officer") and not own and bool(one.published_at) and not one.withdrawn_at
    if request.method == "POST" and not may_adopt:
        raise NotVisible(pk)
    form, mine = None, None
    if may_adopt:
        mine = queries.adoption_by(scope, one)
        initial = {"note": mine.note, "record": mine.record_id} if mine else None
        records = records_of(scope, scope.organization_id or 0)
        form = AdoptionForm(request.POST or None, records=records, initial=initial)
        if request.method == "POST" and form.is_valid():
            actions.adopt(by=scope, practice=one, **form.cleaned_data)
            messages.success(request, _("Adopted. Do it in your own way; nothing else is asked."))
            return redirect("practice", pk)
    context = {
        "practice": one,
        "adopters": queries.adoptions_of(scope, one).count(),
        "own": own,
        "form": form,
        "mine": mine,
        "may_rewrite": own and scope.role in ("secretary", "officer") and not one.published_at and not one.withdrawn_at,
        "may_write_anew": own and scope.role in ("secretary", "officer") and bool(one.withdrawn_at),
        "may_withdraw": own and scope.role in ("secretary", "officer") and not one.withdrawn_at,
    }
    return render(request, "branch/practice.html", context, status=422 if form and form.errors else 200)


@access(*READERS)
@require_safe
def adoptions(request: HttpRequest, pk: int) -> HttpResponse:
    """The organizations behind the number, in the order in which they adopted it."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.practice(scope, pk)
    page_of = Paginator(queries.adoptions_of(scope, one), 50).get_page(request.GET.get("page"))
    return render(request, "branch/adoptions.html", {"practice": one, "page": page_of})


@access("secretary", "officer")
@require_POST
def unadopt(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.adoption(scope, pk)
    actions.take_back_adoption(by=scope, adoption=one)
    messages.success(request, _("Taken back."))
    return redirect("practice", one.practice_id)


@access("secretary", "officer")
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """By the organization whose it is, or by an office above."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.practice(scope, pk)
    try:
        actions.withdraw(by=scope, practice=one, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        declined = not one.published_at and scope.organization_id != one.organization_id
        messages.success(
            request,
            _("Declined; the branch reads your reason.")
            if declined
            else _("Withdrawn; nobody else finds it any longer."),
        )
    if not one.published_at and scope.organization_id != one.organization_id:
        return redirect("practices-offered")
    return redirect("practice", pk)


@access("secretary", "officer")
@require_safe
def own(request: HttpRequest, code: str) -> HttpResponse:
    """What one organization wrote, and where each stands."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    context = {
        "placement": placement,
        "practices": queries.practices_of(scope, placement.organization_id),
        "own": scope.organization_id == placement.organization_id,
    }
    return render(request, "branch/practices_own.html", context)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a practice down; `?own_way=` begins from a way of one's own."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    if scope.organization_id != placement.organization_id:
        raise NotVisible(code)
    from_way = next((own_way(scope, pk) for pk in ids(request.GET.getlist("own_way")[:1])), None)
    anew = next((queries.practice(scope, pk) for pk in ids(request.GET.getlist("anew")[:1])), None)
    initial: dict[str, object] = {"sector": placement.organization.sector}
    if from_way:
        initial |= {
            "title": from_way.requirement.title,
            "what": from_way.what,
            "requirement": str(from_way.requirement_id),
        }
    elif anew and anew.organization_id == placement.organization_id:
        initial |= _words_of(anew)
    form, asked = _form(request, scope, placement, initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write(by=scope, organization=placement.organization, own_way=from_way, **form.said(asked))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Offered. The office above may publish it."))
            return redirect("practice", made.pk)
    context = {"placement": placement, "form": form}
    return render(request, "branch/practice_new.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def rewriting(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a practice that nobody has published yet."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    one = queries.practice(scope, pk)
    placement = placement_of(scope, one.organization_id) if scope.organization_id == one.organization_id else None
    if placement is None or one.published_at or one.withdrawn_at:
        raise NotVisible(pk)
    form, asked = _form(request, scope, placement, _words_of(one) | {"agreed": True})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rewrite(by=scope, practice=one, **form.said(asked))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed. The office above reads it as it stands now."))
            return redirect("practice", pk)
    context = {"placement": placement, "form": form, "practice": one}
    return render(request, "branch/practice_new.html", context, status=422 if form.errors else 200)


def _words_of(one: Practice) -> dict[str, object]:
    said = {"title": one.title, "what": one.what, "topic": one.topic, "sector": one.sector}
    return said | {
        "requirement": str(one.requirement_id or ""),
        "named": list(one.named.values_list("member", flat=True)),
    }


def _form(
    request: HttpRequest, scope: Scope, placement: Placement, initial: dict[str, object]
) -> tuple[PracticeForm, list[Requirement]]:
    asked = requirements_for(scope, placement)
    people = queries.people_to_name(scope, placement.organization_id)
    return PracticeForm(request.POST or None, initial=initial, people=people, requirements=asked), asked
