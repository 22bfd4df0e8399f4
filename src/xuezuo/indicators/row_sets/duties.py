"""The requirements that stand, each with whom it addresses on a day: what coverage and expectations are counted from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from xuezuo.campaigns.audiences import Audience, Place, addressed, audience_of
from xuezuo.campaigns.models import Reading
from xuezuo.campaigns.queries import standing, top_path, versions_counted


@dataclass(frozen=True)
class Duty:
    """`top` is the path, in the tree of the day, under which the requirement addresses anybody; claims of any of the
    `versions` settle it.
    """

    requirement_id: int
    versions: tuple[int, ...]
    code: str
    title: str
    audience: Audience
    top: str
    due_on: date
    readings: tuple[Reading, ...]

    def addresses(self, path: str, kind: str, sector: str) -> bool:
        """Whether the organization is addressed, its members' groups left aside."""
        place = Place(path, kind, sector, frozenset(self.audience.groups))
        return addressed(self.audience, place, self.top)


def duties(day: date) -> list[Duty]:
    """Requirements due by the end of the day, in order of due date and code."""
    requirements = list(standing(day).filter(due_on__lte=day).select_related("campaign", "issuer"))
    prefetch_related_objects(requirements, "readings__campaign")
    found = []
    for one in requirements:
        top = top_path(one, day)
        if top:
            audience = audience_of(one.audience)
            found.append(
                Duty(
                    one.pk,
                    versions_counted(one),
                    f"{one.campaign.code}:{one.code}",
                    one.title,
                    audience,
                    top,
                    one.due_on,
                    tuple(one.readings.all()),
                )
            )
    return found


def reading_key(reading: Reading) -> str:
    """A reading's code with its campaign's, because two campaigns may use the same code."""
    return f"{reading.campaign.code}:{reading.code}"


def readings_due(day: date) -> list[Reading]:
    """Every reading that some standing requirement makes due by the day, in order of campaign and reading list."""
    found = {reading.pk: reading for duty in duties(day) for reading in duty.readings}
    return sorted(found.values(), key=lambda reading: (reading.campaign_id, reading.position, reading.pk))
