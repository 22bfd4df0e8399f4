"""Settings about signing in: second factors, sessions, activation codes, single sign-on."""

from datetime import timedelta
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from xuezuo.config import options

PROVIDER = "sso"
"""How the one provider is called in addresses and settings."""


def minutes(variable: str) -> timedelta:
    """Nothing below one minute: a slip of the pen must not lock everybody out, nor keep sessions for ever."""
    return timedelta(minutes=max(options.number(variable), 1))


def factor_is_demanded() -> bool:
    choice = options.read("XUEZUO_SECOND_FACTOR")
    if choice not in ("demanded", "offered"):
        raise ImproperlyConfigured(f"XUEZUO_SECOND_FACTOR is {choice!r}; it can be demanded or offered")
    return choice == "demanded"


def words(variable: str) -> frozenset[str]:
    return frozenset(word.strip() for word in options.read(variable).split(",") if word.strip())


def single_sign_on() -> bool:
    """Whether a provider is named; refuses one that is named by halves, or without the extra that speaks to it."""
    if not options.read("XUEZUO_SSO_ISSUER"):
        return False
    if lacking := [name for name in ("XUEZUO_SSO_CLIENT", "XUEZUO_SSO_SECRET") if not options.read(name)]:
        raise ImproperlyConfigured(f"XUEZUO_SSO_ISSUER is set, so {' and '.join(lacking)} must be set too")
    if find_spec("requests") is None or find_spec("jwt") is None:
        raise ImproperlyConfigured("single sign-on needs the extra: pip install 'xuezuo[sso]'")
    return True


SSO_APPS = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]


def sso_providers() -> dict[str, object]:
    """The one provider, for allauth."""
    app = {
        "provider_id": PROVIDER,
        "name": options.read("XUEZUO_SSO_NAME") or options.read("XUEZUO_SSO_ISSUER"),
        "client_id": options.read("XUEZUO_SSO_CLIENT"),
        "secret": options.read("XUEZUO_SSO_SECRET"),
        "settings": {
            "server_url": options.read("XUEZUO_SSO_ISSUER").rstrip("/"),
            "oauth_pkce_enabled": True,
            "scope": ["openid", "profile"],  # an e-mail address is neither needed nor asked for
        },
    }
    return {"openid_connect": {"APPS": [app]}}
