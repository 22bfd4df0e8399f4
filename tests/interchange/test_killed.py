"""An import killed at any moment leaves nothing or everything: the process is really killed, on both engines."""

import logging
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import on_postgres
from tests.interchange.rosters import MEMBER_HEADER, ORGANIZATION_HEADER, PLACE, number, person, write

pytestmark = pytest.mark.django_db
XUEZUO = Path(sys.executable).with_name("xuezuo")
ROWS = 6_000
"""More than one batch, so that a process beside the import seals them."""

MOMENTS = random.Random(20161020)


class Place:
    """A place of its own: commands are processes, so they see no test's transaction."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "place"
        self.empty = folder / "empty"
        self.environment = os.environ | {"XUEZUO_DATA": str(self.folder), "XUEZUO_LANGUAGE": "en"}
        self.server = ""
        if on_postgres():
            self.server = os.environ["XUEZUO_DATABASE_URL"].rpartition("/")[0]
            self._on_server("DROP DATABASE IF EXISTS killed WITH (FORCE)", "CREATE DATABASE killed")
            self.environment["XUEZUO_DATABASE_URL"] = f"{self.server}/killed"
        self.folder.mkdir()
        self.run("init")
        self.run("organizations", "import", str(write(folder / "o.csv", [ORGANIZATION_HEADER, *PLACE])))
        if self.server:
            self._on_server("DROP DATABASE IF EXISTS empty", "CREATE DATABASE empty TEMPLATE killed")
        shutil.copytree(self.folder, self.empty)

    def _on_server(self, *statements: str) -> None:
        import psycopg  # reason: an optional dependency

        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as link:
            for one in statements:
                link.execute(one)

    def run(self, *words: str) -> None:
        subprocess.run([XUEZUO, *words], env=self.environment, check=True, capture_output=True)

    def anew(self) -> None:
        if self.server:
            self._on_server("DROP DATABASE killed WITH (FORCE)", "CREATE DATABASE killed TEMPLATE empty")
        shutil.rmtree(self.folder)
        shutil.copytree(self.empty, self.folder)

    def counted(self) -> tuple[int, ...]:
        """Members, memberships, and events that tell of an import of members."""
        questions = (
            "SELECT count(*) FROM organizations_member",
            "SELECT count(*) FROM organizations_membership",
            "SELECT count(*) FROM audit_event WHERE action = 'members.import'",
        )
        if self.server:
            import psycopg  # reason: an optional dependency

            with psycopg.connect(f"{self.server}/killed") as server:
                return tuple((server.execute(one).fetchone() or [0])[0] for one in questions)
        link = sqlite3.connect(self.folder / "xuezuo.sqlite3")
        try:
            return tuple(link.execute(one).fetchone()[0] for one in questions)
        finally:
            link.close()


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        person(
            order % 999 + 1,
            id_number=number(f"19700{5 + order // 999 % 5}12", order % 999 + 1, f"11010{order // 4995 + 1}"),
        )
        for order in range(ROWS)
    ]
    for order, row in enumerate(rows):
        row[6] = f"1970-0{5 + order // 999 % 5}-12"
    return write(tmp_path_factory.mktemp("killed") / "m.csv", [MEMBER_HEADER, *rows])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    if made.server:
        made._on_server("DROP DATABASE killed WITH (FORCE)", "DROP DATABASE empty")


def _kill(place: Place, roster: Path, wait: float, *, writing: bool) -> None:
    """Kill it so many seconds after its start, or after it began to write."""
    process = subprocess.Popen(
        [XUEZUO, "members", "import", str(roster)],
        env=place.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    if writing:
        for line in process.stderr:
            if line.startswith(b"writing"):
                break
    time.sleep(wait)
    process.kill()
    process.communicate()


def _points(place: Place, roster: Path, count: int, whole: float) -> tuple[int, int]:
    """How many of the kills left nothing, and how many came too late; everything else fails.

    A third of them fall anywhere in an import of `whole` seconds, the others after it began to write.
    """
    outcomes = []
    for point in range(count):
        if place.counted() != (0, 0, 0):
            place.anew()
        assert place.counted() == (0, 0, 0)
        if point % 3 != 2:
            _kill(place, roster, MOMENTS.uniform(0, whole / 4), writing=True)
        else:
            _kill(place, roster, MOMENTS.uniform(0, whole), writing=False)
        outcomes.append(place.counted())
    assert set(outcomes) <= {(0, 0, 0), (ROWS, ROWS, 1)}
    place.run("members", "import", str(roster))  # run again, it stands whole
    assert place.counted()[:2] == (ROWS, ROWS)
    return outcomes.count((0, 0, 0)), outcomes.count((ROWS, ROWS, 1))


def test_a_killed_import_leaves_nothing_or_all(place: Place, roster: Path) -> None:
    assert sum(_points(place, roster, 2, whole=2.0)) == 2


@pytest.mark.slow
def test_fifty_killed_imports_leave_nothing_or_all(place: Place, roster: Path) -> None:
    start = time.perf_counter()
    place.run("members", "import", str(roster))
    whole = time.perf_counter() - start
    assert place.counted() == (ROWS, ROWS, 1)
    nothing, everything = _points(place, roster, 50, whole)
    logging.getLogger(__name__).warning("killed at 50 points: %s left nothing, %s all", nothing, everything)
    assert nothing > 0
