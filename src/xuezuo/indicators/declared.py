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

import yaml
from django.utils.translation import get_language

from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.shape import WINDOWS, Filters, RowSet, Test
from xuezuo.refusals import Refusal

DECLARATIONS = Path(__file__).parent / "declarations"
NEEDED = ("code", "title", "why", "counts", "unit", "rows", "expected", "author", "reviewer", "next_review")
KNOWN = {*NEEDED, "also_called", "settled", "tally", "by"}
BY_ALWAYS = ("children", "sector")


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
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        wrong = problems(document) if isinstance(document, dict) else ["is not a list of keys and values"]
        if not wrong and document["code"] in found:
            wrong = [f"code {document['code']} is used twice; give each indicator its own"]
        mistakes += [f"{file.name}: {one}" for one in wrong]
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
    found = [f"{key} is missing; every indicator says it" for key in NEEDED if key not in document]
    found += [f"{key} is not known here; use one of {', '.join(sorted(KNOWN))}" for key in document if key not in KNOWN]
    if found:
        return found
    for key in ("title", "why", "counts", "unit"):
        texts = document[key]
        if not isinstance(texts, dict) or set(texts) != {"zh", "en"} or not all(texts.values()):
            found.append(f"{key} needs a text in zh and one in en")
    names = document.get("also_called", {})
    if not isinstance(names, dict) or not all(_is_list_of_words(words) for words in names.values()):
        found.append("also_called needs lists of names, in zh, in en or in both")
    if not isinstance(document["next_review"], date):
        found.append("next_review is not a date; write it as 2027-06-30")
    row_set = ROW_SETS.get(document["rows"])
    if row_set is None:
        return [*found, f"rows names {document['rows']}, which is no row set; use one of {', '.join(ROW_SETS)}"]
    return found + _problems_of_counting(document, row_set)


def _is_list_of_words(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(word, str) and word for word in words)


def _problems_of_counting(document: Mapping[str, Any], row_set: RowSet) -> list[str]:
    found = []
    for part in ("expected", "settled"):
        for column, test in (document.get(part) or {}).items():
            found += [f"{part}: {sentence}" for sentence in _problems_of_test(row_set, column, test)]
    tally = document.get("tally")
    if tally is not None and tally not in ("count", "amount"):
        found.append(f"tally is {tally}; use count or amount")
    if (tally is None) == (not document.get("settled")):
        found.append("an indicator has either settled, on top of expected, or a tally; give exactly one of them")
    if row_set.tally_only and tally is None:
        found.append(f"{row_set.name} are shown and never held against an expectation (AF06); use a tally")
    overlap = set(document["expected"] or {}) & set(document.get("settled") or {})
    found += [f"{column} is tested in expected and again in settled; test it once" for column in sorted(overlap)]
    found += [
        f"by names {column}, which is no column of {row_set.name}; use {', '.join(row_set.columns)}"
        for column in document.get("by", ())
        if column not in row_set.columns
    ]
    return found


def _problems_of_test(row_set: RowSet, column: str, test: object) -> list[str]:
    if column == "on":
        return [] if test in WINDOWS else [f"on is held to {test}; use one of {', '.join(WINDOWS)}"]
    if column not in row_set.columns:
        return [f"{column} is no column of {row_set.name}; use one of {', '.join(('on', *row_set.columns))}"]
    words = row_set.columns[column]
    given = test if isinstance(test, list) else [test]
    if not all(isinstance(word, str) for word in given):
        return [f"{column} is tested with something else than words; put words in quotes"]
    if words is None or column in row_set.lines:
        return []
    return [f"{column} can never be {word}; use one of {', '.join(words)}" for word in given if word not in words]
