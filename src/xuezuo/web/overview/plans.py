"""Make-up plans of the branches below, as counts: most people waiting first; names only right above the branch."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.organizations.queries import placement_by_code, top_of
from xuezuo.records.queries import plans_below, still_waiting
from xuezuo.scopes import Scope
from xuezuo.web.access import SEES_FIGURES, access

PAGE = 20


@access(*SEES_FIGURES)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    code = request.GET.get("organization", "")
    placement = placement_by_code(scope, code) if code else top_of(scope)
    found = Paginator(plans_below(scope, placement.path), PAGE).get_page(request.GET.get("page"))
    waiting = still_waiting(found.object_list)
    rows = [(plan, waiting[plan.pk], scope.sees_names_at(plan.path)) for plan in found]  # type: ignore[attr-defined]
    context = {"placement": placement, "page": found, "rows": rows, "works": scope.role != "inspector"}
    return render(request, "overview/plans.html", context)
