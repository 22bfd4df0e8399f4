"""allauth's adapters and forms as this house needs them: keys sealed, wrong codes counted, stages of signing in."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.stages import AuthenticateStage
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from xuezuo.accounts.actions import sign_ins
from xuezuo.accounts.models import User
from xuezuo.accounts.queries import NOBODY
from xuezuo.accounts.queries.sign_ins import closed_until
from xuezuo.organizations import sealing

SEALED = "sealed:"
COLUMN = "authenticator.secret"


def address_of(request: HttpRequest) -> str | None:
    """From where a request comes, as our own proxies tell it; None where a test asks from nowhere."""
    return request.META.get("REMOTE_ADDR") or None


def checked(door: str, name: str, right: Callable[[], Any]) -> Any:
    """What `right` gives, unless the door is closed for the name or the place. A `ValidationError` of it is counted.

    Ten wrong codes under a name close the door for that name from everywhere: six digits are a million, and at forty
    tries an hour somebody who knows the password meets the right ones in years. Strangers cannot close it: to stand
    before it one must know the password.
    """
    address = address_of(context.request)
    if until := closed_until(door, name, address):
        raise ValidationError(closed_sentence(until))
    try:
        answer = right()
    except ValidationError:
        sign_ins.count_wrong(by=NOBODY, door=door, name=name, address=address)
        raise
    sign_ins.forget_wrong(by=NOBODY, door=door, name=name)
    return answer


def closed_sentence(until: Any) -> str:
    return _("Too many wrong tries. Wait until %(time)s, then try again.") % {
        "time": timezone.localtime(until).strftime("%H:%M")
    }


class CodeForm(AuthenticateForm):
    """The second factor when signing in: digits of the app, or a recovery code."""

    def clean_code(self) -> str:
        return str(checked("factor", self.user.username, super().clean_code))


class CodeAgainForm(ReauthenticateForm):
    """The same when confirming; counted together, or each door would give ten tries more."""

    def clean_code(self) -> str:
        return str(checked("factor", self.user.username, super().clean_code))


class NewPasswordForm(ChangePasswordForm):
    """Whoever finds an open session must not guess the password at its form."""

    def clean_oldpassword(self) -> str:
        assert self.user
        return str(checked("password", self.user.username, super().clean_oldpassword))


class FactorStage(AuthenticateStage):
    """Our second factor, unless the house where somebody signed in vouches for its own and the installation trusts it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        return not (login and login.state.get("vouched")) and super()._should_handle(request)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; the rest is allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        ours = f"{FactorStage.__module__}.{FactorStage.__qualname__}"
        return [ours if stage.endswith(".AuthenticateStage") else stage for stage in super().get_login_stages()]

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or ""


class FactorAdapter(DefaultMFAAdapter):
    """Keys of apps are sealed as personal values are: whoever copies the database makes no codes with it."""

    def encrypt(self, text: str) -> str:
        return SEALED + sealing.seal(text, COLUMN).hex()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text  # stored before keys were sealed
        return sealing.unseal(bytes.fromhex(encrypted_text.removeprefix(SEALED)), COLUMN)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return _("Key of %(day)s") % {"day": timezone.localdate().isoformat()}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "xuezuo"}
