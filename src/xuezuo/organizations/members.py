"""One member's file: facts corrected or filled in, groups entered and left on a day, the end of a probation decided.

Actions with the rules that they alone need. The audit holds the names of fields, never what stood in them.
"""

import calendar
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit.actions import record
from xuezuo.organizations import rules, sealing
from xuezuo.organizations.completeness import ITEMS
from xuezuo.organizations.kinds import MemberCategory, MemberGroup, ProbationOutcome
from xuezuo.organizations.models import (
    FactCorrection,
    Floating,
    GroupMembership,
    Member,
    Membership,
    Organization,
    Placement,
    ProbationDecision,
)
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

SEALED = ("id_number", "phone")
DATES = ("birth_on", "joined_on", "full_on")


@transaction.atomic
def correct(*, by: Scope, branch: Placement, member: Member, values: Mapping[str, object], reason: str = "") -> int:
    """Fill in or change facts; returns how many changed. A fact that was stated before needs a reason to be changed,
    and what it said is kept, sealed. An empty value takes nothing away.
    """
    member = _locked(by, branch, member)
    given = {name: _tidy(values[name]) for name in ITEMS if name in values}
    before = {name: plain(member, name) for name in given}
    changed = [name for name in given if given[name] not in ("", None, before[name])]
    stated = [name for name in changed if before[name] not in ("", None)]
    if stated and not reason.strip():
        raise Refusal("member_reason_missing")
    _check_facts(member, {name: given[name] for name in changed})
    now = timezone.now()
    FactCorrection.objects.bulk_create(
        FactCorrection(
            member=member,
            field=name,
            before=_seal_before(before[name]),
            reason=reason.strip(),
            corrected_by=by.viewer_id or 0,
            corrected_at=now,
        )
        for name in changed
    )
    for name in changed:
        _put(member, name, given[name])
    member.save()
    if changed:
        _note(by, "member.correct", branch, member, fields=changed)
    return len(changed)


@transaction.atomic
def join_group(
    *,
    by: Scope,
    branch: Placement,
    member: Member,
    group: str,
    since: date,
    destination: str = "",
    receiving: str = "",
    contact: int | None = None,
) -> GroupMembership:
    """Count the member in a special group since a day. A floating member has a destination (D5.43); `receiving` is the
    code of the organization there if it is in this system, `contact` the member of the branch who keeps contact (D8.13).
    """
    member = _locked(by, branch, member)
    _check_joining(member, group, since, destination)
    # somebody who left the group this very day never left it
    held = GroupMembership.objects.filter(member=member, group=group, valid_to=since).first()
    if held is not None and group != MemberGroup.FLOATING:
        held.valid_to = FOREVER
        held.save(update_fields=["valid_to"])
    else:
        held = GroupMembership.objects.create(member=member, group=group, valid_from=since)
    if group == MemberGroup.FLOATING:
        Floating.objects.create(
            grouped=held,
            destination=destination.strip(),
            receiving=_receiving(receiving),
            contact=_contact(branch, member, contact),
            entered_by=by.viewer_id or 0,
            entered_at=timezone.now(),
        )
    _note(by, "member.group_join", branch, member)
    return held


@transaction.atomic
def leave_group(*, by: Scope, branch: Placement, member: Member, grouped: GroupMembership, on: date) -> None:
    """The member is not counted in the group from `on`; the years before stay as they were."""
    member = _locked(by, branch, member)
    if grouped.member_id != member.pk or grouped.valid_to != FOREVER:
        raise NotVisible(grouped.pk)
    if not grouped.valid_from < on <= today():
        raise Refusal("member_day_impossible", day=on.isoformat(), first=grouped.valid_from.isoformat())
    grouped.valid_to = on
    grouped.save(update_fields=["valid_to"])
    _note(by, "member.group_leave", branch, member)


@transaction.atomic
def decide_probation(
    *, by: Scope, branch: Placement, member: Member, outcome: str, day: date, document: str
) -> ProbationDecision:
    """The branch decided (D5.44): full member from `day`, not before a year; or extended until `day`, once.

    Figures of an earlier day go on reading the category of that day, from `full_on`.
    """
    member = _locked(by, branch, member)
    if by.member_id is not None and by.member_id == member.pk:
        raise NotVisible(member.pk)
    _check_probation(member, outcome, day, document)
    if outcome == ProbationOutcome.FULL:
        member.category, member.full_on = MemberCategory.FULL, day
        member.save(update_fields=["category", "full_on"])
    made = ProbationDecision.objects.create(
        member=member,
        outcome=outcome,
        day=day,
        document=document.strip(),
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )
    _note(by, "member.probation", branch, member, outcome=outcome, day=day.isoformat())
    return made


def plain(member: Member, item: str) -> object:
    """What a fact says, unsealed: for comparing and for the forms of those who may change it."""
    value = getattr(member, item)
    return sealing.unseal(value, f"member.{item}") if item in SEALED and value else value


def probation_ends(member: Member) -> date | None:
    """The day on which the year of a probationary member is over, or the day until which it was extended."""
    if member.category != MemberCategory.PROBATIONARY or member.joined_on is None:
        return None
    extended = [one.day for one in member.probation_decisions.all() if one.outcome == ProbationOutcome.EXTENDED]
    return max([after_months(member.joined_on, rule("probation.months", member.joined_on) or 0), *extended])


def after_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _locked(by: Scope, branch: Placement, member: Member) -> Member:
    """The member as they stand now, if they are on this branch's roster today and `by` keeps it."""
    rules.may_keep_roster(by, branch)
    here = Membership.objects.filter(
        holding_on(today()), member_id=member.pk, organization_id=branch.organization_id
    ).exists()
    if not here:
        raise NotVisible(member.pk)
    return Member.objects.select_for_update().get(pk=member.pk)


def _tidy(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _seal_before(value: object) -> bytes | None:
    if value in ("", None):
        return None
    return sealing.seal(value.isoformat() if isinstance(value, date) else str(value), "correction.before")


def before_of(correction: FactCorrection) -> str:
    """What a corrected fact said, in plain words; "" where it was not stated. Dates as ISO text."""
    return sealing.unseal(bytes(correction.before), "correction.before") if correction.before else ""


def _put(member: Member, name: str, value: object) -> None:
    if name in SEALED:
        setattr(member, name, sealing.seal(str(value), f"member.{name}"))
        if name == "id_number":
            member.id_index = sealing.index(str(value))
    else:
        setattr(member, name, value)
    if name == "category" and value == MemberCategory.PROBATIONARY:
        member.full_on = None


def _check_facts(member: Member, changed: Mapping[str, object]) -> None:
    number = changed.get("id_number")
    with wide("same_number"):
        same = Member.objects.filter(id_index__in=sealing.indexes(str(number or ""))).exclude(pk=member.pk)
        is_taken = bool(number) and same.exists()
    if is_taken:
        raise Refusal("member_exists")
    if changed.get("category") == MemberCategory.FULL:
        raise Refusal("probation_by_decision")
    check_days({name: changed.get(name) or getattr(member, name) for name in DATES})


def check_days(days: Mapping[str, object]) -> None:
    """Born, then joined, then full, and none of it to come. Raises `Refusal`."""
    given = [day for name in DATES if isinstance(day := days.get(name), date)]
    if given != sorted(given) or (given and given[-1] > today()):
        raise Refusal("member_days_out_of_order")


def _check_joining(member: Member, group: str, since: date, destination: str) -> None:
    if group not in MemberGroup.values:
        raise Refusal("member_group_unknown")
    if since > today():
        raise Refusal("member_day_impossible", day=since.isoformat(), first="")
    if GroupMembership.objects.filter(member=member, group=group, valid_to__gt=since).exists():
        raise Refusal("member_in_group")
    if group == MemberGroup.FLOATING and not destination.strip():
        raise Refusal("floating_without_destination")


def _receiving(code: str) -> Organization | None:
    if not code.strip():
        return None
    found = Organization.objects.filter(code=code.strip()).first()
    if found is None:
        raise Refusal("floating_organization_unknown", code=code)
    return found


def _contact(branch: Placement, member: Member, contact: int | None) -> Member | None:
    if contact is None:
        return None
    return (
        Member.objects.filter(
            holding_on(today(), "memberships__"), memberships__organization_id=branch.organization_id, pk=contact
        )
        .exclude(pk=member.pk)
        .first()
    )


def _check_probation(member: Member, outcome: str, day: date, document: str) -> None:
    if member.category != MemberCategory.PROBATIONARY or outcome not in ProbationOutcome.values:
        raise Refusal("probation_not_open")
    if member.joined_on is None:
        raise Refusal("probation_without_start")
    if not document.strip():
        raise Refusal("member_decision_unfounded")
    year = after_months(member.joined_on, rule("probation.months", member.joined_on) or 0)
    if outcome == ProbationOutcome.FULL:
        if not year <= day <= today():
            raise Refusal("probation_not_over", first=year.isoformat())
        return
    if member.probation_decisions.filter(outcome=ProbationOutcome.EXTENDED).exists():
        raise Refusal("probation_extended_already")
    first = after_months(year, rule("probation.extension_min_months", year) or 0)
    last = after_months(year, rule("probation.extension_max_months", year) or 0)
    if not first <= day <= last:
        raise Refusal("probation_extension_length", first=first.isoformat(), last=last.isoformat())


def _note(by: Scope, action: str, branch: Placement, member: Member, **detail: object) -> None:
    record(
        by=by,
        action=action,
        kind="member",
        object_id=member.pk,
        organization_id=branch.organization_id,
        **detail,
    )
