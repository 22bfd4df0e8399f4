"""Sending a notice down the tree, and opening it to the public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xuezuo.notices import actions, queries
from xuezuo.notices.rules import length_passed
from xuezuo.organizations.queries import children_of, placement_of
from xuezuo.refusals import Refusal
from xuezuo.web.access import access
from xuezuo.web.office.notice_forms import IssueForm
from xuezuo.web.shared.sent import sent


@access("officer")
@require_http_methods(["GET", "POST"])
def issues(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    notice = queries.editable_notice(scope, pk)
    holder = placement_of(scope, notice.holder_id)
    choices = [holder, *children_of(scope, holder)]
    form = IssueForm(**sent(request), choices=choices, initial={"to": [holder.organization.code]})
    if request.method == "POST" and form.is_valid():
        to = [one for one in choices if one.organization.code in form.cleaned_data["to"]]
        try:
            made = actions.issue(by=scope, notice=notice, organizations=to)
        except Refusal as refusal:
            form.add_error("to", str(refusal))
        else:
            if made:
                messages.success(request, _("The notice is issued. Who has opened it is seen by itself."))
            else:
                messages.info(request, _("It had been issued to them before; nothing changed."))
            return redirect("notice", pk)
    context = {"form": form, "notice": notice, "limit": length_passed(notice.text)}
    return render(request, "office/notice_issue.html", context, status=422 if form.errors else 200)


@access("officer")
@require_POST
def publishing(request: HttpRequest, pk: int) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    notice = queries.editable_notice(scope, pk)
    if "withdraw" in request.POST:
        actions.unpublish(by=scope, notice=notice)
        messages.success(request, _("The notice is no longer on the public page."))
    else:
        actions.publish(by=scope, notice=notice)
        messages.success(request, _("Everybody can now read the notice on the public page."))
    return redirect("notice", pk)
