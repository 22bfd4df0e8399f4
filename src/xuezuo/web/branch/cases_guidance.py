"""Guidance without which some steps stay locked (R23): what holds, and publishing it at the top of the installation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.cases import actions, queries, rules
from xuezuo.cases.models import StepKind
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.cases_forms import GuidanceForm
from xuezuo.web.shared.sent import sent


@access(*SEES_FIGURES)
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    may = _may_publish(scope)
    form = GuidanceForm(**sent(request), steps=sorted(map(StepKind, rules.NEED_GUIDANCE)))
    if request.method == "POST":
        if not may or scope.organization_id is None:
            raise NotVisible("guidance")
        if form.is_valid():
            try:
                actions.publish_guidance(by=scope, organization_id=scope.organization_id, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Published. The step is open from that day on."))
                return redirect("guidance")
    context = {
        "found": queries.all_guidance(scope),
        "steps": [StepKind(one).label for one in sorted(rules.NEED_GUIDANCE)],
        "form": form if may else None,
        "may_publish": may,
    }
    return render(request, "branch/guidance.html", context, status=422 if form.errors else 200)


@access("officer")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    guidance = queries.guidance(scope, pk)
    try:
        actions.end_guidance(by=scope, guidance=guidance, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ended. The step is locked again."))
    return redirect("guidance")


def _may_publish(scope: Scope) -> bool:
    try:
        rules.may_publish_guidance(scope)
    except NotVisible:
        return False
    return True
