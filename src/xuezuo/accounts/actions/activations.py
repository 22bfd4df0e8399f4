"""Activation codes: accounts made by the thousand get no password, but a code that opens each of them once.

No password is hashed when they are made: a code has 80 random bits, so a fast keyed hash of it is enough.
"""

import base64
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from xuezuo.accounts import rules
from xuezuo.accounts.models import Activation, Role, RoleAssignment, SignIn, User
from xuezuo.accounts.queries.activations import names_in_use, newest_activation, users_to_activate
from xuezuo.audit import actions as audit
from xuezuo.organizations import bulk, sealing
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Placement
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""Base 32 in Crockford's letters: no I, L, O or U, which are read for others on paper."""

MISREAD = str.maketrans("OIL", "011", "- –—·.")
RANDOM_BYTES = 10
NAMED_AT_MOST = 50
"""Up to so many, the audit names whose code was issued; above it says how many, and the rows say the rest."""


@dataclass(frozen=True)
class Slip:
    """What one person is handed, on paper: shown once and stored nowhere."""

    username: str
    display_name: str
    code: str


@transaction.atomic
def issue(*, by: Scope, users: Sequence[User], reason: str = "") -> list[Slip]:
    """A new code for each; codes issued before stop working. A person keeps the password they have until the code is used.

    Only people within the actor's part of the tree; raises `NotVisible` if one of them is not. Codes for the three
    administrators come from above them; those for accounts in use never from a system administrator.
    """
    if by.role not in (*rules.KEEPERS, "officer"):
        raise NotVisible("accounts")
    known = {user.pk: user for user in users_to_activate(by, [user.pk for user in users])}
    if unseen := {user.pk for user in users} - set(known):
        raise NotVisible(min(unseen))
    rules.may_issue(by, known.values())
    now = timezone.now()
    until = (now + timedelta(days=settings.ACTIVATION_DAYS)).isoformat()
    codes = list(zip(known.values(), _codes(len(known)), strict=True))
    bulk.insert(
        Activation,
        ("user_id", "code_index", "expires_at", "issued_by", "issued_at"),
        ((user.pk, _index(user.pk, code), until, by.viewer_id, now.isoformat()) for user, code in codes),
    )
    named: dict[str, Any] = {"users": sorted(known)} if len(known) <= NAMED_AT_MOST else {}
    audit.record(by=by, action="activation.issue", kind="user", count=len(codes), reason=reason, **named)
    return [Slip(user.username, user.display_name, _shown(code)) for user, code in codes]


@transaction.atomic
def redeem(*, by: Scope, username: str, code: str, password: str) -> User:
    """Set the password of the account that the code opens. Every reason why it does not is one and the same refusal."""
    found = newest_activation(by, username)
    now = timezone.now()
    if not _opens(found, code):
        raise Refusal("activation_wrong")
    assert found is not None
    user = found.user
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Refusal("password_weak", why=" ".join(problem.messages)) from problem
    # two who type the same code at once: the row changes for one of them
    if not Activation.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
        raise Refusal("activation_wrong")
    user.set_password(password)
    user.save(update_fields=["password"])
    SignIn.objects.filter(user=user).delete()
    audit.record(by=by, action="activation.use", kind="user", object_id=user.pk)
    return user


@dataclass(frozen=True)
class NewAccount:
    """An account to be made without a password; `role` is given at the same place, or is empty."""

    username: str
    display_name: str
    placement: Placement
    role: str = ""


@transaction.atomic
def create_many(*, by: Scope, accounts: Sequence[NewAccount]) -> list[User]:
    """Accounts that a code will open, with their roles, in a few statements for thousands. All or none is made."""
    rules.may_create(by)
    for one in accounts:
        _check(by, one)
    names = [one.username.lower() for one in accounts]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if taken := twice or names_in_use(by, names):
        raise Refusal("users_exist", count=len(taken), names=tuple(taken[:NAMED_AT_MOST]))
    shut = make_password(None)  # one for all: nothing opens it, so nothing is learnt from its being the same
    made = User.objects.bulk_create(
        [
            User(
                username=one.username,
                display_name=one.display_name,
                organization_id=one.placement.organization_id,
                password=shut,
            )
            for one in accounts
        ],
        batch_size=1_000,
    )
    roles = [
        RoleAssignment(user=user, role=one.role, organization_id=one.placement.organization_id)
        for user, one in zip(made, accounts, strict=True)
        if one.role
    ]
    RoleAssignment.objects.bulk_create(roles, batch_size=1_000)
    audit.record(by=by, action="user.create_many", kind="user", count=len(made), roles=len(roles))
    return made


def _check(by: Scope, one: NewAccount) -> None:
    if not by.covers(one.placement.path):
        raise NotVisible(one.placement.organization.code)
    if not one.role:
        return
    if one.role not in Role.values:
        raise Refusal("role_unknown", role=one.role, choices=tuple(Role.values))
    if one.role not in rules.roles_given_by(by, one.placement.path):
        raise NotVisible(one.placement.organization.code)
    if one.role == Role.SECRETARY and one.placement.organization.kind not in BRANCH_KINDS:
        raise Refusal("role_needs_branch", name=one.placement.organization.name)


def _codes(count: int) -> Iterator[str]:
    random = os.urandom(RANDOM_BYTES * count)
    for start in range(0, len(random), RANDOM_BYTES):
        yield base64.b32encode(random[start : start + RANDOM_BYTES]).decode().translate(LETTERS)


def _index(user: int, code: str) -> bytes:
    return sealing.index(f"activation {user} {code}")


def _opens(found: Activation | None, code: str) -> bool:
    """Whether it is the code of the row, unused, in time, of an account that is open. Always hashes, also for nobody."""
    read = unicodedata.normalize("NFKC", code).upper().translate(MISREAD)
    hashed = sealing.indexes(f"activation {found.user_id if found else 0} {read}")
    if found is None or found.used_at or found.expires_at <= timezone.now() or not found.user.is_active:
        return False
    return bytes(found.code_index) in hashed


def _shown(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
