"""The word lists of the genre, read once from the YAML files in `word_lists/`.

A list is data, so that somebody who knows notices and no Python can mend it. Entries are plain words, except in
the keys that end in `_patterns`, which hold regular expressions.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LISTS = Path(__file__).parent / "word_lists"


@cache
def load(name: str) -> dict[str, Any]:
    """The word list `word_lists/<name>.yaml`."""
    data: dict[str, Any] = yaml.safe_load((LISTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def any_of(words: list[str]) -> str:
    """A regular expression for one of the words, the longest first so that 党支部书记 wins over 党支部."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One compiled expression for the key of a word list."""
    entries = load(name)[key]
    if key.endswith("_patterns"):
        return re.compile("|".join(f"(?:{entry})" for entry in entries))
    return re.compile(any_of(entries))
