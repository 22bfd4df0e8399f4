"""Creating, closing and linking accounts. Passwords never reach the audit."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from xuezuo.accounts import rules
from xuezuo.accounts.models import User
from xuezuo.audit import actions as audit
from xuezuo.organizations.likenesses import entries_of
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import home_of, placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def create_user(
    *,
    by: Scope,
    username: str,
    display_name: str = "",
    password: str | None = None,
    member: Member | None = None,
    organization_id: int | None = None,
    is_program: bool = False,
) -> User:
    """Somebody who can sign in. Without a password they cannot until they have an activation or single sign-on.

    The account is administered at `organization_id`; else at the branch of its member, else where its maker sits.
    """
    rules.may_create(by)
    home = home_of(member.pk) if member else None
    if member is not None:
        rules.may_link(by, home)
        _check_first_account(member)
    if organization_id is not None:
        placement_of(by, organization_id)
    if not username.strip():
        raise Refusal("user_name_missing")
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal("user_exists", username=username)
    made = User(username=username, display_name=display_name, member=member, is_program=is_program)
    _linked(by, made)
    made.organization_id = organization_id or (home.organization_id if home else by.organization_id)
    if password is None:
        made.set_unusable_password()
    else:
        try:
            validate_password(password, made)
        except ValidationError as problem:
            raise Refusal("password_weak", why=" ".join(problem.messages)) from problem
        made.set_password(password)
    made.save()
    audit.record(by=by, action="user.create", kind="user", object_id=made.pk)
    return made


@transaction.atomic
def close_account(*, by: Scope, user: User, reason: str) -> User:
    """Nobody signs in with it any more, its sessions are dead and its tokens worth nothing. What it did stays."""
    rules.may_administer(by, user)
    if not reason.strip():
        raise Refusal("account_reason")
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _told(by, "user.close", user, reason=reason.strip()[:200])
    return user


@transaction.atomic
def open_account(*, by: Scope, user: User, reason: str) -> User:
    """It was closed by mistake, or its owner is back: it can be used again, with the roles that still hold."""
    rules.may_administer(by, user)
    if not reason.strip():
        raise Refusal("account_reason")
    if not user.is_active:
        if user.member is not None:
            _check_first_account(user.member, but=user.pk)
        user.is_active = True
        user.save(update_fields=["is_active"])
        _told(by, "user.open", user, reason=reason.strip()[:200])
    return user


@transaction.atomic
def link_member(*, by: Scope, user: User, member: Member | None) -> User:
    """Whose account it is: roles of that member's posts come with it once somebody else confirmed the link. None takes
    the link away."""
    rules.may_administer(by, user)
    if member is not None:
        rules.may_link(by, home_of(member.pk))
        _check_first_account(member, but=user.pk)
    user.member = member
    _linked(by, user)
    user.save(update_fields=["member", "link_confirmed_by", "link_confirmed_at"])
    _told(by, "user.link", user, member=member.pk if member else None)
    return user


def _linked(by: Scope, user: User) -> None:
    """A new link waits for a second person; whoever works at the machine itself needs none."""
    at_once = user.member is not None and by.role == "operator"
    user.link_confirmed_by = by.viewer_id or 0 if at_once else None
    user.link_confirmed_at = timezone.now() if at_once else None


@transaction.atomic
def confirm_link(*, by: Scope, user: User, member: int) -> User:
    """The account is indeed that member's, says somebody who cannot link: from now on the member's posts count for it.

    `member` is who was shown to the confirmer: a link changed meanwhile is not the one they confirmed.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    rules.may_confirm(by, user)
    if user.member_id != member or not user.link_waits:
        raise Refusal("link_not_waiting")
    user.link_confirmed_by = by.viewer_id or 0
    user.link_confirmed_at = timezone.now()
    user.save(update_fields=["link_confirmed_by", "link_confirmed_at"])
    _told(by, "user.confirm_link", user, member=member)
    return user


def _check_first_account(member: Member, but: int = 0) -> None:
    """One person, one account: with two, the three administrators could be one person."""
    if User.objects.filter(member__in=entries_of(member.pk), is_active=True).exclude(pk=but).exists():
        raise Refusal("member_has_account")


def _told(by: Scope, action: str, user: User, **detail: object) -> None:
    audit.record(by=by, action=action, kind="user", object_id=user.pk, organization_id=user.organization_id, **detail)
