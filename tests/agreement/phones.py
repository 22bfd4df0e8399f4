"""Phones as `sending.js` has them, on a road that doubles, shuffles, cuts and delays; and people who choose when asked."""

import hashlib
import json
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from xuezuo.api import outbox
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.records import actions
from xuezuo.records.contents import content_of
from xuezuo.records.models import Record
from xuezuo.row_policies import sights
from xuezuo.scopes import Scope

Envelope = dict[str, Any]
Answers = list[dict[str, Any]]
Door = Callable[[bytes], Answers | None]
"""Where a body of envelopes goes; None is said of one that was cut."""
FIRST = date(2016, 9, 1)
NEVER = date(2017, 2, 1)
"""A day typed wrongly: in the future whenever it arrives."""


@dataclass
class Road:
    """What happens on the way; without chances it is a straight road."""

    chance: random.Random
    twice: float = 0.0
    shuffled: float = 0.0
    cut: float = 0.0
    signal: float = 1.0
    met: Counter[str] = field(default_factory=Counter)

    def meets(self, what: str, chance: float) -> bool:
        happened = self.chance.random() < chance
        self.met[what] += happened
        return happened


def by_http(client: Client) -> Door:
    """The whole way: session, address, body, answer."""

    def sent(body: bytes) -> Answers | None:
        answer = client.post("/api/v1/outbox", body, content_type="application/json")
        if answer.status_code == 400:
            return None
        assert answer.status_code == 200, answer.content
        found: Answers = answer.json()["answers"]
        return found

    return sent


def at_the_desk(scope: Scope, branch: Organization) -> Door:
    """The same envelopes taken by the same code without the way: nothing can be cut here, and it is a third cheaper."""
    desks = {branch.code: (scope, placement_of(scope, branch.pk))}

    def sent(body: bytes) -> Answers:
        envelopes = json.loads(body)["envelopes"]
        return [outbox._answered(None, one, desks).dict() for one in envelopes]  # type: ignore[arg-type]

    return sent


@dataclass
class Phone:
    """`events` are what its secretary does, by day; `bob` changes what is marked `contested` as soon as it arrives."""

    code: str
    door: Door
    straight: Door
    bob: Scope
    clock: timedelta
    events: dict[int, list[Envelope]]
    waiting: list[Envelope] = field(default_factory=list)
    old: list[bytes] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def live(self, number: int, road: Road, day: date) -> None:
        """One day: do what the secretary does, and send if there is a signal."""
        for event in self.events.get(number, []):
            # a version that the phone has heard of is named itself, else the envelope that made it
            seen = self.versions.get(event.get("seen", ""), event.get("seen", ""))
            made_at = datetime.combine(day, datetime.min.time()) + self.clock
            self.waiting.append(event | {"seen": seen, "made_at": made_at.isoformat()})
        if road.chance.random() < road.signal:
            self.send(road)

    def send(self, road: Road) -> None:
        for _ in range(60):
            if not self.waiting:
                return
            batch = [
                one | {"after": [self.waiting[at - 1]["client_id"]] if at else []}
                for at, one in enumerate(self.waiting)
            ]
            # another person's change falls between a contested entry and whatever the phone sends after it
            until = next((at for at, one in enumerate(batch, 1) if one.get("contested")), len(batch))
            batch = batch[:until]
            if not self._post(batch, road):
                return

    def _post(self, batch: list[Envelope], road: Road) -> bool:
        """Whether the phone heard an answer that moved something."""
        sent = [one for one in batch for _ in range(2 if road.meets("doubled envelopes", road.twice) else 1)]
        if road.meets("shuffled batches", road.shuffled):
            road.chance.shuffle(sent)
        plain = [{name: value for name, value in one.items() if name != "contested"} for one in sent]
        body = json.dumps({"envelopes": plain}).encode()
        if self.old and road.meets("old batches again", road.twice):
            self.door(road.chance.choice(self.old))
        if road.meets("bodies cut", road.cut):
            assert self.door(body[: road.chance.randrange(1, len(body))]) is None
            return False
        answers = self.door(body)
        self.old = [*self.old[-3:], body]
        self._contest(batch)
        if road.meets("answers lost", road.cut):
            return False
        assert answers is not None
        return self._hear({one["client_id"]: one for one in batch}, answers)

    def _contest(self, batch: list[Envelope]) -> None:
        for one in batch:
            record = one.get("contested") and Record.objects.filter(client_id=one["client_id"]).first()
            if record and not record.corrections.exists():
                actions.correct(by=self.bob, record=record, reason="镇里核对", place="镇政府")

    def _hear(self, sent: dict[str, Envelope], answers: list[dict[str, Any]]) -> bool:
        moved = False
        known = {one["client_id"] for one in self.waiting}
        for answer in answers:
            number = answer["client_id"]
            if number not in known:
                continue
            self.answers[answer["answer"]] += 1
            if answer["answer"] == "wait":
                continue
            moved = True
            known.discard(number)
            at = next(at for at, one in enumerate(self.waiting) if one["client_id"] == number)
            one = self.waiting.pop(at)
            if answer["answer"] in ("taken", "already"):
                self.versions[number] = answer["version"]
            else:
                self._choose(at, one, answer)
        return moved

    def _choose(self, at: int, one: Envelope, answer: dict[str, Any]) -> None:
        """What a person does with what needs a person: correct the day, delete a claim; let one of two stand, by a coin."""
        if answer["answer"] == "refused":
            if (one["kind"], answer["code"]) == ("claim", "claim_not_met"):  # another meeting settled it; it is let go
                return
            assert (one["kind"], answer["code"]) == ("enter", "record_in_future"), answer
            self.waiting.insert(at, one | {"body": one["body"] | {"held_on": one["body"]["place"]}})
            return
        assert (answer["answer"], answer["why"]) == ("conflict", "changed"), answer
        number = uuid.UUID(one["client_id"])
        if number.int % 2:
            mine = str(uuid.uuid5(number, "mine"))
            self.waiting.insert(at, one | {"client_id": mine, "seen": answer["version"]})


def plan(
    chance: random.Random, code: str, members: list[int], asked: dict[str, int], texts: list[int], days: int
) -> Any:
    """What one secretary does in so many days, the same whatever the road: meetings, corrections, claims, make-ups."""
    events: dict[int, list[Envelope]] = {}
    studied = claimed = 0

    def add(day: int, kind: str, body: dict[str, Any], **road: Any) -> str:
        number = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        said = {"client_id": number, "organization": code, "kind": kind, "body": body} | road
        events.setdefault(day, []).append(said)
        return number

    for day in range(days):
        if chance.random() > 0.4:
            continue
        today = (FIRST + timedelta(days=day)).isoformat()
        absent = chance.sample(members, chance.choice([0, 0, 1, 2]))
        said = {
            "held_on": today, "kinds": chance.choice([["general"], ["lecture"], ["group_study", "theme_day"]]),
            "attended": len(members) - len(absent), "absent": [{"member": one, "reason": "leave"} for one in absent],
            "subject": f"第{day}天", "place": today, "readings": [], "claims": [],
        }  # fmt: skip
        if studied < len(texts) and chance.random() < 0.5:
            said["readings"], studied = [texts[studied]], studied + 1
        elif studied == len(texts) and not claimed:  # built on texts of earlier meetings
            said["claims"], claimed = [asked["TEXTS"]], 1
        contested = chance.random() < 0.1
        entry = said | ({"held_on": NEVER.isoformat()} if chance.random() < 0.03 else {})
        record = last = add(day, "enter", entry, **({"contested": True} if contested else {}))
        for later in range(0 if contested else chance.choice([0, 0, 1, 2])):
            change = {name: value for name, value in said.items() if name != "claims"}
            change |= {"record": record, "reason": "写错了", "subject": f"第{day}天改{later}"}
            last = add(min(day + later, days - 1), "correct", change, seen=last)
        if contested:
            change = {name: value for name, value in said.items() if name != "claims"}
            add(
                min(day + 1, days - 1),
                "correct",
                change | {"record": record, "reason": "改", "subject": "手机上的"},
                seen=last,
            )
        if absent and chance.random() < 0.5:
            done = {"record": record, "members": absent[:1], "done_on": today, "way": "door"}
            add(min(day + 1, days - 1), "make_up", done)
        if chance.random() < 0.1:
            free = {"record": record, "requirement": asked["FREE"]}
            add(day, "claim", free)
            add(min(day + 2, days - 1), "withdraw", free)
    return events


def digest() -> str:
    """Of everything that records say, by the ids that phones gave them; whoever asked last saw only their own part."""
    sights.as_owner()
    lines = []
    for record in Record.objects.order_by("client_id"):
        claims = sorted(record.claims.values_list("requirement__code", flat=True))
        made = sorted(
            record.absences.filter(make_up__isnull=False).values_list("member_id", "make_up__done_on", "make_up__way")
        )
        lines.append(
            json.dumps([str(record.client_id), content_of(record).as_json(), claims, made], default=str, sort_keys=True)
        )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
