"""The lines of a text: cleaned, with what their blanks say (indent, gaps), furniture told apart."""

import re
from dataclasses import dataclass

from xuezuo.notices.reading.runs import BLANK, Run, cleaned, is_spaced
from xuezuo.notices.reading.words import pattern

NUMBERED = re.compile(
    r"(?P<one>第?[一二三四五六七八九十]{1,3}[、.])|(?P<two>\([一二三四五六七八九十]{1,3}\)[、.]?|[\u3220-\u3229])"
    r"|(?P<three>[0-9]{1,2}(?:[、]|\.(?![0-9])))|(?P<four>\([0-9]{1,2}\)|[\u2460-\u2473]|[0-9]{1,2}\))"
    r"|(?P<spoken>(?:第[一二三四五六七八九十](?:[、,:]|(?=要|是))|[一二三四五六七八九十](?:是|要|则)(?!否|么)"
    r"|首先[,是要]|其[次一二三四五六][,是要:]|再次[,是要]|再一个[,就是要]|最后[,是要]))"
)
LEVELS = {"one": 1, "two": 2, "three": 3, "four": 4, "spoken": 5}
# the third form of a cell border is a gap of blanks inside the line
BORDER = re.compile(r"\t+|\s*[|│┃]\s*|(?<=\S)[ \u00a0\u3000]{2,}(?=\S)")
TERMINAL = frozenset("。!?;:")


@dataclass(frozen=True)
class Line:
    """One line with something on it. `indent` counts half-widths; `after_gap` when a blank line stands before."""

    raw: str
    start: int
    run: Run
    indent: int
    after_gap: bool

    @property
    def text(self) -> str:
        return self.run.text

    @property
    def level(self) -> int:
        """The depth of the number the line begins with (一、 1, (一) 2, 1. 3, (1) 4, 一是 5), 0 without one."""
        found = NUMBERED.match(self.text)
        return LEVELS[str(found.lastgroup)] if found else 0

    @property
    def ends(self) -> bool:
        """Does a sentence end with the line?"""
        return self.text.rstrip("”)》")[-1:] in TERMINAL

    def cells(self) -> list[Run]:
        """The cells of a table row; one cell for any other line."""
        cells = []
        place = 0
        for border in [*BORDER.finditer(self.raw), None]:
            stop = border.start() if border else len(self.raw)
            cell = cleaned(self.raw[place:stop], self.start + place)
            place = border.end() if border else stop
            cells.append(cell)
        return [cell for cell in cells if cell.text]


def lines_of(text: str) -> list[Line]:
    """All lines with something on them, page furniture left out."""
    lines: list[Line] = []
    place, gap = 0, False
    raws = text.split("\n")
    spaced = sum(map(is_spaced, raws)) * 3 > sum(bool(raw.strip()) for raw in raws)
    for raw in raws:
        run = cleaned(raw, place, spaced=spaced)
        if not run.text:
            gap = gap or bool(lines)
        elif not pattern("frame", "furniture_patterns").fullmatch(run.text):
            lines.append(Line(raw, place, run, indent_of(raw), gap))
            gap = False
        place += len(raw) + 1
    return lines


def indent_of(raw: str) -> int:
    """The blanks before the first character, an ideographic one as two."""
    width = 0
    for char in raw:
        if not BLANK.match(char):
            break
        width += 2 if char == "\u3000" else 4 if char == "\t" else 1
    return width


def wrap_width(lines: list[Line]) -> int | None:
    """The width at which a program broke the lines, or None when each paragraph stands on one line."""
    lengths = sorted(len(line.run) for line in lines if len(line.run) >= 12)
    if len(lengths) < 4:
        return None
    width = lengths[int(len(lengths) * 0.85)]
    full = [line for line in lines if width * 0.85 <= len(line.run) <= width * 1.15]
    broken = sum(not line.ends for line in full)
    return width if width <= 60 and len(full) >= 3 and broken >= 0.4 * len(full) else None


def joined(lines: list[Line], width: int | None) -> list[list[Line]]:
    """Lines grouped to paragraphs: a line that breaks off in mid-sentence takes the next one along."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and continues(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def continues(before: Line, line: Line, width: int | None) -> bool:
    """Is `line` the rest of the paragraph that `before` belongs to?"""
    if line.after_gap or before.ends or (line.level and line.level < 5) or "\t" in line.raw.strip():
        return False
    if before.text[-1] in ",、" and "\t" not in before.raw.strip():
        return True
    if width is None or len(before.run) < 0.72 * width:
        return False
    return line.indent <= before.indent or line.indent < 2
