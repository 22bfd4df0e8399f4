"""The steps of a transfer: the letter, acceptance, return, withdrawal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.people import actions, queries
from xuezuo.people.kinds import Stage
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible
from xuezuo.web.access import access
from xuezuo.web.office.transfers import steps_open
from xuezuo.web.office.transfers_forms import DayForm, ReturnForm, WithdrawalForm
from xuezuo.web.shared.sent import sent


@access("officer")
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter for today: the first, the next after a return, or a renewal."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.transfer(scope, pk)
    first = one.stage in (Stage.DRAFTED, Stage.RETURNED)
    try:
        made = (actions.issue if first else actions.renew)(by=scope, transfer=one.transfer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Letter %(number)s is issued and good until %(day)s. Print it, or let the other side read it here.")
        messages.success(request, said % {"number": made.letter, "day": made.good_until})
    return redirect("transfer", pk)


def _step(request: HttpRequest, pk: int, form: forms.Form, words: dict[str, str], act: Any, step: str) -> HttpResponse:
    """Show the form of a step; once it is sent, take it and go back to the transfer."""
    scope = request.scope  # type: ignore[attr-defined]
    one = queries.transfer(scope, pk)
    if not steps_open(one)[step]:
        if request.method == "POST" and one.letter is not None:
            # somebody else was quicker: say where it stands instead of finding nothing
            messages.error(request, str(Refusal("transfer_not_now", stage=one.stage.label)))
            return redirect("transfer", pk)
        raise NotVisible(pk)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=scope, transfer=one.transfer, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("transfer", pk)
    context = {"form": form, "one": one, "words": words}
    return render(request, "office/transfers_step.html", context, status=422 if form.errors else 200)


@access("officer")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "title": _("Accept the transfer"),
        "text": _("From this day on the member belongs to the receiving branch and to no other."),
        "button": _("Accept"),
        "done": _("Accepted: the member belongs to the receiving branch from that day on."),
    }
    form = DayForm(**sent(request), initial={"on": today()})
    return _step(request, pk, form, words, actions.accept, "accept")


@access("officer")
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "title": _("Return the transfer"),
        "text": _(
            "A relation is not refused without cause. The sending side reads what you write and keeps the member."
        ),
        "button": _("Return it"),
        "done": _("Returned to the sending side."),
    }
    form = ReturnForm(**sent(request), initial={"on": today()})
    return _step(request, pk, form, words, actions.send_back, "return")


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "title": _("Withdraw the transfer"),
        "text": _("The member stays in the sending branch; the letter is no longer good."),
        "button": _("Withdraw"),
        "done": _("Withdrawn."),
    }
    form = WithdrawalForm(**sent(request), initial={"on": today()})
    return _step(request, pk, form, words, actions.withdraw, "withdraw")
