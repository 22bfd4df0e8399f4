"""The table as it is seen, as a file: what it is of stands above it, and the numbers behind each share in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xuezuo.indicators import tables
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.kept.resting import definition
from xuezuo.indicators.queries import Asked
from xuezuo.refusals import Refusal
from xuezuo.web.overview.lists import TYPES
from xuezuo.web.overview.table_rows import Cell, Row

Line = list[int | str]


@dataclass(frozen=True)
class Seen:
    """What stands on the page: `other` is the day beside, `days` those of the small trends (one day: none are shown)."""

    asked: Asked
    other: Asked | None
    columns: list[Indicator]
    rows: list[Row]
    days: Sequence[date]
    first: Indicator


def download(kind: str, seen: Seen) -> HttpResponse:
    """The overview as `csv` or `xlsx`. Raises `Refusal`."""
    more: list[Line] = [[_("Least reached first, by"), seen.first.title]]
    if seen.other:
        more.append([_("Compared with the day"), seen.other.question.day.isoformat()])
    body: list[Line] = [
        [row.code, row.name, *(part for cell in row.cells for part in _cells(cell, seen))] for row in seen.rows
    ]
    return written(kind, seen.asked, ("overview", _("Overview")), more, [_titles(seen), *body])


def written(kind: str, asked: Asked, page: tuple[str, str], more: list[Line], body: list[Line]) -> HttpResponse:
    """A page's table (its heads first) with what it is of above it; whoever opens the file in a year knows. `page` is a
    part of the file's name and the title, `more` are further lines of the head. Raises `Refusal`."""
    if kind not in ("csv", "xlsx"):
        raise Refusal("list_format_missing", format=kind, choices="csv, xlsx")
    name, title = page
    tree = _("as it is now") if asked.tree == "now" else _("as it stood that day")
    head: list[Line] = [
        [title, asked.organization.name],
        [_("As of the end of"), asked.question.day.isoformat()],
        [_("Tree"), tree],
        *more,
        [_("Version of the definitions"), definition()[:12]],
        [],
    ]
    file = f"{name}-{asked.organization.code}-{asked.question.day.isoformat()}.{kind}"
    if kind == "csv":
        content, content_type = tables.table_as_csv([*head, *body]), "text/csv; charset=utf-8"
    else:
        content, content_type = tables.table_as_xlsx([*head, *body]), TYPES["xlsx"]
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


def files_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Kinds and addresses of the files of a page."""
    query = request.GET.copy()
    found = []
    for kind in ("csv", "xlsx"):
        query["format"] = kind
        found.append((kind, f"?{query.urlencode()}"))
    return found


def _titles(seen: Seen) -> Line:
    parts = [_("due"), _("counted"), _("outstanding"), _("share")]
    if seen.other:
        parts += [seen.other.question.day.isoformat(), _("difference")]
    if len(seen.days) > 1:
        parts += [day.isoformat() for day in seen.days]
    return [_("Code"), _("Organization"), *(f"{one.title} {part}" for one in seen.columns for part in parts)]


def _cells(cell: Cell, seen: Seen) -> Line:
    one = cell.now
    if one.settled is None or one.expected is None or one.outstanding is None:
        found: Line = ["", "", "", ""]
    else:
        found = [one.expected.value, one.settled.value, one.outstanding.value, one.percent or ""]
    if seen.other:
        found += [cell.then.share, cell.then.change] if cell.then else ["", ""]
    if len(seen.days) > 1:
        found += cell.trend.shares if cell.trend else [""] * len(seen.days)
    return found
