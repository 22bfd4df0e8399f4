"""A meeting entered together with the problems and commitments voiced there: all of it, or nothing (R06)."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.audit.queries import events_of
from xuezuo.cases import actions as cases
from xuezuo.cases.models import CaseKind, Source
from xuezuo.commitments import rules
from xuezuo.commitments.actions.entries import enter_commitment
from xuezuo.commitments.models import Vehicle
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.records.actions.meetings import entered
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@dataclass(frozen=True)
class ProblemVoiced:
    """`owner` is whose task it is, a post; empty means the branch as a whole."""

    text: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class TakenOn:
    """Without `member_id` the branch takes it on."""

    text: str
    due_on: date
    member_id: int | None = None
    goal_id: int | None = None
    vehicle: str = Vehicle.PLEDGE


def enter_meeting(
    *,
    by: Scope,
    organization: Organization,
    client_id: uuid.UUID,
    problems: Sequence[ProblemVoiced] = (),
    taken_on: Sequence[TakenOn] = (),
    **entry: Any,
) -> Record:
    """Enter one meeting (`entry` as `records.actions.enter`, or with a `look` as `entered`) with what was voiced there,
    each pointing back to it.

    Sent again with the same `client_id` and content it is the record of the first time, and nothing is raised twice;
    with other problems or commitments it is refused, as for any other difference.
    """
    rules.may_write(by, placement_of(by, organization.pk).path)
    if max(len(problems), len(taken_on)) > rules.MOST_VOICED:
        raise Refusal("voiced_too_many", most=rules.MOST_VOICED)
    # alone a meeting stands in the line of writers for its rows only, and asks before what it is held against
    with transaction.atomic() if problems or taken_on else nullcontext():
        record, new = entered(by=by, organization=organization, client_id=client_id, **entry)
        if new and (problems or taken_on):
            _voice(by, record, problems, taken_on)
    if not new:
        # read after `entered`, which waits for a sending of the same moment: the other one's event is here then
        before = events_of(by, "record", record.pk).filter(action="record.voice").first()
        if (before.detail["digest"] if before else _digest((), ())) != _digest(problems, taken_on):
            raise Refusal("record_sent_before", day=record.held_on.isoformat())
    return record


def _voice(by: Scope, record: Record, problems: Sequence[ProblemVoiced], taken_on: Sequence[TakenOn]) -> None:
    for problem in problems:
        cases.raise_case(
            by=by,
            organization_id=record.organization_id,
            kind=CaseKind.PROBLEM,
            found_on=record.held_on,
            title=problem.text,
            owner=problem.owner,
            due_on=problem.due_on,
            source=Source.MEETING,
            record=record,
        )
    for one in taken_on:
        enter_commitment(
            by=by,
            organization_id=record.organization_id,
            what=one.text,
            due_on=one.due_on,
            member_id=one.member_id,
            goal_id=one.goal_id,
            vehicle=one.vehicle,
            record=record,
        )
    audit.record(
        by=by,
        action="record.voice",
        kind="record",
        object_id=record.pk,
        organization_id=record.organization_id,
        problems=len(problems),
        commitments=len(taken_on),
        digest=_digest(problems, taken_on),
    )


def _digest(problems: Sequence[ProblemVoiced], taken_on: Sequence[TakenOn]) -> str:
    """What was voiced, told apart from anything else and told to nobody."""
    said = [[asdict(one) for one in problems], [asdict(one) for one in taken_on]]
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:32]
