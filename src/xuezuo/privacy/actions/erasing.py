"""Erasing what is held about one member: every room's `PERSONAL` fields at once, the rows and their ids stay.

A fact keeps pointing at the entry, which then tells nobody's name: so what was counted is counted the same.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import models, transaction

from xuezuo.accounts.queries import assignments_of
from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import home_of
from xuezuo.privacy import rules
from xuezuo.privacy.models import Erasure
from xuezuo.privacy.queries.held import rows_about
from xuezuo.privacy.queries.members import last_home
from xuezuo.privacy.register import our_models, register
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

Values = dict[str, Any]


@transaction.atomic
def erase(*, by: Scope, member_id: int, reason: str) -> Erasure:
    """Take away whatever says who somebody was. Refused while they stand on a roster or hold a role. Cannot be undone."""
    home = last_home(member_id)
    rules.may_erase(by, home)
    member = Member.objects.select_for_update().filter(pk=member_id).first()
    if member is None:
        raise NotVisible(member_id)
    _check(member, reason.strip())
    users = list(member.users.values_list("pk", flat=True))
    doors = _forget_doors(users, list(member.users.values_list("username", flat=True)))
    rows: dict[str, int] = doors
    for table in register().tables:
        if hasattr(table.model, "PERSONAL") and (count := _empty(list(rows_about(table, member_id, users)))):
            rows[table.label] = count
    member.users.update(is_active=False)
    made = Erasure.objects.create(member=member, reason=reason.strip(), rows=rows, decided_by=by.viewer_id or 0)
    audit.record(
        by=by,
        action="member.erase",
        kind="member",
        object_id=member_id,
        organization_id=home.organization_id if home else None,
        rows=rows,
    )
    return made


def _check(member: Member, reason: str) -> None:
    if not 0 < len(reason) <= 300:
        raise Refusal("erasure_reason_missing")
    if home_of(member.pk) is not None:
        raise Refusal("erasure_on_roster")
    if any(assignments_of(user).exists() for user in member.users.all()):
        raise Refusal("erasure_has_role")
    if Erasure.objects.filter(member=member).exists():
        raise Refusal("erasure_done")


def _forget_doors(users: list[int], names: list[str]) -> dict[str, int]:
    """Rows that libraries keep about signing in: addresses, factors, and tries under the name, which is emptied next."""
    held = {
        "account.EmailAddress": EmailAddress.objects.filter(user_id__in=users),
        "mfa.Authenticator": Authenticator.objects.filter(user_id__in=users),
    }
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        held[model._meta.label] = model.objects.filter(username__in=[*names, *map(str.lower, names)])
    found = {label: rows.delete()[0] for label, rows in held.items()}
    return {label: count for label, count in found.items() if count}


def _empty(rows: list[models.Model]) -> int:
    for row in rows:
        values = replacements(row)
        for name, value in values.items():
            setattr(row, name, value)
        if values:
            row.save(update_fields=list(values))
    return len(rows)


def replacements(row: models.Model) -> Values:
    """What erasing writes into a row. A link to a member stays: the entry it leads to says nothing any more."""
    values: Values = {}
    for name, value in getattr(row, "PERSONAL", {}).items():
        field = row._meta.get_field(name)
        if value is None and (field.is_relation or not field.null):
            continue
        values[name] = value.format(pk=row.pk, **_ids(row)) if isinstance(value, str) else value
    return values


def _ids(row: models.Model) -> Values:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_fields if field.is_relation}


def without_register() -> list[str]:
    """Tables with personal fields that no erasure would reach, because the register does not say whose they are."""
    known = {table.label for table in register().tables if table.of or table.account or table.nobody}
    return sorted(
        model._meta.label for model in our_models() if getattr(model, "PERSONAL", {}) and model._meta.label not in known
    )
