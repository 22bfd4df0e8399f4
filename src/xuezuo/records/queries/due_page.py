"""One page of what is due: from campaigns and from the rhythm of branch life, as plain values that any program can carry.

Late comes first, then what is due now with what one meeting would clear, then what can wait.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.records.queries.clearing import SOON
from xuezuo.records.queries.duties import Due, in_order, is_definite, outstanding_for, suggestion_for
from xuezuo.records.queries.late import About, Said, late_reasons
from xuezuo.records.queries.rhythm import StillToHold, lacking_of
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class Text:
    """A text not yet studied. `after` are titles of texts that should come before it and were not studied either."""

    id: int
    code: str
    title: str
    after: tuple[str, ...] = ()
    available_from: date | None = None


@dataclass(frozen=True)
class DueLine:
    """One thing expected. Of a campaign: `requirement`, its title and texts; of the rhythm: a kind in `kinds` and the
    `periods` it is lacking in, of which a line of late things may name several. `said` are the branch's words for it.
    """

    key: str
    kinds: tuple[str, ...]
    due_on: date
    late: bool
    waits: bool
    requirement: int | None = None
    title: str = ""
    campaign: str = ""
    opens_on: date | None = None
    minutes: int = 0
    texts: tuple[Text, ...] = ()
    met_by: int | None = None
    met_on: date | None = None
    periods: tuple[str, ...] = ()
    times: int = 0
    held: int = 0
    definite: bool = True
    said: Said | None = None

    @property
    def of_rhythm(self) -> bool:
        return self.requirement is None

    @property
    def still(self) -> int:
        return self.times - self.held


@dataclass(frozen=True)
class OneMeeting:
    """One meeting that clears as much as one can: its kinds and texts, and the lines it settles."""

    kinds: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()
    clears: tuple[DueLine, ...] = ()


@dataclass(frozen=True)
class DuePage:
    day: date
    late: tuple[DueLine, ...]
    now: tuple[DueLine, ...]
    waiting: tuple[DueLine, ...]
    meeting: OneMeeting

    def as_json(self) -> dict[str, Any]:
        """Days as ISO text; everything else is plain already."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
    return value


def due_page(scope: Scope, organization_id: int, day: date | None = None) -> DuePage:
    """Everything that is open for one organization on a day."""
    day = day or today()
    placement = placement_of(scope, organization_id)
    said = late_reasons(scope, placement)
    dues = outstanding_for(scope, organization_id, day)
    texts = [text for due in dues for text in due.missing]
    prefetch_related_objects(texts, "after")
    lacking = {text.pk for text in texts}
    lines = [_of_requirement(due, lacking, said) for due in dues]
    running, over = lacking_of(placement.organization, day)
    rhythm = [_of_rhythm(one, day) for one in running]
    late = [line for line in lines if line.late] + _late_rhythm(over, said)
    open_lines = [line for line in [*lines, *rhythm] if not line.late]
    suggestion = suggestion_for(scope, organization_id, dues, day, running)
    by_requirement = {line.requirement: line for line in lines}
    clears = [by_requirement[one.pk] for one in suggestion.clears]
    clears += [line for line in rhythm if line.kinds[0] in suggestion.kinds]
    return DuePage(
        day=day,
        late=tuple(
            sorted(late, key=lambda line: (line.of_rhythm, line.due_on))
        ),  # what a meeting can still settle first
        now=tuple(sorted((line for line in open_lines if not line.waits), key=_when)),
        waiting=tuple(sorted((line for line in open_lines if line.waits), key=_when)),
        meeting=OneMeeting(
            suggestion.kinds, tuple(Text(one.pk, one.code, one.title) for one in suggestion.readings), tuple(clears)
        ),
    )


def _when(line: DueLine) -> tuple[date, bool]:
    return line.due_on, line.of_rhythm


def _of_requirement(due: Due, lacking: set[int], said: dict[About, Said]) -> DueLine:
    one = due.requirement
    about = f"{one.campaign_id}:{one.code}"
    return DueLine(
        key=f"requirement:{one.campaign.code}:{one.code}",
        kinds=tuple(one.activity_kinds),
        due_on=one.due_on,
        late=due.late,
        waits=due.waits,
        requirement=one.pk,
        title=one.title,
        campaign=one.campaign.title_zh,
        opens_on=one.opens_on,
        minutes=one.minutes,
        texts=tuple(
            Text(
                text.pk,
                text.code,
                text.title,
                tuple(before.title for before in text.after.all() if before.pk in lacking),
                text.available_from,
            )
            for text in in_order(due.missing, ())
        ),
        met_by=due.met_by.pk if due.met_by else None,
        met_on=due.met_by.held_on if due.met_by else None,
        definite=is_definite(one),
        said=said.get(("requirement", about)) if due.late else None,
    )


def _of_rhythm(one: StillToHold, day: date) -> DueLine:
    return DueLine(
        key=f"rhythm:{one.kind.value}:{one.period.code}",
        kinds=(one.kind.value,),
        due_on=one.period.last_day,
        late=False,
        waits=one.period.last_day > day + SOON,
        periods=(one.period.code,),
        times=one.times,
        held=one.held,
    )


def _late_rhythm(missed: Iterable[StillToHold], said: dict[About, Said]) -> list[DueLine]:
    """One line for each kind, so that a thin year is not a wall of lines. What was explained stands apart, with its words."""
    found: dict[tuple[str, Said | None], DueLine] = {}
    for one in missed:
        words = said.get((one.kind.value, one.period.code))
        # periods explained with the same words at the same time are one line again
        key = (one.kind.value, words and replace(words, id=0))
        line = found.get(key)
        if line is None:
            name = f"rhythm:{one.kind.value}:{one.period.code}"
            line = DueLine(name, (one.kind.value,), one.period.last_day, late=True, waits=False, said=words)
        found[key] = replace(
            line,
            periods=(*line.periods, one.period.code),
            times=line.times + one.times,
            held=line.held + one.held,
        )
    return list(found.values())
