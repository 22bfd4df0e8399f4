"""The register of what must be put right: a branch's own, and everything below an office (R08, R23)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.cases import actions, queries, rules
from xuezuo.cases.models import Case, CaseKind, Source
from xuezuo.notices.queries import listing as notices_listed
from xuezuo.organizations.models import Placement
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.queries import children_of, placement_by_code, roster
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.cases_forms import CaseForm, FilterForm
from xuezuo.web.shared.sent import sent

PAGE = 30
MOST_UNITS = 400
BY_BRANCH = (CaseKind.PROBLEM, CaseKind.LOST_CONTACT)
BY_OFFICE = (CaseKind.DIRECTED, CaseKind.FINDING, CaseKind.WEAK_ORGANIZATION, CaseKind.PROBLEM, CaseKind.LOST_CONTACT)


@access(*SEES_FIGURES)
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Open and closed cases of a branch, or of everything below an office; what is due first stands first."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.register_of(
        scope,
        placement,
        state=asked.get("state") or "open",
        kind=asked.get("kind") or "",
        source=asked.get("source") or "",
        late=bool(asked.get("late")),
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    paths = _paths(page.object_list, placement)
    context = {
        "placement": placement,
        "form": form,
        "page": page,
        "rows": [(one, rules.sees_words(scope, one, paths.get(one.organization_id, "~"))) for one in page],
        "today": today(),
        "may_write": scope.role in rules.WRITERS,
        "narrowed": bool(request.GET),
    }
    return render(request, "branch/cases.html", context)


def _paths(found: object, placement: Placement) -> dict[int, str]:
    """Where the organizations of a page stand, to know whose words may be read."""
    return queries.paths_of([one.organization_id for one in found]) | {placement.organization_id: placement.path}  # type: ignore[attr-defined]


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A branch enters a problem it found; an office sets a directed task, or enters what it found."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    from_office = scope.role == "officer"
    above = from_office and scope.path != placement.path
    units = [*children_of(scope, placement)[:MOST_UNITS], placement] if from_office and not above else [placement]
    notices = list(notices_listed(scope)[:30])
    people = roster(scope, placement.organization_id) if scope.sees_names_at(placement.path) else []
    form = CaseForm(
        **sent(request),
        kinds=BY_OFFICE if from_office else BY_BRANCH,
        units=units,
        people=told_apart(people, placement.organization_id),
        notices=notices,
        initial={"notice": request.GET.get("notice", ""), "source": Source.NOTICE if "notice" in request.GET else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _raised(
                scope, form, {str(one.pk): one for one in notices}, {one.organization.code: one for one in units}
            )
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("Entered. It stands in the register until a person closes it."))
            return redirect("case", made.pk)
    context = {"placement": placement, "form": form, "from_office": from_office}
    return render(request, "branch/case_new.html", context, status=422 if form.errors else 200)


FIELD_OF = {
    "case_title_missing": "title",
    "directed_without_day": "due_on",
    "case_day_in_future": "found_on",
    "case_day_too_early": "due_on",
    "case_about_nobody": "kind",
}


def _raised(scope: Scope, form: CaseForm, notices: dict, units: dict[str, Placement]) -> Case:
    said = form.cleaned_data
    unit = units[said["organization"]]
    person = said.get("member")
    people = {str(one.pk): one for one in roster(scope, unit.organization_id)} if person else {}
    if person and person not in people:
        raise Refusal("case_member_elsewhere")
    notice = notices.get(said.get("notice") or "")
    return actions.raise_case(
        by=scope,
        organization_id=unit.organization_id,
        kind=said["kind"],
        found_on=said["found_on"],
        title=said["title"],
        cause=said["cause"],
        owner=said["owner"],
        due_on=said["due_on"],
        source=said["source"] or (Source.NOTICE if notice else ""),
        notice=notice,
        member=people.get(person) if person else None,
    )
