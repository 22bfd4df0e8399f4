"""`xuezuo sample` and `xuezuo activity load` at the command line."""

import json
from pathlib import Path

import pytest

from tests.factories import organization
from xuezuo.commands import line
from xuezuo.records.models import Record


def test_writes_a_town_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert line.run(["sample", "--scale", "town", "--out", str(tmp_path / "new" / "town"), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["scale"], said["organizations"]) == ("town", 30)
    assert sorted(file.name for file in (tmp_path / "new" / "town").iterdir()) == sorted(said["files"])


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("a file")

    assert line.run(["sample", "--scale", "town", "--out", str(tmp_path / "taken"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refused"] == "file_not_writable"


@pytest.mark.django_db
def test_a_refused_activity_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    organization("099001", organization("099"))
    file = tmp_path / "activity.jsonl"
    file.write_text('{"type": "record"}\n')

    assert line.run(["activity", "load", str(file), "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["refused"] == "activity_field_missing"
    assert "activity.jsonl" in err
    assert not Record.objects.exists()
