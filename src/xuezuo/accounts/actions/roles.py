"""Giving and ending roles."""

from datetime import date

from django.db import transaction

from xuezuo.accounts import queries, rules
from xuezuo.accounts.models import Role, RoleAssignment, User
from xuezuo.audit import actions as audit
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import FOREVER, LONG_AGO, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def assign_role(
    *, by: Scope, user: User, role: str, organization_id: int, since: date = LONG_AGO, until: date = FOREVER
) -> RoleAssignment:
    """A role at an organization and over everything below it, from a day and to a day. Given twice it is one.

    Given anew after it was ended it holds from today. An account that stands nowhere yet stands there from now on.
    """
    placement = placement_of(by, organization_id)
    rules.may_assign(by, user, role, placement)
    if not since < until:
        raise Refusal("role_dates", since=since.isoformat(), until=until.isoformat())
    user = User.objects.select_for_update().get(pk=user.pk)  # two roles given at once are looked at one by one
    held = RoleAssignment.objects.filter(user=user, role=role, organization_id=organization_id, valid_from=since)
    if since < today() and held.filter(valid_to__lte=today()).exists():
        since = today()
    _check_separate(user, role, since, until)
    made, new = RoleAssignment.objects.get_or_create(
        user=user, role=role, organization_id=organization_id, valid_from=since, defaults={"valid_to": until}
    )
    if user.organization_id is None:
        user.organization_id = organization_id
        user.save(update_fields=["organization"])
    if new:
        audit.record(
            by=by,
            action="role.assign",
            kind="user",
            object_id=user.pk,
            organization_id=organization_id,
            role=role,
            since=since.isoformat(),
            until=until.isoformat(),
        )
    return made


def _check_separate(user: User, role: str, since: date, until: date) -> None:
    """The three administrators are separate people, without any role of the work, by whatever way they hold it (14c)."""
    other = queries.clashing(user, role, since, until)
    held = other.role if other else ""
    if not held and role in queries.SEPARATE:
        held = next((seat.role for seat in queries.seats_of(user) if seat.role not in (role, Role.MEMBER)), "")
    if held:
        raise Refusal("role_separate", role=Role(role).label, held=Role(held).label)


@transaction.atomic
def end_role(*, by: Scope, assignment: RoleAssignment, on: date | None = None) -> RoleAssignment:
    """From that day (today, unless given) the role holds no longer; that it was held stays. Also at an organization that
    was merged or closed, where it would come back if that opened again."""
    day = on or today()
    rules.may_end(by, assignment)
    if not assignment.valid_from < day <= assignment.valid_to:
        raise Refusal("role_end_impossible", since=assignment.valid_from.isoformat(), day=day.isoformat())
    assignment.valid_to = day
    assignment.save(update_fields=["valid_to"])
    audit.record(
        by=by,
        action="role.end",
        kind="user",
        object_id=assignment.user_id,
        organization_id=assignment.organization_id,
        role=assignment.role,
        on=day.isoformat(),
    )
    return assignment
