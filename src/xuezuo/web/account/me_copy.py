"""A copy of everything about oneself as one file, and the register of personal fields for everybody."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xuezuo.accounts.models import User
from xuezuo.accounts.queries import member_of
from xuezuo.audit.words import sentence
from xuezuo.periods import today
from xuezuo.privacy.actions import hand_out
from xuezuo.privacy.queries import everything_held, looks_at
from xuezuo.privacy.queries.held import as_data
from xuezuo.privacy.register import Table, register
from xuezuo.scopes import Scope
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.shared.downloads import attachment


@access(*EVERYBODY)
@never_cache
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """Only one's own, with values in plain; a file for reading, or with `form=json` one for programs. Recorded."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    assert isinstance(request.user, User)
    member = member_of(request.user)
    if member is None:
        return redirect("me")
    form = "json" if request.POST.get("form") == "json" else "html"
    hand_out(by=scope, member=member, form=form)
    held, looks = everything_held(scope, member, plain=True), looks_at(scope, member.pk)
    name = f"about-me-{today().isoformat()}.{form}"
    if form == "json":
        told = {"day": today(), "held": list(as_data(held)), "looks": [one._asdict() for one in looks]}
        return attachment(name, json.dumps(told, ensure_ascii=False, indent=1, default=str).encode())
    said = [(look, sentence(look.action)) for look in looks]
    context = {"held": held, "looks": said, "member": member, "day": today()}
    return attachment(name, render_to_string("account/me_copy.html", context).encode())


@access(public=True)
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """The register as it stands: every personal field, what for, on what basis, who sees it, how long."""
    known = register()
    tables = [(one.title, _told(one)) for one in known.tables]
    return render(request, "account/personal_data.html", {"tables": tables, "acts": known.acts})


def _told(table: Table) -> list[tuple[tuple[str, ...], list[str]]]:
    """Fields of which the same is said stand in one line, each with its class."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in table.fields:
        told = (str(one.purpose), str(one.basis), str(one.seen), str(one.keep))
        found.setdefault(told, []).append(f"{one.words} · {register().classes[one.label]}")
    return list(found.items())
