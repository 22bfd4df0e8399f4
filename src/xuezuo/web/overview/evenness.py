"""How even the study is (R05): by sector, beside the table; by level of the tree, on a page of its own that the table
fetches when it stands."""

from collections.abc import Sequence
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from xuezuo.indicators.declared import indicators
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.explaining import is_at_once
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.levels import levels
from xuezuo.indicators.queries import Asked, Line
from xuezuo.indicators.statements import Table
from xuezuo.indicators.unevenness import Spread
from xuezuo.organizations.kinds import Sector
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import asked_in, refusals_shown
from xuezuo.web.overview.numbers import Shown, line_shown
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.table_rows import least_reached
from xuezuo.web.overview.ways import ways_of


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    query = request.GET.copy()
    query["now"] = "1"
    context: dict[str, object] = {"asked": asked, "path": path_to(asked), "ways": ways_of(asked, "")}
    if is_at_once(asked) or "now" in request.GET:
        found = levels(asked)
        parts = percents([one.share for one in found])
        context["levels"] = [(_level(one.steps), one.places, part) for one, part in zip(found, parts, strict=True)]
    else:
        context["now"] = query.urlencode()
    fragment = request.htmx  # type: ignore[attr-defined]
    return render(request, "overview/levels.html" if fragment else "overview/evenness.html", context)


def _level(steps: int) -> str:
    if steps == 1:
        return _("organizations right below")
    words = ngettext(
        "organizations of the same superior, %(steps)s level below",
        "organizations of the same superior, %(steps)s levels below",
        steps,
    )
    return words % {"steps": steps}


def percent_of(share: Fraction) -> int:
    """A share of a spread in whole percent: more would say more than it knows."""
    return round(share * 100)


def percents(shares: Sequence[float]) -> list[int]:
    """Shares of one whole in whole percent that make a hundred: what is cut off goes where most was."""
    parts = [int(share * 100) for share in shares]
    for place in sorted(range(len(shares)), key=lambda one: parts[one] - shares[one] * 100)[: 100 - sum(parts)]:
        parts[place] += 1
    return parts


def sectors_of(asked: Asked, table: Table) -> list[Shown]:
    """Study coverage by sector, from the same sums, least reached first."""
    found: dict[str, Figure] = {}
    for (_path, sector), (members, missed) in table.items():
        old = found.get(sector, Figure(0, 0))
        found[sector] = Figure((old.expected or 0) + members, old.settled + members - missed)
    named = [Line(sector, str(Sector(sector).label), one) for sector, one in found.items() if sector and one.expected]
    indicator = indicators()[COVERAGE]
    return [line_shown(asked, indicator, "sector", one, {}) for one in sorted(named, key=least_reached)]


def said(spread: Spread) -> list[str]:
    """Unevenness in words."""
    if spread.is_none:
        return [_("There are no differences here between sectors or organizations that could be told apart.")]
    found = []
    if spread.between_sectors is not None:
        words = _(
            "%(part)s of the differences in study coverage lie between sectors, %(rest)s between organizations of the same sector."
        )
        found.append(words % _parts(spread.between_sectors))
    if spread.between_organizations is not None:
        words = _(
            "Read the other way, %(part)s lie between the organizations below, %(rest)s between the sectors within them."
        )
        found.append(words % _parts(spread.between_organizations))
    return found


def _parts(share: Fraction) -> dict[str, str]:
    percent = percent_of(share)
    return {"part": f"{percent}%", "rest": f"{100 - percent}%"}
