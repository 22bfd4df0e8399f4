"""A person's self-checks: locked on their own device before they are sent, read by nobody else (R19)."""

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.self_checks import actions, queries, rules
from xuezuo.web.access import EVERYBODY, access


class Base64Field(forms.CharField):
    """Bytes as base64."""

    def to_python(self, value: Any) -> Any:
        try:
            return base64.b64decode(super().to_python(value) or "", validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(str(Refusal("self_check_not_locked"))) from None

    def run_validators(self, value: Any) -> None:
        """None of a text's: these are bytes."""


class LockForm(forms.Form):
    salt = Base64Field()
    rounds = forms.IntegerField()
    proof_iv = Base64Field()
    proof = Base64Field()


class TextForm(forms.Form):
    iv = Base64Field()
    text = Base64Field()


@access(*EVERYBODY)
@never_cache
@require_http_methods(["GET", "POST"])
def self_checks(request: HttpRequest) -> HttpResponse:
    """The page, with the locked texts in it; a POST keeps one more. What is kept is answered to the page's own script."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if request.method == "POST":
        return _kept(request, None)
    lock = queries.lock_of(scope)
    context = {
        "lock": {name: _text(getattr(lock, name)) for name in ("salt", "proof_iv", "proof")} if lock else None,
        "rounds": lock.rounds if lock else rules.LEAST_ROUNDS,
        "kept": [{"pk": one.pk, "iv": _text(one.iv), "text": _text(one.text)} for one in queries.kept(scope)],
        "prompts": queries.prompts(),
        "block_size": rules.BLOCK,
        "most": rules.MOST_BYTES,
    }
    return render(request, "account/self_checks.html", context)


@access(*EVERYBODY)
@never_cache
@require_POST
def set_lock(request: HttpRequest) -> HttpResponse:
    form = LockForm(request.POST)
    if not form.is_valid():
        return _refused(str(Refusal("self_check_not_locked")))
    try:
        actions.set_lock(by=request.scope, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _refused(str(refusal))
    return JsonResponse({})


@access(*EVERYBODY)
@never_cache
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another locked text in the place of an earlier one."""
    queries.one(request.scope, pk)  # type: ignore[attr-defined]
    return _kept(request, pk)


def _kept(request: HttpRequest, instead_of: int | None) -> HttpResponse:
    form = TextForm(request.POST)
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if not form.is_valid():
        return _refused(str(Refusal("self_check_not_locked")))
    try:
        made = actions.keep(by=scope, instead_of=instead_of, **form.cleaned_data)
    except Refusal as refusal:
        return _refused(str(refusal))
    return JsonResponse({"pk": made.pk})


@access(*EVERYBODY)
@never_cache
@require_POST
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    actions.delete(by=request.scope, pk=pk)  # type: ignore[attr-defined]
    return JsonResponse({})


@access(*EVERYBODY)
@require_POST
def deletion_of_all(request: HttpRequest) -> HttpResponse:
    """Works without a script and without the passphrase: whoever forgot it begins anew."""
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Nothing is deleted yet: tick that you are sure, then press again."))
    else:
        actions.delete_everything(by=request.scope)  # type: ignore[attr-defined]
        messages.success(request, _("Everything is deleted."))
    return redirect("self-checks")


@access(*EVERYBODY)
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The questions on paper, for whoever has no script or likes paper better."""
    return render(request, "account/self_checks_sheet.html", {"prompts": queries.prompts(), "lines": range(4)})


def _text(value: bytes | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode()


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=422)
