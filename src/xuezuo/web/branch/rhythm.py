"""How often we meet: what holds here and where it comes from, stricter values of one's own, and the groups of a branch."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.accounts.queries import names_of
from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.local_rules import actions, queries
from xuezuo.local_rules import rules as narrowing_rules
from xuezuo.local_rules.models import Narrowing
from xuezuo.organizations import branch_groups
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code
from xuezuo.organizations.rules import may_keep_roster
from xuezuo.periods import FOREVER, today
from xuezuo.records.queries import CADENCE, KEYS, branches_below
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import Rule, rule, rule_on
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.forms import DateInput
from xuezuo.web.branch.groups import GroupForm
from xuezuo.web.shared.sent import sent

EACH = {
    "month": gettext_lazy("each month"),
    "quarter": gettext_lazy("each quarter"),
    "year": gettext_lazy("each year"),
}


class NarrowingForm(forms.Form):
    key = forms.ChoiceField(
        label=gettext_lazy("What should be more often"),
        choices=[(key, kind.label) for kind, (key, _length) in CADENCE.items()],
    )
    value = forms.IntegerField(
        label=gettext_lazy("How often in each of its periods"),
        min_value=1,
        max_value=999,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("It counts for periods that begin on that day or later."),
        widget=DateInput,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("Whoever has to do more reads it."), max_length=300
    )


class EndForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@dataclass(frozen=True)
class Line:
    """One kind of meeting: the value that holds today, the general rule behind it, and what was set above or here."""

    kind: ActivityKind
    each: str
    value: int | None
    general: Rule | None
    set_here: list[tuple[Narrowing, str, bool, EndForm]]


@access(*SEES_FIGURES)
@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest, code: str) -> HttpResponse:
    """The page; on POST a stricter value for this part of the tree."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    if request.method == "POST":
        narrowing_rules.may_narrow(scope, placement)
    form = NarrowingForm(**sent(request), initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.narrow(by=scope, organization=placement.organization, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(
                "valid_from" if refusal.code in ("narrowing_in_past", "narrowing_of_nothing") else "value", str(refusal)
            )
        else:
            reached = branches_below(scope, placement)
            text = ngettext("Set. It reaches %(count)s branch.", "Set. It reaches %(count)s branches.", reached)
            messages.success(request, text % {"count": reached})
            return redirect("rhythm", code)
    return _page(request, placement, form)


def _page(request: HttpRequest, placement: Placement, form: NarrowingForm) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    is_branch = placement.organization.kind in BRANCH_KINDS
    keeps = is_branch and _may(scope, placement)
    context = {
        "placement": placement,
        "lines": _lines(scope, placement),
        "form": form if _narrows(scope, placement) else None,
        "reached": branches_below(scope, placement),
        "committee_min": rule("organization.branch_committee_min", today()),
        "is_branch": is_branch,
        "groups": branch_groups.groups_of(scope, placement.organization_id) if is_branch else [],
        "group_form": GroupForm(initial={"since": today().replace(day=1)}, prefix="group") if keeps else None,
        "today": today(),
    }
    return render(request, "branch/rhythm.html", context, status=422 if form.errors else 200)


def _lines(scope: Scope, placement: Placement) -> list[Line]:
    day = today()
    values = queries.values_of([placement.path], KEYS)
    found = [one for one in queries.narrowings_for(scope, placement, day) if one.key in KEYS]
    names = names_of([one.set_by for one in found])
    return [
        Line(
            kind,
            str(EACH[length]),
            values.value(key, placement.path, day),
            rule_on(key, day),
            [
                (one, names.get(one.set_by, ""), _ends(scope, placement, one), EndForm(prefix=f"end{one.pk}"))
                for one in found
                if one.key == key
            ],
        )
        for kind, (key, length) in CADENCE.items()
    ]


def _ends(scope: Scope, placement: Placement, one: Narrowing) -> bool:
    return one.valid_to == FOREVER and one.organization_id == placement.organization_id and _narrows(scope, placement)


def _narrows(scope: Scope, placement: Placement) -> bool:
    try:
        narrowing_rules.may_narrow(scope, placement)
    except NotVisible:
        return False
    return True


def _may(scope: Scope, placement: Placement) -> bool:
    try:
        may_keep_roster(scope, placement)
    except NotVisible:
        return False
    return True


@access("secretary", "officer")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The stricter value is no longer asked from today on."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    found = queries.narrowing(scope, pk)
    said = next((str(value) for name, value in request.POST.items() if name.endswith("reason")), "")
    try:
        actions.end_narrowing(by=scope, narrowing=found, reason=said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ended. Periods that are over keep what was asked in them."))
    return redirect("rhythm", found.organization.code)
