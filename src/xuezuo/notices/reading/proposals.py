"""The requirements of a document: its parts read one after the other, each with the voice that speaks in it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from xuezuo.notices.reading.clause import read_clause
from xuezuo.notices.reading.clock import Clock
from xuezuo.notices.reading.deadlines import deadline, expressions
from xuezuo.notices.reading.describe import Voice, audience_of, deliverable_of, due_of, strength_of, topic_of
from xuezuo.notices.reading.grouping import Unit, units_of
from xuezuo.notices.reading.layout import Part
from xuezuo.notices.reading.lines import Line, wrap_width
from xuezuo.notices.reading.prose import Piece, clauses
from xuezuo.notices.reading.result import Header, Requirement
from xuezuo.notices.reading.sections import Place, Sentence, same_paragraph, sentences_of
from xuezuo.notices.reading.subject import caused
from xuezuo.notices.reading.tables import Row, split_tables
from xuezuo.notices.reading.trimming import trimmed_unit
from xuezuo.notices.reading.words import pattern

WINDOW = re.compile(r"(?:活动|实施|开展|起止|整治|行动|竞赛|检查|宣传|自查|工作)(?:时间|期限|日期)")
MEETING_TIME = re.compile(r"(?:会议|活动|培训|报到|比赛|开班|集中|演练)?时间|定于|兹定于")
STAGE = re.compile(r"阶段|环节|步骤|\([^()]*[0-9]日?(?:至|到|—|-|~)[^()]*[0-9][日号]\)$")
PAPERS_FOLLOW = re.compile(r"(?:以下|下列)[^,。;]{0,4}(?:材料|资料|证件|证明|文件|表格):?$")
TAKES_PART = re.compile(r"参加|同步|到场|出席")
ATTEND = re.compile(r"(?:请|准时|按时|届时|务必)[^,。;]{0,16}(?:参会|参加|出席|到会|莅临|入场)")


def requirements_of(text: str, parts: list[Part], header: Header) -> tuple[list[Requirement], list[str]]:
    """All proposals in the order of the text, and the impossible days met on the way."""
    found: list[Requirement] = []
    impossible: list[str] = []
    for number, whole in enumerate(parts):
        rest, rows = split_tables(whole.body)
        voice = voice_of(number, parts, header, rest)
        part = replace(whole, body=rest)
        kept = worth_keeping(list(proposed(part, voice, is_cover=is_cover(number, parts, header))))
        carried: str | None = None
        paragraph = -1
        before: tuple[Unit, Requirement] | None = None
        for unit in kept:
            carried = carried if unit.sentence.place.paragraph == paragraph else None
            paragraph = unit.sentence.place.paragraph
            requirement, day = described(text, unit, voice, carried)
            requirement = with_the_day_of(requirement, unit, before)
            before = (unit, requirement)
            named = next((clause.subject for clause in unit.clauses if clause.subject), None)
            carried = requirement.audience if named else carried
            found.append(with_list(text, requirement, rest))
            impossible += [day] if day else []
        found += [from_row(text, row, voice) for row in rows]
    return sorted(found, key=lambda requirement: requirement.start), impossible


def with_the_day_of(requirement: Requirement, unit: Unit, before: tuple[Unit, Requirement] | None) -> Requirement:
    """…于6月16日组织咨询,各单位派员参加: who takes part does so on the day just named."""
    if (
        requirement.due_text
        or before is None
        or before[0].sentence is not unit.sentence
        or not TAKES_PART.search(unit.text)
    ):
        return requirement
    day = before[1]
    if not day.due or not day.due[:1].isdigit():
        return requirement
    return replace(requirement, due=day.due, due_text=day.due_text, why=f"{requirement.why}; due:{day.due_text}")


def with_list(text: str, requirement: Requirement, lines: list[Line]) -> Requirement:
    """…前提交以下材料: 1.… 2.…: the papers listed below belong to it."""
    if not PAPERS_FOLLOW.search(requirement.span.rstrip(":")):
        return requirement
    end = requirement.end
    for line in lines:
        if line.start > end and line.level not in {3, 4}:
            break
        end = max(end, line.run.at[-1] + 1) if line.start > end else end
    span = text[requirement.start : end].rstrip("。;；")
    return replace(requirement, span=span, end=requirement.start + len(span))


def is_cover(number: int, parts: list[Part], header: Header) -> bool:
    """The short notice in front of what it forwards."""
    return number == 0 and len(parts) > 1 and header.forwards is not None


def voice_of(number: int, parts: list[Part], header: Header, lines: list[Line]) -> Voice:
    """Who speaks in the part, from when, to whom; a part without a date speaks from the cover's."""
    part = parts[number]
    spoken = part.signed_on or part.spoken_on or parts[0].signed_on or parts[0].spoken_on
    title = "".join(line.text for line in part.head)
    year = re.search(r"(?:19|20)[0-9]{2}(?=年)", title + (header.title or ""))
    clock = Clock(spoken, int(year[0]) if year else None)
    clock = replace(clock, window_end=window_end(lines, clock))
    speech = bool(re.search(r"讲话|发言|致辞", title)) and (number > 0 or header.addressee is None)
    return Voice(
        clock,
        header.addressee or part.called,
        speech,
        meeting_at(lines, clock),
        title=title,
        text="".join(line.text for line in lines),
    )


def window_end(lines: list[Line], clock: Clock) -> date | None:
    """The last day of `活动时间:6月1日至30日`, printed in one line or under its heading."""
    for i, line in enumerate(lines):
        if WINDOW.search(line.text[:16]) and line.level:
            after = line.text + (lines[i + 1].text if line.text.endswith("时间") and i + 1 < len(lines) else "")
            ranges = [
                w
                for w in expressions(after, clock)
                if w.due and re.search(r"至|到|—|-|~", w.text) and w.due[:1].isdigit()
            ]
            if ranges:
                return date.fromisoformat(str(ranges[-1].due)[:10])
    return None


def meeting_at(lines: list[Line], clock: Clock) -> str | None:
    """When the announced meeting is held."""
    for i, line in enumerate(lines):
        if MEETING_TIME.search(line.text):
            after = line.text + (lines[i + 1].text if line.text.endswith("时间") and i + 1 < len(lines) else "")
            days = [when for when in expressions(after, clock) if when.due and when.due[:1].isdigit()]
            if days:
                return days[0].due
    return None


def proposed(part: Part, voice: Voice, *, is_cover: bool) -> Iterator[Unit]:
    """Every unit that the sentences of the part propose, problems, facts, fields and background left out."""
    sentences = sentences_of(part, width=wrap_width(part.body))
    count_names(sentences, voice)
    asked = False
    for i, sentence in enumerate(sentences):
        before = sentences[i - 1] if i else None
        goes_on = asked and before is not None and before.piece.stop in ";:" and same_paragraph(before, sentence)
        units = [trimmed_unit(unit) for unit in units_of(sentence, voice.clock, goes_on=goes_on)]
        asked = bool(units)
        units = [unit for unit in units if unit.clauses and stands(unit, sentence, is_cover=is_cover)]
        units = [unit for unit in units if not is_told(unit, voice)]
        yield from units


def count_names(sentences: list[Sentence], voice: Voice) -> None:
    """Who is named how often in front of what shall be done."""
    names: Counter[str] = Counter()
    for sentence in sentences:
        if sentence.place.where == "orders":
            found = [read_clause(piece, voice.clock) for piece in clauses(sentence.piece)]
            names.update(
                clause.subject for clause in found if clause.subject and clause.subject not in {"我们", "大家"}
            )
    for sentence in sentences:
        who = caused(sentence.piece.text)
        if who and sentence.place.where == "orders":
            names[who] += 1
    voice.names = names


def stands(unit: Unit, sentence: Sentence, *, is_cover: bool) -> bool:
    """Is the unit really asked here: not quoted from others, not background, not a cover's usual phrase?"""
    where = sentence.place.where
    if re.search(r"如下|以下(?!.{0,3}[0-9%岁])", unit.text) and not unit.timed:
        return False
    if re.search(r"现(?:将|印发|转发|予)|(?:印发|转发)给?你们", unit.text) and not unit.timed:
        return False
    boilerplate = pattern("duty", "boilerplate_patterns").search(unit.text)
    if boilerplate and not unit.timed:
        return False
    if where == "fields":
        return unit.clauses[0].role in {"duty", "forbid", "rule"} and bool(unit.clauses[0].subject or unit.timed)
    if where in {"problems", "facts"}:
        return where == "facts" and unit.concrete and unit.clauses[0].role in {"duty", "forbid"} and not unit.quoted
    if where == "background":
        return unit.clauses[0].text.startswith("请") or (unit.timed and unit.clauses[0].role == "duty")
    if where == "aims":
        return unit.concrete
    if unit.quoted:
        return adopted(unit, sentence)
    return True


def is_told(unit: Unit, voice: Voice) -> bool:
    """1月14日下午,镇党委召开大会: in a text that calls nobody, an act on a plain day without a word of asking is news."""
    if voice.addressee or unit.sentence.place.numbered or unit.timed:
        return False
    return any(clause.dated for clause in unit.clauses) and not any(clause.asks for clause in unit.clauses)


def adopted(unit: Unit, sentence: Sentence) -> bool:
    """Another's words count when the speaker takes them up, or when they lay down a procedure."""
    if pattern("duty", "adoption_patterns").search(sentence.following) and sentence.place.after_transition:
        unit.why.append("quotation taken up")
        return True
    return any(clause.chain or clause.timed for clause in unit.clauses)


def worth_keeping(units: list[Unit]) -> list[Unit]:
    """Slogans only where a text has nothing better: a notice that asks nothing checkable still shows what it says."""
    plain = [unit for unit in units if not is_slogan(unit)]
    return plain if any(unit.concrete for unit in plain) or len(plain) >= len(units) else [*units]


def is_slogan(unit: Unit) -> bool:
    """Nothing but general effort."""
    return (
        not unit.concrete
        and any(clause.slogan for clause in unit.clauses)
        and all(
            clause.slogan
            or clause.role == "lead"
            or (clause.text.startswith("对") and not clause.asks)
            or len(clause.text) < 5
            for clause in unit.clauses
        )
    )


def described(text: str, unit: Unit, voice: Voice, carried: str | None) -> tuple[Requirement, str | None]:
    """The unit as a requirement, and a day in it that no calendar has."""
    run = unit.sentence.piece.run
    start, end = run.source(unit.start, unit.end)
    due, due_text, impossible = due_of(unit, voice)
    why = list(dict.fromkeys([*unit.why, *(reason for clause in unit.clauses for reason in clause.why)]))
    if (
        due_text is None
        and voice.clock.window_end
        and any(c.quota for c in unit.clauses)
        and "content" in content_mark(unit)
    ):
        due, why = voice.clock.window_end.isoformat(), [*why, "due:end of the activity"]
    phase = phase_end(unit, voice) if due_text is None and unit.concrete else None
    if phase:
        due, why = phase, [*why, "due:end of the stage"]
    if due_text is None and voice.meeting_at and ATTEND.search(unit.text):
        due, why = voice.meeting_at, [*why, "due:time of the meeting"]
    deliverable = deliverable_of(unit)
    if due_text:
        why.append(f"due:{due_text}")
    return Requirement(
        span=text[start:end],
        start=start,
        end=end,
        topic=topic_of(unit, voice),
        audience=audience_of(unit, voice, carried),
        due=due,
        due_text=due_text,
        strength=strength_of(unit, due=due_text, deliverable=deliverable),
        deliverable=deliverable,
        why="; ".join(why),
    ), impossible


def phase_end(unit: Unit, voice: Voice) -> str | None:
    """检查阶段(4月21日至5月31日): the last day printed in the heading of a stage."""
    for heading in reversed(unit.sentence.place.headings):
        if STAGE.search(heading):
            ranges = [w for w in expressions(heading, voice.clock) if w.due and re.search(r"至|到|—|-|~|前|底", w.text)]
            if ranges:
                return ranges[-1].due
    return None


def content_mark(unit: Unit) -> str:
    """Does the unit stand among the contents of the announced activity?"""
    return (
        "content"
        if any(re.search(r"内容|任务|活动(?!时间)|项目", heading) for heading in unit.sentence.place.headings)
        else ""
    )


def from_row(text: str, row: Row, voice: Voice) -> Requirement:
    """A row of a table of tasks."""
    cells = [cell for cell in (row.who, row.by_when) if cell is not None and cell.at[0] > row.what.at[0]]
    start, end = row.what.at[0], max(cell.at[-1] for cell in [row.what, *cells]) + 1
    when = deadline(row.by_when.text, voice.clock) if row.by_when else deadline(row.what.text, voice.clock)
    unit = Unit(
        Sentence(whole_piece(row), Place()), [read_clause(piece, voice.clock) for piece in clauses(whole_piece(row))]
    )
    return Requirement(
        span=text[start:end],
        start=start,
        end=end,
        topic=topic_of(unit, voice),
        audience=row.who.text if row.who else voice.usual_audience(),
        due=when.due if when else None,
        due_text=when.text if when else None,
        strength="hard",
        deliverable=deliverable_of(unit),
        why="row of a table of tasks" + (f"; due:{when.text}" if when else ""),
    )


def whole_piece(row: Row) -> Piece:
    return Piece(row.what, 0, len(row.what), "")
