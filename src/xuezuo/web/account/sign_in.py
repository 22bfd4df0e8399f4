"""Signing in and out, password and second factor: allauth's views on our pages. Nobody signs up; people are invited."""

from collections.abc import Mapping
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xuezuo.accounts.queries.sign_ins import password_closed_until
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.account.sign_in_doors import address_of


class SignInView(account.LoginView):
    """Name and password, a passkey, or the house where people sign in for several systems."""

    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sso": settings.SSO, "sso_name": settings.SSO_NAME}


class NewKeyOnceConfirmed:
    """Whoever confirmed who they are goes on under a new session key: one that leaked before is worth nothing more."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        self.request.session.cycle_key()
        return answer


class ConfirmView(NewKeyOnceConfirmed, account.ReauthenticateView):
    template_name = "account/confirm.html"


class ConfirmByCodeView(NewKeyOnceConfirmed, mfa.ReauthenticateView):
    template_name = "account/confirm.html"


sign_in = access(public=True)(SignInView.as_view())
sign_out = access(public=True)(account.LogoutView.as_view(template_name="account/sign_out.html"))
second_factor = access(public=True)(mfa.AuthenticateView.as_view(template_name="account/second_factor.html"))
closed = access(public=True)(account.AccountInactiveView.as_view(template_name="account/closed.html"))

password = access(*EVERYBODY)(
    account.PasswordChangeView.as_view(template_name="account/password.html", success_url="/account/password/")
)
confirm = access(*EVERYBODY)(ConfirmView.as_view())
confirm_by_code = access(*EVERYBODY)(ConfirmByCodeView.as_view())
factor_on = access(*EVERYBODY)(totp.ActivateTOTPView.as_view(template_name="account/factor_on.html"))
factor_off = access(*EVERYBODY)(totp.DeactivateTOTPView.as_view(template_name="account/factor_off.html"))
recovery_codes = access(*EVERYBODY)(codes.ViewRecoveryCodesView.as_view(template_name="account/codes.html"))
new_recovery_codes = access(*EVERYBODY)(codes.GenerateRecoveryCodesView.as_view(template_name="account/new_codes.html"))


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """What axes answers after too many wrong passwords: who waits, and until when. Names nobody has wait as others do."""
    name: str = counted_name(request, None) or str(getattr(request.user, "username", ""))
    until = password_closed_until(name, address_of(request))
    return render(request, "account/locked.html", {"until": until}, status=429)


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """The name under which axes counts wrong passwords: one for every spelling that signs in the same person."""
    name = (credentials or {}).get("username") or request.POST.get("login")
    # databases compare in capitals; stored small, as somebody would type it to open the door again
    return str(name).strip().upper().lower() if name else None
