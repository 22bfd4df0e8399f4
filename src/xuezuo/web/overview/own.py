"""Ask your own: a question put together in plain words, its answer, and the list behind each of its numbers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xuezuo.indicators import tables
from xuezuo.indicators.queries import Asked, figure, lines
from xuezuo.own_questions import queries
from xuezuo.own_questions.asking import PLACE, Own
from xuezuo.own_questions.models import NAME
from xuezuo.own_questions.offers import offers
from xuezuo.refusals import Refusal
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import asked_in, refusals_shown
from xuezuo.web.overview.lists import TYPES, Listing, shown_list
from xuezuo.web.overview.numbers import Number, Shown, line_shown, shown
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.own_addresses import OwnAddresses, own_in, saved_in
from xuezuo.web.overview.own_words import form_of, heading, measure_name, part_name, refused_in_words, tags
from xuezuo.web.overview.words import column_name


@dataclass(frozen=True)
class Answered:
    """One line of the answer, or the whole: the one number asked for, or all three and their share."""

    shown: Shown
    own: Own

    @property
    def number(self) -> Number | None:
        return {
            "expected": self.shown.expected,
            "outstanding": self.shown.outstanding,
            "settled": self.shown.settled,
        }[self.own.part]


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked, saved = asked_in(request), saved_in(request)
    if saved is None and not request.GET.get("rows"):
        return render(request, "overview/ask_rows.html", _choosing(request, asked))
    try:
        own = own_in(request, saved, asked)
    except Refusal as refusal:
        return render(request, "overview/refused.html", _refused(request, refusal), status=422)
    context: dict[str, Any] = {
        "asked": asked,
        "path": path_to(asked),
        "own": own,
        "saved": saved,
        "heading": heading(own),
        "tags": tags(asked, own),
        "form": form_of(asked, own),
        "words": OwnAddresses(asked, own).words,
        "name_length": NAME,
        "fresh": set(request.GET) <= {"rows", "organization", "as_of", "tree", "own"},
    }
    answering = queries.answering(asked, own, now="now" in request.GET)
    if answering is None:
        query = request.GET.copy()
        query["now"] = "1"
        return render(request, "overview/ask.html", context | {"waits": query.urlencode()})
    whole, found = _answer(answering, own, now="now" in request.GET)
    if "format" in request.GET:
        return _file(request.GET["format"], asked, own, [whole, *found])
    context |= {
        "whole": whole,
        "lines": found,
        "by_name": column_name(own.by),
        "heads": _heads(own),
        "overlap": own.by in own.offer.row_set.lines,
        "files": [(kind, f"?{_with_format(request, kind)}") for kind in ("csv", "xlsx")],
    }
    return render(request, "overview/ask.html", context)


def _refused(request: HttpRequest, refusal: Refusal) -> dict[str, object]:
    """The sentence, and the way back to the form."""
    rows = request.GET.get("rows", "")
    place = {name: request.GET[name] for name in PLACE if request.GET.get(name)}
    return {
        "sentence": refused_in_words(refusal, rows),
        "again": urlencode({"rows": rows, **place} if rows in offers() else place),
    }


def _choosing(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    return {
        "asked": asked,
        "path": path_to(asked),
        "offers": list(offers().values()),
        "saved": list(queries.mine(asked.scope)[:5]),
        "shared": list(queries.shared_with(asked.scope)[:5]),
    }


def _answer(asked: Asked, own: Own, *, now: bool) -> tuple[Answered, list[Answered]]:
    indicator, narrow, addresses = own.indicator, own.narrow, OwnAddresses(asked, own, now)
    whole = shown(asked, indicator, figure(asked, indicator, narrow), "", addresses, **narrow)
    found = lines(asked, indicator, own.by, narrow) if own.by else []
    each = [line_shown(asked, indicator, own.by, one, narrow, addresses) for one in found]
    return Answered(whole, own), [Answered(one, own) for one in each]


def _heads(own: Own) -> list[str]:
    if own.measure != "share":
        return [measure_name(own.offer, own.way, own.measure)]
    return [_("share"), *(part_name(own, part) for part in ("expected", "settled", "outstanding"))]


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def rows(request: HttpRequest) -> HttpResponseBase:
    """The list behind one number of an answer."""
    asked, saved = asked_in(request), saved_in(request)
    own = own_in(request, saved, asked)
    part = request.GET.get("part") or own.part
    answering = queries.answering(asked, own, now="now" in request.GET) or asked
    return shown_list(
        request,
        Listing(
            answering,
            own.indicator,
            own.narrow,
            part,
            part_name(own, part),
            tags(asked, own),
            OwnAddresses(asked, own, now="now" in request.GET).figure(own.indicator),
        ),
    )


def _with_format(request: HttpRequest, kind: str) -> str:
    query = request.GET.copy()
    query["format"] = kind
    return query.urlencode()


def _file(kind: str, asked: Asked, own: Own, found: list[Answered]) -> HttpResponse:
    """The answer as it is seen, the whole first."""
    if kind not in ("csv", "xlsx"):
        raise Refusal("list_format_missing", format=kind, choices="csv, xlsx")
    head = [_("Code"), column_name(own.by) if own.by else _("Organization"), *_heads(own)]
    body = [[one.shown.code, one.shown.name or asked.organization.name, *_cells(one)] for one in found]
    name = f"ask-{own.offer.code}-{asked.organization.code}-{asked.question.day.isoformat()}.{kind}"
    if kind == "csv":
        content, content_type = tables.table_as_csv([head, *body]), "text/csv; charset=utf-8"
    else:
        content, content_type = tables.table_as_xlsx([head, *body]), TYPES[kind]
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _cells(one: Answered) -> list[int | str]:
    """Nothing where a small number is hidden."""
    if one.own.measure != "share":
        return [one.number.value if one.number else ""]
    numbers = (one.shown.expected, one.shown.settled, one.shown.outstanding)
    return [one.shown.percent or "", *(number.value if number else "" for number in numbers)]
