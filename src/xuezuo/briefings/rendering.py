"""A briefing as it is shown: blocks of segments, each a run of text or a printed figure."""

from dataclasses import dataclass
from datetime import date

from xuezuo.briefings.numbers import Unbound


def chinese_date(day: date) -> str:
    """`2016年10月20日`: Arabic numerals, no leading nought (D13.11)."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Printed:
    """A figure in its place: what it prints, and the question that its rows answer."""

    indicator: str
    part: str
    title: str
    value: str
    exact: str
    organization: str
    as_of: date
    frozen: bool


@dataclass(frozen=True)
class Segment:
    text: str
    figure: Printed | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph. `source` is the text with its places; `unbound` what keeps it from being signed."""

    pk: int
    position: int
    heading: str
    source: str
    segments: tuple[Segment, ...]
    unbound: tuple[Unbound, ...] = ()

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True)
class Page:
    """A whole briefing. `dated` is the day of signing, of a draft the day its figures read in."""

    pk: int
    mark: str
    number: int
    title: str
    issuer: str
    organization: str
    as_of: date
    dated: date
    signed: bool
    signed_name: str
    distribution: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def figures(self) -> list[Printed]:
        return [segment.figure for block in self.blocks for segment in block.segments if segment.figure]

    @property
    def dated_in_words(self) -> str:
        return chinese_date(self.dated)
