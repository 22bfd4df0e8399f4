"""`xuezuo organizations import` and `xuezuo members import`: exit codes, the document, what is said beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interchange.rosters import MEMBER_HEADER, ORGANIZATION_HEADER, PLACE, person, write
from xuezuo.commands.line import run
from xuezuo.organizations.models import Member, Organization

pytestmark = pytest.mark.django_db

SHAPE = {"file_outcome", "sheets", "read", "created", "updated", "unchanged", "counts", "errors"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write(tmp_path / "organizations.xlsx", [ORGANIZATION_HEADER, *PLACE])


def ask(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any], str]:
    code = run([*map(str, arguments), "--json"])
    told = capsys.readouterr()
    return code, json.loads(told.out), told.err


def test_dry_run_then_import(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, document, _ = ask(capsys, "organizations", "import", place, "--dry-run")
    assert (code, document["file_outcome"], document["created"]) == (0, "importable", 4)
    assert set(document) >= SHAPE
    assert document["sheets"] == [{"name": "名册", "header_row": 1, "rows": 4}]
    assert not Organization.objects.exists()
    code, document, said = ask(capsys, "organizations", "import", place)
    assert (code, document["file_outcome"]) == (0, "imported")
    assert "新建4" in said


@pytest.mark.parametrize("dry", [True, False])
def test_a_blocked_file_ends_with_1(capsys: pytest.CaptureFixture[str], place: Path, tmp_path: Path, dry: bool) -> None:
    run(["organizations", "import", str(place)])
    bad = write(tmp_path / "members.csv", [MEMBER_HEADER, person(), person(2, joined_on="2016.13")])
    out = tmp_path / "errors.xlsx"
    capsys.readouterr()
    code, document, said = ask(capsys, "members", "import", bad, "--errors", out, *(["--dry-run"] if dry else []))
    assert (code, document["file_outcome"], document["created"]) == (1, "blocked", 0)
    error = document["errors"][0]
    assert {**error, "message": ""} == {
        "sheet": "CSV",
        "row": 3,
        "column": "入党日期",
        "value": "2016.13",
        "outcome": "reject",
        "code": "date_invalid",
        "message": "",
    }
    assert error["message"] in said
    assert out.exists()
    assert not Member.objects.exists()


def test_accept_good_leaves_the_others_out(capsys: pytest.CaptureFixture[str], place: Path, tmp_path: Path) -> None:
    run(["organizations", "import", str(place)])
    bad = write(tmp_path / "members.csv", [MEMBER_HEADER, person(), person(2, joined_on="2016.13")])
    capsys.readouterr()
    code, document, _ = ask(capsys, "members", "import", bad, "--accept-good")
    assert (code, document["file_outcome"], document["created"]) == (0, "imported", 1)


def test_a_refused_file_ends_with_2_and_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, document, said = ask(capsys, "members", "import", tmp_path / "none.xlsx")
    assert (code, document["file_outcome"], document["refused"]) == (2, "refused", "file_missing")
    assert said.strip() == document["message"]
    assert set(document) >= SHAPE
