"""One line about a meeting against the rules of one entry (`records.rules`): what it says, and what it may claim."""

from dataclasses import dataclass, field
from datetime import date

from xuezuo.campaigns.audiences import Place as Judged
from xuezuo.campaigns.audiences import addressed
from xuezuo.campaigns.models import Reading
from xuezuo.campaigns.queries import place_of
from xuezuo.interchange.activity_ground import Asked, Course, Rosters, Standing, courses
from xuezuo.interchange.activity_lines import THE_ABSENT, Place, RecordLine
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records import rules
from xuezuo.records.contents import Content
from xuezuo.records.queries import covered_readings, settled_requirements
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

FIELD_OF = {
    "record_in_future": "held_on",
    "record_too_early": "held_on",
    "record_without_place": "held_on",
    "record_kind_missing": "kinds",
    "record_text_too_long": "subject",
    "record_count_impossible": "guests",
    "absent_twice": "absent",
    "absent_not_on_roster": "absent",
    "reading_unknown": "readings",
    "reading_not_yet": "readings",
    "reading_without_all": "readings",
    "make_up_in_future": "made_up",
    "make_up_too_early": "made_up",
}
"""The field that a rule speaks of; the rest speak of the headcount."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with where it stands, whose it is, and the member ids behind the identity numbers it names."""

    place: Place
    standing: Standing
    said: RecordLine
    content: Content
    members: dict[str, int]
    readings: tuple[Reading, ...]


@dataclass
class Waiting:
    """A claim whose readings the record covers only in part: earlier records of the branch must cover the rest."""

    line: Line
    missing: frozenset[int]
    title: str


@dataclass
class Judge:
    """Knows the campaigns and what each branch has settled already. Raises `Refusal` with line and field."""

    by: Scope
    latest: date
    fresh: bool
    """Whether no record was there before, so that nothing can be settled yet."""

    courses: dict[str, Course] = field(init=False)
    settled: dict[int, set[int]] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.courses = courses(self.by, today())

    def line(self, place: Place, standing: Standing, said: RecordLine, rosters: Rosters) -> Line:
        readings = self._readings(place, said)
        members = {}
        for number, one in enumerate(said.absent):
            if one.member not in rosters.members:
                raise place.refused(f"absent.{number}.member", Refusal("absent_not_on_roster", day=said.held_on))
            members[one.member] = rosters.members[one.member]
        for number, taken in enumerate(said.taken_on):
            if taken.member:
                if taken.member not in rosters.members:
                    raise place.refused(f"taken_on.{number}.member", Refusal("commitment_member_elsewhere"))
                members[taken.member] = rosters.members[taken.member]
        content = Content(
            held_on=said.held_on,
            kinds=said.kinds,
            attended=said.attended,
            absent=tuple((members[one.member], one.reason) for one in said.absent),
            guests=said.guests,
            place=said.place,
            subject=said.subject,
            readings=tuple(reading.pk for reading in readings),
            summary=said.summary,
            speaker_tier=said.speaker_tier,
        ).tidy()
        return Line(place, standing, said, content, members, tuple(readings))

    def _course(self, place: Place, said: RecordLine) -> Course:
        if said.campaign not in self.courses:
            raise place.value("campaign", said.campaign, tuple(sorted(self.courses)) or "—")
        return self.courses[said.campaign]

    def _readings(self, place: Place, said: RecordLine) -> list[Reading]:
        if not said.readings:
            return []
        known = self._course(place, said).readings
        for code in said.readings:
            if code not in known:
                raise place.value("readings", code, tuple(sorted(known)))
        return [known[code] for code in said.readings]

    def check(self, line: Line, facts: rules.Facts) -> None:
        said = line.said
        made_up = {one.member for one in said.made_up}
        for number, taken in enumerate(said.taken_on):
            if taken.member and line.members[taken.member] not in facts.roster:
                raise line.place.refused(f"taken_on.{number}.member", Refusal("commitment_member_elsewhere"))
        if len(made_up) < len(said.made_up) or not made_up <= line.members.keys():
            raise line.place.value("made_up", len(said.made_up), THE_ABSENT)
        try:
            rules.check(line.content, facts, line.readings)
            for one in said.made_up:
                rules.check_make_up(one.done_on, said.held_on, one.way, self.latest)
        except Refusal as refusal:
            about = refusal.where.get("field") or FIELD_OF.get(refusal.code, "attended")
            raise line.place.refused(str(about), refusal) from None

    def claims(self, line: Line) -> list[int]:
        """The requirements that the line claims, each met by it and not settled by another record of the branch."""
        if not line.said.requirements:
            return []
        known = self._course(line.place, line.said).requirements
        pk = line.standing.id
        if pk not in self.settled:
            self.settled[pk] = set() if self.fresh else settled_requirements(pk)
        found = []
        for code in line.said.requirements:
            if code not in known:
                raise line.place.value("requirements", code, tuple(sorted(known)))
            asked = known[code]
            if asked.requirement.pk in self.settled[pk] or not self._meets(line, asked):
                raise line.place.refused("requirements", Refusal("claim_not_met", title=asked.requirement.title))
            self.settled[pk].add(asked.requirement.pk)
            found.append(asked.requirement.pk)
        return found

    def _meets(self, line: Line, asked: Asked) -> bool:
        """As `records.queries.matching_requirements` has it; readings of earlier records are looked up at the end."""
        requirement, standing = asked.requirement, line.standing
        kinds: list[str] = requirement.activity_kinds
        if line.said.held_on < requirement.opens_on or (kinds and not set(kinds) & set(line.said.kinds)):
            return False
        judged = Judged(standing.path, standing.kind, standing.sector)
        if asked.audience.groups:
            judged = place_of(placement_of(self.by, standing.id), today())
        missing = asked.readings - set(line.content.readings)
        if missing:
            self.waiting.append(Waiting(line, missing, requirement.title))
        return bool(asked.top) and addressed(asked.audience, judged, asked.top)

    def finish(self) -> None:
        """Now that every record is written: whether earlier records cover what claims took for granted."""
        for one in self.waiting:
            covered = covered_readings(one.line.standing.id, one.line.said.held_on)
            if not one.missing <= covered:
                raise one.line.place.refused("requirements", Refusal("claim_not_met", title=one.title))
