"""`xuezuo briefing`."""

import json
from datetime import date

import docx
import pytest

from tests import factories
from xuezuo.briefings import actions
from xuezuo.briefings.models import Briefing
from xuezuo.commands.line import run

pytestmark = pytest.mark.usefixtures("place")


def call(*words: object) -> int:
    return run(["briefing", "--organization", "099001", "--as-of", "2016-10-20", *map(str, words)])


def test_a_signed_briefing_as_word(tmp_path, capsys):
    out = tmp_path / "简报.docx"

    assert call("--out", out, "--sign", "周启明") == 0
    assert docx.Document(out).core_properties.title == "中共青杉镇委“两学一做”学习教育进展情况"
    assert "2人次" in capsys.readouterr().err


def test_the_figures_as_json(tmp_path, capsys):
    out = tmp_path / "briefing.json"

    assert call("--out", out, "--sign", "周启明", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    stored = json.loads(out.read_text())
    coverage = next(one for one in stored["figures"] if one["indicator"] == "study_coverage")

    assert printed["paragraphs"] == stored["paragraphs"]
    assert {key: coverage[key] for key in ("expected", "settled", "outstanding", "ratio", "printed", "frozen")} == {
        "expected": 10,
        "settled": 9,
        "outstanding": 1,
        "ratio": 0.9,
        "printed": "90.0%",
        "frozen": True,
    }
    assert coverage["rows"] == 3  # reached in both branches, missed in one


def test_a_draft_that_nobody_touched_is_written_anew(place, tmp_path):
    call("--out", tmp_path / "a.json")
    factories.record(place.first, date(2016, 6, 2), kinds=("training",))
    call("--out", tmp_path / "b.json")

    assert "轮训" not in (tmp_path / "a.json").read_text()
    assert "轮训基层党组织书记6人次" in (tmp_path / "b.json").read_text()
    assert Briefing.objects.get().number == 1


def test_a_draft_that_somebody_worked_on_is_taken_up(place, by, tmp_path):
    call("--out", tmp_path / "a.json")
    held = Briefing.objects.get().paragraphs.last()
    actions.edit_paragraph(by=by, paragraph_id=held.pk, heading="附言", text="感谢。")
    call("--out", tmp_path / "b.json")

    assert "感谢。" in (tmp_path / "b.json").read_text()


@pytest.mark.parametrize("name", ["briefing.xlsx", "briefing", "missing/briefing.docx"])
def test_files_that_cannot_be_written_change_nothing(name, tmp_path, capsys):
    assert call("--out", tmp_path / name) == 2
    assert not Briefing.objects.exists()
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_organization(tmp_path, capsys):
    asked = ["briefing", "--organization", "x9", "--as-of", "2016-10-20", "--out", str(tmp_path / "a.docx")]

    assert run(asked) == 2
    assert "x9" in capsys.readouterr().err


def test_a_date_that_is_none_is_one_sentence(tmp_path, capsys):
    asked = [
        "briefing",
        "--organization",
        "099001",
        "--as-of",
        "2016-13-01",
        "--out",
        str(tmp_path / "a.docx"),
        "--json",
    ]

    assert run(asked) == 2
    assert json.loads(capsys.readouterr().out)["refused"] == "date_unreadable"


def test_without_an_office_suite_there_is_no_pdf(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert call("--out", tmp_path / "briefing.pdf") == 2
    assert not Briefing.objects.exists()
    assert ".docx" in capsys.readouterr().err


def office(folder, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_the_office_suite_of_the_machine_makes_the_pdf(tmp_path, monkeypatch):
    office(tmp_path, 'while [ "$1" != --outdir ]; do shift; done; [ -s "$3" ] && printf %%PDF- > "$2/briefing.pdf"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    assert call("--out", tmp_path / "briefing.pdf") == 0
    assert (tmp_path / "briefing.pdf").read_bytes() == b"%PDF-"


@pytest.mark.parametrize("script", ["exit 0", "exit 3"])
def test_an_office_suite_that_fails_is_told_of(script, tmp_path, capsys, monkeypatch):
    office(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    assert call("--out", tmp_path / "briefing.pdf") == 2
    assert not (tmp_path / "briefing.pdf").exists()
    assert not Briefing.objects.exists()
    assert ".docx" in capsys.readouterr().err
