"""Terms of committees: which end soon, which are late, one organization's terms, and putting an election off."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.accounts.queries import names_of
from xuezuo.organizations import terms
from xuezuo.organizations.models import Organization, Placement, Term
from xuezuo.organizations.queries import placement_by_code, placement_of, top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.office.notice_forms import Day
from xuezuo.web.shared.sent import sent

LISTS = {
    "soon": gettext_lazy("Ends within six months"),
    "late": gettext_lazy("Ended without an election"),
    "put_off": gettext_lazy("Put off by decision"),
}


class TermForm(forms.Form):
    elected_on = forms.DateField(label=gettext_lazy("Elected on"), widget=Day)
    ends_on = forms.DateField(
        label=gettext_lazy("Last day of the term"),
        help_text=gettext_lazy("Left empty: a term of usual length by the rules of the day of the election."),
        widget=Day,
        required=False,
    )


class TermCorrectionForm(forms.Form):
    elected_on = forms.DateField(label=gettext_lazy("Elected on"), widget=Day)
    ends_on = forms.DateField(label=gettext_lazy("Last day of the term"), widget=Day)
    reason = forms.CharField(label=gettext_lazy("What was wrong"), max_length=300)


class TermRemovalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("What was wrong"), max_length=300)


class DeferralForm(forms.Form):
    until = forms.DateField(label=gettext_lazy("Put off until"), widget=Day)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@access(*SEES_FIGURES)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Reminders stand here and are sent to nobody. The organization itself and those directly below, or everything."""
    scope = request.scope  # type: ignore[attr-defined]
    code = request.GET.get("organization", "")
    top = placement_by_code(scope, code) if code else top_of(scope)
    which = request.GET.get("which", "soon")
    which = which if which in LISTS else "soon"
    below = "below" in request.GET
    counted = {name: terms.running_terms(scope, top, name, below=below) for name in LISTS}
    page_of = Paginator(counted[which], 50).get_page(request.GET.get("page"))
    context = {
        "top": top,
        "which": which,
        "below": below,
        "lists": [(name, title, counted[name].count()) for name, title in LISTS.items()],
        "title": LISTS[which],
        "page": page_of,
        "rows": [terms.running(one) for one in page_of],
    }
    return render(request, "office/terms.html", context)


@access(*SEES_FIGURES)
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    known = list(terms.terms_of(scope, placement.organization_id))
    names = names_of([each.decided_by for one in known for each in one.deferrals.all()])
    context = {
        "placement": placement,
        "rows": [
            (terms.running(one), [(each, names.get(each.decided_by, "")) for each in one.deferrals.all()])
            for one in known
        ],
        "writes": _may(scope, placement, terms.may_write_terms),
        "defers": _may(scope, placement, terms.may_defer),
    }
    return render(request, "office/terms_page.html", context)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    form = TermForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        elected_on = form.cleaned_data["elected_on"]
        try:
            ends_on = form.cleaned_data["ends_on"] or _usual_end(placement.organization, elected_on)
            terms.enter_term(
                by=scope, organization_id=placement.organization_id, elected_on=elected_on, ends_on=ends_on
            )
        except Refusal as refusal:
            form.add_error("elected_on" if refusal.code == "term_in_future" else "ends_on", str(refusal))
        else:
            messages.success(request, _("The term is entered."))
            return redirect("organization-terms", code)
    context = {"form": form, "placement": placement, "usual_end": terms.usual_end(placement.organization, today())}
    return render(request, "office/terms_new.html", context, status=422 if form.errors else 200)


def _usual_end(organization: Organization, elected_on: date) -> date:
    found = terms.usual_end(organization, elected_on)
    if found is None:
        raise Refusal("term_end_missing")
    return found


def _may(scope: Scope, placement: Placement, asks: object) -> bool:
    try:
        asks(scope, placement.path)  # type: ignore[operator]
    except NotVisible:
        return False
    return True


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    term = terms.term(scope, pk)
    words = {
        "title": _("Correct a term"),
        "text": _("What was said before stays in the log. The day on which the term before was renewed follows."),
        "button": _("Save the correction"),
        "done": _("The correction is saved."),
    }
    form = TermCorrectionForm(**sent(request), initial={"elected_on": term.elected_on, "ends_on": term.ends_on})
    return _changed(request, term, form, words, terms.correct_term)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    term = terms.term(request.scope, pk)  # type: ignore[attr-defined]
    words = {
        "title": _("Take a term back"),
        "text": _("For an election that was not held, or not here. Its days stay in the log."),
        "button": _("Take it back"),
        "done": _("The term is taken back."),
    }
    return _changed(request, term, TermRemovalForm(**sent(request)), words, terms.take_back_term)


def _changed(request: HttpRequest, term: Term, form: forms.Form, words: dict[str, str], act: Any) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    terms.may_write_terms(scope, placement_of(scope, term.organization_id).path)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=scope, term=term, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("elected_on" if refusal.code == "term_in_future" else None, str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("organization-terms", term.organization.code)
    context = {"form": form, "term": term, "words": words}
    return render(request, "office/terms_change.html", context, status=422 if form.errors else 200)


@access("officer")
@require_http_methods(["GET", "POST"])
def deferral(request: HttpRequest, pk: int) -> HttpResponse:
    """The superior committee puts the election off (D6.05)."""
    scope = request.scope  # type: ignore[attr-defined]
    term = terms.term(scope, pk)
    terms.may_defer(scope, placement_of(scope, term.organization_id).path)
    form = DeferralForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            terms.defer(by=scope, term=term, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("The election is put off; while it lasts the term is not counted as late."))
            return redirect("organization-terms", term.organization.code)
    context = {"form": form, "term": term}
    return render(request, "office/terms_deferral.html", context, status=422 if form.errors else 200)
