"""Meetings as rows, a batch of lines at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from xuezuo.interchange.activity_ground import Rosters, Standing
from xuezuo.interchange.activity_known import Known, as_column, known_records
from xuezuo.interchange.activity_lines import Place, RecordLine
from xuezuo.interchange.activity_meetings import Judge, Line
from xuezuo.organizations import bulk
from xuezuo.records import rules
from xuezuo.records.contents import as_first_entered
from xuezuo.records.models import Absence, Claim, MakeUp, Record, RecordKind, RecordReading
from xuezuo.records.queries import by_client_id
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

COLUMNS: dict[type[Any], str] = {
    Record: "id client_id organization_id held_on place subject summary expected attended guests speaker_tier "
    "entered_by entered_at",
    RecordKind: "record_id kind",
    RecordReading: "record_id reading_id",
    Claim: "record_id requirement_id claimed_by claimed_at",
    Absence: "id record_id member_id reason",
    MakeUp: "absence_id done_on way note entered_by entered_at",
}

Rows = dict[type[Any], list[tuple[Any, ...]]]
Batch = list[tuple[Place, Standing, RecordLine]]


@dataclass
class Meetings:
    """Takes batches of lines, in any order of organization and day."""

    by: Scope
    latest: date
    voice: Callable[[Line, int], None]
    """Takes what was voiced at a new meeting: its line and its id."""
    entered: int = 0
    unchanged: int = 0
    claimed: int = 0

    def __post_init__(self) -> None:
        self.record = self.first_record = bulk.first_free_id(Record)
        self.absence = self.first_absence = bulk.first_free_id(Absence)
        self.judge = Judge(self.by, self.latest, fresh=self.record == 1)
        self.now = connection.ops.adapt_datetimefield_value(timezone.now())

    def take(self, batch: Batch) -> None:
        """Check and write. Raises `Refusal` with the line and field of the first that cannot be."""
        known = {} if self.record == 1 else known_records([said.client_id for _, _, said in batch])
        numbers = {one.member for _, _, said in batch for one in said.absent}
        numbers |= {one.member for _, _, said in batch for one in said.taken_on if one.member}
        rosters = Rosters({standing.id for _, standing, _ in batch}, numbers)
        rows: Rows = {model: [] for model in COLUMNS}
        for place, standing, said in batch:
            line = self.judge.line(place, standing, said, rosters)
            if said.client_id in known:
                self._same(line, known[said.client_id])
                self.unchanged += 1
                continue
            known[said.client_id] = (standing.id, line.content)
            facts = rosters.facts(standing, said.held_on, self.latest)
            self.judge.check(line, facts)
            self._add(rows, line, rules.expected_of(line.content, facts))
        for model, columns in COLUMNS.items():
            bulk.insert(model, columns.split(), rows[model])

    def _same(self, line: Line, known: Known) -> None:
        """Sent again it is the record of the first time, also when it was corrected since; else it is refused."""
        said = (line.standing.id, line.content)
        if known == said:
            return
        before = by_client_id(line.said.client_id)
        if before is None or (before.organization_id, as_first_entered(before)) != said:
            place = line.place
            raise Refusal("activity_sent_before", line=place.line, name=place.name, value=line.said.client_id)

    def _add(self, rows: Rows, line: Line, expected: int) -> None:
        pk, who, content = self.record, self.by.viewer_id, line.content
        self.record += 1
        self.entered += 1
        client_id, day = as_column(line.said.client_id), content.held_on.isoformat()
        texts = (content.place, content.subject, content.summary)
        counts = (expected, content.attended, content.guests)
        rows[Record].append(
            (pk, client_id, line.standing.id, day, *texts, *counts, content.speaker_tier, who, self.now)
        )
        rows[RecordKind] += [(pk, kind) for kind in content.kinds]
        rows[RecordReading] += [(pk, reading) for reading in content.readings]
        claims = self.judge.claims(line)
        self.claimed += len(claims)
        rows[Claim] += [(pk, requirement, who, self.now) for requirement in claims]
        made_up = {one.member: one for one in line.said.made_up}
        for one in line.said.absent:
            rows[Absence].append((self.absence, pk, line.members[one.member], one.reason))
            if one.member in made_up:
                done = made_up[one.member]
                rows[MakeUp].append((self.absence, done.done_on.isoformat(), done.way, "", who, self.now))
            self.absence += 1
        if line.said.problems or line.said.taken_on:
            self.voice(line, pk)

    def finish(self) -> None:
        self.judge.finish()
        if self.record > self.first_record:
            bulk.numbered_up_to(Record, self.record - 1)
        if self.absence > self.first_absence:
            bulk.numbered_up_to(Absence, self.absence - 1)
        if self.entered >= bulk.LARGE:
            bulk.refresh_statistics(*COLUMNS)
