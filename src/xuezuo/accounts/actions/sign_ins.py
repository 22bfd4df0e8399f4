"""Sessions begun, seen and ended; wrong codes counted; second factors taken away; people linked to another house.

Sessions and wrong codes are of the moment and no act, so they leave no event. Ending somebody else's is one.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from xuezuo.accounts import rules
from xuezuo.accounts.models import Identity, SignIn, User, WrongCode
from xuezuo.accounts.queries.sign_ins import counted
from xuezuo.audit import actions as audit
from xuezuo.organizations import sealing
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

AT_MOST = 20
"""Browsers in which one person may be signed in at once; the one unused for longest makes room."""
SEEN_EVERY = timedelta(minutes=5)
KEPT_FOR = timedelta(days=1)
SWEPT = 200
"""Rows of ended sessions that each sign-in clears away, so that they never pile up."""


@transaction.atomic
def begin(*, by: Scope, user: User, address: str | None, device: str) -> SignIn:
    """Remember a browser in which somebody has just signed in."""
    now = timezone.now()
    made = SignIn.objects.create(user=user, began_at=now, seen_at=now, address=address, device=device)
    kept = SignIn.objects.filter(user=user).order_by("-seen_at", "-pk").values("pk")[:AT_MOST]
    SignIn.objects.filter(user=user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    over = Session.objects.filter(expire_date__lt=now).order_by("expire_date").values_list("pk", flat=True)[:SWEPT]
    Session.objects.filter(pk__in=list(over)).delete()
    return made


def see(*, by: Scope, sign_in: SignIn, address: str | None) -> None:
    """Note that a browser is in use, no finer than to five minutes: every request comes by here, and most ask nothing."""
    now = timezone.now()
    if now - sign_in.seen_at > SEEN_EVERY or (address and address != sign_in.address):
        with transaction.atomic():
            SignIn.objects.filter(pk=sign_in.pk).update(seen_at=now, address=address or sign_in.address)


@transaction.atomic
def leave(*, by: Scope, user: User, number: int) -> None:
    """Somebody signed out in this browser."""
    SignIn.objects.filter(pk=number, user=user).delete()


@transaction.atomic
def end_own(*, by: Scope, number: int | None = None, but: int | None = None) -> int:
    """End one of one's own sign-ins, or all but one. Returns how many; one of somebody else is not there."""
    own = SignIn.objects.filter(user_id=by.viewer_id or 0)
    own = own.filter(pk=number) if number is not None else own.exclude(pk=but or 0)
    count, _ = own.delete()
    if count:
        audit.record(by=by, action="session.end", kind="user", object_id=by.viewer_id, count=count)
    return count


@transaction.atomic
def end_sessions(*, by: Scope, user: User, reason: str) -> int:
    """End every session of somebody else: a security administrator's act, with a reason."""
    _may_secure(by, user, reason)
    count, _ = SignIn.objects.filter(user=user).delete()
    audit.record(by=by, action="session.end", kind="user", object_id=user.pk, count=count, reason=reason.strip())
    return count


@transaction.atomic
def reset_factors(*, by: Scope, user: User, reason: str) -> int:
    """Take away the second factor that somebody lost, and end their sessions; they set up another when next they sign in.

    Returns how many apps, keys and sets of recovery codes it were. Nobody does it for themselves.
    """
    _may_secure(by, user, reason)
    held = Authenticator.objects.filter(user=user)
    kinds = sorted(held.values_list("type", flat=True))
    held.delete()
    SignIn.objects.filter(user=user).delete()
    audit.record(by=by, action="factor.reset", kind="user", object_id=user.pk, kinds=kinds, reason=reason.strip())
    return len(kinds)


def _may_secure(by: Scope, user: User, reason: str) -> None:
    rules.may_secure_account(by, user)
    if by.viewer_id == user.pk:
        raise Refusal("factor_of_oneself")
    if not reason.strip():
        raise Refusal("reason_missing_security")


@transaction.atomic
def count_wrong(*, by: Scope, door: str, name: str, address: str | None) -> None:
    """One more wrong code under a name and from an address."""
    now = timezone.now()
    WrongCode.objects.filter(tried_at__lt=now - KEPT_FOR).delete()
    hashed = sealing.index(counted(door, name))
    WrongCode.objects.create(door=door, name_index=hashed, address=address, tried_at=now)


@transaction.atomic
def forget_wrong(*, by: Scope, door: str, name: str) -> None:
    """The right code came: what was wrong before under this name is no longer counted."""
    WrongCode.objects.filter(door=door, name_index__in=sealing.indexes(counted(door, name))).delete()


@transaction.atomic
def link_identity(*, by: Scope, user: User, issuer: str, subject: str) -> Identity:
    """From now on the other house's subject is this person, whatever else that house says of them."""
    made = Identity.objects.create(user=user, issuer=issuer, subject=subject)
    audit.record(by=by, action="identity.link", kind="user", object_id=user.pk, issuer=issuer)
    return made


@transaction.atomic
def unlink_identity(*, by: Scope, user: User, reason: str) -> int:
    """Somebody has another subject at the other house now: the next sign-in links anew."""
    _may_secure(by, user, reason)
    count, _ = Identity.objects.filter(user=user).delete()
    audit.record(by=by, action="identity.unlink", kind="user", object_id=user.pk, reason=reason.strip())
    return count
