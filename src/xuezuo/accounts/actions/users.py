"""Creating accounts. Passwords never reach the audit."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xuezuo.accounts import rules
from xuezuo.accounts.models import User
from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import home_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def create_user(
    *, by: Scope, username: str, display_name: str = "", password: str | None = None, member: Member | None = None
) -> User:
    """Somebody who can sign in. Without a password they cannot until they have an activation or single sign-on."""
    rules.may_create(by)
    if member is not None:
        rules.may_link(by, home_of(member.pk))
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal("user_exists", username=username)
    made = User(username=username, display_name=display_name, member=member)
    if password is None:
        made.set_unusable_password()
    else:
        try:
            validate_password(password, made)
        except ValidationError as problem:
            raise Refusal("password_weak", why=" ".join(problem.messages)) from problem
        made.set_password(password)
    made.save()
    audit.record(by=by, action="user.create", kind="user", object_id=made.pk, username=username)
    return made
