"""A place of processes of their own, for what an import does outside of any test's transaction."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import blank
from tests.house import on_postgres
from tests.interchange.rosters import ORGANIZATION_HEADER, PLACE, write

XUEZUO = Path(sys.executable).with_name("xuezuo")


class Place:
    """A place of its own: commands are processes, so they see no test's transaction."""

    def __init__(self, folder: Path) -> None:
        made = blank.made()
        self.folder = folder / "place"
        self.empty = folder / "empty"
        self.environment = os.environ | {"XUEZUO_DATA": str(self.folder), "XUEZUO_LANGUAGE": "en"}
        self.server = ""
        # workers of one run share the server
        self.full, self.bare = (
            f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}" for name in ("killed", "empty")
        )
        if on_postgres():
            self.server = os.environ["XUEZUO_DATABASE_URL"].rpartition("/")[0]
            create = f"CREATE DATABASE {self.full} TEMPLATE {blank.NAME}"
            self._on_server(f"DROP DATABASE IF EXISTS {self.full} WITH (FORCE)", create)
            self.environment["XUEZUO_DATABASE_URL"] = f"{self.server}/{self.full}"
        shutil.copytree(made, self.folder)
        self.run("organizations", "import", str(write(folder / "o.csv", [ORGANIZATION_HEADER, *PLACE])))
        if self.server:
            self._on_server(f"DROP DATABASE IF EXISTS {self.bare}", f"CREATE DATABASE {self.bare} TEMPLATE {self.full}")
        shutil.copytree(self.folder, self.empty)

    def _on_server(self, *statements: str) -> None:
        import psycopg  # reason: an optional dependency

        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as link:
            for one in statements:
                link.execute(one)

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run([XUEZUO, *words], check=False, env=self.environment, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stdout

    def program(self, text: str, *words: str, **environment: str) -> Any:
        """What a Python program of its own writes, as JSON; in `sys.argv` are the words, and Django is set up."""
        begun = "import json, sys\nimport django\ndjango.setup()\n" + text
        made = self.environment | {"DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"} | environment
        done = subprocess.run(
            [sys.executable, "-c", begun, *words], check=False, env=made, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def anew(self) -> None:
        if self.server:
            self._on_server(
                f"DROP DATABASE {self.full} WITH (FORCE)", f"CREATE DATABASE {self.full} TEMPLATE {self.bare}"
            )
        shutil.rmtree(self.folder)
        shutil.copytree(self.empty, self.folder)

    def counted(self) -> tuple[int, ...]:
        """Members, memberships, and events that tell of an import of members."""
        questions = (
            "SELECT count(*) FROM organizations_member",
            "SELECT count(*) FROM organizations_membership",
            "SELECT count(*) FROM audit_event WHERE action = 'members.import'",
        )
        return tuple(self.asked(one)[0][0] for one in questions)

    def asked(self, question: str) -> list[tuple[Any, ...]]:
        if self.server:
            import psycopg  # reason: an optional dependency

            with psycopg.connect(f"{self.server}/{self.full}") as server:
                return list(server.execute(question).fetchall())
        link = sqlite3.connect(self.folder / "xuezuo.sqlite3")
        try:
            return list(link.execute(question).fetchall())
        finally:
            link.close()

    def let_go(self) -> None:
        if self.server:
            self._on_server(f"DROP DATABASE {self.full} WITH (FORCE)", f"DROP DATABASE {self.bare}")
