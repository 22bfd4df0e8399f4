"""Places as equal tiles, in the order of the tree: no map and no boundary, and nobody is larger for having more land."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.queries import Asked, Line
from xuezuo.indicators.trends import answering, lines_below, standing
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import asked_in, refusals_shown, share_in
from xuezuo.web.overview.numbers import Shown, line_shown, shown
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.table_file import Line as Cells
from xuezuo.web.overview.table_file import files_of, written
from xuezuo.web.overview.table_rows import overview_of
from xuezuo.web.overview.ways import ways_of

BANDS = [
    (1, gettext_lazy("less than a fifth")),
    (2, gettext_lazy("a fifth to two fifths")),
    (3, gettext_lazy("two fifths to three fifths")),
    (4, gettext_lazy("three fifths to four fifths")),
    (5, gettext_lazy("four fifths and more")),
    (0, gettext_lazy("nothing due")),
]
"""Tones of tiles, darker where less was reached; each has a pattern of its own and the number beside it."""

FIFTHS = 5


@dataclass(frozen=True)
class Tile:
    name: str
    address: str
    band: int
    one: Shown


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    choices, indicator = share_in(request.GET)
    query = request.GET.copy()
    query["now"] = "1"
    context: dict[str, object] = {
        "asked": asked,
        "path": path_to(asked),
        "ways": ways_of(asked, "overview-tiles", first=indicator.code),
        "indicator": indicator,
        "choices": choices,
        "now": query.urlencode(),
        "bands": BANDS,
    }
    answers = answering(asked, now="now" in request.GET)
    if answers is None:
        return render(request, "overview/tiles.html", context | {"waits": True})
    now = standing(answers, [indicator])
    lines = sorted(lines_below(answers, now, indicator), key=lambda line: line.path) if asked.has_below else []
    tiles = []
    for line in lines:
        own = line.path == answers.placement.path
        address = "" if own else overview_of(asked, line.code, "overview-tiles", first=indicator.code)
        name = _("%(name)s itself") % {"name": line.name} if own else line.name
        tiles.append(Tile(name, address, band_of(line), line_shown(answers, indicator, "children", line, {})))
    if "format" in request.GET:
        return _file(request.GET["format"], answers, indicator, tiles)
    context |= {
        "files": files_of(request),
        "tiles": tiles,
        "whole": shown(answers, indicator, now.of(indicator, "") or Figure(0, 0)),
    }
    return render(request, "overview/tiles.html", context)


def _file(kind: str, asked: Asked, indicator: Indicator, tiles: list[Tile]) -> HttpResponse:
    heads: Cells = [_("Code"), _("Organization"), _("due"), _("counted"), _("outstanding"), _("share")]
    body: list[Cells] = [heads]
    for tile in tiles:
        numbers = [one.value if one else "" for one in (tile.one.expected, tile.one.settled, tile.one.outstanding)]
        body.append([tile.one.code, tile.name, *numbers, (tile.one.percent or "") if tile.band else ""])
    name = f"tiles-{indicator.code}"
    return written(kind, asked, (name, _("Tiles")), [[_("Figure"), indicator.title]], body)


def band_of(line: Line) -> int:
    """Which fifth a share is in; exactly, never by what is shown of it."""
    one = line.figure
    if one is None or not one.expected:
        return 0
    return min(one.settled * FIFTHS // one.expected + 1, FIFTHS)
