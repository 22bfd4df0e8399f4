"""A small house where people sign in for several systems: Django with django-oauth-toolkit, started beside a test.

`python identity_provider.py PORT FOLDER CALLBACK`. What it says about people stands in FOLDER/claims.json and is read
anew for every token, so that a test can make it say something else, or lie.
"""

import json
import os
import sys
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ABOUT_THE_TOKEN = ("nonce", "iss", "exp", "aud")
CLIENT, SECRET = "xuezuo-client", "a secret of tests"


def new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def signed_anew(token: str, how: str) -> str:
    """The same claims under a signature that nobody should believe."""
    kid = {"kid": jwt.get_unverified_header(token)["kid"]}
    claims = jwt.decode(token, options={"verify_signature": False})
    keys = {"RS256": new_key(), "HS256": SECRET.ljust(32, "."), "none": None}
    return jwt.encode(claims, keys[how], how, headers=kid)


def main(port: str, folder: Path, callback: str) -> None:
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    sys.modules["identity_provider"] = sys.modules["__main__"]
    import django
    from django.conf import settings

    settings.configure(
        DEBUG=False,
        SECRET_KEY="of tests",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF="identity_provider",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        LOGIN_URL="/sign-in/",
        FOLDER=folder,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": new_key(),
            "OAUTH2_VALIDATOR_CLASS": "identity_provider.Validator",
            "SCOPES": {"openid": "who", "profile": "names"},
            "PKCE_REQUIRED": True,
            "AUTHORIZATION_CODE_EXPIRE_SECONDS": 30,
        },
    )
    django.setup()
    _urls_and_validator()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from oauth2_provider.models import Application

    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=callback,
        skip_authorization=True,
        algorithm="RS256",
    )
    call_command("runserver", f"localhost:{port}", "--noreload", "--insecure" if settings.DEBUG else "--nothreading")


def _urls_and_validator() -> None:
    """Both need Django set up, so they are hung into this module now."""
    from django.conf import settings
    from django.contrib.auth import get_user_model, login
    from django.http import HttpResponse
    from django.urls import include, path
    from oauth2_provider.oauth2_validators import OAuth2Validator

    def claims_of(name: str) -> dict:
        return json.loads((settings.FOLDER / "claims.json").read_text()).get(name, {})

    class Validator(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request):
            claims = {"preferred_username": request.user.username, "email": f"{request.user.username}@example.org"}
            claims |= claims_of(request.user.username)
            return {name: value for name, value in claims.items() if name not in (*ABOUT_THE_TOKEN, "signed")}

        def get_id_token_dictionary(self, token, token_handler, request):
            claims, expires = super().get_id_token_dictionary(token, token_handler, request)
            lies = claims_of(request.user.username)
            return claims | {name: lies[name] for name in ABOUT_THE_TOKEN if name in lies}, expires

        def finalize_id_token(self, id_token, token, token_handler, request):
            made = super().finalize_id_token(id_token, token, token_handler, request)
            how = claims_of(request.user.username).get("signed")
            return signed_anew(made, how) if how else made

    def sign_in(request):
        user, _ = get_user_model().objects.get_or_create(username=request.GET["user"])
        login(request, user)
        return HttpResponse("in")

    module = sys.modules["identity_provider"]
    module.Validator = Validator
    module.urlpatterns = [
        path("sign-in/", sign_in),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
