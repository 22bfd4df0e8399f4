"""Declarations: what they hold, and a sentence for each mistake."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from xuezuo.indicators.columns import COLUMNS
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


MECHANISMS = {
    "meetings_leading_on",
    "amendments_reached",
    "make_ups_done",
    "problems_put_right",
    "member_files_complete",
}
"""Figures of what the notice asks for and gives no number of: R06, R14, R13, R08 and R20, R21."""


def test_the_figures_of_the_notice_are_declared() -> None:
    assert set(indicators()) >= NOTICE | MECHANISMS
    assert set(indicators()["study_coverage"].breakdowns) == {"children", "sector", "group", "reading"}
    assert "kind" in indicators()["meeting_cadence"].breakdowns


def test_every_column_that_a_figure_is_read_by_has_a_name_of_its_own_on_pages() -> None:
    columns = {column for one in indicators().values() for column in (*one.breakdowns, *one.row_set.columns)}
    assert [column for column in sorted(columns) if column not in COLUMNS] == []


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
        ({"code": "Study Coverage"}, "small letters"),
        ({"title": {"zh": "文", "en": " "}}, "one in en"),
        ({"author": ""}, "says nobody"),
        ({"reviewer": ["a"]}, "says nobody"),
        ({"also_called": ["x"]}, "lists of names"),
        ({"also_called": {"fr": ["x"]}}, "lists of names"),
        ({"expected": ["deferred"]}, "columns and their words"),
        ({"expected": {True: "calendar_year"}}, 'write it as "on", in quotes'),
        ({"expected": {"deferred": []}}, "name at least one"),
        ({"rows": ["terms"]}, "no row set"),
        ({"by": "state"}, "a list of columns"),
        ({"by": ["sector"]}, "leave it out"),
        ({"by": ["state", "state"]}, "name it once"),
        ({"setled": {"state": "on_time"}}, "is settled meant?"),
    ],
)
def test_each_mistake_has_its_sentence(changes: dict[str, object], word: str) -> None:
    found = problems(declaration(**changes))
    assert any(word in sentence for sentence in found), found


def test_views_are_never_held_against_an_expectation() -> None:
    found = problems(declaration(rows="publications", expected={}, settled={"kind": "article"}))
    assert any("AF06" in sentence for sentence in found)


def written(folder: Path, name: str, text: str | None = None, **changes: object) -> Path:
    file = folder / name
    document = {"code": file.stem.partition("_")[2]}
    file.write_text(text or yaml.safe_dump(declaration(**(document | changes)), allow_unicode=True), encoding="utf-8")
    return file


def told(folder: Path) -> list[str]:
    with pytest.raises(DeclarationsWrong) as wrong:
        indicators(folder)
    return wrong.value.sentences


def test_all_mistakes_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "01_a.yaml", rows="logins")
    written(tmp_path, "02_b.yaml", points=3)
    written(tmp_path, "03_c.yaml")
    assert [sentence.partition(",")[0] for sentence in told(tmp_path)] == ["01_a.yaml", "02_b.yaml"]


def test_each_mistake_says_in_which_file_and_line(tmp_path: Path) -> None:
    file = written(tmp_path, "01_a.yaml", expected={"deferred": "no", "colour": "red"}, by=["state", "shade"])
    lines = file.read_text(encoding="utf-8").splitlines()

    for sentence, word in zip(told(tmp_path), ("colour", "shade"), strict=True):
        assert sentence.startswith(f"01_a.yaml, line {1 + next(n for n, line in enumerate(lines) if word in line)}: ")
        assert word in sentence


GOOD = yaml.safe_dump(declaration(code="a"), allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (GOOD.replace("code: a", "code: a: b"), 1, "needs quotes"),
        (GOOD.replace("2027-01-01", "2027-02-30"), GOOD[: GOOD.index("next_review")].count("\n") + 1, "no such day"),
        (GOOD + "author: c\n", GOOD.count("\n") + 1, "author is said twice"),
        ("- a list\n", 1, "not a list of keys"),
        ("", 1, "not a list of keys"),
        ("\x07", 1, "cannot be read as YAML"),
        (GOOD.replace("code: a", "code: b"), 1, "call it NN_b.yaml"),
    ],
)
def test_what_cannot_be_read_says_where_too(tmp_path: Path, text: str, line: int, word: str) -> None:
    (tmp_path / "01_a.yaml").write_text(text, encoding="utf-8")
    (sentence,) = told(tmp_path)
    assert sentence.startswith(f"01_a.yaml, line {line}: ")
    assert word in sentence


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "01_a.yaml").write_bytes(GOOD.encode("gb18030"))
    assert "save it as UTF-8" in told(tmp_path)[0]


def test_a_code_used_twice_is_told(tmp_path: Path) -> None:
    written(tmp_path, "01_a.yaml")
    written(tmp_path, "02_a.yaml")
    assert told(tmp_path) == ["02_a.yaml: code a is used twice; give each indicator its own"]
