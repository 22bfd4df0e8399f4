"""The command line: exit codes, one JSON document, and a sentence for what is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from tests import factories
from xuezuo.campaigns import files
from xuezuo.commands.line import run

CAMPAIGN = Path(__file__).parents[2] / "src/xuezuo/campaigns/shipped/two-studies-one-action-2016.yaml"


@pytest.mark.django_db
def test_a_refusal_is_one_sentence_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["campaign", "load", "nowhere.yaml"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "nowhere.yaml" in told.err


@pytest.mark.django_db
def test_with_json_nothing_but_one_document_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    root = factories.organization("099")
    factories.organization("099001", root)
    assert run(["campaign", "load", str(CAMPAIGN), "--issue", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    asked = len(files.read(CAMPAIGN).requirements)
    assert (document["campaign"], document["created"], document["issued"]) == (CAMPAIGN.stem, asked, True)


@pytest.mark.django_db
def test_rehearsing_writes_nothing_and_tells_the_hours(capsys: pytest.CaptureFixture[str]) -> None:
    factories.organization("099001", factories.organization("099"))
    assert run(["campaign", "rehearse", str(CAMPAIGN), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["branches"] == 2  # the branch, and the committee above it for its own seminars
    assert document["hours"] > 0
    assert run(["campaign", "rehearse", str(CAMPAIGN)]) == 0
    assert "RQ01" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_empty_place_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["campaign", "rehearse", str(CAMPAIGN)]) == 2
    assert capsys.readouterr().err.strip()


def test_an_unknown_command_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        run(["dance"])
    assert ended.value.code == 2


@pytest.mark.parametrize("word", ["dance", "line", "place", "demo_job"])
def test_a_word_that_is_no_command_is_told_all_commands(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run([word])
    told = capsys.readouterr().err
    assert all(noun in told for noun in ("init", "serve", "members", "notice"))


def test_a_command_is_carried_out_without_loading_the_others(tmp_path: Path) -> None:
    asked = (
        "import sys\nimport django\ndjango.setup()\nfrom xuezuo.commands.line import run\n"
        "assert run(['members', 'import', 'nowhere.csv']) == 2\n"
        "print(*sorted(one for one in sys.modules if one.startswith('xuezuo.commands.')))"
    )
    environment = os.environ | {"XUEZUO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"}
    environment |= {"XUEZUO_DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}
    told = subprocess.run([sys.executable, "-c", asked], check=True, env=environment, capture_output=True, text=True)
    loaded = {one.removeprefix("xuezuo.commands.") for one in told.stdout.split()}
    assert loaded == {"line", "members", "rosters"} | loaded & {"apps"}


@pytest.mark.django_db
def test_the_audit_chain_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    factories.organization("099001", factories.organization("099"))
    run(["campaign", "load", str(CAMPAIGN), "--json"])
    assert run(["audit", "seal", "--json"]) == 0
    capsys.readouterr()
    assert run(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True


@pytest.mark.django_db
def test_a_database_without_tables_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_table(*_: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr("xuezuo.commands.activity.load_activity", lambda *_, **__: no_such_table())
    with pytest.raises(DatabaseError):  # the tables are there: then it is a fault of ours, and not hidden
        run(["activity", "load", "activity.jsonl", "--json"])
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied(*max(step for step in recorder.applied_migrations() if step[0] == "people"))
    assert run(["activity", "load", "activity.jsonl", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refused"] == "database_not_upgraded"
    monkeypatch.setattr(connection.introspection, "table_names", list)

    assert run(["activity", "load", "activity.jsonl", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refused"] == "database_not_made"
