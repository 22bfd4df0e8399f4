"""Records that were entered before, by `client_id`, in a few questions for a whole batch."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from xuezuo.interchange.activity_ground import as_day, asked_in_parts
from xuezuo.records.contents import Content

Known = tuple[int, Content]
"""Organization, and what the record says now."""


def as_column(client_id: UUID) -> UUID | str:
    """The id as its column holds it."""
    return client_id if connection.features.has_native_uuid_field else client_id.hex


def known_records(client_ids: Sequence[UUID]) -> dict[UUID, Known]:
    """Those of the ids that are there. Guests are not named in activity, so their names are left out of account."""
    heads = list(
        asked_in_parts(
            "SELECT id, client_id, organization_id, held_on, attended, guests, place, subject, summary, speaker_tier"
            " FROM records_record WHERE client_id IN ({})",
            [as_column(one) for one in client_ids],
        )
    )
    ids = [head[0] for head in heads]
    kinds = _lists("SELECT record_id, kind FROM records_recordkind WHERE record_id IN ({})", ids)
    readings = _lists("SELECT record_id, reading_id FROM records_recordreading WHERE record_id IN ({})", ids)
    absent = _lists("SELECT record_id, member_id, reason FROM records_absence WHERE record_id IN ({})", ids)
    return {
        UUID(str(client_id)): (
            organization_id,
            Content(
                held_on=as_day(held_on),
                kinds=tuple(kind for (kind,) in kinds.get(pk, ())),
                attended=attended,
                absent=tuple(absent.get(pk, ())),
                guests=guests,
                place=place,
                subject=subject,
                readings=tuple(reading for (reading,) in readings.get(pk, ())),
                summary=summary,
                speaker_tier=speaker_tier,
            ).tidy(),
        )
        for pk, client_id, organization_id, held_on, attended, guests, place, subject, summary, speaker_tier in heads
    }


def _lists(sql: str, ids: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for pk, *rest in asked_in_parts(sql, ids):
        found.setdefault(pk, []).append(tuple(rest))
    return found
