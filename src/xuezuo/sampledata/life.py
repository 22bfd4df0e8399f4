"""What one branch wrote down of its meetings in 2016, as lines of `activity.jsonl`.

Some of it is dated after `AS_OF`, so that a figure that forgets its day is seen to be wrong.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from xuezuo.sampledata.chance import Dice, dice
from xuezuo.sampledata.people import Person
from xuezuo.sampledata.scales import AS_OF
from xuezuo.sampledata.tree import Place

CAMPAIGN = "two-studies-one-action-2016"
TOPIC_1 = ["RD01", "RD10", "RD12"]
TOPIC_2 = ["RD02", "RD03", "RD04", "RD13"]
LATEST_RECORD = AS_OF + timedelta(days=21)

AWAY = {
    "floating": (0.4, "floating", "remote"),
    "housebound": (0.42, "illness", "door"),
    "retired": (0.05, "illness", "door"),
}
"""By group: how likely somebody misses a meeting, why, and how it is made up (R13)."""

REASONS = ("leave", "leave", "duty", "duty", "illness", "other")
ROOMS = ("支部活动室", "会议室", "村部", "党员活动中心")

Line = dict[str, Any]


def day_between(chance: Dice, first: date, last: date) -> date:
    """Any day of the two and between them."""
    return first + timedelta(days=int(chance.random() * ((last - first).days + 1)))


def client_id(chance: Dice) -> str:
    """A random UUID from the dice."""
    bits = chance.getrandbits(128)
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[bits >> 62 & 3]}{text[17:20]}-{text[20:]}"


class Branch:
    """The year of one branch. `care` is how likely a meeting is left out."""

    def __init__(self, place: Place, people: list[Person], seed: int, index: int) -> None:
        self.place = place
        self.people = people
        self.chance: Dice = dice(seed, "life", index)
        self.full = sum(1 for person in people if person.full_on)
        self.care = min(
            0.5, (0.03 if place.sector not in ("private_enterprise", "social_organization") else 0.07) * place.neglect
        )

    def records(self, cadre_lectures: int) -> Iterator[Line]:
        """Its meetings, in no particular order of date."""
        random = self.chance.random
        if random() >= self.care:
            yield self._topic_1()
        lectures = cadre_lectures
        if random() >= self.care * 1.4:
            combined = lectures > 1 and random() < 0.7
            lectures -= combined
            yield from self._topic_2(lecture=combined)
        for turn in range(lectures):
            yield self._lecture("cadre", turn)
        if not cadre_lectures and random() >= 0.3:
            yield self._lecture("secretary", 0)
        if self.full >= 7:
            for month in (7, 8, 9):
                if random() >= 0.12 + self.care:
                    yield self._committee(month)
        if random() < 0.02:
            yield self._later()

    def _line(self, held_on: date, kinds: list[str], subject: str) -> Line:
        return {"type": "record", "client_id": client_id(self.chance), "organization": self.place.code,
                "held_on": held_on.isoformat(), "kinds": kinds, "subject": subject}  # fmt: skip

    def _day(self, first: date, last: date) -> date:
        return day_between(self.chance, first, last)

    def _everybody(self, line: Line, held_on: date) -> Line:
        """Add who was there: the headcount typed, the absent named, some of them made up for later."""
        random = self.chance.random
        absent, made_up = [], []
        for person in self.people:
            likely, reason, way = next((AWAY[group] for group in person.groups if group in AWAY), (0.022, "", "buddy"))
            if random() >= likely:
                continue
            absent.append({"member": person.id_number, "reason": reason or REASONS[int(random() * len(REASONS))]})
            if "readings" in line and random() < 0.45 - self.care:
                done_on = held_on + timedelta(days=3 + int(random() * 40))
                made_up.append({"member": person.id_number, "done_on": done_on.isoformat(), "way": way})
        if len(absent) == len(self.people):  # nobody there would be no meeting
            gone = absent.pop()["member"]
            made_up = [one for one in made_up if one["member"] != gone]
        line["attended"] = len(self.people) - len(absent)
        if absent:
            line["absent"] = absent
        if made_up:
            line["made_up"] = made_up
        if random() < 0.3:
            line["place"] = ROOMS[int(random() * len(ROOMS))]
        return line

    def _claimed(self, line: Line, readings: list[str], requirements: list[str]) -> Line:
        if readings:
            line["readings"] = readings
        if readings or requirements:
            line["campaign"] = CAMPAIGN
        if requirements:
            line["requirements"] = requirements
        return line

    def _topic_1(self) -> Line:
        held_on = self._day(date(2016, 5, 10), date(2016, 6, 30))
        line = self._line(held_on, ["general", "topic_discussion"], "专题学习讨论:讲政治、有信念")
        return self._everybody(self._claimed(line, TOPIC_1, ["RQ01-T1"]), held_on)

    def _topic_2(self, *, lecture: bool) -> Iterator[Line]:
        """Mostly in one meeting; some study two texts earlier, and a few leave one out and cannot claim."""
        way = self.chance.random()
        readings, requirements = list(TOPIC_2), ["RQ01-T2"]
        if way < 0.08:
            early = self._day(date(2016, 7, 4), date(2016, 7, 29))
            yield self._everybody(
                self._claimed(self._line(early, ["group_study"], "集体学习"), ["RD02", "RD13"], []), early
            )
            readings = ["RD03", "RD04"]
        elif way < 0.08 + 0.03 + self.care:
            readings, requirements = ["RD02", "RD03", "RD13"], []
        held_on = self._day(date(2016, 8, 1), date(2016, 9, 30))
        kinds = ["general", "topic_discussion"] + ["lecture"] * lecture
        line = self._line(held_on, kinds, "专题学习讨论:讲规矩、有纪律")
        if lecture:
            line["speaker_tier"] = "cadre"
        yield self._everybody(self._claimed(line, readings, requirements), held_on)

    def _lecture(self, tier: str, turn: int) -> Line:
        """The first around 1 July, two thirds of them after it; any other in August or September."""
        late = self.chance.random() < 0.72
        if turn:
            held_on = self._day(date(2016, 8, 1), date(2016, 9, 30))
        else:
            held_on = (
                self._day(date(2016, 7, 1), date(2016, 7, 15))
                if late
                else self._day(date(2016, 6, 15), date(2016, 6, 30))
            )
        line = self._line(held_on, ["lecture"], "“七一”党课" if not turn else "党课")
        line["speaker_tier"] = tier
        return self._everybody(self._claimed(line, [], ["RQ03"] if not turn else []), held_on)

    def _committee(self, month: int) -> Line:
        held_on = self._day(date(2016, month, 1), date(2016, month, 28))
        line = self._line(held_on, ["committee"], "支部委员会会议")
        return line | {"attended": min(5, 3 + int(self.chance.random() * 3), self.full)}

    def _later(self) -> Line:
        """After the day of the notice: must not count on it."""
        held_on = self._day(AS_OF + timedelta(days=1), LATEST_RECORD)
        if self.chance.random() < 0.4:
            line = self._line(held_on, ["lecture"], "党课") | {"speaker_tier": "cadre"}
            return self._everybody(line, held_on)
        line = self._line(held_on, ["general", "topic_discussion"], "专题学习讨论:讲道德、有品行")
        return self._everybody(self._claimed(line, ["RD20", "RD30"], ["RQ01-T3"]), held_on)
