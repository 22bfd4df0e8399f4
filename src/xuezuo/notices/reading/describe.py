"""What is said of a requirement besides its words: topic, audience, due, strength, deliverable."""

import re
from collections import Counter
from dataclasses import dataclass, field

from xuezuo.notices.reading.clause import CHECKABLE, Clause
from xuezuo.notices.reading.clock import Clock
from xuezuo.notices.reading.deadlines import CADENCE, CADENCES, DEADLINE, When
from xuezuo.notices.reading.grouping import Unit
from xuezuo.notices.reading.subject import caused, chain_actors, matter
from xuezuo.notices.reading.words import load, pattern

TOPICS = load("topics")
# in a title: where a speech was held, and a body that is called a meeting, are no matter
OCCASION = re.compile(r"在[^在]*会议?上的|联席会议")
HARD_VERBS = CHECKABLE


@dataclass
class Voice:
    """What is known of the document that speaks, for everything its sentences leave out."""

    clock: Clock
    addressee: str | None = None
    is_speech: bool = False
    meeting_at: str | None = None
    names: Counter[str] = field(default_factory=Counter)
    title: str = ""
    text: str = ""

    def usual_audience(self) -> str | None:
        """A notice asks its addressee; a speech those it names most."""
        general = [
            (count, name) for name, count in self.names.items() if name.startswith(("各", "全", "所有")) and count > 1
        ]
        if self.is_speech and general:
            return max(general)[1]
        return self.addressee


def topic_of(unit: Unit, voice: Voice) -> str:
    """The topic with the heaviest words; the requirement's own words count most, then the nearest headings."""
    weights: Counter[str] = Counter()
    title, text = OCCASION.sub("", voice.title), OCCASION.sub("", unit.text)
    for topic, words in TOPICS["topics"].items():
        for word, weight in words.items():
            weights[topic] += weight * 3 * text.count(word)
            for depth, heading in enumerate(reversed(unit.sentence.place.headings)):
                weights[topic] += weight * (2 if depth == 0 else 1) * min(1, heading.count(word))
            weights[topic] += weight * min(1, title.count(word)) // 2
    best = max(weights.values(), default=0)
    order = TOPICS["order"]
    return (
        min((topic for topic in order if weights[topic] == best), key=order.index) if best else str(TOPICS["default"])
    )


def audience_of(unit: Unit, voice: Voice, carried: str | None) -> str | None:
    """Who shall do it: those handed on to (督促…), the name in front, the deciders of a chain, the ones before."""
    named = next((clause.subject for clause in unit.clauses if clause.subject), None)
    handed = next((who for clause in unit.clauses if (who := caused(clause.piece.text))), None)
    deciders = chain_actors(unit.text)
    if deciders:
        return deciders
    if named and not (handed and named in {"各地", "我们"}):
        return named
    if handed:
        return handed
    everyone = re.search(r"(?:所有|全体)(?:党员|职工|会员|员工|干部|团员)", unit.text)
    if everyone:
        return everyone[0]
    about = matter(unit.text)
    return carried or special_audience(unit, voice) or about or voice.usual_audience()


def special_audience(unit: Unit, voice: Voice) -> str | None:
    """In a speech's section on supervision or publicity, the group that does it, if the text has one."""
    heading = "".join(unit.sentence.place.headings)
    for word, group in TOPICS["groups"].items():
        if word in heading and group in voice.text:
            return str(group)
    return None


def due_of(unit: Unit, voice: Voice) -> tuple[str | None, str | None, str | None]:
    """(due, its words, an impossible day): a rhythm, else the last limit, else the first day of the text itself."""
    whens = [when for clause in unit.clauses for when in clause.whens]
    impossible = next((when.text for when in whens if when.impossible), None)
    chosen = choose(whens)
    if chosen:
        return chosen.due, chosen.text, impossible
    return None, None, impossible


def choose(whens: list[When]) -> When | None:
    """A rhythm beats a limit beats a day."""
    rhythms = [when for when in whens if when.rank == CADENCE]
    if rhythms:
        return min(rhythms, key=lambda when: CADENCES.index(str(when.due)))
    limits = [when for when in whens if when.rank == DEADLINE]
    fixed = [when for when in limits if when.due]
    return fixed[-1] if fixed else limits[-1] if limits else whens[0] if whens else None


def strength_of(unit: Unit, *, due: str | None, deliverable: str | None) -> str:
    """hard when somebody can check it: a time, a number, a paper, a chain, a ban, an act; else soft."""
    if any(clause.role == "allow" for clause in unit.clauses) and not any(
        c.chain or c.quota or c.timed for c in unit.clauses
    ):
        return "soft"
    if due or deliverable or unit.concrete:
        return "hard"
    if all(clause.slogan or not checkable(clause) for clause in unit.clauses):
        return "soft"
    return "hard"


def checkable(clause: Clause) -> bool:
    return bool(HARD_VERBS.search(clause.piece.text)) and not pattern("topics", "soft_patterns").search(clause.text)


PAPERS = TOPICS["papers"]
PAPER = re.compile(
    r"(?:报送|上报|提交|制定|制订|建立|形成|填写|填报|上交|出具|编制|撰写|签订|列出|公布|发至|报|将|把|做好|准备|上传|返回|印发|修订)"
    r"(?P<what>[^,。;]{0,24}?(?:"
    + "|".join(sorted(PAPERS, key=len, reverse=True))
    + r")(?:》)?)(?!制|管理|学习|中|里|上的|工作的)"
)
PAPER_HEAD = re.compile(
    r"^(?:各自|本单位|本地|一份|好|相应的?|有关|专门|于.*?前|.*?前(?:将|把|报送)|.*(?:报送|上报|提交|制定|建立|形成|将))"
)


def deliverable_of(unit: Unit) -> str | None:
    """The paper to be handed in or made, as named; several joined by 、."""
    found: list[str] = []
    for match in PAPER.finditer(unit.text):
        what = match["what"]
        while PAPER_HEAD.match(what):
            shorter = PAPER_HEAD.sub("", what, count=1)
            if not shorter or shorter == what:
                break
            what = shorter
        for name in re.split(r"和|与|及|、", what.replace("《", "").replace("》", "")):
            if name and name not in found and any(name.endswith(paper) for paper in PAPERS):
                found.append(name)
    return "、".join(found) or None
