"""What one record says, apart from who entered it: the same shape for a new entry, a resend and a correction."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from xuezuo.records.models import Correction, Record

FIELDS = (
    "held_on",
    "kinds",
    "attended",
    "absent",
    "guests",
    "guest_members",
    "place",
    "subject",
    "readings",
    "summary",
    "speaker_tier",
)


@dataclass(frozen=True)
class Content:
    """`absent` is pairs of member id and reason; lists are sorted, so that equal entries compare equal."""

    held_on: date
    kinds: tuple[str, ...]
    attended: int
    absent: tuple[tuple[int, str], ...] = ()
    guests: int = 0
    guest_members: tuple[int, ...] = ()
    place: str = ""
    subject: str = ""
    readings: tuple[int, ...] = ()
    summary: str = ""
    speaker_tier: str = ""

    def tidy(self) -> "Content":
        """The same in one order, without blanks around the texts. A person named twice stays twice, to be refused."""
        return replace(
            self,
            kinds=tuple(sorted(set(self.kinds))),
            absent=tuple(sorted((int(member), str(reason)) for member, reason in self.absent)),
            guest_members=tuple(sorted(self.guest_members)),
            readings=tuple(sorted(set(self.readings))),
            place=self.place.strip(),
            subject=self.subject.strip(),
            summary=self.summary.strip(),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "held_on": self.held_on.isoformat(),
            "kinds": list(self.kinds),
            "absent": [list(pair) for pair in self.absent],
            "guest_members": list(self.guest_members),
            "readings": list(self.readings),
        }


def from_json(stored: dict[str, Any]) -> Content:
    return Content(
        **stored
        | {
            "held_on": date.fromisoformat(stored["held_on"]),
            "kinds": tuple(stored["kinds"]),
            "absent": tuple((member, reason) for member, reason in stored["absent"]),
            "guest_members": tuple(stored["guest_members"]),
            "readings": tuple(stored["readings"]),
        }
    )


def content_of(record: Record) -> Content:
    """What the record says now."""
    return Content(
        held_on=record.held_on,
        kinds=tuple(kind.kind for kind in record.kinds.all()),
        attended=record.attended,
        absent=tuple((absence.member_id, absence.reason) for absence in record.absences.all()),
        guests=record.guests,
        guest_members=tuple(guest.member_id for guest in record.guest_attendances.all()),
        place=record.place,
        subject=record.subject,
        readings=tuple(covered.reading_id for covered in record.readings.all()),
        summary=record.summary,
        speaker_tier=record.speaker_tier,
    ).tidy()


def as_first_entered(record: Record) -> Content:
    """What the record said when it was entered: its corrections taken back, the latest first."""
    said = content_of(record).as_json()
    corrections: list[Correction] = list(record.corrections.order_by("-pk"))
    for correction in corrections:
        said |= {name: value for name, value in correction.before.items() if name in FIELDS}
    return from_json(said).tidy()


def fingerprint(said: Content | dict[str, Any]) -> str:
    """One short text for equal contents, another for others: by it a phone names the version of a record that it saw."""
    plain = said.tidy().as_json() if isinstance(said, Content) else said
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
