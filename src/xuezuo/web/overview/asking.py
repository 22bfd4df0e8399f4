"""From an address to a question, and from a question to the addresses of its numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import Asked, ask
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import View
from xuezuo.web.shared.addresses import address_with, where


def refusals_shown(view: Callable[..., HttpResponseBase]) -> View:
    """An address that asks for what cannot be answered gets the sentence that says so."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> Any:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return render(request, "overview/refused.html", {"sentence": str(refusal)}, status=422)

    return shown


def asked_in(request: HttpRequest, code: str | None = None) -> Asked:
    """The place, day and tree that an address asks for. Raises `NotVisible` and `Refusal`."""

    scope: Scope = request.scope  # type: ignore[attr-defined]
    text = request.GET.get("as_of", "")
    try:
        day = date.fromisoformat(text) if text else today()
    except ValueError:
        raise Refusal("date_unreadable", value=text) from None
    wanted = code or request.GET.get("organization") or None
    return ask(scope, wanted, day, request.GET.get("tree") or "then", alone="own" in request.GET, engine="quick")


def narrowed_in(query: QueryDict, indicator: Indicator) -> dict[str, str]:
    """The lines that an address narrows to, such as `group=floating`; what is no column of the figure is left alone."""
    return {name: str(query[name]) for name in indicator.row_set.columns if query.get(name)}


def share_in(query: QueryDict) -> tuple[list[Indicator], Indicator]:
    """The figures that are shares, and of them the one that an address names (`first`), else study coverage."""
    choices = [one for one in indicators().values() if not one.tally]
    wanted = query.get("first", COVERAGE)
    return choices, next((one for one in choices if one.code == wanted), indicators()[COVERAGE])


@lru_cache(maxsize=2_000)
def _about(code: str, day: date, tree: str, own: bool) -> str:
    """The part of an address that all numbers of a line share: a province's page has five hundred numbers."""
    return urlencode(
        {"organization": code, "as_of": day.isoformat()}
        | ({"tree": tree} if tree != "then" else {})
        | ({"own": "1"} if own else {})
    )


def pages_of(some: Iterable[Indicator]) -> dict[str, tuple[str, str]]:
    """By code, the addresses of figures and of their rows, without a query."""
    mounted = where()
    return {one.code: _pages(one.code, mounted) for one in some}


@lru_cache(maxsize=200)
def _pages(code: str, mounted: tuple[str, str]) -> tuple[str, str]:
    return address_with("figure", code), address_with("figure-list", code)


@dataclass(frozen=True)
class Addresses:
    """Addresses about one question. Each names the day, so that it opens the same rows tomorrow."""

    asked: Asked

    def _query(self, code: str, more: Mapping[str, str]) -> str:
        question = self.asked.question
        about = _about(code, question.day, self.asked.tree, question.alone and "own" not in more)
        return about + "".join(f"&{quote_plus(name)}={quote_plus(value)}" for name, value in more.items())

    def about(self, code: str = "") -> str:
        """The query that the addresses of one organization's figures begin with."""
        return self._query(code or self.asked.organization.code, {})

    def figure(self, indicator: Indicator, code: str = "", **more: str) -> str:
        code = code or self.asked.organization.code
        return f"{address_with('figure', indicator.code)}?{self._query(code, more)}"

    def list(self, indicator: Indicator, part: str, code: str = "", **more: str) -> str:
        code = code or self.asked.organization.code
        return f"{address_with('figure-list', indicator.code)}?{self._query(code, {'part': part, **more})}"

    def organization(self, code: str) -> str:
        question = self.asked.question
        when = {"as_of": question.day.isoformat()} if question.day != today() else {}
        tree = {"tree": self.asked.tree} if self.asked.tree != "then" else {}
        query = urlencode({**when, **tree})
        return address_with("organization", code) + (f"?{query}" if query else "")
