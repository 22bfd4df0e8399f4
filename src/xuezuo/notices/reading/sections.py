"""The body as sentences in their sections: under which headings, in which part of the argument.

Parts of the argument (`where`): orders (what is asked), background (before the asking begins), facts, problems,
fields (time, place, agenda) and aims. D13.25: 一、 then 一是…二是… then 首先/其次/再一个 are all read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from xuezuo.notices.reading.layout import Part
from xuezuo.notices.reading.lines import NUMBERED, Line, joined, wrap_width
from xuezuo.notices.reading.prose import Piece, sentences
from xuezuo.notices.reading.runs import Run
from xuezuo.notices.reading.words import pattern

KINDS = ("problems", "facts", "fields", "aims", "orders")
SPOKEN = re.compile(
    r"(?:首先|其[次一二三四五六]|再次|再一个|最后|第[一二三四五六七八九十]|[一二三四五六七八九十](?:是|要))[,、:]?"
)
CHECKABLE_IN_THEME = re.compile(r"[0-9]|每[月季年周个]|各|由|(?<!申)报(?!送$|名$|道)|不得|严禁|至少|底前")
# the closing words of a speech, after its last numbered point
PERORATION = re.compile(r"(?:同志们|朋友们|各位|青年朋友|最后,?(?:祝|预祝|希望|让)|让我们)")
# what runs on longer without a stop is no sentence but damage, and would only cost time
LONGEST_SENTENCE = 1000
# 须于5月16日前提交以下材料: short and numbered, but no heading
ASKS_BY = re.compile(r",|(?:须|要|请|应)[^,]*[0-9]")
THEME_LENGTH = 22
LABEL = re.compile(r"(?P<label>[\u4e00-\u9fff、]{2,10}):")


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: the headings above it, the part of the argument, the paragraph's number."""

    headings: tuple[str, ...] = ()
    where: str = "orders"
    paragraph: int = 0
    numbered: bool = False
    after_transition: bool = False
    attached: bool = False


@dataclass(frozen=True)
class Sentence:
    piece: Piece
    place: Place
    following: str = ""


@dataclass
class Walk:
    """The state of reading on: the stack of headings with their kinds, and the current part of the argument."""

    has_transition: bool
    headings: dict[int, str] = field(default_factory=dict)
    transition: bool = False
    problems: bool = False

    def enter(self, level: int, heading: str) -> None:
        """A heading of this level closes the deeper ones."""
        self.headings = {k: v for k, v in self.headings.items() if k < level}
        self.headings[level] = heading
        self.problems = self.problems and level >= 5
        self.transition = self.transition or (level == 1 and section_kind(heading) == "orders" and "下" in heading[:2])

    def where(self) -> str:
        """The deepest heading that says something decides; without headings, what was said before."""
        for level in sorted(self.headings, reverse=True):
            kind = section_kind(self.headings[level])
            if kind == "fields" and level < max(self.headings) and "安排" in self.headings[level]:
                return "orders"  # 时间安排, and under it the stages with what is to be done in them
            if kind:
                return kind
        if self.problems:
            return "problems"
        return "orders" if self.transition or not self.has_transition else "background"


def section_kind(heading: str) -> str | None:
    """What a heading announces, by the word list of sections."""
    plain = heading.strip(" 。:,")[:60]
    for kind in KINDS:
        if pattern("sections", f"{kind}_patterns").search(plain):
            return kind
    return None


def sentences_of(part: Part, *, attached: bool = False, width: int | None = None) -> list[Sentence]:
    """The sentences of the part's body that are text, headings and field labels taken off."""
    groups = joined(part.body, width or wrap_width(part.body))
    runs = [sum((line.run for line in group[1:]), group[0].run) for group in groups]
    walk = Walk(has_transition=any(opens_asking(run.text) for run in runs))
    found: list[Sentence] = []
    last_item = max((number for number, group in enumerate(groups) if group[0].level), default=-1)
    for number, (run, group) in enumerate(zip(runs, groups, strict=True)):
        new = list(paragraph(walk, run, group[0], Place(paragraph=number, attached=attached)))
        if 0 <= last_item < number and PERORATION.match(run.text):
            new = [replace(s, place=replace(s.place, where="background")) for s in new]
        found += new
    return [
        replace(s, following=found[i + 1].piece.text if i + 1 < len(found) and same_paragraph(s, found[i + 1]) else "")
        for i, s in enumerate(found)
    ]


def same_paragraph(one: Sentence, other: Sentence) -> bool:
    return one.place.paragraph == other.place.paragraph


def opens_asking(text: str) -> bool:
    """Does a sentence of the paragraph open the asking part?"""
    return any(
        pattern("sections", "transition_patterns").search(sentence)
        for sentence in re.split(r"(?<=[。!?;])", text)
        if len(sentence) <= LONGEST_SENTENCE
    )


def paragraph(walk: Walk, run: Run, line: Line, place: Place) -> Iterator[Sentence]:
    """The sentences of one paragraph, after its number and heading have moved the walk on."""
    number = NUMBERED.match(run.text)
    start = number.end() if number and line.level < 5 else 0
    level = line.level
    if not level and walk.headings and not walk.problems and is_new_plain(walk):
        walk.headings = {k: v for k, v in walk.headings.items() if k < 5}
    parts = [piece for piece in sentences(run, start) if len(piece.text) <= LONGEST_SENTENCE]
    if level:
        heading = heading_of(run, parts, level)
        walk.enter(level, heading or "")
        walk.problems = walk.problems and not re.match(r"[^,]{1,4},?要", run.text)
        parts = parts[1:] if heading else parts
    elif walk.problems and not SPOKEN.match(run.text):
        walk.problems = False
    for i, piece in enumerate(parts):
        yield from one_sentence(walk, piece, replace(place, numbered=bool(walk.headings)), more=i + 1 < len(parts))


def is_new_plain(walk: Walk) -> bool:
    """A paragraph without a number ends a 一是…二是… row, not the section."""
    return any(level >= 5 for level in walk.headings)


def heading_of(run: Run, parts: list[Piece], level: int) -> str | None:
    """The heading a numbered paragraph begins with, if its first sentence is one."""
    if not parts:
        return run.text
    first = parts[0]
    if len(parts) == 1 and not first.stop and len(first.text) <= 40 and not ASKS_BY.search(first.text):
        return first.text
    if len(parts) > 1 and first.stop in {"。", ":"} and is_theme(first.text):
        return first.text
    return None


def is_theme(text: str) -> bool:
    """A short sentence that names a matter and fixes nothing."""
    bare = re.sub(r"\([^()]*\)", "", SPOKEN.sub("", text))
    return len(bare) <= THEME_LENGTH and not CHECKABLE_IN_THEME.search(bare) and ":" not in bare


def one_sentence(walk: Walk, piece: Piece, place: Place, *, more: bool) -> Iterator[Sentence]:
    """The sentence in its place; themes become headings, labels are taken off, transitions move the walk."""
    spoken = SPOKEN.match(piece.text)
    if spoken and more and len(SPOKEN.sub("", piece.text)) <= 14 and is_theme(piece.text):
        walk.enter(5, piece.text)
        return
    label = LABEL.match(piece.text)
    kind = section_kind(label["label"]) if label else None
    here = replace(
        place, headings=tuple(walk.headings.values()), where=kind or walk.where(), after_transition=walk.transition
    )
    if pattern("sections", "transition_patterns").search(piece.text):
        walk.transition = True
        walk.problems = False
        here = replace(here, where="orders" if is_forward_looking(piece.text) else "background")
    elif pattern("sections", "problem_opening_patterns").search(piece.text) and not has_duty(piece.text):
        walk.problems = walk.where() in {"background", "orders"}
        here = replace(here, where="problems")
    if label and kind in {None, "orders"} and piece.end > piece.start + label.end():
        piece = Piece(piece.run, piece.start + label.end(), piece.end, piece.stop)
    yield Sentence(piece, here)


def is_forward_looking(text: str) -> bool:
    """下一步,宣传组要… both opens the asking part and asks."""
    return bool(re.match(r"(?:下一?步|下一阶段|今后|接下来)", text))


def has_duty(text: str) -> bool:
    return bool(re.search(r"必须|要(?!求|引起|看到)|请各", text))
