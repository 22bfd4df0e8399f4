"""What the command and the server write is for the owner of the process only."""

import os
import subprocess
import sys
from pathlib import Path

from tests import blank

COMMAND = "from xuezuo.config.command import main; main()"
SERVER = "import os, xuezuo.config.wsgi; print(oct(os.umask(0)))"


def run(folder: Path, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", *words],
        env=os.environ | {"XUEZUO_DATA": str(folder), "XUEZUO_DATABASE_URL": ""},
        umask=0o022,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_the_database_and_made_up_places_are_for_the_owner_only(tmp_path: Path) -> None:
    folder, out = blank.made(), tmp_path / "town"  # the folder as `init` left it
    run(folder, COMMAND, "sample", "--scale", "town", "--out", str(out))
    written = [folder, out, *folder.rglob("*"), *out.rglob("*")]
    assert {"keys.json", "xuezuo.sqlite3", "activity.jsonl"} <= {one.name for one in written}
    assert [str(one) for one in written if one.stat().st_mode & 0o077] == []


def test_the_server_writes_for_the_owner_only(tmp_path: Path) -> None:
    assert run(tmp_path, SERVER) == "0o77\n"
