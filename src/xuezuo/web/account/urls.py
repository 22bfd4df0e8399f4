"""Addresses of the account desk: signing in, home by role, what is held about me, language, suggestions."""

from django.conf import settings
from django.urls import path

from xuezuo.web.account import activation, feedback, home, me, sessions, sign_in, sign_in_factors

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
    path("sign-in/key/", sign_in_factors.key_sign_in, name="mfa_login_webauthn"),
    path("sign-in/activate/", activation.activate, name="activate"),
    path("account/confirm/key/", sign_in_factors.key_confirm, name="mfa_reauthenticate_webauthn"),
    path("account/sessions/", sessions.listing, name="sessions"),
    path("account/sessions/endings/", sessions.endings, name="session-endings"),
    path("account/second-factor/", sign_in_factors.factors, name="mfa_index"),
    path("account/second-factor/keys/new/", sign_in_factors.key_add, name="mfa_add_webauthn"),
    path("account/second-factor/keys/<int:pk>/name/", sign_in_factors.key_name, name="mfa_edit_webauthn"),
    path("account/second-factor/keys/<int:pk>/removal/", sign_in_factors.key_remove, name="mfa_remove_webauthn"),
    path("account/second-factor/on/", sign_in.factor_on, name="mfa_activate_totp"),
    path("account/second-factor/off/", sign_in.factor_off, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", sign_in.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/", me.me, name="me"),
    path("feedback/", feedback.listing, name="feedback"),
    path("feedback/new/", feedback.new, name="feedback-new"),
    path("feedback/answer/", feedback.by_code, name="feedback-by-code"),
    path("feedback/<int:pk>/answers/", feedback.answer, name="feedback-answer"),
]
if settings.SSO:
    # reason: needs the extra, which a base install has not
    from xuezuo.web.account import sso

    only = {"provider_id": settings.SSO_PROVIDER}
    urlpatterns += [
        path("sign-in/sso/", sso.begin, only, name="openid_connect_login"),
        path("sign-in/sso/answer/", sso.come_back, only, name="openid_connect_callback"),
    ]
