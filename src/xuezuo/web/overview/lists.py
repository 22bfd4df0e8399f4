"""The list behind a number: exactly its rows, page by page or as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xuezuo.indicators import tables
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.queries import Asked, Size, indicator_by_code, listed, organizations_of, size_of
from xuezuo.indicators.row_sets.shape import Row
from xuezuo.indicators.small_numbers import is_hidden
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.queries import without_place
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, narrowed_in, refusals_shown
from xuezuo.web.overview.figures import versions_behind
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.words import PARTS, column_name, narrowed_to, words_of

PAGE = 50
KINDS = ("csv", "xlsx", "parquet")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class Shown:
    """One row on the page. `amount` is None where it is hidden; addresses are empty where the viewer may not go."""

    row: Row
    name: str
    address: str
    record: str
    amount: int | None
    words: list[str]


@dataclass(frozen=True)
class Listing:
    """A list as asked for: `part_name` and `tags` say it in words, `figure` is the address of what it is the list of."""

    asked: Asked
    indicator: Indicator
    narrow: dict[str, str]
    part: str
    part_name: str
    tags: list[str]
    figure: str

    def size(self) -> Size:
        return size_of(self.asked, self.indicator, self.part, self.narrow)

    def rows(self, after: tuple[str, str] | None = None, limit: int | None = None) -> Iterator[Row]:
        return listed(self.asked, self.indicator, self.part, self.narrow, after, limit)


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest, code: str) -> HttpResponseBase:
    asked, indicator = asked_in(request), indicator_by_code(code)
    narrow, part = narrowed_in(request.GET, indicator), request.GET.get("part") or "settled"
    name = "" if indicator.tally else str(PARTS.get(part, ""))
    tags, figure = narrowed_to(asked, indicator, narrow), Addresses(asked).figure(indicator, **narrow)
    return shown_list(request, Listing(asked, indicator, narrow, part, name, tags, figure))


def shown_list(request: HttpRequest, wanted: Listing) -> HttpResponseBase:
    """One page of the list, or the whole of it as a file."""
    asked, indicator, narrow, part = wanted.asked, wanted.indicator, wanted.narrow, wanted.part
    size = wanted.size()
    if "format" in request.GET:
        return _file(wanted, size, request.GET["format"])
    path, _, row_id = request.GET.get("after", "").partition("~")
    rows = list(wanted.rows((path, row_id) if path else None, PAGE + 1))
    columns = [
        column
        for column in indicator.row_set.columns
        if _tells(indicator, narrow, part, column) and (not rows or any(row.column(column) for row in rows))
    ]
    query = request.GET.copy()
    if len(rows) > PAGE:
        query["after"] = f"{rows[PAGE - 1].path}~{rows[PAGE - 1].row_id}"
    context = {
        "asked": asked,
        "indicator": indicator,
        "path": path_to(asked),
        "part": wanted.part_name,
        "size": size,
        "narrow": wanted.tags,
        "figure": wanted.figure,
        "versions": versions_behind(asked, indicator),
        "columns": [column_name(column) for column in columns],
        "adds_up": indicator.adds_up and size.number != size.rows,
        "rows": _shown(asked, indicator, rows[:PAGE], columns, size),
        "next": query.urlencode() if len(rows) > PAGE else "",
        "later": bool(path),
        "files": [(kind, f"?{_file_query(request, kind)}") for kind in KINDS],
        "first": _without(request, "after"),
    }
    return render(request, "overview/list.html", context)


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()


def _file_query(request: HttpRequest, kind: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query["format"] = kind
    return query.urlencode()


def _tells(indicator: Indicator, narrow: dict[str, str], part: str, column: str) -> bool:
    """A column whose word is the same in every row needs no column on the page."""
    fixed = [*narrow, *(name for name, test in indicator.expected.items() if isinstance(test, str))]
    if column in fixed or part == "expected" or column not in indicator.settled:
        return column not in fixed
    # what may be settled in several ways says in which
    return part == "settled" and isinstance(indicator.settled[column], tuple)


def _shown(asked: Asked, indicator: Indicator, rows: list[Row], columns: list[str], size: Size) -> Iterator[Shown]:
    addresses, words = Addresses(asked), words_of(asked, indicator)
    day = asked.question.tree_day
    names = organizations_of((row.organization_id for row in rows), day)
    ended = without_place((row.organization_id for row in rows), day)
    for row in rows:
        code, name = names[row.organization_id]
        may_go = asked.scope.covers(row.path)
        opens = indicator.row_set.opens
        record = reverse(opens, args=[row.row_id.partition(":")[0]]) if opens in ("record", "case") else ""
        yield Shown(
            row,
            name,
            _page_of(addresses, code, ended=row.organization_id in ended) if may_go else "",
            record if may_go else "",
            None if is_hidden(row.amount, size.least) else row.amount,
            [words[column].get(row.column(column), row.column(column)) for column in columns],
        )


def _page_of(addresses: Addresses, code: str, *, ended: bool) -> str:
    """What ended before that tree's day has no page of figures there, but a history."""
    return reverse("organization-history", args=[code]) if ended else addresses.organization(code)


def _file(wanted: Listing, size: Size, kind: str) -> HttpResponseBase:
    """The whole list as a file."""
    asked, indicator, narrow, part = wanted.asked, wanted.indicator, wanted.narrow, wanted.part
    rows = wanted.rows()
    name = f"{indicator.code}-{part}-{asked.organization.code}-{asked.question.day.isoformat()}.{kind}"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        lines = tables.csv_lines(
            indicator, rows, size.least, asked.question.tree_day, _wording(asked, indicator, narrow)
        )
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=head)
    if kind not in TYPES:
        raise Refusal("list_format_missing", format=kind, choices=tuple(KINDS))
    if kind == "xlsx" and size.rows >= tables.EXCEL_ROWS:
        raise Refusal("list_too_long", rows=tables.EXCEL_ROWS - 1)
    # on disk, not in memory, and gone when the last byte was sent: what is open stays, its folder may go
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        given = indicator, rows, file, size.least, asked.question.tree_day
        if kind == "xlsx":
            tables.write_xlsx(*given, _wording(asked, indicator, narrow))
        else:
            tables.write_columns(*given)
        return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=TYPES[kind])


def _wording(asked: Asked, indicator: Indicator, narrow: dict[str, str]) -> tables.Wording:
    """For people as the page has it, in its language; Parquet, which programs read, has the codes. Where all texts or all
    members are meant together, no column is left empty for it.
    """
    titles = {"organization": _("Code"), "name": _("Organization")}
    titles |= {"on": _("Day")} if indicator.row_set.dated else {}
    fixed = {**indicator.expected, **narrow}
    titles |= {one: column_name(one) for one in indicator.row_set.columns if fixed.get(one) != ""}
    return tables.Wording(titles | {"amount": _("Amount")}, words_of(asked, indicator))
