"""The requirements that stand, each with whom it addresses on a day: what coverage and expectations are counted from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, prefetch_related_objects

from xuezuo import tree_paths
from xuezuo.campaigns.audiences import Audience, Place, addressed, audience_of
from xuezuo.campaigns.changes import changed_on
from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.campaigns.queries import standing, top_path, versions_counted
from xuezuo.organizations.kinds import BRANCH_KINDS


@dataclass(frozen=True)
class Duty:
    """`top` is the path, in the tree of the day, under which the requirement addresses anybody; claims of any of the
    `versions` settle it.
    """

    requirement_id: int
    version: int
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


def duties(day: date, *, changed: bool = False) -> list[Duty]:
    """Requirements due by the end of the day, in order of due date and code; or those that changed midway, due or not, each
    with the day of its change in place of its date (R14).

    What a branch adds for itself to a campaign of others is its own: no figure counts it as due, or setting more would look like doing less (R15).
    """
    own = Q(issuer__kind__in=BRANCH_KINDS) & ~Q(issuer_id=F("campaign__issuer_id"))
    wanted = standing(day).exclude(own).select_related("campaign", "issuer", "replaces")
    if not changed:
        wanted = wanted.filter(due_on__lte=day)
    requirements = [one for one in wanted if not changed or _changed_by(one, day)]
    prefetch_related_objects(requirements, "readings__campaign")
    found = []
    for one in requirements:
        top = top_path(one, day)
        if top:
            audience = audience_of(one.audience)
            found.append(
                Duty(
                    one.pk,
                    one.version,
                    versions_counted(one),
                    f"{one.campaign.code}:{one.code}",
                    one.title,
                    audience,
                    top,
                    (changed_on(one) or one.due_on) if changed else one.due_on,
                    tuple(one.readings.all()),
                )
            )
    return found


def _changed_by(one: Requirement, day: date) -> bool:
    came = changed_on(one)
    return came is not None and came <= day


def reading_key(reading: Reading) -> str:
    """A reading's code with its campaign's, because two campaigns may use the same code."""
    return f"{reading.campaign.code}:{reading.code}"


def concerning(found: list[Duty], path: str) -> list[Duty]:
    """Those of the line above a path or of the part of the tree below it; the empty path leaves all."""
    return [one for one in found if tree_paths.covers(one.top, path) or tree_paths.covers(path, one.top)]


def readings_due(day: date, path: str = "") -> list[Reading]:
    """Every reading that some standing requirement, which concerns a path, makes due by the day, in order of campaign and
    reading list."""
    found = {reading.pk: reading for duty in concerning(duties(day), path) for reading in duty.readings}
    return sorted(found.values(), key=lambda reading: (reading.campaign_id, reading.position, reading.pk))
