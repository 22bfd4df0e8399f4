"""Reading where somebody is signed in, and how often a code was wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Max, QuerySet
from django.utils import timezone

from xuezuo.accounts.models import Identity, Role, SignIn, User, WrongCode
from xuezuo.accounts.queries.seats import Seat, seats_of
from xuezuo.organizations import sealing
from xuezuo.scopes import Scope
from xuezuo.statements import read, told

DEMANDED_AT = (Role.OFFICER, Role.INSPECTOR)
"""Roles that need a second factor at organizations of the kinds in `XUEZUO_SECOND_FACTOR_KINDS`: from county level up."""
NEVER_DEMANDED = (Role.MEMBER, Role.SECRETARY)
"""Every other role needs one wherever it is held: the administrators, also of a kind that comes later."""

TRIES = 10
TRIES_FROM_ADDRESS = 100
"""From one address: an office of many people shares one."""
CLOSED_FOR = timedelta(minutes=15)


def sign_ins_of(scope: Scope) -> QuerySet[SignIn]:
    """The browsers in which the viewer is signed in, the one used last first. Nobody else's: an address says where."""
    return SignIn.objects.filter(user_id=scope.viewer_id or 0, **_alive()).order_by("-seen_at", "-pk")


def _alive() -> dict[str, datetime]:
    now = timezone.now()
    return {"began_at__gt": now - settings.SESSION_LONGEST, "seen_at__gt": now - settings.SESSION_IDLE}


LIVING = (
    "SELECT id, seen_at, address FROM accounts_signin WHERE id = %s AND user_id = %s AND began_at > %s AND seen_at > %s"
)
"""Asked at every request: written out, as in `seats`."""


def living_sign_in(user: User, number: object) -> SignIn | None:
    """The sign-in that a session names, if it is this person's, was not ended and neither rested nor ran too long."""
    if not isinstance(number, int):
        return None
    found = read(LIVING, [number, user.pk, *_alive().values()])
    if not found:
        return None
    ((pk, seen_at, address),) = found
    return SignIn.from_db(DEFAULT_DB_ALIAS, ("id", "seen_at", "address"), (pk, told(seen_at), address))


def rests(user: User, number: object) -> bool:
    """Whether a session that lives no more has only run out: nobody ended it and nobody signed out of it."""
    return isinstance(number, int) and SignIn.objects.filter(pk=number, user=user).exists()


def closed_until(door: str, name: str, address: str | None) -> datetime | None:
    """Until when a door is closed for a name, from everywhere, or for an address, for all names; None if it is open."""
    since = timezone.now() - CLOSED_FOR
    tried = WrongCode.objects.filter(door=door, tried_at__gt=since)
    of_name = tried.filter(name_index__in=sealing.indexes(counted(door, name)))
    ends = [_end(of_name, TRIES)]
    if address:
        ends.append(_end(tried.filter(address=address), TRIES_FROM_ADDRESS))
    return max((end for end in ends if end), default=None)


def _end(tried: QuerySet[WrongCode], allowed: int) -> datetime | None:
    if tried.count() < allowed:
        return None
    last = tried.aggregate(last=Max("tried_at"))["last"]
    return last + CLOSED_FOR if last else None


def password_closed_until(name: str, address: str | None) -> datetime | None:
    """Until when signing in under a name from a place is closed, as axes counts it; None if nothing was wrong there."""
    last = AccessAttempt.objects.filter(username=name, ip_address=address).aggregate(last=Max("attempt_time"))["last"]
    return last + CLOSED_FOR if last else None


def counted(door: str, name: str) -> str:
    """What is hashed for a name: one for every spelling under which the same person signs in."""
    return f"wrong {door} {name.strip().upper().lower()}"


def demands_second_factor(user: User, seats: Iterable[Seat] | None = None) -> bool:
    """Whether any desk of the person, given by name, by post or lent, asks for a second factor. `seats` are their desks,
    where they have just been read.
    """
    return any(
        seat.organization.kind in settings.FACTOR_KINDS if seat.role in DEMANDED_AT else seat.role not in NEVER_DEMANDED
        for seat in (seats_of(user) if seats is None else seats)
    )


def identified(issuer: str, subject: str) -> User | None:
    """Whoever the other house's subject was linked to."""
    found = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    return found.user if found else None


@dataclass(frozen=True)
class Linkable:
    """Whoever signs in under a name, and whether somebody else of that house is linked to them already."""

    user: User
    is_linked: bool


def to_link(scope: Scope, issuer: str, username: str) -> Linkable | None:
    """The account of a person with this name to sign in with, in any spelling; never that of a program."""
    found = User.objects.filter(username__iexact=username, is_program=False).first()
    return Linkable(found, Identity.objects.filter(user=found, issuer=issuer).exists()) if found else None
