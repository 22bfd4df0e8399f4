"""Indicators as declared: one YAML file each, checked on load with a sentence for each mistake.

Filters are equality, membership and windows of days on the columns of a row set. What cannot be said so needs a row set
in Python, not more syntax here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from xuezuo.indicators.checking import BY_ALWAYS, mistakes_in, read
from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.shape import Filters, RowSet, Test
from xuezuo.refusals import Refusal

DECLARATIONS = Path(__file__).parent / "declarations"


class DeclarationsWrong(Refusal):
    """`sentences` holds one for each mistake."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("declarations_wrong", mistakes="\n".join(sentences))


@dataclass(frozen=True)
class Indicator:
    """`settled` holds tests on top of `expected`, so that what is settled is always among what is expected.

    A tally (`tally` is `count` or `amount`) has no expectation: it counts rows, or adds their amounts up.
    Texts are `{"zh": …, "en": …}`.
    """

    code: str
    titles: Mapping[str, str]
    whys: Mapping[str, str]
    counts_texts: Mapping[str, str]
    units: Mapping[str, str]
    row_set: RowSet
    expected: Filters
    settled: Filters
    tally: str
    more_by: tuple[str, ...]
    author: str
    reviewer: str
    next_review: date
    also_called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names by which people ask for this figure; a demand for one of them is refused (AF09)."""
    position: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        return _spoken(self.titles)

    @property
    def why(self) -> str:
        return _spoken(self.whys)

    @property
    def counts(self) -> str:
        """The definition: what counts."""
        return _spoken(self.counts_texts)

    @property
    def unit(self) -> str:
        return _spoken(self.units)

    @property
    def other_names(self) -> tuple[str, ...]:
        return self.also_called.get("en" if (get_language() or "").startswith("en") else "zh", ())

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """By what the figure can be read, besides the whole."""
        return (*BY_ALWAYS, *self.more_by)

    @property
    def adds_up(self) -> bool:
        """Whether amounts are added, or rows counted."""
        return self.tally != "count"


def _spoken(texts: Mapping[str, str]) -> str:
    return texts["en" if (get_language() or "").startswith("en") else "zh"]


@cache
def indicators(folder: Path = DECLARATIONS) -> dict[str, Indicator]:
    """Every indicator by code, in order of the files' names. Raises `DeclarationsWrong` with every mistake found."""
    mistakes: list[str] = []
    found: dict[str, Indicator] = {}
    for position, file in enumerate(sorted(folder.glob("*.yaml"))):
        document, wrong = read(file)
        if not wrong and document["code"] in found:
            wrong = [f"{file.name}: code {document['code']} is used twice; give each indicator its own"]
        mistakes += wrong
        if not wrong:
            found[document["code"]] = _read(document, position)
    if mistakes:
        raise DeclarationsWrong(mistakes)
    return found


def _read(document: Mapping[str, Any], position: int) -> Indicator:
    return Indicator(
        code=document["code"],
        titles=document["title"],
        whys=document["why"],
        counts_texts=document["counts"],
        units=document["unit"],
        row_set=ROW_SETS[document["rows"]],
        expected=_filters(document["expected"]),
        settled=_filters(document.get("settled") or {}),
        tally=document.get("tally", ""),
        more_by=tuple(document.get("by", ())),
        author=document["author"],
        reviewer=document["reviewer"],
        next_review=document["next_review"],
        also_called={tongue: tuple(names) for tongue, names in (document.get("also_called") or {}).items()},
        position=position,
    )


def _filters(stored: Mapping[str, Any]) -> dict[str, Test]:
    return {column: tuple(test) if isinstance(test, list) else test for column, test in stored.items()}


def problems(document: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with one declaration, a sentence each; empty when it can be used."""
    return [sentence for _, sentence in mistakes_in(document)]
