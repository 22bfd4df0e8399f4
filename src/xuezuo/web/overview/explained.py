"""The gap explained: where most of what is missing is, each statement with its list and what can be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xuezuo.indicators import elsewhere as left_over
from xuezuo.indicators import style
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.explaining import Explained, Fact, Statement, explain, is_at_once, stated
from xuezuo.indicators.gaps import COVERAGE
from xuezuo.indicators.queries import Size, ask, indicator_by_code, listed, organizations_of, size_of
from xuezuo.indicators.row_sets.duties import reading_key, readings_due
from xuezuo.indicators.row_sets.shape import Row
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import today
from xuezuo.records import actions
from xuezuo.records.queries import is_planned, readings_for
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.overview.asking import Addresses, asked_in, refusals_shown
from xuezuo.web.overview.lists import Listing, shown_list
from xuezuo.web.overview.numbers import Number
from xuezuo.web.overview.organizations import path_to
from xuezuo.web.overview.words import PARTS

MANY = 60
"""Plans for more branches than this are drafted place by place, by those who know them."""

IN_TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Text:
    """A text that a statement's people lack; `branches` is 0 where no plans are offered for all of them at once."""

    fact: Fact
    address: str
    branches: int


@dataclass(frozen=True)
class Shown:
    """`spots` is empty where the page of blank spots would show more than the statement, for it knows no sectors; `figure`
    does."""

    said: Statement
    place: str
    people: Number
    members: Number
    share: str
    missed: str
    texts: list[Text]
    groups: list[tuple[Fact, str]]
    drafts: str
    spots: str
    figure: str
    notice: str


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request)
    indicator = indicator_by_code(COVERAGE)
    context: dict[str, object] = {"asked": asked, "path": path_to(asked)}
    if "now" not in request.GET and not is_at_once(asked):
        query = request.GET.copy()
        query["now"] = "1"
        return render(request, "overview/explained.html", context | {"now": query.urlencode()})
    found = explain(asked)
    acts = asked.scope.role in ("secretary", "officer") and asked.question.day == today()
    addresses = Addresses(asked)
    context |= {
        "found": found,
        "statements": [_shown(one, indicator, found.people, acts=acts) for one in found.statements],
        "people": Number(found.people, addresses.list(indicator, "outstanding")),
        "members": Number(found.members, addresses.list(indicator, "expected")),
        "missed": style.percent(found.people, found.members),
        "is_due": bool(found.people or readings_due(asked.question.day)),
        "share": style.percent(found.covered, found.people),
        "of_members": style.percent(found.covered_members, found.members),
        "worse": _(", ").join(
            _("%(name)s (%(share)s)")
            % {"name": _named(one, asked.organization.code), "share": style.percent(one.people, one.members)}
            for one in found.worse
        ),
        "elsewhere": Number(found.elsewhere, f"{reverse('gaps-explained-elsewhere')}?{addresses.about()}"),
        "acts": acts,
        "writes": acts and asked.scope.role == "officer",
        "figure": addresses.figure(indicator),
    }
    return render(request, "overview/explained.html", context)


def _named(one: Statement, here: str) -> str:
    """The sector at the place that the page is of; elsewhere with its place."""
    return " · ".join(part for part in ("" if one.sector and one.code == here else one.name, one.sector_name) if part)


def _shown(one: Statement, indicator: Indicator, whole: int, *, acts: bool) -> Shown:
    """A statement with the addresses of its numbers, each of exactly the people it says."""
    addresses, narrow = Addresses(one.asked), one.narrow

    def listing(part: str, **more: str) -> str:
        return addresses.list(indicator, part, **narrow, **more)

    query = {"organization": one.code, **narrow, **({"own": "1"} if one.own else {})}
    main = {"reading": one.texts[0].key} if one.texts else {}
    groups = {"group": one.groups[0].key} if one.groups else {}
    return Shown(
        one,
        addresses.organization(one.code),
        Number(one.people, listing("outstanding")),
        Number(one.members, listing("expected")),
        style.percent(one.people, whole),
        style.percent(one.people, one.members),
        [
            Text(fact, listing("outstanding", reading=fact.key), _branches(one, indicator, fact) if acts else 0)
            for fact in one.texts
        ],
        [(fact, listing("outstanding", group=fact.key)) for fact in one.groups],
        reverse("gaps-explained-drafts") + "?" + urlencode(query),
        "" if one.sector or one.own else reverse("gaps") + "?" + urlencode({"organization": one.code}),
        addresses.figure(indicator, **narrow),
        reverse("gaps-explained-notice") + "?" + urlencode(query | main | groups),
    )


def _branches(one: Statement, indicator: Indicator, fact: Fact) -> int:
    """In how many branches a plan would be drafted; 0 where they are too many for one step."""
    rows = size_of(one.asked, indicator, "outstanding", one.narrow | {"reading": fact.key}).rows
    return rows if rows <= MANY else 0


@dataclass(frozen=True)
class Elsewhere(Listing):
    """The list of what the statements leave over."""

    found: Explained

    def size(self) -> Size:
        return left_over.size(self.found)

    def rows(self, after: tuple[str, str] | None = None, limit: int | None = None) -> Iterator[Row]:
        return left_over.rows(self.found, after, limit)


@access(*SEES_FIGURES)
@require_safe
@refusals_shown
def elsewhere(request: HttpRequest) -> HttpResponseBase:
    asked, indicator, part = asked_in(request), indicator_by_code(COVERAGE), left_over.PART
    tags, figure = [_("all the rest")], Addresses(asked).figure(indicator)
    return shown_list(request, Elsewhere(asked, indicator, {}, part, str(PARTS[part]), tags, figure, stated(asked)))


@access("secretary", "officer")
@require_POST
def drafts(request: HttpRequest) -> HttpResponse:
    """A make-up plan for every branch of a statement that lacks a text; each branch confirms its own."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    place = request.GET
    asked = ask(scope, place.get("organization") or None, alone="own" in place, engine="quick")
    wanted = request.POST.get("reading", "")
    reading = next((one for one in readings_due(today()) if reading_key(one) == wanted), None)
    if reading is None:
        raise NotVisible(wanted)
    narrow = {"reading": wanted} | ({"sector": str(place["sector"])} if place.get("sector") else {})
    rows = list(listed(asked, indicator_by_code(COVERAGE), "outstanding", narrow, None, MANY + 1))
    done, before, refused = 0, 0, ""
    codes = organizations_of([row.organization_id for row in rows])
    for row in rows if len(rows) <= MANY else []:
        organization = placement_by_code(scope, codes[row.organization_id][0]).organization
        if not readings_for(scope, organization.pk).filter(pk=reading.pk).exists():
            continue
        stood = is_planned(scope, organization.pk, reading)
        try:
            actions.draft_make_up(
                by=scope, organization=organization, reading=reading, planned_on=today() + IN_TWO_WEEKS
            )
        except Refusal as refusal:
            refused = str(refusal)
        else:
            done += 1
            before += stood
    if refused:
        messages.error(request, refused)
    if before:
        had = ngettext(
            "%(count)s branch has a plan for this text already; no new one was drafted for it.",
            "%(count)s branches have a plan for this text already; no new one was drafted for them.",
            before,
        )
        messages.info(request, had % {"count": before})
    if done > before:
        told = ngettext(
            "A make-up plan is drafted for %(count)s branch; it confirms it.",
            "Make-up plans are drafted for %(count)s branches; each confirms its own.",
            done - before,
        )
        messages.success(request, told % {"count": done - before})
    elif not refused and not before:
        messages.error(
            request, _("No plan was drafted: nobody lacks this text there now, or the branches are too many.")
        )
    return redirect(f"{reverse('plans-below')}?{urlencode({'organization': asked.organization.code})}")
