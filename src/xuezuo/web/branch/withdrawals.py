"""A record taken back: the form for it, the page that stands in its place, and putting it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.accounts.queries import names_of
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import actions, queries, rules
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch.minutes_forms import ReasonForm
from xuezuo.web.shared.sent import sent


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why, and it is gone from every figure and list; it can be put back."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        record = queries.record(scope, pk)
    except NotVisible:
        queries.withdrawn(scope, pk)  # sent twice: its page says that it was taken back
        return redirect("record", pk)
    placement = placement_of(scope, record.organization_id)
    rules.may_write(scope, placement.path)
    form = ReasonForm(**sent(request))
    if form.is_valid():
        try:
            actions.withdraw(by=scope, record=record, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Taken back. No figure counts it any more."))
            return redirect("record", pk)
    context = {"record": record, "placement": placement, "form": form, "days": rule("record.restore_days", today())}
    return render(request, "branch/withdrawal_new.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a record back; `pk` is the record's own number."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        withdrawal = queries.withdrawn(scope, pk)
    except NotVisible:
        queries.record(scope, pk)  # sent twice: it stands again
        return redirect("record", pk)
    try:
        actions.restore(by=scope, withdrawal=withdrawal)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Put back as it was."))
    return redirect("record", pk)


def page_of_withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """In place of a record that was taken back: that it was, by whom, when and why. Raises `NotVisible` for any other."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    withdrawal = queries.withdrawn(scope, pk)
    placement = placement_of(scope, withdrawal.organization_id)
    try:
        may_write = bool(rules.may_write(scope, placement.path))
    except NotVisible:
        may_write = False
    context = {
        "withdrawal": withdrawal,
        "placement": placement,
        "may_write": may_write,
        "sees_names": scope.sees_names_at(placement.path),
        "who": names_of([withdrawal.withdrawn_by]).get(withdrawal.withdrawn_by, ""),
    }
    return render(request, "branch/withdrawn.html", context)
