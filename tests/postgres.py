"""A PostgreSQL cluster for one run of the suite: on a socket in a temporary folder, unsafe and therefore fast."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

MISSING = (
    "PostgreSQL's programs were not found, and half of the suite runs on it. "
    "On Debian: apt-get install postgresql (no service needs to run); elsewhere put initdb and pg_ctl on the PATH."
)
# No crash of the test machine has to be survived.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class CouldNotStart(Exception):
    """With a sentence that says what to install or where to look."""


class Cluster:
    def __init__(self) -> None:
        self.folder: Path | None = None

    @property
    def url(self) -> str:
        return f"postgresql://xuezuo@{quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        self.programs = programs()
        self.user = owner()
        self.folder = Path(tempfile.mkdtemp(prefix="xuezuo-pg-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-D", "data", "-U", "xuezuo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {name}='{value}'" for name, value in OPTIONS.items())
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-t", "60", "-o", f"-k '{self.folder}' {options}", "start")

    def make(self, database: str) -> None:
        self._run("createdb", "-h", str(self.folder), "-U", "xuezuo", database)

    def stop(self) -> None:
        if self.folder is None:
            return
        if (self.folder / "data/postmaster.pid").exists():
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = None

    def _run(self, program: str, *arguments: str) -> None:
        assert self.folder is not None
        command = [str(self.programs / program), *arguments]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        # the server inherits its output, so it must not be a pipe that somebody waits for
        output = self.folder / f"{program}.out"
        with output.open("w") as file:
            done = subprocess.run(
                command, check=False, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file
            )
        if done.returncode:
            log = self.folder / "log"
            told = output.read_text() + (log.read_text() if log.exists() else "")
            raise CouldNotStart(f"{program} failed (exit {done.returncode}):\n{told[-2000:]}")


def programs() -> Path:
    """The folder of initdb and pg_ctl: the newest version that Debian's packages installed, else the PATH's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if found is None:
        raise CouldNotStart(MISSING)
    return Path(found).parent


def owner() -> str | None:
    """The account that runs the server: PostgreSQL refuses root, everybody else uses their own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise CouldNotStart(MISSING) from None
