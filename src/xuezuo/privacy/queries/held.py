"""Everything held about one person, table by table, as the register names it: for the person, on a page or as a file."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from xuezuo.organizations.models import Member
from xuezuo.organizations.sealing import unseal
from xuezuo.periods import FOREVER, LONG_AGO
from xuezuo.privacy import rules
from xuezuo.privacy.queries.members import last_home
from xuezuo.privacy.queries.tables import rows_of
from xuezuo.privacy.register import Field, Table, register
from xuezuo.records.models import Record
from xuezuo.scopes import Scope

SHOWN = 4
"""Last characters of a sealed value: enough to recognise one's own, too few to use."""
Row = list[tuple[str, str, str]]
"""Of one row: name of the column, its words in the viewer's language, its value."""


class Held(NamedTuple):
    """One table with its rows about the person."""

    label: str
    title: str
    rows: list[Row]


def masked(sealed: bytes | memoryview | None, column: str) -> str:
    """`•••••••0017` of a sealed value: a mark for each place that is hidden, all of one too short to be recognised by less."""
    if not sealed:
        return ""
    value = unseal(bytes(sealed), column)
    hidden = len(value) - SHOWN if len(value) > SHOWN else len(value)
    return "•" * hidden + value[hidden:]


def everything_held(scope: Scope, member: Member, *, plain: bool = False) -> list[Held]:
    """For the person, or their branch that prints it for somebody without account. `plain`: sealed values unsealed,
    for the person only; otherwise masked."""
    if plain or scope.member_id == member.pk:
        rules.may_act_for_oneself(scope, member.pk)
    else:
        rules.may_see_member(scope, last_home(member.pk))
    users = list(member.users.values_list("pk", flat=True))
    found = []
    for table in register().tables:
        rows = [_row(one, table, member, plain) for one in rows_about(table, member.pk, users)]
        if rows:
            found.append(Held(table.label, str(table.title), rows))
    return found


def rows_about(table: Table, member_id: int, users: list[int]) -> models.QuerySet[Any]:
    """The rows of a table that are about a member, or written from one of their accounts."""
    about = models.Q(pk__in=())
    for lookup in table.of.split():
        about |= models.Q(**{lookup: member_id})
    if table.account and users:
        about |= models.Q(**{f"{table.account}__in": users})
    return rows_of(table.model).filter(about).order_by("pk")


def _row(one: models.Model, table: Table, member: Member, plain: bool) -> Row:
    return [(field.name, str(field.words), _value(one, field, member, plain)) for field in table.fields]


def _value(one: models.Model, field: Field, member: Member, plain: bool) -> str:
    value = getattr(one, field.name)
    if value in (None, "", b"") or value in (FOREVER, LONG_AGO):
        return ""
    if field.sealed:
        return unseal(bytes(value), field.sealed) if plain else masked(value, field.sealed)
    if isinstance(value, bytes | memoryview) or field.name == "password":
        return _("stored, not readable")
    if isinstance(value, models.Model):
        return _of_other(value, member)
    if choice := getattr(one, f"get_{field.name}_display", None):
        return str(choice())
    if isinstance(value, datetime):
        return date_format(localtime(value), "Y-m-d H:i")
    return value.isoformat() if isinstance(value, date) else str(value)


def _of_other(value: models.Model, member: Member) -> str:
    """A row that is pointed at: its name, unless it is somebody else, who is nobody's business here."""
    if isinstance(value, Member) and value.pk != member.pk:
        return _("another member")
    if isinstance(value, Record):
        return f"{value.held_on.isoformat()} {value.subject or value.organization}"
    return str(value) if type(value).__str__ is not models.Model.__str__ else f"#{value.pk}"


def as_data(held: list[Held]) -> Iterator[dict[str, object]]:
    """The same for machines: columns by their names."""
    for table in held:
        yield {
            "table": table.label,
            "title": table.title,
            "rows": [{name: value for name, _words, value in row} for row in table.rows],
        }
