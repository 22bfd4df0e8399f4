"""The page of an organization: where it stands, its figures, and what is below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.queries import AT_ONCE, Asked, figure, lines
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.queries import superiors_of
from xuezuo.scopes import NotVisible
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, pages_of, refusals_shown
from xuezuo.web.overview.ended import ended
from xuezuo.web.overview.written import Numbers

IN_TABLE = ("organizations", "study_coverage", "meeting_cadence")
"""The figures that stand beside each child where they must be counted; where they are kept, all that have a share do."""


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest, code: str) -> HttpResponse:
    try:
        asked = asked_in(request, code)
    except NotVisible:
        return ended(request, code)
    declared = indicators()
    size = figure(asked, declared["organizations"])
    small = asked.is_kept or (size is not None and size.settled <= AT_ONCE)
    counted = [one for one in declared.values() if small or one.row_set.sql]
    columns = [one for one in counted if one.code in IN_TABLE or (asked.is_kept and not one.tally)]
    addresses, pages = Addresses(asked), pages_of(counted)
    context = {
        "asked": asked,
        "path": path_to(asked),
        "plain": {
            "organization": {"name": asked.organization.name, "code": asked.organization.code},
            "day": asked.question.day.isoformat(),
        },
        "is_branch": asked.organization.kind in BRANCH_KINDS,
        "keeps_posts": asked.scope.role in ("secretary", "officer") and asked.scope.sees_names_at(asked.placement.path),
        "is_home": asked.scope.role == "officer" and asked.scope.path == asked.placement.path,
        "about": addresses.about(),
        "figures": [(*pages[one.code], one.title, one.unit, _plain(figure(asked, one))) for one in counted],
        "waiting": [(one.title, addresses.figure(one)) for one in declared.values() if one not in counted],
        "children": _children(asked, columns, addresses),
        "columns": [(pages[one.code][1], "") for one in columns],
        "headings": [(one.title, one.unit) for one in columns],
    }
    return render(request, "overview/organization.html", context)


def path_to(asked: Asked) -> list[tuple[str, str]]:
    """The names of the line of superiors, each with its address as far as the viewer may open it."""
    addresses = Addresses(asked)
    above = superiors_of(asked.placement, asked.question.tree_day) if tree_paths.depth(asked.placement.path) > 1 else ()
    return [
        (one.organization.name, addresses.organization(one.organization.code) if asked.scope.covers(one.path) else "")
        for one in above
    ]


def _children(
    asked: Asked, columns: list[Indicator], addresses: Addresses
) -> list[tuple[str, str, str, list[Numbers]]]:
    """Name, address, query and numbers of each child, in order of code; those below the organization only."""
    found: dict[str, tuple[str, list[Numbers]]] = {}
    for indicator in columns:
        for line in lines(asked, indicator, "children"):
            if line.path != asked.placement.path:
                found.setdefault(line.code, (line.name, []))[1].append(_plain(line.figure))
    return [(name, addresses.organization(code), addresses.about(code), cells) for code, (name, cells) in found.items()]


def _plain(one: Figure | None) -> Numbers:
    return None if one is None else (one.expected, one.settled)
