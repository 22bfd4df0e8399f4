"""Single sign-on by OpenID Connect: allauth's flow with PKCE, and what it leaves to us: nonce, signature, who it is.

Loaded only where a provider is named (`XUEZUO_SSO_ISSUER`) and the extra is installed. Nobody registers here: a subject
is linked once to the account whose name the claim says, and from then on only the subject counts. E-mail never does.
"""

import secrets
from typing import Any, NoReturn

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from requests import RequestException

from xuezuo.accounts import actions
from xuezuo.accounts.models import User
from xuezuo.accounts.queries import NOBODY
from xuezuo.accounts.queries.sign_ins import identified, to_link
from xuezuo.web.access import access

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
"""Signatures with a key pair; a secret that both sides know proves nothing about who signed."""


class Refused(ImmediateHttpResponse):
    """A page that says why, and changes nothing."""

    def __init__(self, request: HttpRequest, why: str, code: str = "", status: int = 403) -> None:
        super().__init__(render(request, "account/sso_refused.html", {"why": why, "code": code}, status=status))


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    """Checks more than allauth does: the issuer of the configuration, and the signature of every ID token."""

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        named = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != named.split("/.well-known/")[0].rstrip("/"):
            raise OAuth2Error("issuer")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        said = kwargs["response"].get("id_token")
        if not said:
            raise OAuth2Error("id_token")
        _check_signature_s_kind(said)
        claims = jwtkit.verify_and_decode(
            credential=said,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=_key_of,
        )
        if settings.SSO_CLAIM not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo")
            claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


def _check_signature_s_kind(token: str) -> None:
    """The library takes the token's own word for how it is signed; it may say only what this house reads."""
    try:
        said = jwt.get_unverified_header(token).get("alg")
    except jwt.PyJWTError as problem:
        raise OAuth2Error("id_token") from problem
    if said not in SIGNED_WITH:
        raise OAuth2Error("alg")


def _key_of(keys: Any, kid: str) -> Any:
    allowed = {"keys": [key for key in keys["keys"] if key.get("alg", "RS256") in SIGNED_WITH and "kid" in key]}
    return jwtkit.lookup_kid_jwk(allowed, kid)


class Provider(OpenIDConnectProvider):
    """Sends a nonce along, which must come back in the ID token: an old token or another's fits no new sign-in."""

    oauth2_adapter_class = OpenIDAdapter

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}  # nobody's name or address is taken from there

    def extract_email_addresses(self, data: Any) -> list[Any]:
        return []

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        parameters = {"nonce": nonce}
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=parameters, nonce=nonce, **kwargs
        )
        return answer


class Adapter(DefaultSocialAccountAdapter):
    """Who the subject is here, or a page that says why nobody."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims = sociallogin.account.extra_data["id_token"]
        nonce = sociallogin.state.get("nonce")
        if not nonce or not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            raise Refused(request, "unfit", "nonce")
        sociallogin.user = self._person(request, claims)
        sociallogin.state["vouched"] = _vouches(claims)

    def _person(self, request: HttpRequest, claims: dict[str, Any]) -> User:
        """The account linked to the subject, or the one to link it to now."""
        issuer, subject = str(claims["iss"]), str(claims["sub"])
        if known := identified(issuer, subject):
            return known
        name = claims.get(settings.SSO_CLAIM)
        if not isinstance(name, str) or not name.strip():
            raise Refused(request, "unfit", settings.SSO_CLAIM)
        found = to_link(NOBODY, issuer, name.strip())
        if found is None:
            raise Refused(request, "unknown")
        if found.is_linked:
            raise Refused(request, "taken")
        if found.user.is_active:  # a closed account is told so, and not linked meanwhile
            actions.link_identity(by=NOBODY, user=found.user, issuer=issuer, subject=subject)
        return found.user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> NoReturn:
        """Broken off, too late, a state that is not ours: the person starts again. Anything else names its part."""
        if isinstance(exception, OAuth2Error):
            cause = exception.__cause__ or exception
            raise Refused(request, "unfit", f"{type(cause).__name__}: {cause}"[:200])
        raise Refused(request, "broken")


def _vouches(claims: dict[str, Any]) -> bool:
    """Whether the other house says that it asked for a second factor, in words that this installation trusts."""
    methods = claims.get("amr") or []
    said = {str(one) for one in methods} if isinstance(methods, list) else {str(methods)}
    return bool(settings.SSO_FACTOR & (said | {str(claims.get("acr", ""))}))


def _provider(request: HttpRequest) -> Provider:
    return Adapter(request).get_provider(request, settings.SSO_PROVIDER)


@access(public=True)
@require_safe
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A link and no form: the page's security policy lets forms lead to nobody else's house."""
    if request.user.is_authenticated:
        return redirect("home")
    try:
        return _provider(request).redirect(request, "login", next_url=get_next_redirect_url(request))
    except (OAuth2Error, RequestException) as problem:
        return Refused(request, "away", type(problem).__name__, status=502).response


@access(public=True)
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The answer of the other house: a code, for which we fetch the ID token ourselves."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(OpenIDAdapter(request, provider_id))(request)
    return answer
