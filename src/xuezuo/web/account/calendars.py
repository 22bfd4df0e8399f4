"""Calendar links: what is due at one's desk, in one's own calendar. Made by oneself, shown once, ended at any time."""

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.accounts import actions, queries
from xuezuo.accounts.models import Token, User
from xuezuo.accounts.rules import HAVE_CALENDARS
from xuezuo.interchange.calendar_feed import calendar_feed
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records.queries import calendar_entries
from xuezuo.refusals import Refusal
from xuezuo.row_policies import sights
from xuezuo.web.access import access

KEPT = 40 * 24 * 3600


@access("secretary", "officer")
@never_cache
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """One's desks with their links; on POST a new link for one of them, shown this once."""
    user = request.user
    assert isinstance(user, User)
    told, problem = "", ""
    if request.method == "POST":
        try:
            _, told = actions.make_calendar_link(
                by=request.scope,  # type: ignore[attr-defined]
                user=user,
                desk=request.POST.get("desk", ""),
            )
        except Refusal as refusal:
            problem = str(refusal)
    links = {link.desk: link for link in queries.calendar_links(user)}
    seats = [seat for seat in queries.own_seats_of(user) if seat.role in HAVE_CALENDARS]
    address = request.build_absolute_uri(reverse("calendar-feed", args=[told])) if told else ""
    spoken = get_language()
    language = "" if spoken == settings.LANGUAGE_CODE else f"language={spoken}"
    context = {
        "address": f"{address}?{language}" if language else address,
        "tasks": f"{address}?form=tasks{'&' if language else ''}{language}",
        "problem": problem,
        "rows": [(seat, links.get(seat.key)) for seat in seats],
    }
    return render(request, "account/calendars.html", context, status=422 if problem else 200)


@access(public=True)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, for whoever has the link: as whole days, or as tasks. What is no good link is not found.

    The desk is looked for at every request, so the link dies with the role.
    """
    with sights.wide("scope"):
        found = queries.scope_by_calendar_link(secret)
    if found is None:
        return HttpResponseNotFound(
            b"", content_type="text/plain"
        )  # a page would repeat the address, and so the secret
    link, scope = found
    request.scope = scope  # type: ignore[attr-defined]
    sights.begin(sights.of(scope))
    assert scope.organization_id is not None
    placement = placement_of(scope, scope.organization_id)
    tasks = request.GET.get("form") == "tasks"
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        body = calendar_feed(
            placement.organization.code,
            placement.organization.name,
            calendar_entries(scope, placement.organization_id),
            tasks=tasks,
        )
    if link.last_used_on != today():
        actions.note_use(by=scope, token=link)
    return _answer(request, link, body, "tasks" if tasks else "days")


def _answer(request: HttpRequest, link: Token, body: bytes, form: str) -> HttpResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    changed = _changed_at(f"calendar:{link.pk}:{form}", etag)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = "private, no-cache"  # ask again each time: a link may have been ended
    response.headers["Content-Disposition"] = 'inline; filename="xuezuo.ics"'
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response) or response


def _changed_at(key: str, etag: str) -> int:
    """Since when the calendar reads as it does. Always later than what it was before, though it may become that again."""
    before: tuple[str, int] | None = cache.get(key)
    if before is not None and before[0] == etag:
        return before[1]
    now = int(datetime.now(UTC).timestamp())
    changed = max(now, before[1] + 1) if before else now
    cache.set(key, (etag, changed), KEPT)
    return changed
