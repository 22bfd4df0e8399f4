"""What the head of a page shows: who is here, in which role, at which organization, and where they can go."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_noop as _

from xuezuo.accounts.models import User
from xuezuo.accounts.phones import mark_of
from xuezuo.accounts.queries import Seat
from xuezuo.organizations.models import Organization
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: `label` is an English source string, `icon` a name in the icon sprite."""

    label: str
    icon: str
    address: str
    here: bool = False
    drawer: str = ""


@dataclass(frozen=True)
class Desk:
    """`places` are in order of use; on a phone the first four of `bar` stand in the bar, the others in the menu."""

    organization: Organization | None
    seat: Seat | None
    seats: list[Seat]
    places: list[Place]

    @property
    def bar(self) -> list[Place]:
        return [place for place in self.places if not place.drawer]

    @property
    def roster(self) -> list[Place]:
        """Behind one entry of the bar: twelve side by side break at every width."""
        return [place for place in self.places if place.drawer == "roster"]

    @property
    def own(self) -> list[Place]:
        """In the menu under the person's name."""
        return [place for place in self.places if place.drawer == "own"]


# url name, label, icon, whether the address takes the code of the viewer's organization
Entry = tuple[str, str, str, bool]

HOME: Entry = ("home", _("Home"), "home", False)
NOTICES: Entry = ("notices", _("Notices"), "speakerphone", False)
TRANSFERS: Entry = ("transfers", _("Transfers"), "send", False)
TERMS: Entry = ("terms", _("Terms of committees"), "calendar-event", False)
ME: Entry = ("me", _("About me"), "user", False)

PLACES: dict[str, list[Entry]] = {
    "secretary": [
        ("branch-today", _("Today"), "home", True),
        ("record-new", _("New record"), "plus", True),
        ("records", _("Records"), "notes", True),
        ("members", _("Roster"), "users", True),
        NOTICES,
        ("cases", _("Problems"), "checklist", True),
        ("commitments", _("Study and do"), "flag", True),
        ("organization", _("Figures"), "chart-bar", True),
        TRANSFERS,
        ("correction-requests", _("Requests to correct"), "message", True),
        ME,
    ],
    "officer": [
        ("organization", _("Figures"), "chart-bar", True),
        ("gaps", _("Blank spots"), "map-pin", False),
        NOTICES,
        ("campaigns", _("Campaigns"), "flag", False),
        ("cases", _("Problems"), "checklist", True),
        ("briefings", _("Briefings"), "report", False),
        ("batch", _("Sheets of paper"), "notes", True),
        ("imports", _("Rosters"), "upload", False),
        ("reorganizations", _("Changes of the tree"), "history", False),
        TRANSFERS,
        TERMS,
        ("feedback", _("Suggestions"), "message", False),
        ("accounts", _("Accounts"), "users", False),
        ME,
    ],
    "inspector": [
        ("organization", _("Figures"), "chart-bar", True),
        ("gaps", _("Blank spots"), "map-pin", False),
        ("cases", _("Problems"), "checklist", True),
        NOTICES,
        ME,
    ],
    "member": [ME, NOTICES],
    "auditor": [HOME, ("audit", _("Log"), "history", False), ME],
    "security": [("accounts", _("Accounts"), "users", False), ME],
    "administrator": [
        HOME,
        ("accounts", _("Accounts"), "users", False),
        ("feedback", _("Suggestions"), "message", False),
        ME,
    ],
    "nobody": [HOME, ME],
}


ROSTER = {"accounts", "batch", "imports", "reorganizations", "transfers", "terms"}


def _drawer(name: str, role: str) -> str:
    if role == "officer" and name in ROSTER:
        return "roster"
    return "own" if name == "me" and role != "member" else ""


def _place(entry: Entry, role: str, code: str, path: str) -> Place | None:
    name, label, icon, takes_code = entry
    try:
        address = reverse(name, args=[code] if takes_code else [])
    except NoReverseMatch:  # a desk that this installation does not have
        return None
    return Place(label, icon, address, here=path == address, drawer=_drawer(name, role))


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
    found = (_place(entry, role, code, request.path) for entry in PLACES[role])
    return Desk(organization, current, held, [place for place in found if place])


def page_context(request: HttpRequest) -> dict[str, object]:
    """`scope`, `desk`, `demo_day`, and whose page it is for a phone (`phone_mark`), in every template. The desk costs its
    queries only on pages that show it."""
    return {
        "scope": getattr(request, "scope", None),
        "desk": SimpleLazyObject(lambda: desk_of(request)) if hasattr(request, "scope") else None,
        "demo_day": settings.TODAY,
        "phone_mark": SimpleLazyObject(lambda: mark_of(request.user)),
        "offline_days": settings.OFFLINE_DAYS,
    }
