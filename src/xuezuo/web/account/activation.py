"""Opening an account with the code of one's slip: name, code, and the password one chooses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xuezuo.accounts.actions import activations
from xuezuo.accounts.queries import NOBODY
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.account.sign_in_doors import checked
from xuezuo.web.shared.sent import sent


class ActivationForm(forms.Form):
    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Activation code"),
        max_length=60,
        help_text=_("Sixteen letters and digits on your slip. Small letters and missing dashes are fine."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least ten characters; a short sentence is easy to remember."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", gettext("This is not the same as above. Type it once more."))
        if not self.errors:
            try:
                checked("activation", said["username"], self._redeem)
            except forms.ValidationError as problem:
                self.add_error(None, problem)
        return said

    def _redeem(self) -> None:
        said = self.cleaned_data
        try:
            activations.redeem(by=NOBODY, username=said["username"], code=said["code"], password=said["password"])
        except Refusal as refusal:
            if refusal.code != "activation_wrong":  # the code was right: this is no try that counts
                self.add_error("password", str(refusal))
                return
            raise forms.ValidationError(str(refusal)) from refusal


@access(public=True)
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    form = ActivationForm(**sent(request), initial={"username": request.GET.get("name", "")[:150]})
    if request.method == "POST" and form.is_valid():
        messages.success(request, gettext("The account is open. Sign in with your new password."))
        return redirect("account_login")
    return render(request, "account/activate.html", {"form": form})
