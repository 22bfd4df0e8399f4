"""A branch takes all it entered (AF19). It reads, and is still an act: names and reasons leave the house with it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch

from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries, rules
from xuezuo.records.models import Absence, Claim, Record, RecordReading
from xuezuo.records.queries.votes import Decided
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class Taken:
    """One record with what hangs on it; `absent` are name, reason and the day it was made up, `guests` the names of guests."""

    record: Record
    absent: list[tuple[str, str, date | None]]
    guests: list[str]
    decided: list[Decided]


@transaction.atomic
def export(*, by: Scope, organization: Organization) -> list[Taken]:
    """Every record of one branch, the earliest first, with names: for the branch and its direct superior."""
    rules.may_write(by, placement_of(by, organization.pk).path)
    records = list(
        queries.records_of(by, organization.pk)
        .prefetch_related(
            Prefetch("readings", RecordReading.objects.select_related("reading").order_by("reading__position")),
            Prefetch("claims", Claim.objects.select_related("requirement").order_by("requirement__due_on")),
            Prefetch("absences", Absence.objects.select_related("make_up").order_by("pk")),
            "guest_attendances",
            "corrections",
        )
        .order_by("held_on", "pk")
    )
    names = queries.names_on_all(by, organization.pk, records)
    found = []
    for record in records:
        absent = [
            (names.get(one.member_id, ""), str(one.get_reason_display()), _made_up(one))
            for one in record.absences.all()
        ]
        guests = [names.get(one.member_id, "") for one in record.guest_attendances.all()]
        found.append(Taken(record, absent, guests, queries.decided_at(by, record)))
    audit.record(
        by=by,
        action="record.export",
        kind="organization",
        object_id=organization.pk,
        organization_id=organization.pk,
        records=len(found),
    )
    return found


def _made_up(one: Absence) -> date | None:
    return one.make_up.done_on if hasattr(one, "make_up") else None
