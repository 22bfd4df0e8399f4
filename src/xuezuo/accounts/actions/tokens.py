"""Making and ending tokens. The token itself is told once and never kept."""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from xuezuo.accounts import queries, rules
from xuezuo.accounts.models import Token, User
from xuezuo.accounts.models.tokens import CALENDAR
from xuezuo.audit import actions as audit
from xuezuo.organizations import sealing
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

BEGINS = "xz_"
"""So that whoever finds one in a file knows what it is."""

CALENDAR_BEGINS = "xzc_"

MOST = 20


@transaction.atomic
def make_token(
    *, by: Scope, user: User, name: str, desk: str, areas: list[str], expires_on: date, writes: bool = False
) -> tuple[Token, str]:
    """A token of `user` for one of their own desks (`Seat.key`), and its text, which nobody can read again."""
    rules.may_make_token(by, user)
    rules.check_token(areas, expires_on)
    if not name.strip():
        raise Refusal("token_name")
    seat = queries.seat_by_key(queries.own_seats_of(user), desk)
    if seat is None:
        raise Refusal("token_desk")
    User.objects.select_for_update().get(pk=user.pk)
    if Token.objects.filter(user=user, ended_at__isnull=True, expires_on__gt=today()).count() >= MOST:
        raise Refusal("token_too_many", most=MOST)
    text = BEGINS + secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=user,
        name=name.strip()[:60],
        key_index=sealing.index(text),
        desk=desk,
        areas=sorted(set(areas)),
        writes=writes,
        expires_on=expires_on,
        made_by=by.viewer_id or 0,
    )
    _told(by, "token.make", made, seat.organization.pk, areas=made.areas, writes=writes, until=expires_on.isoformat())
    return made, text


@transaction.atomic
def make_calendar_link(*, by: Scope, user: User, desk: str) -> tuple[Token, str]:
    """A link by which a calendar reads what is due at one desk, and its secret, told once. A new one ends the one that
    the desk had: there is one to lose, not many.
    """
    rules.may_make_token(by, user)
    seat = queries.seat_by_key(queries.own_seats_of(user), desk)
    if seat is None or seat.role not in rules.HAVE_CALENDARS:
        raise Refusal("token_desk")
    User.objects.select_for_update().get(pk=user.pk)
    for old in queries.calendar_links(user).filter(desk=desk):
        end_token(by=by, token=old)
    text = CALENDAR_BEGINS + secrets.token_urlsafe(32)
    until = today() + timedelta(days=rule("authority.calendar_days", today()) or 0)
    made = Token.objects.create(
        user=user,
        name=str(seat.organization)[:60],
        key_index=sealing.index(text),
        desk=desk,
        areas=[CALENDAR],
        expires_on=until,
        made_by=by.viewer_id or 0,
    )
    _told(by, "calendar.link", made, seat.organization.pk, until=until.isoformat())
    return made, text


@transaction.atomic
def end_token(*, by: Scope, token: Token) -> Token:
    """It is worth nothing from this moment. Its owner ends it, or the security administrator of their part; a program's
    the system administrator too."""
    token = Token.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if by.viewer_id is None or by.viewer_id != token.user_id or by.token_id:
        try:
            rules.may_end_token(by, token.user)
        except NotVisible:
            raise NotVisible(token.pk) from None
    if token.ended_at:
        return token
    token.ended_by, token.ended_at = by.viewer_id or 0, timezone.now()
    token.save(update_fields=["ended_by", "ended_at"])
    _told(by, "token.end", token, by.organization_id)
    return token


@transaction.atomic
def end_tokens(*, by: Scope, user: User) -> int:
    """All of them; returns how many were still good."""
    rules.may_secure_account(by, user)
    held = list(Token.objects.filter(user=user, ended_at__isnull=True))
    for token in held:
        end_token(by=by, token=token)
    return len(held)


@transaction.atomic
def note_use(*, by: Scope, token: Token) -> None:
    """The day of the last use, once a day: when exactly a program works is nobody's business (AF03)."""
    Token.objects.filter(pk=token.pk).exclude(last_used_on=today()).update(last_used_on=today())


def _told(by: Scope, action: str, token: Token, organization_id: int | None, **detail: object) -> None:
    audit.record(
        by=by,
        action=action,
        kind="user",
        object_id=token.user_id,
        organization_id=organization_id,
        token=token.pk,
        **detail,
    )
