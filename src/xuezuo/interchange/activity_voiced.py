"""What a line about a meeting says was voiced there: problems as cases, commitments with their deeds, each pointing back."""

from collections.abc import Callable
from datetime import date

from xuezuo.cases import rules as case_rules
from xuezuo.cases.models import Case, CaseKind, Closure, Source, Step, StepKind
from xuezuo.commitments import rules
from xuezuo.commitments.models import Commitment, Deed, Vehicle
from xuezuo.interchange.activity_lines import ProblemPart, TakenPart
from xuezuo.interchange.activity_meetings import Line
from xuezuo.interchange.activity_others import Others
from xuezuo.refusals import Refusal


def _text(line: Line, field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise line.place.refused(field, Refusal("record_text_too_long", field=field, most=longest))


def _by_the_rules(line: Line, field: str, check: Callable[[], None]) -> None:
    try:
        check()
    except Refusal as refusal:
        raise line.place.refused(field, refusal) from None


def take(others: Others, line: Line, record: int) -> None:
    """Rows for everything voiced at the meeting `record`. Raises `Refusal` with line and field."""
    said = line.said
    if max(len(said.problems), len(said.taken_on)) > rules.MOST_VOICED:
        raise line.place.refused("problems", Refusal("voiced_too_many", most=rules.MOST_VOICED))
    for number, problem in enumerate(said.problems):
        _problem(others, line, record, problem, f"problems.{number}")
    for number, taken in enumerate(said.taken_on):
        _taken(others, line, record, taken, f"taken_on.{number}")
    others.written_at_once()


def _problem(others: Others, line: Line, record: int, said: ProblemPart, where: str) -> None:
    found_on, latest = line.said.held_on, others.latest
    _text(line, f"{where}.title", said.title, 200)
    _text(line, f"{where}.owner", said.owner, 60)
    _by_the_rules(
        line,
        f"{where}.title",
        lambda: case_rules.check_case(CaseKind.PROBLEM, found_on, said.due_on, Source.MEETING, said.title, latest),
    )
    for name in ("measure_on", "closed_on"):
        day: date | None = getattr(said, name)
        if day is not None:
            _by_the_rules(line, f"{where}.{name}", lambda day=day: case_rules.check_day(day, found_on, latest))  # type: ignore[misc]
    if said.closed_on and not said.closed_reason.strip():
        raise line.place.refused(f"{where}.closed_reason", Refusal("closure_reason_missing"))
    pk, who, now = others.new_id(Case, "problems"), others.by.viewer_id, others.now
    words = (CaseKind.PROBLEM.value, said.title.strip(), "", said.owner.strip(), Source.MEETING.value)
    due_on = said.due_on.isoformat() if said.due_on else None
    others.rows[Case].append((pk, line.standing.id, *words, found_on.isoformat(), due_on, record, who, now))
    if said.measure_on:
        others.rows[Step].append(
            (pk, StepKind.MEASURE.value, said.measure_on.isoformat(), said.measure[:500], who, now)
        )
    if said.closed_on:
        others.rows[Closure].append((pk, said.closed_on.isoformat(), said.closed_reason[:500], who, now))


def _taken(others: Others, line: Line, record: int, said: TakenPart, where: str) -> None:
    made_on = line.said.held_on
    _text(line, f"{where}.what", said.what, 200)
    _text(line, f"{where}.done", said.done, 300)
    _by_the_rules(
        line, f"{where}.due_on", lambda: rules.check_commitment(said.what, Vehicle.PLEDGE, made_on, said.due_on)
    )
    if said.done_on is not None:
        done, done_on = said.done, said.done_on
        _by_the_rules(
            line, f"{where}.done_on", lambda: rules.check_deed(done, done_on, made_on, None, "", others.latest)
        )
    member = line.members[said.member] if said.member else None
    pk, who, now = others.new_id(Commitment, "commitments"), others.by.viewer_id, others.now
    days = (made_on.isoformat(), said.due_on.isoformat())
    row = (pk, line.standing.id, member, said.what.strip(), Vehicle.PLEDGE.value, *days, record, who, now)
    others.rows[Commitment].append(row)
    if said.done_on is not None:
        others.entered["deeds"] += 1
        deed = (line.standing.id, member, pk, said.done.strip(), said.done_on.isoformat(), "", who, now)
        others.rows[Deed].append(deed)
