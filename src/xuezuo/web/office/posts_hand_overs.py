"""Handing a post over: what is open at the organization is worked out, so that nothing known is asked for."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.cases.queries import open_for
from xuezuo.organizations import terms
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import placement_of
from xuezuo.people import actions, queries
from xuezuo.people.actions.hand_overs import may_take_back
from xuezuo.periods import today
from xuezuo.records.queries import make_up_list, outstanding_for, plans_of, still_to_hold
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.posts import holder_before
from xuezuo.web.office.posts_forms import HandOverForm
from xuezuo.web.shared.sent import sent


def open_things(scope: Scope, placement: Placement, day: date | None = None) -> dict[str, object]:
    """What whoever takes over a post of this organization finds open, derived from what is there already."""
    pk, organization = placement.organization_id, placement.organization
    is_branch = organization.kind in BRANCH_KINDS
    latest = terms.terms_of(scope, pk).first()
    return {
        "day": day or today(),
        "dues": outstanding_for(scope, pk, day) if is_branch else [],
        "rhythm": still_to_hold(scope, pk, day) if is_branch else [],
        "plans": plans_of(scope, pk) if is_branch else [],
        "missed": len(make_up_list(scope, pk)) if is_branch else 0,
        "cases": open_for(scope, pk, day),
        "transfers": queries.for_branch(scope, pk, day),
        "term": terms.running(latest, day) if latest else None,
        "holders": queries.holders(scope, pk, day),
    }


def _place(scope: Scope, organization: Organization) -> Placement:
    return placement_of(scope, organization.pk)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the post of whoever takes over; whoever held it before is known."""
    scope = request.scope  # type: ignore[attr-defined]
    incoming = queries.post_holding(scope, pk)
    placement = _place(scope, incoming.organization)
    outgoing = holder_before(incoming, list(queries.post_history(scope, placement.organization_id)))
    if outgoing is None:
        raise NotVisible(pk)
    form = HandOverForm(**sent(request), initial={"handed_on": max(today(), incoming.valid_from)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_over(by=scope, outgoing=outgoing, incoming=incoming, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("handed_on", str(refusal))
        else:
            messages.success(request, _("The hand-over is entered. Print the page if both want to sign."))
            return redirect("hand-over", made.pk)
    context = {"form": form, "placement": placement, "outgoing": outgoing, "incoming": incoming}
    context["open"] = open_things(scope, placement)
    return render(request, "office/posts_hand_over_new.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    made = queries.hand_over(scope, pk)
    placement = _place(scope, made.incoming.organization)
    context = {
        "made": made,
        "placement": placement,
        "outgoing": made.outgoing,
        "incoming": made.incoming,
        "may_take_back": may_take_back(scope, made),
        "by": names_of([made.entered_by]).get(made.entered_by, ""),
        "open": open_things(scope, placement, made.handed_on),
    }
    return render(request, "office/posts_hand_over.html", context)


@access("secretary", "officer")
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a hand-over back within the day."""
    scope = request.scope  # type: ignore[attr-defined]
    made = queries.hand_over(scope, pk)
    placement = _place(scope, made.incoming.organization)
    try:
        actions.take_back_hand_over(by=scope, made=made)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("hand-over", pk)
    messages.success(request, _("The hand-over is taken back; the post can be handed over anew."))
    return redirect("posts", placement.organization.code)
