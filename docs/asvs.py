"""docs/asvs.yaml as objects, and as the tables of docs/security.md."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("asvs.yaml")
KINDS = {"tests": "proven", "where": "by reading", "not_here": "does not apply", "gap": "gap"}
"""How a requirement may be answered, and how the table calls it."""


@dataclass(frozen=True)
class Requirement:
    id: str
    level: int
    about: str
    kind: str
    words: str = ""
    tests: tuple[str, ...] = ()
    note: str = ""

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Requirement":
        """Raises `ValueError` unless there is exactly one answer, and nothing that no page would show."""
        kinds = [kind for kind in KINDS if kind in told]
        if len(kinds) != 1 or set(told) - {"id", "level", "about", "note", *kinds}:
            raise ValueError(f"{told['id']} needs exactly one of {', '.join(KINDS)}")
        (kind,) = kinds
        proofs = tuple(told["tests"]) if kind == "tests" else ()
        words = "" if proofs else str(told[kind])
        return cls(told["id"], told["level"], told["about"], kind, words, proofs, told.get("note", ""))

    @property
    def answer(self) -> str:
        if not self.tests:
            return self.words
        proofs = "<br>".join(f"`{proof.removeprefix('tests/')}`" for proof in self.tests)
        return f"{proofs}<br>{self.note}" if self.note else proofs


@dataclass(frozen=True)
class Chapter:
    title: str
    requirements: tuple[Requirement, ...]


def chapters() -> dict[str, Chapter]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        name: Chapter(one["title"], tuple(Requirement.of(line) for line in one["requirements"]))
        for name, one in told.items()
    }


def tables() -> Iterator[str]:
    """Counts by chapter, the gaps together, then each chapter's answers."""
    known = chapters()
    yield (
        f"| chapter | {' | '.join(KINDS.values())} | all |\n|---|{'--:|' * (len(KINDS) + 1)}\n"
        + "".join(_counted(f"{name} {one.title}", one.requirements) for name, one in known.items())
        + _counted("**all**", tuple(line for one in known.values() for line in one.requirements))
    )
    for name, one in known.items():
        head = f"### {name} {one.title}\n\n| | level | about | | proof or reason |\n|---|--:|---|---|---|\n"
        yield head + "".join(
            f"| {line.id} | {line.level} | {line.about} | {KINDS[line.kind]} | {line.answer} |\n"
            for line in one.requirements
        )


def _counted(title: str, lines: tuple[Requirement, ...]) -> str:
    kinds = Counter(line.kind for line in lines)
    return f"| {title} | {' | '.join(str(kinds[kind]) for kind in KINDS)} | {len(lines)} |\n"
