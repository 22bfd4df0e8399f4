"""Pages made from the code tell what the code does today, and links between pages lead somewhere."""

import re
from pathlib import Path

import pytest

from docs import build
from tests.principles import tree

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
DECISIONS = sorted((tree.ROOT / "docs/decisions").glob("*.md"))


def lost(file: Path) -> list[str]:
    return [link for link in LINK.findall(tree.text(file)) if not (file.parent / link).exists()]


def test_made_pages_are_current() -> None:
    stale = [
        name
        for name, text in build.pages().items()
        if not (build.DOCS / name).exists() or tree.text(build.DOCS / name) != text
    ]
    assert stale == [], "run `make docs`"


def test_links_between_pages_lead_somewhere() -> None:
    assert {tree.name(file): links for file in tree.written(".md") if (links := lost(file))} == {}


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(file.name[:4]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_what_was_chosen_and_what_it_costs(file: Path) -> None:
    headings = re.findall(r"(?m)^## (.+)$", tree.text(file))
    assert {"Decision", "Cost"} <= set(headings)


def test_rooms_are_all_told_of() -> None:
    told = tree.text(tree.ROOT / "ARCHITECTURE.md")
    rooms = {file.parent.name for file in tree.SOURCE.glob("*/__init__.py")}
    assert sorted(room for room in rooms if f"`{room}`" not in told) == []


def test_a_lost_link_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](https://example.org) [b](#x) [c](page.md) [d](gone.md#x)")
    assert lost(page) == ["gone.md"]
