"""`known(words)`: the figure that a demand for a number or a report would only ask for again (AF09)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

DECLARATIONS = Path(__file__).parents[1] / "indicators/declarations"

SENT_IN = re.compile(
    r"报送|上报|填报|报表|台账|汇总|统计|报告.{0,6}(情况|数)|报.{0,8}(情况|人数|数量|名册)|反馈.{0,8}情况|\bsubmit|\bsend in|\breturn\b"
    r"|\breport (of|on|the)\b|statistics|\bhand in",
    re.IGNORECASE,
)
"""Words by which a title asks for something to be sent up. `Study the report` is not among them."""

AMOUNT_AFTER = "(?:[总人次场]?(?:数|率|量)|名单|名册|统计|底数|台账)"
AMOUNT_BEFORE = "(?:number|count|rate|share|list|total|statistics)(?:of)?(?:the)?"


@dataclass(frozen=True)
class Known:
    """`words` are the name that was met, as the declaration writes it."""

    code: str
    titles: tuple[tuple[str, str], ...]
    words: str

    @property
    def title(self) -> str:
        return dict(self.titles)["en" if (get_language() or "").startswith("en") else "zh"]


@dataclass(frozen=True)
class _Name:
    known: Known
    pattern: re.Pattern[str]
    length: int


def plain(words: str) -> str:
    """Without widths, case, blanks and punctuation: `党员 人 数`, `党员人数` and `“党员”人数` are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


@cache
def _names(folder: Path = DECLARATIONS) -> tuple[_Name, ...]:
    """Every name of every figure, the longest first: `按期换届率` before `换届`."""
    found = [name for file in sorted(folder.glob("*.yaml")) for name in _names_in(file)]
    return tuple(sorted(found, key=lambda name: -name.length))


def _names_in(file: Path) -> Iterator[_Name]:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    titles = tuple(document["title"].items())
    for words in (word for names in (document.get("also_called") or {}).values() for word in names):
        yield _name(document["code"], titles, words, re.escape(plain(words)))
    for words in dict(titles).values():  # a title such as 党员 is met with a word for an amount beside it only
        title = re.escape(plain(words))
        yield _name(document["code"], titles, words, f"{title}{AMOUNT_AFTER}|{AMOUNT_BEFORE}{title}")


def _name(code: str, titles: tuple[tuple[str, str], ...], words: str, pattern: str) -> _Name:
    return _Name(Known(code, titles, words), re.compile(pattern), len(plain(words)))


def known(words: str) -> Known | None:
    """The figure that these words ask for; None when they ask for something that nobody counts."""
    asked = plain(words)
    return next((name.known for name in _names() if name.pattern.search(asked)), None)


def demanded(title: str, handed_in: str) -> Known | None:
    """The figure that a requirement asks for again: by what is to be handed in, or by a title that asks to send it."""
    return known(handed_in) or (known(title) if SENT_IN.search(title) else None)


def asks_to_send(title: str) -> bool:
    """Whether a title asks for something to be sent up, figure or not."""
    return bool(SENT_IN.search(title))


def title_of(code: str) -> str:
    """The figure's name in the viewer's language; its code, where it is declared no longer."""
    found = next((name.known for name in _names() if name.known.code == code), None)
    return found.title if found else code
