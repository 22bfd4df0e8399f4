"""Where I am signed in: the list, ending one or all others; and the middleware to which an ended session is dead."""

import re
from collections.abc import Callable

from allauth.account.signals import password_changed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xuezuo.accounts.actions import sign_ins
from xuezuo.accounts.models import User
from xuezuo.accounts.queries import NOBODY, scope_for
from xuezuo.accounts.queries.sign_ins import living_sign_in, rests, sign_ins_of
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.account.sign_in_doors import address_of

KEY = "sign_in"
"""Under which a session holds the id of its row; the session's own key changes when the password does."""

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("HuaweiBrowser", "Huawei"),
    ("QQBrowser", "QQ"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone|iPod", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("UOS|Kylin|Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """“Chrome · Windows” of what a browser says about itself; as much as a person needs to recognise their own."""
    found = [next((shown for said, shown in known if re.search(said, agent)), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in found if part)


@receiver(user_logged_in)
def _begun(request: HttpRequest, user: User, **_: object) -> None:
    address = address_of(request)
    row = sign_ins.begin(by=NOBODY, user=user, address=address, device=device_of(request.headers.get("user-agent", "")))
    request.session[KEY] = row.pk


@receiver(user_logged_out)
def _left(request: HttpRequest, user: User | None, **_: object) -> None:
    number = request.session.get(KEY)
    request.left = True  # type: ignore[attr-defined]  # what the browser keeps goes with them, see `web.headers`
    if user is not None and isinstance(number, int):
        sign_ins.leave(by=NOBODY, user=user, number=number)


@receiver(password_changed)
def _changed(request: HttpRequest, user: User, **_: object) -> None:
    sign_ins.end_own(by=scope_for(user), but=request.session.get(KEY))


class SignInMiddleware:
    """Signs out whoever's session was ended, rested too long or ran too long, before anything else looks at them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # without the cookie nobody is signed in, and a session that nobody read keeps the answer the same for all
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            number = request.session.get(KEY)
            row = living_sign_in(request.user, number)
            if row is None:
                has_run_out = rests(request.user, number)
                logout(request)
                # what waits on a phone to be sent outlives a session that ran out, not one that somebody ended
                request.left = not has_run_out  # type: ignore[attr-defined]
            else:
                sign_ins.see(by=NOBODY, sign_in=row, address=address_of(request))
        elif SESSION_KEY in request.session:  # the account was closed
            logout(request)


@access(*EVERYBODY)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    rows = sign_ins_of(request.scope)  # type: ignore[attr-defined]
    return render(request, "account/sessions.html", {"rows": rows, "here": request.session.get(KEY)})


@access(*EVERYBODY)
@require_POST
def endings(request: HttpRequest) -> HttpResponse:
    """End one of one's own, or with nothing chosen all others."""
    chosen = request.POST.get("sign_in", "")
    scope = request.scope  # type: ignore[attr-defined]
    if chosen:
        count = sign_ins.end_own(by=scope, number=int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else 0
    else:
        count = sign_ins.end_own(by=scope, but=request.session.get(KEY))
    if count:
        said = ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", count) % {"count": count}
        messages.success(request, said)
    else:
        messages.info(request, _("There was no other session to end."))
    return redirect("sessions")
