"""The shell of the phone: the same for everybody, so that a worker may keep it; and the outbox while there is a network."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xuezuo.campaigns.models import Reading
from xuezuo.commitments.models import Goal
from xuezuo.organizations.models import Member
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.branch.forms import CorrectionForm, MakeUpForm
from xuezuo.web.branch.minutes_forms import VoteForm
from xuezuo.web.branch.voicing import Voiced

FILES = (
    "vendor/tabler/tabler.min.css",
    "vendor/tabler-icons/sprite.svg",
    "vendor/htmx/htmx.min.js",
    "vendor/idb/idb.umd.js",
    "css/xuezuo.css",
    "css/branch.css",
    "css/print.css",
    "css/mark.svg",
    "js/meeting.js",
    "js/offline/store.js",
    "js/offline/sending.js",
    "js/offline/forms.js",
    "js/offline/matching.js",
    "js/offline/words.js",
    "js/offline/outbox_page.js",
    "js/offline/voiced.js",
    "js/offline/votes.js",
    "js/offline/meeting_page.js",
    "js/offline/page.js",
    "js/offline/keeping.js",
)
"""What the shell page and the pages of the branch are made of."""
WORKER = ("vendor/idb/idb.umd.js", "js/offline/store.js", "js/offline/sending.js", "js/offline/worker.js")
NOT_KEPT_UNASKED = "no-cache"


def _path(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found)


def _languages() -> list[str]:
    """The installation's own first."""
    return sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE)


@access(public=True)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _worker(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": NOT_KEPT_UNASKED, "Service-Worker-Allowed": "/"},
    )


@cache
def _worker() -> str:
    """The worker's text. Any change of a file or a word changes it, and by that every phone fetches the shell anew."""
    shell = [f"{reverse('offline')}?language={language}" for language in _languages()]
    shell += [static(name) for name in FILES]
    digest = hashlib.sha256("".join(map(_shell, _languages())).encode())
    for name in (*FILES, *WORKER):
        digest.update(_path(name).read_bytes())
    known = {"VERSION": digest.hexdigest()[:16], "LANGUAGES": _languages(), "SHELL": shell}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in known.items()]
    return "\n".join([*lines, *(_path(name).read_text(encoding="utf-8") for name in WORKER)])


@access(public=True)
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that stands in for every page while there is no network: nobody's name, nobody's desk."""
    return HttpResponse(_shell(_asked(request)), headers={"Cache-Control": NOT_KEPT_UNASKED})


@cache
def _shell(language: str) -> str:
    with translation.override(language):
        return render_to_string("offline/shell.html", parts() | {"LANGUAGE_CODE": language})


def parts() -> dict[str, Any]:
    """The branch's own forms with one nameless person and one nameless text, which the script copies for each of the pack's;
    of a vote every kind of decision, of which the script leaves those of the pack."""
    nobody = [Member(pk=0, name="")]
    form = CorrectionForm(roster=nobody, texts=[Reading(pk=0, title="")], first=[0], here=nobody)
    form.voiced = Voiced(None, names={0: ""}, goals=[Goal(pk=0, title="")])
    return {"form": form, "vote": VoteForm(), "make_up": MakeUpForm(auto_id=False), "days": []}


def _asked(request: HttpRequest) -> str:
    """The language that the address asks for, not the cookie: what is kept must not depend on who fetched it."""
    asked = request.GET.get("language", "")
    return asked if asked in _languages() else _languages()[0]


@access(public=True)
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a browser needs to put the site on a phone's first screen. There is no other app (AF15)."""
    language = _asked(request)
    with translation.override(language):
        told = {
            "id": "/",
            "name": _("xuezuo"),
            "short_name": _("xuezuo"),
            "description": _("From a notice to its verified effect."),
            "lang": "zh-Hans" if language == "zh-hans" else language,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f4f6f8",
            "theme_color": "#9b1c1c",
            "icons": [
                {"src": static("css/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
                *(
                    {
                        "src": static(f"css/mark-{size}.png"),
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                        "purpose": purpose,
                    }
                    for size in (192, 512)
                    for purpose in ("any", "maskable")
                ),
            ],
            "shortcuts": [{"name": _("Outbox"), "url": reverse("outbox")}],
        }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")
    answer["Cache-Control"] = NOT_KEPT_UNASKED
    return answer


@access(*EVERYBODY)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The list is on the phone and nowhere else; the server sends the page around it."""
    return render(request, "offline/outbox.html", parts())
