"""What a phone may keep of one branch, so that a meeting can be recorded without a network; and what it has sent."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xuezuo.accounts.queries import names_of
from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import requirements_for, versions_counted
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Membership, Placement
from xuezuo.organizations.namesakes import told_apart
from xuezuo.periods import FOREVER, today
from xuezuo.records.contents import as_first_entered, content_of, fingerprint
from xuezuo.records.models import Received, Record
from xuezuo.records.queries.duties import (
    first_covered,
    in_order,
    is_definite,
    outstanding_for,
    settled_requirements,
    suggestion_for,
)
from xuezuo.records.queries.guests import floating_here
from xuezuo.records.queries.make_ups import make_up_list
from xuezuo.records.queries.meetings import last_place, records_of, texts_on
from xuezuo.records.queries.rhythm import still_to_hold
from xuezuo.records.rules import PART_KINDS, may_write
from xuezuo.records.votes import matters_of
from xuezuo.scopes import Scope

MOST_BYTES = 300_000
"""Of a pack, before compression: a village's connection carries it in a minute."""
BACK = timedelta(days=92)
"""How far back the kept roster reaches: older meetings are entered where there is a network."""
RECORDS = 8


def pack_for(scope: Scope, placement: Placement, *, goals: Sequence[tuple[int, str]] = ()) -> dict[str, Any]:
    """One branch as its phone needs it: whom to name absent, what is due and by what it is met, the last records.

    Ids and names, nothing else about a person; only for who may enter its meetings (`NotVisible` for everybody else).
    `goals` are ids and titles of what a commitment may serve: whoever stands above the records knows them.
    Too long, it leaves out the oldest records, then texts that nothing asks for, and says so in `shortened`.
    """
    may_write(scope, placement.path)
    organization, day = placement.organization, today()
    dues = outstanding_for(scope, organization.pk)
    suggestion = suggestion_for(scope, organization.pk, dues)
    asked = _open_requirements(scope, placement)
    missing = {reading.pk for due in dues for reading in due.missing}
    pack: dict[str, Any] = {
        "organization": {"code": organization.code, "name": organization.name},
        "day": day.isoformat(),
        "has_members": organization.kind in BRANCH_KINDS,
        "part_kinds": sorted(PART_KINDS),
        "place": last_place(scope, organization.pk),
        "roster": _roster(organization.pk, day),
        "living_here": [[one.pk, one.shown] for one in floating_here(scope, organization.pk)],
        "matters": [matter.value for matter in matters_of(organization.kind)],
        "texts": _texts(scope, organization.pk, day, missing),
        "goals": [list(one) for one in goals],
        "covered": {str(pk): first.isoformat() for pk, first in first_covered(organization.pk).items()},
        "requirements": [_requirement(one) for one in asked],
        "due": [
            {
                "requirement": due.requirement.pk,
                "missing": [reading.pk for reading in due.missing],
                "met_by": due.met_by.held_on.isoformat() if due.met_by else "",
            }
            for due in dues
        ],
        "rhythm": [
            {"kind": one.kind.value, "until": one.period.last_day.isoformat()}
            for one in still_to_hold(scope, organization.pk)
        ],
        "suggestion": {
            "kinds": list(suggestion.kinds),
            "readings": [reading.pk for reading in suggestion.readings],
            "clears": [one.pk for one in suggestion.clears],
            "subject": suggestion.subject,
        },
        "records": [as_a_phone_sees(one) for one in _latest(scope, organization.pk)],
        "missed": [
            {
                "record": str(one.absence.record.client_id),
                "held_on": one.absence.record.held_on.isoformat(),
                "member": one.absence.member_id,
                "texts": [reading.pk for reading in one.readings],
            }
            for one in make_up_list(scope, organization.pk)
        ],
        "shortened": False,
    }
    return _fitted(pack)


def _roster(organization_id: int, day: date) -> list[list[Any]]:
    """Id, name that tells namesakes apart, first and last day (exclusive, "" for open) of everybody on the roster since `BACK`."""
    found = (
        Membership.objects.filter(organization_id=organization_id, valid_to__gt=day - BACK)
        .select_related("member")
        .order_by("member__name", "member_id", "valid_from")
    )
    names = told_apart((one.member for one in found), organization_id)
    return [
        [
            one.member_id,
            names[one.member_id],
            one.valid_from.isoformat(),
            one.valid_to.isoformat() if one.valid_to < FOREVER else "",
        ]
        for one in found
    ]


def _texts(scope: Scope, organization_id: int, day: date, missing: set[int]) -> list[dict[str, Any]]:
    """Those that come next first, each after what it builds on."""
    found = texts_on(scope, organization_id, day)
    ahead = in_order([one for one in found if one.pk in missing], first_covered(organization_id))
    rest = [one for one in found if one.pk not in missing]
    return [{"id": one.pk, "title": one.title, "next": one.pk in missing} for one in [*ahead, *rest]]


def _open_requirements(scope: Scope, placement: Placement) -> list[Requirement]:
    settled = settled_requirements(placement.organization_id)
    return [one for one in requirements_for(scope, placement) if not settled.intersection(versions_counted(one))]


def _requirement(one: Requirement) -> dict[str, Any]:
    return {
        "id": one.pk,
        "title": one.title,
        "campaign": one.campaign.title_zh,
        "opens_on": one.opens_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "kinds": list(one.activity_kinds),
        "readings": sorted(reading.pk for reading in one.readings.all()),
        "definite": is_definite(one),
    }


def _latest(scope: Scope, organization_id: int) -> QuerySet[Record]:
    return records_of(scope, organization_id).prefetch_related(
        "absences", "readings", "guest_attendances", "claims", "corrections"
    )[:RECORDS]


def as_a_phone_sees(record: Record) -> dict[str, Any]:
    """A record with its version and who changed it last; people as ids, whose names the phone has or has not."""
    content = content_of(record)
    last = max(record.corrections.all(), key=lambda one: one.pk, default=None)
    who = last.corrected_by if last else record.entered_by
    return {
        "record": str(record.client_id),
        "id": record.pk,
        "version": fingerprint(content),
        "content": content.as_json(),
        "claims": sorted(claim.requirement_id for claim in record.claims.all()),
        "who": names_of([who]).get(who, ""),
        "at": (last.corrected_at if last else record.entered_at).isoformat(timespec="seconds"),
    }


def _fitted(pack: dict[str, Any]) -> dict[str, Any]:
    while size_of(pack) > MOST_BYTES and pack["records"]:
        pack["records"].pop()
        pack["shortened"] = True
    if size_of(pack) > MOST_BYTES:
        asked = {reading for one in pack["requirements"] for reading in one["readings"]}
        pack["texts"] = [one for one in pack["texts"] if one["id"] in asked]
        pack["shortened"] = True
    return pack


def size_of(pack: dict[str, Any]) -> int:
    return len(as_text(pack).encode())


def as_text(pack: dict[str, Any]) -> str:
    return json.dumps(pack, ensure_ascii=False, separators=(",", ":"))


def is_here(organization_id: int, number: UUID) -> bool:
    """Whether an envelope of this branch was taken, or a record was entered under this id."""
    return (
        Received.objects.filter(client_id=number, record__organization_id=organization_id).exists()
        or Record.objects.filter(client_id=number, organization_id=organization_id).exists()
    )


def version_left_by(organization_id: int, number: UUID) -> str | None:
    """Which version of its record an envelope left behind; None while it is not here."""
    left = Received.objects.filter(client_id=number, record__organization_id=organization_id).values_list(
        "left", flat=True
    )
    if found := left.first():
        return str(found)
    record = Record.objects.filter(client_id=number, organization_id=organization_id).first()
    return fingerprint(as_first_entered(record)) if record else None
