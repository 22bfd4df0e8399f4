"""One record: what it says and settles, its corrections, and the branch's list of records."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xuezuo.campaigns.models import Requirement
from xuezuo.organizations.queries import placement_by_code, placement_of
from xuezuo.periods import today
from xuezuo.records import actions, queries, rules
from xuezuo.records.contents import FIELDS, content_of, fingerprint
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import SEES_FIGURES, access
from xuezuo.web.branch.corrections import told
from xuezuo.web.branch.dictation import with_voice
from xuezuo.web.branch.forms import CorrectionForm, days_offered
from xuezuo.web.branch.on_behalf import acts_for_others
from xuezuo.web.branch.opening import as_day, roster_of
from xuezuo.web.branch.voicing import voiced_at
from xuezuo.web.branch.withdrawals import page_of_withdrawn


@access(*SEES_FIGURES)
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Every record of one organization, the latest first."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    placement = placement_by_code(scope, code)
    page = Paginator(queries.records_of(scope, placement.organization_id), 30).get_page(request.GET.get("page"))
    may_write = _may_write(scope, placement.path)
    withdrawn = list(queries.withdrawals_of(scope, placement.organization_id)) if may_write else []
    context = {"placement": placement, "page": page, "may_write": may_write, "withdrawn": withdrawn}
    return render(request, "branch/records.html", context)


@access(*SEES_FIGURES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One record as it stands. Names only for the branch and its direct superior."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    try:
        record = queries.record(scope, pk)
    except NotVisible:
        return page_of_withdrawn(request, pk)
    placement = placement_of(scope, record.organization_id)
    names = queries.names_on(scope, record)
    may_write = _may_write(scope, placement.path)
    more = _more(scope, record) if may_write else []
    context = {
        "record": record,
        "placement": placement,
        "absences": [(absence, names.get(absence.member_id, "")) for absence in record.absences.all()],
        "guests": queries.guests_named(scope, record, names),
        "sees_names": scope.sees_names_at(placement.path),
        "corrections": [told(one, names, scope.sees_names_at(placement.path)) for one in record.corrections.all()],
        "acts": acts_for_others(scope, record),
        "may_write": may_write,
        "decided": queries.decided_at(scope, record),
        "more": [one for one in more if queries.is_definite(one)],
        "vague": [one for one in more if not queries.is_definite(one)],
        **voiced_at(scope, record),
    }
    return render(request, "branch/record.html", context)


def _may_write(scope: Scope, path: str) -> bool:
    try:
        rules.may_write(scope, path)
    except NotVisible:
        return False
    return True


def _more(scope: Scope, record: Record) -> list[Requirement]:
    """Requirements that this record would meet too."""
    content = content_of(record)
    return queries.matching_requirements(
        scope, record.organization_id, held_on=content.held_on, kinds=content.kinds, readings=content.readings
    )


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The record's own form, filled, with a reason. What it said before is kept."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    record = queries.record(scope, pk)
    placement = placement_of(scope, record.organization_id)
    rules.may_write(scope, placement.path)
    said = content_of(record)
    texts = queries.texts_on(scope, record.organization_id, today())
    texts += [one.reading for one in record.readings.all() if one.reading not in texts]
    form = CorrectionForm(
        request.POST or None,
        initial={name: getattr(said, name) for name in FIELDS} | {"absent": [member for member, _ in said.absent]},
        roster=roster_of(scope, placement, as_day(request.POST.get("held_on")) or record.held_on),
        organization_id=placement.organization_id,
        texts=texts,
        first=said.readings,
        reasons=dict(said.absent),
    )
    seen, meanwhile = request.POST.get("seen") or fingerprint(said), None
    if request.method == "POST" and form.is_valid():
        content = form.content()
        # named guests are not on this form and stay as they are
        changes = {name: getattr(content, name) for name in FIELDS if name != "guest_members"}
        try:
            actions.correct(by=scope, record=record, reason=form.cleaned_data["reason"], seen=seen, **changes)
        except Refusal as refusal:
            form.refuse(refusal)
            newest = record.corrections.last() if refusal.code == "correction_meanwhile" else None
            if newest is not None:
                seen = fingerprint(content_of(queries.record(scope, pk)))
                meanwhile = told(newest, queries.names_on(scope, record), scope.sees_names_at(placement.path))
        else:
            messages.success(request, _("Corrected. What the record said before is kept below."))
            return redirect("record", record.pk)
    context = {
        "record": record,
        "placement": placement,
        "form": form,
        "seen": seen,
        "meanwhile": meanwhile,
        "days": days_offered(today(), record.held_on, record.held_on - timedelta(days=1)),
    }
    return with_voice(render(request, "branch/correction_new.html", context, status=422 if form.errors else 200))


@access("secretary", "officer")
@require_POST
def claim(request: HttpRequest, pk: int, requirement: int) -> HttpResponse:
    """The record counts for one requirement more."""
    return _claim(request, pk, requirement, made=True)


@access("secretary", "officer")
@require_POST
def withdraw(request: HttpRequest, pk: int, requirement: int) -> HttpResponse:
    """The record no longer counts for a requirement."""
    return _claim(request, pk, requirement, made=False)


def _claim(request: HttpRequest, pk: int, requirement_id: int, *, made: bool) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    record = queries.record(scope, pk)
    known = [claim.requirement for claim in record.claims.all()] + _more(scope, record)
    requirement = next((one for one in known if one.pk == requirement_id), None)
    if requirement is None:
        raise NotVisible(requirement_id)
    try:
        if made:
            actions.claim(by=scope, record=record, requirement=requirement)
            messages.success(request, _("It counts for this requirement now."))
        else:
            actions.withdraw_claim(by=scope, record=record, requirement=requirement)
            messages.success(request, _("It no longer counts; the requirement is outstanding again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("record", record.pk)
