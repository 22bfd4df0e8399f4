"""Entries that may be one person: the list of a part of the tree, one pair, what is said and decided about it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.organizations import duplicates, likenesses
from xuezuo.organizations.likenesses import PairSeen
from xuezuo.organizations.queries import placement_by_code
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch.members import masked

PER_PAGE = 20
SAME = [("yes", gettext_lazy("one person, entered twice")), ("no", gettext_lazy("two people"))]


class StatementForm(forms.Form):
    same = forms.ChoiceField(label=gettext_lazy("What you know"), choices=SAME, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("How you know"),
        help_text=gettext_lazy("The other branch and the office above read it; write no identity number."),
        max_length=300,
    )


class DecisionForm(StatementForm):
    """`stays` and `home` are read only where it is one person."""

    stays = forms.ChoiceField(label=gettext_lazy("Which entry stays, if it is one person"), required=False)
    home = forms.ChoiceField(label=gettext_lazy("Where the membership is, if it is one person"), required=False)

    def __init__(self, *args: Any, seen: PairSeen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays, home = self.fields["stays"], self.fields["home"]
        assert isinstance(stays, forms.ChoiceField)
        assert isinstance(home, forms.ChoiceField)
        sides = [entry for entry, _ in seen.sides]
        named = [(str(one.member.pk), one.membership.organization.name) for one in sides]
        # nothing is chosen beforehand: which entry stays is for the person to say
        stays.choices = [("", "—")] + [
            (pk, _("entry %(number)s: %(branch)s") % {"number": number, "branch": branch})
            for number, (pk, branch) in enumerate(named, start=1)
        ]
        branches = {str(one.membership.organization_id): one.membership.organization.name for one in sides}
        home.choices = [("", "—"), *branches.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("stays", "home"):
            said[name] = int(said[name]) if said.get(name) else None
        return said


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Open pairs of a part of the tree, and those decided; on POST the rosters below are compared anew."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    if request.method == "POST":
        try:
            found = duplicates.find(by=scope, placement=placement)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            told = ngettext("%(count)s new pair found.", "%(count)s new pairs found.", found)
            messages.success(request, told % {"count": found})
        return redirect("duplicates", code)
    decided = "decided" in request.GET
    page = Paginator(likenesses.pairs_for(scope, placement, decided=decided), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "placement": placement,
        "decided": decided,
        "page": page,
        "pairs": [likenesses.seen_by(scope, one) for one in page],
    }
    return render(request, "office/duplicates.html", context)


@access("secretary", "officer")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return _page(request, likenesses.pair_seen(scope, pk))


def _page(request: HttpRequest, seen: PairSeen, form: forms.Form | None = None) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    may_decide = duplicates.may_decide(scope, seen)
    if form is None:
        form = DecisionForm(seen=seen) if may_decide else StatementForm()
    context = {
        "seen": seen,
        "sides": [
            (entry, named, masked(entry.member, "id_number"), masked(entry.member, "phone"))
            for entry, named in seen.sides
        ],
        "statements": seen.pair.statements.select_related("organization").order_by("stated_at"),
        "may_decide": may_decide,
        "may_state": bool(seen.own) and not may_decide,
        "undo_days": duplicates.UNDO_DAYS,
        "form": form,
    }
    return render(request, "office/duplicates_pair.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    seen = likenesses.pair_seen(scope, pk)
    form = StatementForm(request.POST)
    if not form.is_valid():
        return _page(request, seen, form)
    said = form.cleaned_data
    try:
        duplicates.state(by=scope, pair=seen.pair, same=said["same"] == "yes", reason=said["reason"])
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Said. The office above both branches decides."))
    return redirect("duplicate", pk)


@access("secretary", "officer")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    seen = likenesses.pair_seen(scope, pk)
    if not duplicates.may_decide(scope, seen):
        raise NotVisible(pk)
    form = DecisionForm(request.POST, seen=seen)
    if not form.is_valid():
        return _page(request, seen, form)
    said = form.cleaned_data
    try:
        duplicates.decide(
            by=scope,
            pair=seen.pair,
            same=said["same"] == "yes",
            reason=said["reason"],
            stays=said["stays"],
            home=said["home"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, seen, form)
    messages.success(request, _("Decided. It can be undone within %(days)s days.") % {"days": duplicates.UNDO_DAYS})
    return redirect("duplicate", pk)


@access("secretary", "officer")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    seen = likenesses.pair_seen(scope, pk)
    if seen.decision is None:
        raise NotVisible(pk)
    try:
        duplicates.undo(by=scope, decision=seen.decision, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone; both entries stand as before and the pair is open again."))
    return redirect("duplicate", pk)
