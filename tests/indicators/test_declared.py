"""Declarations: what they hold, and a sentence for each mistake."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from xuezuo.indicators.declared import DECLARATIONS, DeclarationsWrong, indicators, problems

NOTICE = {
    "organizations", "seminar_attendance", "lectures_given", "deed_films", "short_films", "publication_views",
    "lost_contact_found", "lost_contact_reached", "secretaries_trained", "weak_organizations_rectified",
    "elections_on_time", "study_coverage", "meeting_cadence",
}  # fmt: skip


def declaration(**changes: object) -> dict[str, object]:
    both = {"zh": "文", "en": "text"}
    return {
        "code": "x", "title": both, "why": both, "counts": both, "unit": both, "rows": "terms",
        "expected": {"deferred": "no"}, "settled": {"state": "on_time"},
        "author": "a", "reviewer": "b", "next_review": date(2027, 1, 1),
    } | changes  # fmt: skip


def test_the_figures_of_the_notice_are_declared() -> None:
    assert set(indicators()) >= NOTICE


def test_every_declaration_is_due_for_review_some_day_and_named_after_its_file() -> None:
    for file in DECLARATIONS.glob("*.yaml"):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert file.stem.partition("_")[2] == document["code"]


def test_a_right_declaration_has_no_problems() -> None:
    assert problems(declaration()) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rows": "logins"}, "no row set"),
        ({"points": 3}, "not known"),
        ({"expected": {"colour": "red"}}, "no column"),
        ({"expected": {"state": "late"}}, "test it once"),
        ({"expected": {"deferred": "perhaps"}}, "can never be"),
        ({"expected": {"on": "last_week"}}, "calendar_year"),
        ({"expected": {"deferred": False}}, "put words in quotes"),
        ({"tally": "count"}, "exactly one"),
        ({"settled": None}, "exactly one"),
        ({"settled": None, "tally": "average"}, "use count or amount"),
        ({"title": {"zh": "文"}}, "one in en"),
        ({"by": ["colour"]}, "no column"),
        ({"next_review": "soon"}, "not a date"),
    ],
)
def test_each_mistake_has_its_sentence(changes: dict[str, object], word: str) -> None:
    found = problems(declaration(**changes))
    assert any(word in sentence for sentence in found), found


def test_views_are_never_held_against_an_expectation() -> None:
    found = problems(declaration(rows="publications", expected={}, settled={"kind": "article"}))
    assert any("AF06" in sentence for sentence in found)


def test_all_mistakes_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    for name, changes in (("1.yaml", {"rows": "logins"}), ("2.yaml", {"points": 3})):
        (tmp_path / name).write_text(yaml.safe_dump(declaration(**changes), allow_unicode=True), encoding="utf-8")
    with pytest.raises(DeclarationsWrong) as wrong:
        indicators(tmp_path)
    assert [sentence.partition(":")[0] for sentence in wrong.value.sentences] == ["1.yaml", "2.yaml"]
