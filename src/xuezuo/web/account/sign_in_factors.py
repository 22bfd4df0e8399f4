"""The second factor: who must set one up before anything else; security keys and passkeys; lists of what one has."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xuezuo.accounts.models import User
from xuezuo.accounts.queries.sign_ins import demands_second_factor
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.account.sign_in import NewKeyOnceConfirmed

SHOWN = "factor"
"""Under which a session holds whose second factor it has seen: the person's id, so that it is worth nothing to others."""

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

ALWAYS = frozenset(
    ("account_login", "account_logout", "account_inactive", "mfa_authenticate", "language", "healthz", "readyz")
)
SET_UP = frozenset(("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"))
"""What answers to whoever has none yet."""
SHOW = frozenset(("mfa_reauthenticate", "mfa_reauthenticate_webauthn"))
"""And to whoever has one that this session has not seen: nothing by which another could be added beside it."""


class FactorsView(mfa.IndexView):
    """What one has, and why one must have something."""

    template_name = "account/factors.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        demanded = settings.FACTOR_DEMANDED and demands_second_factor(self.request.user)
        return context | {"demanded": demanded, "has_factor": is_mfa_enabled(self.request.user, FACTORS)}


factors = access(*EVERYBODY)(FactorsView.as_view())
key_add = access(*EVERYBODY)(keys.AddWebAuthnView.as_view(template_name="account/key_add.html"))


class _OwnKey:
    """Somebody else's key is not there, and nobody is asked to confirm for one that is not."""

    success_url = "/account/second-factor/"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.get_queryset().filter(pk=kwargs["pk"]).exists():  # type: ignore[attr-defined]
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class KeyNameView(_OwnKey, keys.EditWebAuthnView):
    template_name = "account/key_name.html"


class KeyRemovalView(_OwnKey, keys.RemoveWebAuthnView):
    template_name = "account/key_remove.html"


key_name = access(*EVERYBODY)(KeyNameView.as_view())
key_remove = access(*EVERYBODY)(KeyRemovalView.as_view())


class ConfirmByKeyView(NewKeyOnceConfirmed, keys.ReauthenticateWebAuthnView):
    template_name = "account/confirm_key.html"


key_confirm = access(*EVERYBODY)(ConfirmByKeyView.as_view())
key_sign_in = access(public=True)(keys.LoginWebAuthnView.as_view(template_name="account/sign_in.html"))


@receiver(authenticator_added)
def _added(request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    if authenticator.type in FACTORS:
        request.session[SHOWN] = user.pk


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: User, **_: object) -> None:
    if not is_mfa_enabled(user, FACTORS):
        request.session.pop(SHOWN, None)


@receiver(user_logged_in)
def _vouched(request: HttpRequest, user: User, sociallogin: object = None, **_: object) -> None:
    if sociallogin is not None and sociallogin.state.get("vouched"):  # type: ignore[attr-defined]
        request.session[SHOWN] = user.pk


def was_shown(request: HttpRequest, user: User) -> bool:
    """Whether this session has seen the person's second factor; asked of allauth's records once, then remembered."""
    if request.session.get(SHOWN) == user.pk:
        return True
    records = get_authentication_records(request, user)
    if any(record.get("method") == "mfa" for record in records) and is_mfa_enabled(user, FACTORS):
        request.session[SHOWN] = user.pk
        return True
    return False


class DemandMiddleware:
    """Nothing but the set-up, signing out and the language answers to whoever's roles demand a factor not shown yet.

    Also for sessions that began before the role was given: what is demanded is asked at every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not settings.FACTOR_DEMANDED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in ALWAYS or not isinstance(request.user, User) or was_shown(request, request.user):
            return None
        scope = request.scope  # type: ignore[attr-defined]
        if scope.viewer_id is None or not demands_second_factor(request.user, request.seats):  # type: ignore[attr-defined]
            return None
        if name in (SHOW if is_mfa_enabled(request.user, FACTORS) else SET_UP):
            return None
        return _sent_to_it(request, request.user)


def _sent_to_it(request: HttpRequest, user: User) -> HttpResponse:
    """To the page where it is set up, or shown if it is there; programs and fragments are told so."""
    if is_mfa_enabled(user, FACTORS):
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        address = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"
    else:
        address = reverse("mfa_index")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": address})
    if not _wants_page(request):
        problem = {
            "title": "second factor",
            "status": 403,
            "detail": _("Your role needs a second factor. Set it up first."),
        }
        return JsonResponse(problem, status=403, content_type="application/problem+json")
    return redirect(address)


def _wants_page(request: HttpRequest) -> bool:
    accepts = request.headers.get("accept", "*/*")
    return request.path[:5] != "/api/" and ("text/html" in accepts or "*/*" in accepts or not accepts)
