"""Paper (AF18): a sheet for one branch and kind, a stack of them for an office, and the code that leads back to the form."""

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import requirements_for
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.namesakes import marks_typed
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries, rules
from xuezuo.records.models import AbsenceReason
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch.chips import OFTEN
from xuezuo.web.branch.forms import ids
from xuezuo.web.branch.sheet_codes import Sheet, code_of, read

A_STACK = 50
"""Sheets printed at once: what a printer's tray and a browser's preview take."""


ON_A_PAGE, LEAST_LINES = 17, 4
"""Lines of names, texts and summary that fit on A4 below the head; measured on paper in both languages. Where they do not,
the last lines of the summary are left out in print (`sheet.css`)."""

MANY = 27
"""A longer roster stands closer together, so that an ordinary branch has one page."""


@dataclass(frozen=True)
class Printed:
    """One sheet as it is printed; names in the roster are told apart as they are typed."""

    placement: Placement
    roster: list[str]
    code: str
    picture: SafeString
    lines: range

    @property
    def is_long(self) -> bool:
        return len(self.roster) > MANY


@access("secretary", "officer")
@require_safe
def stack(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of a branch, or those of all branches right below an office: `?kind=…&requirement=…`."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    branches = queries.branches_typed_for(scope, code)
    asked = requirements_for(scope, branches[0]) if branches else []
    chosen = next((one for one in asked if one.pk in ids([request.GET.get("requirement", "")])), None)
    kind = request.GET.get("kind", "")
    if kind not in ActivityKind.values:
        kind = chosen.activity_kinds[0] if chosen and chosen.activity_kinds else ""
    page = Paginator(branches, A_STACK).get_page(request.GET.get("page"))
    rosters = queries.rosters_of(scope, list(page))
    context = {
        "code": code,
        "page": page,
        "sheets": [_printed(request, one, rosters.get(one.organization_id, []), kind, chosen) for one in page],
        "kind": kind,
        "kinds": ActivityKind.choices,
        "often": [one for one in ActivityKind if one in OFTEN or one.value == kind],
        "requirement": chosen,
        "requirements": asked,
        "texts": list(chosen.readings.all()) if chosen else [],
        "reasons": [label for _value, label in AbsenceReason.choices],
    }
    return render(request, "branch/sheets.html", context)


def _printed(
    request: HttpRequest, placement: Placement, roster: list[Member], kind: str, requirement: Requirement | None
) -> Printed:
    written = code_of(Sheet(placement.organization_id, kind, requirement.pk if requirement else 0))
    address = request.build_absolute_uri(reverse("sheet", args=[written]))
    drawn = segno.make(address, error="m", micro=False)
    # segno draws paths from the address alone; nothing of it is markup that somebody typed
    picture = mark_safe(drawn.svg_inline(scale=3, border=2, svgclass="xz-code", lineclass=None, omitsize=True))  # noqa: S308
    texts = len(requirement.readings.all()) if requirement else 0
    # what the names leave of the page is for the summary
    lines = range(max(LEAST_LINES, ON_A_PAGE - (len(roster) + 2) // 3 - texts))
    marks = marks_typed(roster, placement.organization_id)
    names = [one.name + marks.get(one.pk, "") for one in roster]
    return Printed(placement, names, written, picture, lines)


@access("secretary", "officer")
@require_safe
def follow(request: HttpRequest, sheet: str) -> HttpResponse:
    """From the code on paper to the form, filled in as the sheet was printed for."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    said = read(sheet)
    if said is None:
        raise NotVisible(sheet)
    placement = placement_of(scope, said.organization_id)
    rules.may_write(scope, placement.path)
    asked = {"kind": said.kind} if said.kind else {}
    asked |= {"requirement": str(said.requirement_id)} if said.requirement_id else {}
    return redirect(f"{reverse('record-new', args=[placement.organization.code])}?{urlencode(asked)}")
