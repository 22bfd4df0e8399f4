"""Addresses of the account desk: signing in, home by role, what is held about me, language, suggestions."""

from django.urls import path

from xuezuo.web.account import feedback, home, me, sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", home.desk, name="desk"),
    path("language/", home.language, name="language"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.second_factor, name="mfa_authenticate"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("sign-in/closed/", sign_in.closed, name="account_inactive"),
    path("account/password/", sign_in.password, name="account_change_password"),
    path("account/confirm/", sign_in.confirm, name="account_reauthenticate"),
    path("account/confirm/code/", sign_in.confirm_by_code, name="mfa_reauthenticate"),
    path("account/second-factor/", sign_in.factors, name="mfa_index"),
    path("account/second-factor/on/", sign_in.factor_on, name="mfa_activate_totp"),
    path("account/second-factor/off/", sign_in.factor_off, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", sign_in.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/", me.me, name="me"),
    path("feedback/", feedback.listing, name="feedback"),
    path("feedback/new/", feedback.new, name="feedback-new"),
    path("feedback/<int:pk>/answers/", feedback.answer, name="feedback-answer"),
]
