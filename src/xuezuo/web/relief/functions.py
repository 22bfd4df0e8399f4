"""The yearly review of functions, for administrators: least used first, with overlaps; a person decides (AF16)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xuezuo.function_uses import actions, queries
from xuezuo.function_uses.models import Decision, Review
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.relief.counting import function_of

NAMES = {
    "branch.record": gettext_lazy("Records of meetings"),
    "branch.recording": gettext_lazy("Recording a meeting"),
    "branch.today": gettext_lazy("What is due today"),
    "branch.make_ups": gettext_lazy("Make-ups and their plans"),
    "branch.members": gettext_lazy("Roster of a branch"),
    "branch.requests": gettext_lazy("Requests to correct"),
    "office.notices": gettext_lazy("Notices"),
    "office.campaigns": gettext_lazy("Campaigns"),
    "office.briefings": gettext_lazy("Briefings"),
    "office.imports": gettext_lazy("Rosters from files"),
    "office.duplicates": gettext_lazy("Entries that may be one person"),
    "office.terms": gettext_lazy("Terms of committees"),
    "office.transfers": gettext_lazy("Transfers"),
    "office.posts": gettext_lazy("Posts"),
    "office.reorganizations": gettext_lazy("Changes of the tree"),
    "overview.figures": gettext_lazy("Figures"),
    "overview.gaps": gettext_lazy("Blank spots"),
    "overview.own": gettext_lazy("Ask your own"),
    "overview.questions": gettext_lazy("Saved questions"),
    "overview.organizations": gettext_lazy("Overview of an organization"),
    "relief.burden": gettext_lazy("What was asked"),
    "relief.digest": gettext_lazy("The week"),
}
"""What people call a function; others go by the name of their place."""

OVERLAPS = {
    "overview.gaps": ("branch.make_ups",),
    "branch.make_ups": ("overview.gaps",),
    "branch.today": ("relief.digest",),
    "relief.digest": ("branch.today",),
    "branch.requests": ("office.duplicates",),
}
"""Functions that answer partly the same question, as people who keep the product see it."""


@dataclass(frozen=True)
class Line:
    function: str
    times: int
    overlaps: tuple[str, ...]
    review: Review | None

    @property
    def name(self) -> str:
        return name_of(self.function)


def name_of(function: str) -> str:
    return str(NAMES.get(function, function))


def functions() -> list[str]:
    """Every function that has an address, used or not."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield function_of(pattern.callback.__module__)

    return sorted(set(walk(get_resolver().url_patterns)) - {""})


@access("administrator")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    first = today().replace(year=today().year - 1, day=1)
    times, reviews = queries.times_since(scope, first), queries.newest_reviews(scope)
    lines = [
        Line(one, times.get(one, 0), tuple(name_of(other) for other in OVERLAPS.get(one, ())), reviews.get(one))
        for one in functions()
    ]
    context = {
        "lines": sorted(lines, key=lambda line: (line.times, line.function)),
        "first": first,
        "decisions": Decision.choices,
        "others": [(one, name_of(one)) for one in functions()],
    }
    return render(request, "relief/functions.html", context)


@access("administrator")
@require_POST
def review(request: HttpRequest, function: str) -> HttpResponse:
    if function not in functions():
        raise NotVisible(function)
    into = request.POST.get("into", "")
    try:
        actions.review(
            by=request.scope,  # type: ignore[attr-defined]
            function=function,
            decision=request.POST.get("decision", ""),
            reason=request.POST.get("reason", ""),
            into=into if into in functions() and into != function else "",
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision about “%(name)s” is kept.") % {"name": name_of(function)})
    return redirect("functions")
