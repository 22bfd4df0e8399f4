"""Changing a member's file: one form and one act each; whatever was typed is kept when something is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xuezuo.organizations import actions, member_files, members, memberships
from xuezuo.organizations.member_files import MemberFile
from xuezuo.organizations.models import Placement
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.queries import placement_by_code, roster
from xuezuo.organizations.rules import may_keep_roster
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.branch import members_forms as forms
from xuezuo.web.branch.members_forms import MemberForm
from xuezuo.web.shared.sent import sent

MOST_CONTACTS = 200
"""A branch has fifty members as a rule (D5.03); a list for choosing from ends somewhere."""


def _placed(request: HttpRequest, code: str) -> tuple[Scope, Placement]:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    may_keep_roster(scope, placement)
    return scope, placement


def _file(request: HttpRequest, code: str, member: int) -> tuple[Scope, MemberFile]:
    scope, placement = _placed(request, code)
    return scope, member_files.member_file(scope, placement, member)


def _answer(
    request: HttpRequest,
    file: MemberFile,
    form: MemberForm,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    button: str,
    told: str,
    note: str | Promise = "",
) -> HttpResponse:
    """Show the form, or do the act with what it says and go back to the member's page."""
    code, member = file.placement.organization.code, file.member
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect("member", code, member.pk)
    context = {
        "placement": file.placement,
        "member": member,
        "form": form,
        "title": title,
        "button": button,
        "note": note,
    }
    return render(request, "branch/members_form.html", context, status=422 if form.errors else 200)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter somebody by hand, for the branch whose roster no import brought."""
    scope, placement = _placed(request, code)
    form = forms.NewMemberForm(**sent(request), initial={"category": "full"})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_member(by=scope, branch=placement, **_new(form.cleaned_data))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Entered on the roster."))
            return redirect("member", code, made.pk)
    context = {
        "placement": placement,
        "form": form,
        "title": _("Enter a member"),
        "button": _("Enter on the roster"),
        "note": _("Whoever comes from another branch of this system is transferred, not entered again."),
    }
    return render(request, "branch/members_form.html", context, status=422 if form.errors else 200)


def _new(said: dict[str, Any]) -> dict[str, Any]:
    """Days in order, before anything is written."""
    members.check_days(said)
    return said


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, code: str, member: int) -> HttpResponse:
    scope, file = _file(request, code, member)
    form = forms.CorrectionForm(**sent(request), member=file.member)

    def act(said: dict[str, Any]) -> object:
        reason = said.pop("reason")
        return members.correct(by=scope, branch=file.placement, member=file.member, values=said, reason=reason)

    return _answer(
        request,
        file,
        form,
        act,
        title=_("Fill in or correct the file"),
        button=_("Save the file"),
        told=_("Saved. What was stated before is kept in the history."),
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def join_group(request: HttpRequest, code: str, member: int) -> HttpResponse:
    scope, file = _file(request, code, member)
    found = roster(scope, file.placement.organization_id).exclude(pk=member)[:MOST_CONTACTS]
    form = forms.GroupForm(**sent(request), roster=list(told_apart(found, file.placement.organization_id).items()))
    return _answer(
        request,
        file,
        form,
        lambda said: members.join_group(by=scope, branch=file.placement, member=file.member, **said),
        title=_("Enter a group"),
        button=_("Enter the group"),
        told=_("The group is entered."),
        note=_(
            "Floating is who lives and works elsewhere for %(months)s months or more and cannot come to the branch, while"
            " the membership stays here."
        )
        % {"months": rule("float.months", today())},
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def leave_group(request: HttpRequest, code: str, member: int, pk: int) -> HttpResponse:
    scope, file = _file(request, code, member)
    grouped = next((one for one in file.groups_now if one.pk == pk), None)
    if grouped is None:
        raise NotVisible(pk)
    return _answer(
        request,
        file,
        forms.GroupEndForm(**sent(request)),
        lambda said: members.leave_group(
            by=scope, branch=file.placement, member=file.member, grouped=grouped, on=said["on"]
        ),
        title=_("End of the group: %(group)s") % {"group": grouped.get_group_display()},
        button=_("End the group"),
        told=_("The group has ended; the time before stays as it was."),
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def probation(request: HttpRequest, code: str, member: int) -> HttpResponse:
    scope, file = _file(request, code, member)
    return _answer(
        request,
        file,
        forms.ProbationForm(**sent(request)),
        lambda said: members.decide_probation(by=scope, branch=file.placement, member=file.member, **said),
        title=_("End of the probation"),
        button=_("Enter the decision"),
        told=_("The decision is entered."),
        note=_("A probation lasts a year and may be extended once, by six to twelve months. The branch decides."),
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, code: str, member: int) -> HttpResponse:
    """The member leaves this roster; only who is on it today."""
    scope, file = _file(request, code, member)
    here = file.placement.organization_id
    membership = next((one for one in file.memberships if one.organization_id == here), None)
    if membership is None:
        raise NotVisible(member)
    return _answer(
        request,
        file,
        forms.EndingForm(**sent(request)),
        lambda said: memberships.end(by=scope, membership=membership, **said),
        title=_("Leaving the roster"),
        button=_("Enter the leaving"),
        told=_("Entered. The member is off the roster from that day; everything recorded before stays."),
        note=_(
            "Who goes to another branch of this system is transferred. A decision about a person is made by people, in"
            " a meeting; here it is only entered, and the person can read it."
        ),
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, code: str, member: int, pk: int) -> HttpResponse:
    scope, file = _file(request, code, member)
    ending = member_files.ending_at(scope, file.placement, member, pk)
    return _answer(
        request,
        file,
        forms.WithdrawalForm(**sent(request)),
        lambda said: memberships.withdraw_ending(by=scope, ending=ending, reason=said["reason"]),
        title=_("Take back the leaving"),
        button=_("Take it back"),
        told=_("Taken back; the member is on the roster as before."),
        note=_("For what was entered in error. A suspension that was right and is lifted now is restored instead."),
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, code: str, member: int, pk: int) -> HttpResponse:
    scope, file = _file(request, code, member)
    ending = member_files.ending_at(scope, file.placement, member, pk)
    return _answer(
        request,
        file,
        forms.RestorationForm(**sent(request)),
        lambda said: memberships.restore(by=scope, ending=ending, **said),
        title=_("Restore the membership"),
        button=_("Enter the decision"),
        told=_("The membership is restored from that day."),
        note=_("Decided by people at the member's written request; the time in between stays a gap."),
    )
