"""Places that benchmarks share, each made once by `xuezuo demo` and kept: SQLite files and a private PostgreSQL.

They lie in `BENCH_FOLDER` (else a folder of this name in the system's temporary one). A benchmark that writes takes a copy.
`python -m benchmarks.places SCALE…` makes them, `python -m benchmarks.places stop` stops the server.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.postgres import Cluster, owner, programs

FOLDER = Path(os.environ.get("BENCH_FOLDER") or Path(tempfile.gettempdir()) / "xuezuo-bench")
TODAY = "2016-10-20"
ENGINES = ("PostgreSQL", "SQLite")
DURABLE = {
    "listen_addresses": "",
    "max_connections": "60",
    "timezone": "UTC",
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "jit": "off",
}
"""A commit is on the disk before it is told (fsync and synchronous_commit stay on); the rest is what 24 GB allow."""


class Server(Cluster):
    """The kept cluster: durable, in its own folder, still there at the next run."""

    def __init__(self) -> None:
        super().__init__()
        self.programs, self.user = programs(), owner()
        self.folder = FOLDER / "postgresql"

    def up(self) -> None:
        assert self.folder is not None
        if not (self.folder / "data").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.user:
                shutil.chown(self.folder, self.user)
            self._run("initdb", "-D", "data", "-U", "xuezuo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        if not (self.folder / "data/postmaster.pid").exists():
            options = " ".join(f"-c {name}='{value}'" for name, value in DURABLE.items())
            start = ("-l", "log", "-w", "-t", "60", "-o", f"-k '{self.folder}' {options}", "start")
            self._run("pg_ctl", "-D", "data", *start)

    def down(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "fast", "-w", "stop")

    def address(self, database: str) -> str:
        return f"postgresql://xuezuo@{quote(str(self.folder), safe='')}/{database}"

    def sql(self, text: str, database: str = "postgres") -> str:
        import psycopg  # reason: only where PostgreSQL is measured

        with psycopg.connect(self.address(database), autocommit=True) as link:
            found = link.execute(text)
            return str(found.fetchone()[0]) if found.description else ""  # type: ignore[index]


@dataclass(frozen=True)
class Place:
    """A made place: its folder and, on PostgreSQL, its database."""

    scale: str
    engine: str
    folder: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        said = {
            "XUEZUO_DATA": str(self.folder),
            "XUEZUO_TODAY": TODAY,
            "XUEZUO_SECOND_FACTOR": "offered",
            "XUEZUO_DATABASE_URL": Server().address(self.database) if self.database else "",
            "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings",
        }
        return os.environ | said

    def run(self, *arguments: str, **more: str) -> str:
        """`python ARGUMENTS` in this place; its output. Raises for a failure: nothing after it would be true. `more` is set
        in the process's environment.
        """
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment | more, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed in {self.folder}:\n{done.stderr[-3000:]}")
        return done.stdout

    def copied(self, name: str) -> Place:
        """The same place once more, to be written in; on the disk as a whole, so that nobody's save waits for the copy."""
        folder = FOLDER / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(self.folder / "keys.json", folder)
        if self.database:
            server = Server()
            server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.sql(f'CREATE DATABASE "{name}" TEMPLATE "{self.database}"')
        else:
            shutil.copy(self.folder / "xuezuo.sqlite3", folder)
        os.sync()
        return Place(self.scale, self.engine, folder, name if self.database else "")

    def gone(self) -> None:
        if self.database:
            Server().sql(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.folder)


def place(scale: str, engine: str) -> Place:
    """The place of this size on this engine, made now if it was not; its figures are kept, its statistics told."""
    name = f"{scale}-{engine.lower()}"
    server = Server() if engine == "PostgreSQL" else None
    made = Place(scale, engine, FOLDER / name, name if server else "")
    if server:
        server.up()
    if not (made.folder / "made").exists():
        if server:
            server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.sql(f'CREATE DATABASE "{name}"')
        command = "from xuezuo.config.command import main; main()"
        made.run("-c", command, "demo", "--scale", scale, "--no-serve")
        made.run("-c", command, "keep")
        if server:
            server.sql("VACUUM ANALYZE", name)
        else:
            made.run(
                "-c", f"import sqlite3; sqlite3.connect({str(made.folder / 'xuezuo.sqlite3')!r}).execute('ANALYZE')"
            )
        shutil.rmtree(made.folder / "sample", ignore_errors=True)
        (made.folder / "made").touch()
    return made


if __name__ == "__main__":
    if sys.argv[1:] == ["stop"]:
        Server().down()
    for one in sys.argv[1:]:
        if one != "stop":
            for each in ENGINES:
                print(place(one, each), flush=True)
