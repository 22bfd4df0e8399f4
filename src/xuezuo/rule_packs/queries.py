"""`rule(key, day)`: the parameter of the field that held on a day (D0.01).

A pack is a YAML list of `{key, valid_from, value, source}`; a value holds until the next one of its key. `stricter: more`
says that an organization may ask for more in its own part of the tree; `confirmed: false` that the source is still to be
confirmed, which is shown beside the value and blocks nothing.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

PACKS = Path(__file__).parent / "packs"


class RulesWrong(ValueError):
    """The packs contradict themselves; the sentence names file, key and day."""


@dataclass(frozen=True)
class Rule:
    key: str
    valid_from: date
    value: int
    source: str
    stricter: str = ""
    confirmed: bool = True


@cache
def rules(folder: Path = PACKS) -> dict[str, tuple[Rule, ...]]:
    """Every rule by key, in order of `valid_from`. Raises `RulesWrong`."""
    found: dict[str, list[Rule]] = {}
    for file in sorted(folder.glob("*.yaml")):
        for line in yaml.safe_load(file.read_text(encoding="utf-8")):
            try:
                rule = Rule(**line)
            except TypeError:
                raise RulesWrong(f"{file.name}: {line} needs key, valid_from, value and source") from None
            if rule.stricter not in ("", "more"):
                raise RulesWrong(f"{file.name}: {rule.key} can be made stricter by more, or not at all")
            same_day = [other for other in found.get(rule.key, []) if other.valid_from == rule.valid_from]
            if same_day:
                raise RulesWrong(f"{file.name}: {rule.key} has two values from {rule.valid_from}")
            found.setdefault(rule.key, []).append(rule)
    return {key: tuple(sorted(held, key=lambda rule: rule.valid_from)) for key, held in found.items()}


def rule(key: str, day: date) -> int | None:
    """The value that held on a day; None before the first one began. Raises `KeyError` for a key nobody declared."""
    held = rule_on(key, day)
    return held.value if held else None


def rule_on(key: str, day: date) -> Rule | None:
    """The same with its source."""
    held = rules()[key]
    before = bisect_right([one.valid_from for one in held], day)
    return held[before - 1] if before else None
