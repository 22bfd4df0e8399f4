"""The log, for the audit administrator of a part of the tree; and for a branch, who used its data."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from xuezuo.accounts.models import Role
from xuezuo.accounts.queries import names_of
from xuezuo.accounts.queries.log import Asked, log, log_lines, offices_of, uses_of
from xuezuo.accounts.queries.log_details import targets_of
from xuezuo.audit import actions as audit
from xuezuo.audit.models import Event
from xuezuo.audit.words import kind_name, sentence
from xuezuo.organizations.queries import placement_by_code
from xuezuo.refusals import Refusal
from xuezuo.scopes import OPERATOR_ID, Scope
from xuezuo.web.access import access
from xuezuo.web.office.audit_details import told
from xuezuo.web.office.audit_forms import LogForm

MOST_LINES = 10_000
"""Of one file; whoever needs more asks for fewer days at a time."""

ROLES: dict[str, object] = {**dict(Role.choices), "operator": _("operator of the system"), "nobody": _("no role")}


@dataclass(frozen=True)
class Line:
    """One event in words."""

    event: Event
    at: datetime
    person: str
    role: str
    office: tuple[str, str]
    words: str
    concerned: str
    where: tuple[str, str]
    detail: str


def lines(events: list[Event]) -> list[Line]:
    offices, targets = offices_of(events), targets_of(events)
    people = names_of([one.viewer_id for one in events if one.viewer_id])
    nowhere = ("", "")
    return [
        Line(
            event=one,
            at=timezone.localtime(one.at),
            person=_person(one, people),
            role=str(ROLES.get(one.role, one.role)),
            office=offices.get(one.actor_organization_id or 0, nowhere),
            words=sentence(one.action),
            concerned=f"{kind_name(one.object_kind)} {one.object_id or ''}".strip(),
            where=offices.get(one.organization_id or 0, nowhere),
            detail=told(one.detail, targets),
        )
        for one in events
    ]


def _person(one: Event, people: dict[int, str]) -> str:
    if one.viewer_id == OPERATOR_ID:
        return gettext("operator of the system")
    return people.get(one.viewer_id or 0, "")


@access("auditor")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Looking into the log is in the log, with what was looked for."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    form = LogForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = form.asked()
        try:
            found = log(scope, asked, _number(request))
        except Refusal as refusal:
            form.add_error("organization", str(refusal))
        else:
            audit.told_of_reading(by=scope, action="log.search", kind="audit", asked=_searched(asked))
            context |= {"found": found, "lines": lines(found.events), "next": _query(request, after=found.after)}
            context |= {"first": _query(request) if "after" in request.GET else "", "file": _query(request)}
    return render(request, "office/audit.html", context, status=422 if form.errors else 200)


def _number(request: HttpRequest) -> int | None:
    given = request.GET.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _query(request: HttpRequest, **more: object) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in more.items():
        query[name] = str(value)
    return query.urlencode()


def _searched(asked: Asked) -> dict[str, str]:
    """What was looked for, without the sign-in name: an event names nobody."""
    given = {name: str(value) for name, value in asdict(asked).items() if value not in ("", None)}
    return given | ({"person": "given"} if "person" in given else {})


@access("auditor")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What the page shows, all its pages, as CSV."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    form = LogForm(request.GET)
    if not form.is_valid():
        return page(request)
    asked = form.asked()
    try:
        log(scope, asked, size=1)
    except Refusal:  # the page says what is wrong with the question, before a file begins
        return page(request)
    audit.told_of_reading(by=scope, action="log.export", kind="audit", asked=_searched(asked))
    answer: Any = StreamingHttpResponse(_file(scope, asked), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="log.csv"'
    return answer


class _Echo:
    def write(self, value: str) -> bytes:
        return value.encode()


def _file(scope: Scope, asked: Asked) -> Iterator[bytes]:
    write = csv.writer(_Echo()).writerow
    heads = "number time person role office did concerned organization detail request".split()
    yield "\ufeff".encode()
    yield write(heads)
    waiting: list[Event] = []
    for event in log_lines(scope, asked, MOST_LINES):
        waiting.append(event)
        if len(waiting) == 500:
            yield from _rows(write, waiting)
            waiting = []
    yield from _rows(write, waiting)


def _rows(write: Any, events: list[Event]) -> Iterator[bytes]:
    for one in lines(events):
        cells = [one.person, one.role, one.office[1], one.words, one.concerned, one.where[1], one.detail]
        yield write([one.event.pk, one.at.isoformat(timespec="seconds"), *map(_harmless, cells), one.event.request_id])


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would calculate is told to be text."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@access("secretary", "officer")
@require_safe
def uses(request: HttpRequest, code: str) -> HttpResponse:
    """What others did with the data of one organization: offices, never persons (AF19)."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    found = uses_of(scope, placement.organization_id, _number(request))
    context = {
        "organization": placement.organization,
        "lines": lines(found.events),
        "next": _query(request, after=found.after) if found.after else "",
        "later": "after" in request.GET,
    }
    return render(request, "office/audit_uses.html", context)
