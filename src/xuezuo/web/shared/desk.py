"""What the head of a page shows: who is here, in which role, at which organization, and where they can go."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_noop as _

from xuezuo.accounts.models import User
from xuezuo.accounts.phones import mark_of
from xuezuo.accounts.queries import Seat
from xuezuo.organizations.models import Organization
from xuezuo.scopes import Scope
from xuezuo.web.shared.addresses import address_of, address_with, where


class Place(NamedTuple):
    """One entry of the navigation: `label` is an English source string, `icon` a name in the icon sprite."""

    label: str
    icon: str
    address: str
    here: bool = False


class Drawer(NamedTuple):
    """Places under one heading, behind “More” at every width."""

    label: str
    places: list[Place]


@dataclass(frozen=True)
class Desk:
    """`bar` holds at most four, for they stand side by side on a phone; `own` stands under the person's name."""

    organization: Organization | None
    seat: Seat | None
    seats: list[Seat]
    bar: list[Place]
    drawers: list[Drawer]
    own: list[Place]

    @property
    def is_for(self) -> bool:
        """Whether the person is here for somebody else."""
        return self.seat is not None and self.seat.giver is not None


# url name, label, icon, whether the address takes the code of the viewer's organization
Entry = tuple[str, str, str, bool]

HOME: Entry = ("home", _("Home"), "home", False)
NOTICES: Entry = ("notices", _("Notices"), "speakerphone", False)
FIGURES: Entry = ("organization", _("Figures"), "chart-bar", True)
GAPS: Entry = ("gaps", _("Blank spots"), "map-pin", False)
CASES: Entry = ("cases", _("Problems"), "checklist", True)
PLANS: Entry = ("plans-below", _("Make-up plans"), "list-check", False)
PRACTICES: Entry = ("practices", _("Local practice"), "book", False)
TRANSFERS: Entry = ("transfers", _("Transfers"), "send", False)
SUGGESTIONS: Entry = ("feedback", _("Suggestions"), "message", False)
ACCOUNTS: Entry = ("accounts", _("Accounts"), "users", False)
ME: Entry = ("me", _("About me"), "user", False)
SELF_CHECKS: Entry = ("self-checks", _("Self-check"), "lock", False)

BARS: dict[str, list[Entry]] = {
    "secretary": [
        ("branch-today", _("Today"), "home", True),
        ("record-new", _("New record"), "plus", True),
        ("records", _("Records"), "notes", True),
        ("members", _("Roster"), "users", True),
    ],
    "officer": [FIGURES, GAPS, NOTICES, ("campaigns", _("Campaigns"), "flag", False)],
    "inspector": [FIGURES, GAPS, CASES, NOTICES],
    "member": [ME, NOTICES, SELF_CHECKS],
    "auditor": [HOME, ("audit", _("Log"), "history", False)],
    "security": [ACCOUNTS],
    "administrator": [HOME, ACCOUNTS, SUGGESTIONS],
    "nobody": [HOME],
}

DRAWERS: dict[str, list[tuple[str, list[Entry]]]] = {
    "secretary": [
        (
            _("Study and make good"),
            [
                ("study-plan", _("Study plan"), "calendar", True),
                ("make-ups", _("Make-ups"), "list-check", True),
                CASES,
                ("commitments", _("Study and do"), "flag", True),
                ("own-items", _("Our own content and ways"), "edit", True),
                PRACTICES,
            ],
        ),
        (
            _("Notices, figures, paper"),
            [
                NOTICES,
                FIGURES,
                ("sheets", _("Sheets of paper"), "printer", True),
                ("outbox", _("Outbox of this device"), "upload", False),
            ],
        ),
        (
            _("Members"),
            [TRANSFERS, ("correction-requests", _("Requests to correct"), "message", True)],
        ),
    ],
    "officer": [
        (
            _("Work of the branches"),
            [
                PLANS,
                CASES,
                ("own-ways", _("Own ways of the branches"), "edit", False),
                PRACTICES,
                ("batch", _("Sheets of paper"), "notes", True),
                ("briefings", _("Briefings"), "report", False),
                SUGGESTIONS,
            ],
        ),
        (
            _("Members and tree"),
            [
                ("imports", _("Rosters"), "upload", False),
                ("reorganizations", _("Changes of the tree"), "sitemap", False),
                TRANSFERS,
                ("terms", _("Terms of committees"), "calendar-event", False),
                ACCOUNTS,
            ],
        ),
    ],
    "inspector": [(_("Work of the branches"), [PLANS])],
}

CALENDAR: Entry = ("calendars", _("Into my calendar"), "calendar-due", False)
OWN: dict[str, list[Entry]] = {
    "secretary": [ME, SELF_CHECKS, CALENDAR],
    "officer": [ME, SELF_CHECKS, CALENDAR],
    "member": [],
}


@lru_cache(maxsize=2_000)
def _desk_at(role: str, code: str, where: tuple[str, str]) -> tuple[list[Place], list[Drawer], list[Place]]:
    """Bar, drawers and one's own pages of a role at an organization, before it is known which of them is open."""
    drawers = [Drawer(label, _places(entries, code)) for label, entries in DRAWERS.get(role, [])]
    return _places(BARS[role], code), drawers, _places(OWN.get(role, [ME, SELF_CHECKS]), code)


def _places(entries: list[Entry], code: str) -> list[Place]:
    return [place for place in (_place(entry, code) for entry in entries) if place]


def _place(entry: Entry, code: str) -> Place | None:
    name, label, icon, takes_code = entry
    try:
        address = address_with(name, code) if takes_code else address_of(name)
    except NoReverseMatch:  # a desk that this installation does not have
        return None
    return Place(label, icon, address)


def _marked(places: list[Place], path: str) -> list[Place]:
    """The open page among them said to be here; mostly none of them is, and they stay as they are."""
    if all(one.address != path for one in places):
        return places
    return [one._replace(here=one.address == path) for one in places]


def desk_of(request: HttpRequest) -> Desk | None:
    """The desk of the person who asks, or None for a stranger."""
    user = request.user
    if not isinstance(user, User):
        return None
    scope: Scope = request.scope  # type: ignore[attr-defined]
    role = scope.role  # on a public page nobody asked for the scope yet; the seats are read with it, by its middleware
    held: list[Seat] = request.seats  # type: ignore[attr-defined]
    current = next(
        (
            one
            for one in held
            if (one.role, one.organization.pk, one.giver.pk if one.giver else None)
            == (role, scope.organization_id, scope.for_id)
        ),
        None,
    )
    organization = current.organization if current else None  # a seat stands in the tree of today, or it is none
    code = organization.code if organization else ""
    bar, drawers, own = _desk_at(role, code, where())
    drawers = [Drawer(label, _marked(places, request.path)) for label, places in drawers]
    return Desk(organization, current, held, _marked(bar, request.path), drawers, _marked(own, request.path))


def page_context(request: HttpRequest) -> dict[str, object]:
    """`scope`, `desk`, `demo_day`, and whose page it is for a phone (`phone_mark`), in every template. The desk costs its
    queries only on pages that show it."""
    return {
        "scope": getattr(request, "scope", None),
        "desk": SimpleLazyObject(lambda: desk_of(request)) if hasattr(request, "scope") else None,
        "demo_day": settings.TODAY,
        "reads_large": request.COOKIES.get("xuezuo_reading") == "large",
        "phone_mark": SimpleLazyObject(lambda: mark_of(request.user)),
        "offline_days": settings.OFFLINE_DAYS,
    }
