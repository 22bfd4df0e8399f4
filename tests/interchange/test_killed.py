"""An import killed at any moment leaves nothing or everything: the process is really killed, on both engines.

Every import is a process of its own, forked from one that has everything ready, so that its seconds are those of the import
and not of starting. `KILL_SEED` draws other moments.
"""

import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interchange.own_place import Place
from tests.interchange.rosters import MEMBER_HEADER, number, person, write

pytestmark = pytest.mark.django_db
ROWS = 6_000
"""More than one batch, so that a process beside the import seals them."""

SEED = int(os.environ.get("KILL_SEED", "20161020"))
MOMENTS = random.Random(SEED)
READY = """
import os, sys
import django
django.setup()
from pathlib import Path
from xuezuo.interchange.imports import Options, import_members
from xuezuo.scopes import operator

def say(*words):
    print(*words, flush=True)

steps = []
def told(step, done, total):
    if step not in steps:
        steps.append(step)
        say("step", step)

for path in sys.stdin:
    child = os.fork()
    if not child:
        report = import_members(Path(path.strip()), by=operator(), options=Options(progress=told))
        say("ended", report.file_outcome)
        os._exit(0)
    say("child", child)
    sys.stdin.readline()  # until then its number is its own, also when it has ended
    os.waitpid(child, 0)
    say("gone", child)
"""


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


class Ready:
    """A process that imports the roster in children of its own, again and again."""

    def __init__(self, place: Place, roster: Path) -> None:
        self.roster = roster
        environment = place.environment | {"DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, "-c", READY], env=environment, text=True, **pipes)  # type: ignore[call-overload]

    def _said(self, *any_of: str) -> str:
        """The next thing it says that is one of these."""
        for line in self.process.stdout:
            if line.strip() in any_of or line.split()[0] in any_of:
                return str(line.strip())
        raise AssertionError("the process that makes imports has ended")

    def begin(self) -> int:
        print(self.roster, file=self.process.stdin, flush=True)
        return int(self._said("child").split()[1])

    def end(self) -> None:
        print(file=self.process.stdin, flush=True)
        self._said("gone")

    def whole(self) -> tuple[float, float]:
        """Seconds until it writes, and then until its end."""
        self.begin()
        start = time.perf_counter()
        self._said("step write")
        writes = time.perf_counter()
        assert self._said("ended") == "ended imported"
        self.end()
        return writes - start, time.perf_counter() - writes

    def killed(self, wait: float, *, writing: bool) -> None:
        """Kill one so many seconds after its start, or after it began to write."""
        child = self.begin()
        if writing:
            self._said("step write", "ended")
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        self.end()

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def ready(place: Place, roster: Path) -> Iterator[Ready]:
    made = Ready(place, roster)
    yield made
    made.stop()


def _points(place: Place, ready: Ready, count: int) -> tuple[int, int]:
    """How many of the kills left nothing, and how many came too late; everything else fails.

    Of three, one falls while it reads, judges and seals, one while it writes, one anywhere.
    """
    reading, writing = ready.whole()
    outcomes = []
    for point in range(count):
        if place.counted() != (0, 0, 0):
            place.anew()
        assert place.counted() == (0, 0, 0)
        longest = (writing, reading, reading + writing)[point % 3]
        ready.killed(MOMENTS.uniform(0, longest), writing=point % 3 == 0)
        outcomes.append(place.counted())
        assert outcomes[-1] in ((0, 0, 0), (ROWS, ROWS, 1)), f"point {point} of seed {SEED}"
    if place.counted() == (0, 0, 0):
        ready.whole()  # run again, it stands whole
    assert place.counted() == (ROWS, ROWS, 1)
    return outcomes.count((0, 0, 0)), outcomes.count((ROWS, ROWS, 1))


def test_a_killed_import_leaves_nothing_or_all(place: Place, ready: Ready) -> None:
    assert sum(_points(place, ready, 2)) == 2


@pytest.mark.slow
def test_fifty_killed_imports_leave_nothing_or_all(place: Place, ready: Ready) -> None:
    nothing, everything = _points(place, ready, 50)
    told = "killed at 50 points, seed %s: %s left nothing, %s all"
    logging.getLogger(__name__).warning(told, SEED, nothing, everything)
    assert nothing > 0
