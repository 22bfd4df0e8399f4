"""The yearly review of functions, for administrators: least used first, with overlaps; a person decides (AF16)."""

from collections import Counter
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
    "branch.batch": gettext_lazy("Typing a pile of sheets"),
    "branch.cases": gettext_lazy("Problems put right"),
    "branch.changes": gettext_lazy("What changed from above"),
    "branch.doings": gettext_lazy("Study and do"),
    "branch.elsewhere": gettext_lazy("Members at meetings of others"),
    "branch.export": gettext_lazy("All data of a branch as a file"),
    "branch.groups": gettext_lazy("Groups of a branch"),
    "branch.late": gettext_lazy("Reasons for being late"),
    "branch.make_ups": gettext_lazy("Make-ups and their plans"),
    "branch.members": gettext_lazy("Roster of a branch"),
    "branch.minutes": gettext_lazy("Minutes of a meeting"),
    "branch.own_ways": gettext_lazy("A branch's own ways"),
    "branch.plans": gettext_lazy("One make-up plan"),
    "branch.practices": gettext_lazy("Local practice"),
    "branch.record": gettext_lazy("Records of meetings"),
    "branch.recording": gettext_lazy("Recording a meeting"),
    "branch.requests": gettext_lazy("Requests to correct"),
    "branch.rhythm": gettext_lazy("How often to meet"),
    "branch.sheets": gettext_lazy("Sheets of paper"),
    "branch.study_plan": gettext_lazy("Study plan of a year"),
    "branch.today": gettext_lazy("What is due today"),
    "branch.withdrawals": gettext_lazy("Taking a record back"),
    "office.accounts": gettext_lazy("Accounts and roles"),
    "office.audit": gettext_lazy("The log"),
    "office.briefings": gettext_lazy("Briefings"),
    "office.campaigns": gettext_lazy("Campaigns"),
    "office.duplicates": gettext_lazy("Entries that may be one person"),
    "office.imports": gettext_lazy("Rosters from files"),
    "office.issuing": gettext_lazy("Sending a notice down"),
    "office.notices": gettext_lazy("Notices"),
    "office.own_ways": gettext_lazy("Answering own ways from below"),
    "office.posts": gettext_lazy("Posts"),
    "office.practices": gettext_lazy("Publishing practices"),
    "office.proposals": gettext_lazy("Reading what a notice asks"),
    "office.reorganizations": gettext_lazy("Changes of the tree"),
    "office.requirements": gettext_lazy("Versions of a requirement"),
    "office.terms": gettext_lazy("Terms of committees"),
    "office.transfers": gettext_lazy("Transfers"),
    "offline.pages": gettext_lazy("Pages without a network"),
    "overview.course": gettext_lazy("A figure over twelve months"),
    "overview.evenness": gettext_lazy("How even the study is"),
    "overview.explained": gettext_lazy("The gap explained"),
    "overview.figures": gettext_lazy("Figures"),
    "overview.gaps": gettext_lazy("Blank spots"),
    "overview.lists": gettext_lazy("Lists behind numbers"),
    "overview.organizations": gettext_lazy("Overview of an organization"),
    "overview.own": gettext_lazy("Ask your own"),
    "overview.plans": gettext_lazy("Make-up plans below"),
    "overview.questions": gettext_lazy("Saved questions"),
    "overview.table": gettext_lazy("Figures side by side"),
    "overview.tiles": gettext_lazy("Places as tiles"),
    "portal.notices": gettext_lazy("Notices for everybody"),
    "portal.practices": gettext_lazy("Practices for everybody"),
    "relief.added": gettext_lazy("What each level added"),
    "relief.burden": gettext_lazy("What was asked"),
    "relief.digest": gettext_lazy("The week"),
    "relief.functions": gettext_lazy("This review"),
    "relief.reading": gettext_lazy("Large type and a short home page"),
}
"""What people call a function: every one that has an address."""

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

    @property
    def into(self) -> str:
        return name_of(self.review.into) if self.review and self.review.into else ""


def name_of(function: str) -> str:
    """In words. One that a later version counted is told as it was written."""
    return str(NAMES.get(function, function))


def whole(part: str) -> str:
    """The function that a file beside it belongs to: `branch.cases` for `branch.cases_acts`."""
    head = part
    while head not in NAMES and "_" in head:
        head = head.rpartition("_")[0]
    return head if head in NAMES else part


def functions() -> list[str]:
    """Every function that has an address, used or not."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield whole(function_of(pattern.callback.__module__))

    return sorted(set(walk(get_resolver().url_patterns)) - {""})


@access("administrator")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    first = today().replace(year=today().year - 1, day=1)
    times: Counter[str] = Counter()
    for part, uses in queries.times_since(scope, first).items():
        times[whole(part)] += uses
    reviews = queries.newest_reviews(scope)
    lines = [
        Line(one, times[one], tuple(name_of(other) for other in OVERLAPS.get(one, ())), reviews.get(one))
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
