"""The minutes of one meeting: votes, who was left out of those expected, guests by name (D3.20-D3.30, D8.12)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xuezuo.audit.actions import told_of_reading
from xuezuo.organizations.namesakes import told_apart
from xuezuo.organizations.queries import placement_of, superiors_of
from xuezuo.people.queries import branch_named
from xuezuo.records import actions, queries, rules
from xuezuo.records.contents import content_of
from xuezuo.records.models import Exclusion, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.access import access
from xuezuo.web.branch.forms import ids
from xuezuo.web.branch.minutes_forms import OF_VOTES, ExclusionForm, GuestForm, VoteForm

FIELD_OF = OF_VOTES | {
    "exclusion_without_approver": "approved_by_name",
    "exclusion_in_future": "approved_on",
    "exclusion_not_absent": "member",
    "guest_name_missing": "name",
}


@access("secretary", "officer")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What the minutes say beyond the meeting's own form, with a form for each thing to add."""
    return _page(request, _record(request.scope, pk))  # type: ignore[attr-defined]


def _exclusions(scope: Scope, record: Record) -> list[tuple[Exclusion, str]]:
    """Who was left out and why: the reason is a personal value (P3), so that reading it is an event the member finds."""
    found = queries.exclusions(scope, record)
    where = record.organization_id
    for one, _reason in found:
        if scope.member_id != one.member_id:
            told_of_reading(
                by=scope, action="member.look", kind="member", object_id=one.member_id, organization_id=where
            )
    return found


@access("secretary", "officer")
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """One vote more."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    record = _record(scope, pk)
    form = VoteForm(request.POST, organization=record.organization, asked=True)
    if form.is_valid():
        try:
            actions.resolve(by=scope, record=record, **form.content())
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("The vote is entered."))
            return redirect("minutes", record.pk)
    return _page(request, record, vote=form)


@access("secretary", "officer")
@require_POST
def withdraw_resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """A vote was entered wrongly; what it said stays among the corrections."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    resolution = queries.resolution(scope, pk)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        resolution.record_id,
        lambda: actions.withdraw_resolution(by=scope, resolution=resolution, reason=reason),
        _("The vote is taken back; what it said is kept with the record's corrections."),
    )


@access("secretary", "officer")
@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """An absent member with a vote is left out of those expected."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    record = _record(scope, pk)
    form = _exclusion_form(scope, record, request.POST)
    if form.is_valid():
        try:
            actions.leave_out(by=scope, record=record, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("Left out of those expected; the figures beside the votes follow."))
            return redirect("minutes", record.pk)
    return _page(request, record, exclusion=form)


@access("secretary", "officer")
@require_POST
def count_again(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    exclusion = queries.exclusion(scope, pk)
    return _done(
        request,
        exclusion.record_id,
        lambda: actions.count_again(by=scope, exclusion=exclusion),
        _("Counted among those expected again."),
    )


@access("secretary", "officer")
@require_POST
def note_guests(request: HttpRequest, pk: int) -> HttpResponse:
    """Guests who live here are ticked; any other is written down with their branch, which then answers."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    record = _record(scope, pk)
    ticked = ids(request.POST.getlist("here"))
    form = GuestForm(request.POST if request.POST.get("name") or request.POST.get("home") or not ticked else None)
    try:
        if ticked:
            said = content_of(record)
            named = sorted(ticked | set(said.guest_members))
            guests = max(said.guests, len(named))
            reason = _("guests were named")
            actions.correct(by=scope, record=record, reason=reason, guest_members=named, guests=guests)
        elif form.is_valid():
            home = branch_named(form.cleaned_data["home"])
            actions.note_guest(by=scope, record=record, name=form.cleaned_data["name"], home=home)
    except Refusal as refusal:
        form = form if form.is_bound else GuestForm(request.POST)
        form.add_error(FIELD_OF.get(refusal.code, "home"), str(refusal))
    if form.errors:
        return _page(request, record, guest=form)
    messages.success(
        request, _("Named. It counts for them at home.") if ticked else _("Written down; their branch is asked.")
    )
    return redirect("minutes", record.pk)


@access("secretary", "officer")
@require_POST
def take_back_guest(request: HttpRequest, pk: int) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    note = queries.guest_note(scope, pk, at_home=False)
    return _done(request, note.record_id, lambda: actions.take_back_note(by=scope, note=note), _("Struck out."))


def _record(scope: Scope, pk: int) -> Record:
    record = queries.record(scope, pk)
    rules.may_write(scope, placement_of(scope, record.organization_id).path)
    return record


def _exclusion_form(scope: Scope, record: Record, data: Any = None) -> ExclusionForm:
    superior = superiors_of(placement_of(scope, record.organization_id)).last()
    return ExclusionForm(
        data,
        members=told_apart(queries.may_be_left_out(scope, record), record.organization_id),
        superior=superior.organization.name if superior else "",
        day=record.held_on,
    )


def _done(request: HttpRequest, record_pk: int, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("minutes", record_pk)


def _page(request: HttpRequest, record: Record, **forms_sent: forms.Form) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    named = {one.member_id for one in record.guest_attendances.all()}
    names = queries.names_on(scope, record)
    context = {
        "record": record,
        "placement": placement_of(scope, record.organization_id),
        "decided": queries.decided_at(scope, record),
        "exclusions": _exclusions(scope, record),
        "vote": forms_sent.get("vote") or VoteForm(organization=record.organization),
        "exclusion": forms_sent.get("exclusion") or _exclusion_form(scope, record),
        "guest": forms_sent.get("guest") or GuestForm(),
        "notes": queries.notes_of(scope, record),
        "here": [one for one in queries.floating_here(scope, record.organization_id) if one.pk not in named],
        "named": queries.guests_named(scope, record, names),
    }
    return render(request, "branch/minutes.html", context, status=422 if forms_sent else 200)
