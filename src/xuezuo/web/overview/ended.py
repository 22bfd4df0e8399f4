"""The page of an organization that stands nowhere any more: what it was, since when it is closed, and who came after it."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_by_code, placements
from xuezuo.periods import today
from xuezuo.reorganizations.queries import History, history
from xuezuo.scopes import NotVisible, Scope


def ended(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever may read its history. Raises `NotVisible` for others, and for what stands, will stand, or never did."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    told = history(scope, code)
    last = max(told.places, key=lambda one: one.valid_to, default=None)
    if told.place is not None or last is None or last.valid_to > today():
        raise NotVisible(code)
    day = last.valid_to - timedelta(days=1)
    context = {
        "told": told,
        "since": last.valid_to,
        "below": last.parent,
        "heirs": [(one, _address(scope, one)) for one in _heirs(told, last.valid_to)],
        "then": f"{reverse('organization', args=[code])}?as_of={day}" if _stood_here(scope, code, day) else "",
    }
    return render(request, "overview/ended.html", context)


def _heirs(told: History, since: date) -> list[Organization]:
    """Whom it went into on that day, not whoever split off before; where no act says so, whoever its facts are read at."""
    found = {one.successor_id: one.successor for one in told.went_into if one.act.day == since}
    return list(found.values()) or ([told.heir] if told.heir else [])


def _address(scope: Scope, one: Organization) -> str:
    """ "" for an heir that the viewer may not open, or that has ended in its turn without a trace here."""
    if placements(scope).filter(organization=one).exists():
        return reverse("organization", args=[one.code])
    try:
        history(scope, one.code)
    except NotVisible:
        return ""
    return reverse("organization-history", args=[one.code])


def _stood_here(scope: Scope, code: str, day: date) -> bool:
    """Whether the viewer may read its figures of that day, the last one on which it stood."""
    try:
        placement_by_code(scope, code, day)
    except NotVisible:
        return False
    return True
