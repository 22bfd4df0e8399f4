"""Transfers: what waits for whom, drafting one, its page, its letter, and the stubs of letters."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import children_of, placement_by_code, top_of
from xuezuo.people import actions, queries
from xuezuo.people.actions.transfers import Letter
from xuezuo.people.kinds import Stage
from xuezuo.people.queries import UnderWay
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.transfers_forms import DraftForm, IncomingForm
from xuezuo.web.shared.sent import sent

WAITING = {
    "us": gettext_lazy("Waiting for us"),
    "runs_out": gettext_lazy("Letter runs out soon"),
    "expired": gettext_lazy("Letter has run out: still ours"),
    "above": gettext_lazy("Waiting for the committee above"),
    "them": gettext_lazy("Waiting for the other side"),
}


@access("secretary", "officer")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All in which the viewer has a part; `?organization=` those of one branch."""
    scope = request.scope  # type: ignore[attr-defined]
    code = request.GET.get("organization", "")
    place = placement_by_code(scope, code) if code else top_of(scope)
    heaps: dict[str, list[UnderWay]] = {name: [] for name in WAITING}
    for one in queries.for_branch(scope, place.organization_id) if code else queries.under_way(scope):
        heaps[one.heap].append(one)
    context = {
        "heaps": [(title, heaps[name]) for name, title in WAITING.items() if heaps[name]],
        "organization": place.organization,
        "is_office": scope.role == "officer",
    }
    return render(request, "office/transfers.html", context)


@access("officer")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """One line for an office's home, empty while nothing waits. On its own, for that page asks the same few questions at
    every size, and these are not among them."""
    found = queries.waiting(request.scope)  # type: ignore[attr-defined]
    words = {"day": date_format(found.since) if found.since else ""}
    told = {
        "us": ngettext_lazy("%(n)s waits for us since %(day)s", "%(n)s wait for us, the first since %(day)s", "n"),
        "expired": ngettext_lazy(
            "%(n)s letter has run out and is still ours", "%(n)s letters have run out and are still ours", "n"
        ),
        "runs_out": ngettext_lazy("%(n)s letter runs out soon", "%(n)s letters run out soon", "n"),
    }
    parts = [str(told[heap] % (words | {"n": count})) for heap, count in found.counts.items()]
    if found.runs_out_on:
        parts.append(_("The first letter ends on %(day)s") % {"day": date_format(found.runs_out_on)})
    if found.more:
        parts.append(_("There may be more"))
    return render(request, "office/transfers_waiting.html", {"parts": parts})


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?member=` is the member, picked from the roster."""
    scope = request.scope  # type: ignore[attr-defined]
    number = request.GET.get("member", "")
    if not (number.isdecimal() and len(number) < 19):
        raise NotVisible(number)
    member, home = queries.draftable(scope, int(number))
    form = DraftForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            target = queries.branch_named(given["target"]) if given["target"] else None
            made = actions.draft(by=scope, member=member, **given | {"target": target})
        except Refusal as refusal:
            form.add_error("target" if "target" in refusal.code else None, str(refusal))
        else:
            messages.success(request, _("The transfer is drafted. Until it is accepted the member stays here."))
            return redirect("transfer", made.pk)
    context = {"form": form, "member": member, "home": home, "posts": queries.posts_of(member.pk)}
    return render(request, "office/transfers_new.html", context, status=422 if form.errors else 200)


def _receiving(scope: Scope, code: str) -> Placement:
    placement = placement_by_code(scope, code) if code else top_of(scope)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(code)
    return placement


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest) -> HttpResponse:
    """Somebody came with a letter from outside; `?organization=` is the branch that they came to."""
    scope = request.scope  # type: ignore[attr-defined]
    placement = _receiving(scope, request.GET.get("organization", ""))
    if placement.organization.kind not in BRANCH_KINDS:
        branches = children_of(scope, placement).filter(organization__kind__in=BRANCH_KINDS)
        context = {"page": Paginator(branches, 100).get_page(request.GET.get("page")), "placement": placement}
        return render(request, "office/transfers_choose.html", context)
    form = IncomingForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        outside, dues = given.pop("outside"), given.pop("dues_paid_to")
        try:
            made = actions.draft_incoming(
                by=scope,
                organization_id=placement.organization_id,
                outside=outside,
                letter=Letter(**given),
                dues_paid_to=dues,
            )
        except Refusal as refusal:
            form.add_error("id_number" if "person" in refusal.code else "issued_on", str(refusal))
        else:
            messages.success(request, _("The letter is entered. On the roster they are once it is accepted."))
            return redirect("transfer", made.pk)
    context = {"form": form, "placement": placement}
    return render(request, "office/transfers_incoming.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.transfer(scope, pk)
    acted = [step.decided_by for step in one.steps] + [one.transfer.drafted_by]
    names = names_of(acted)
    context = {
        "one": one,
        "may": steps_open(one),
        "drafted_by": names.get(one.transfer.drafted_by, ""),
        "story": [(step, names.get(step.decided_by, "")) for step in one.steps],
        "posts": queries.posts_of(one.transfer.member_id) if one.sends and one.transfer.member_id else [],
        "today": today(),
    }
    return render(request, "office/transfers_page.html", context)


def steps_open(one: UnderWay) -> dict[str, bool]:
    """Which steps the viewer may take now; the actions ask again."""
    letter_stands = one.stage in (Stage.UNDER_WAY, Stage.RUNS_OUT, Stage.EXPIRED)
    own_letter = one.transfer.source_id is not None
    return {
        "issue": own_letter and one.issues and one.stage in (Stage.DRAFTED, Stage.RETURNED),
        "renew": own_letter and one.issues and one.stage in (Stage.RUNS_OUT, Stage.EXPIRED),
        "accept": one.takes_in and one.stage in (Stage.UNDER_WAY, Stage.RUNS_OUT),
        "return": one.takes_in and letter_stands,
        "withdraw": (one.sends or not own_letter) and one.is_open,
    }


@access("secretary", "officer")
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of introduction with its receipt, for printing; either side may print it."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.transfer(scope, pk)
    if one.letter is None or one.transfer.source_id is None:
        raise NotVisible(pk)
    context = {"one": one, "letter": one.letter, "issuer": one.letter.issuer}
    return render(request, "office/transfers_letter.html", context)


@access("officer")
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The stubs of the letters that this office issued."""
    scope = request.scope  # type: ignore[attr-defined]
    page_of = Paginator(queries.stubs(scope), 50).get_page(request.GET.get("page"))
    return render(request, "office/transfers_register.html", {"page": page_of, "organization": top_of(scope)})
