"""Passing on what came from above, and what each level added to it, before sending and for everybody below (层层加码)."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo.burdens import actions
from xuezuo.burdens.queries import levels_of
from xuezuo.campaigns.models import Campaign
from xuezuo.campaigns.queries import campaign_by_code, requirements_of
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.notice_forms import Day
from xuezuo.web.shared.known import told
from xuezuo.web.shared.sent import sent

READERS = ("officer", "inspector", "secretary", "member")


class PassOnForm(forms.Form):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Small letters, digits and hyphens; it stands in the address."),
        max_length=60,
    )


class AddForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is asked"), max_length=300, widget=forms.Textarea({"rows": 2}))
    tightens = forms.ChoiceField(label=gettext_lazy("The same as, from above"), required=False)
    opens_on = forms.DateField(label=gettext_lazy("Open from"), widget=Day)
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=Day)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of work for a branch"), min_value=0, max_value=600, initial=10
    )
    fields_asked = forms.IntegerField(
        label=gettext_lazy("Fields a branch fills in"), min_value=0, max_value=60, initial=4
    )
    purpose = forms.CharField(label=gettext_lazy("Why this level adds it"), max_length=300)


@access(*READERS)
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """From above so much, added here so much, for as many branches: level by level."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    campaign = campaign_by_code(scope, code)
    context = {"campaign": campaign, "levels": levels_of(scope, campaign), "own": _own(scope, campaign)}
    return render(request, "relief/added.html", context)


def _own(scope: Scope, campaign: Campaign) -> bool:
    """Whether it is the viewer's own draft, to which they may still add."""
    return scope.role == "officer" and campaign.issued_at is None and campaign.issuer_id == scope.organization_id


@access("officer")
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, code: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    above = campaign_by_code(scope, code)
    form = PassOnForm(**sent(request), initial={"code": f"{above.code}-2"[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.pass_on(by=scope, above=above, code=form.cleaned_data["code"].lower())
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The draft is made. Whatever you add is shown to everybody below."))
            return redirect("campaign-added", made.code)
    context = {"form": form, "campaign": above, "levels": levels_of(scope, above)}
    return render(request, "relief/pass_on.html", context, status=422 if form.errors else 200)


@access("officer")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    campaign = campaign_by_code(scope, code)
    placement_of(scope, campaign.issuer_id)
    if not _own(scope, campaign):
        raise NotVisible(code)
    above = [level.campaign for level in levels_of(scope, campaign)[:-1]]
    came = {one.code: one for each in above for one in requirements_of(scope, each)}
    first = came.get(request.GET.get("tightens", ""))
    names = ("title", "opens_on", "due_on", "minutes", "fields_asked")
    initial = {name: getattr(first, name) for name in names} | {"tightens": first.code} if first else {}
    form = AddForm(**sent(request), initial={"opens_on": campaign.starts_on} | initial)
    form.fields["tightens"].choices = [("", "—"), *((one.code, one.title) for one in came.values())]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(by=scope, campaign=campaign, **form.cleaned_data)
        except Refusal as refusal:
            actions.keep_refused(by=scope, refusal=refusal)
            form.add_error("due_on" if refusal.code == "campaign_dates" else "title", told(refusal))
        else:
            return redirect("campaign-added", campaign.code)
    return render(request, "relief/add.html", {"form": form, "campaign": campaign}, status=422 if form.errors else 200)
