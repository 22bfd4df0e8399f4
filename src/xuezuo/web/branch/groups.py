"""The groups of a branch: entered and ended on the page of its rhythm, which asks meetings of them."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from xuezuo.organizations import branch_groups
from xuezuo.organizations.queries import placement_by_code
from xuezuo.organizations.rules import may_keep_roster
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import DateInput


class GroupForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=60)
    since = forms.DateField(label=gettext_lazy("Since"), widget=DateInput)


@access("secretary", "officer")
@require_POST
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """The branch has a group more."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    may_keep_roster(scope, placement)
    form = GroupForm(request.POST, prefix="group")
    if not form.is_valid():
        messages.error(request, _("Write the name of the group and since when it is there."))
        return redirect("rhythm", code)
    try:
        branch_groups.set_up_group(by=scope, organization=placement.organization, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Entered. Its meetings are counted from its first whole month on."))
    return redirect("rhythm", code)


@access("secretary", "officer")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """There is no such group any more, from today on or from a day given."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    group = branch_groups.group(scope, pk)
    day = _day(request.POST.get("on")) or today()
    try:
        branch_groups.dissolve_group(by=scope, group=group, on=day)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The group has ended; its meetings are no longer asked."))
    return redirect("rhythm", group.organization.code)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
