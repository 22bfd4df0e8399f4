"""Why something is late, in the branch's own words: offered beside the late thing, asked for by nobody."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from xuezuo.organizations.queries import placement_by_code
from xuezuo.records import actions, queries
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import ids


class LateForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is late"), max_length=300)


@access("secretary", "officer")
@require_POST
def give(request: HttpRequest, code: str) -> HttpResponse:
    """About one requirement (`requirement`), or one kind of meeting (`kind`) in some `period`s."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    asked = ids(request.POST.getlist("requirement"))
    said = next((value for name, value in request.POST.items() if name.endswith("reason")), "")
    try:
        actions.give_reason(
            by=scope,
            organization=placement.organization,
            reason=str(said),
            requirement=min(asked) if asked else None,
            kind=request.POST.get("kind", ""),
            periods=request.POST.getlist("period"),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted. The level above reads it here when it looks; nothing is sent."))
    return redirect("branch-today", code)


@access("secretary", "officer")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    said = queries.late_reason(scope, pk)
    actions.withdraw_reason(by=scope, said=said)
    messages.success(request, _("The words are taken back."))
    return redirect("branch-today", said.organization.code)
