"""What can be asked of each row set, read from `offers.yaml`: the words, how its rows are settled, and by what to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.shape import RowSet, Test

FILE = Path(__file__).parent / "offers.yaml"
GROUP, SECTOR = "group", "sector"

Texts = Mapping[str, str]


def spoken(texts: Texts) -> str:
    return texts["en" if (get_language() or "").startswith("en") else "zh"]


@dataclass(frozen=True)
class Way:
    """A way in which rows are settled: `tests` on top of the rows, and `needs`, which all of them must pass for it."""

    code: str
    titles: Texts
    nots: Texts
    tests: Mapping[str, Test]
    needs: Mapping[str, Test]

    @property
    def title(self) -> str:
        return spoken(self.titles)

    @property
    def title_of_others(self) -> str:
        return spoken(self.nots)


@dataclass(frozen=True)
class Offer:
    """One row set as people may ask about it. `amount` is what its amounts add up to, if that is another thing to ask."""

    row_set: RowSet
    titles: Texts
    telling: Texts
    units: Texts
    day: Texts | None
    adds: bool
    amount: tuple[Texts, Texts] | None
    ways: Mapping[str, Way]
    beside_groups: tuple[str, ...]
    not_by: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.row_set.name

    @property
    def title(self) -> str:
        return spoken(self.titles)

    @property
    def tells(self) -> str:
        return spoken(self.telling)

    @property
    def day_title(self) -> str:
        return spoken(self.day) if self.day else ""

    @property
    def columns(self) -> tuple[str, ...]:
        """By which a question can be narrowed and read, the sector last as everywhere."""
        return tuple(column for column in self.row_set.columns if column not in self.not_by)

    @property
    def about_groups(self) -> bool:
        return GROUP in self.row_set.columns


@cache
def offers() -> dict[str, Offer]:
    """Every row set that can be asked about, in the order of the file."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: _read(ROW_SETS[name], told) for name, told in read.items()}


def _read(row_set: RowSet, told: dict[str, Any]) -> Offer:
    amount = told.get("amount")
    return Offer(
        row_set=row_set,
        titles=told["title"],
        telling=told["tells"],
        units=told["unit"],
        day=told.get("day"),
        adds=told.get("adds", False),
        amount=(amount["title"], amount["unit"]) if amount else None,
        ways={
            code: Way(code, one["title"], one["not"], _tests(one["tests"]), _tests(one.get("needs", {})))
            for code, one in told.get("ways", {}).items()
        },
        beside_groups=tuple(told.get("groups", ())),
        not_by=tuple(told.get("not_by", ())),
    )


def _tests(told: Mapping[str, Any]) -> dict[str, Test]:
    return {column: tuple(test) if isinstance(test, list) else test for column, test in told.items()}
