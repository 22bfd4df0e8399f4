"""Writers of one SQLite file are served in the order in which they came, and nobody who died holds up the line."""

import gc
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db import OperationalError, connections
from pytest_django import DjangoDbBlocker

from xuezuo.config.sqlite3 import bells, turns
from xuezuo.config.sqlite3.base import DatabaseWrapper
from xuezuo.config.sqlite3.turns import Turns

HOLDER = """
import sys, time
from xuezuo.config.sqlite3.turns import Turns
turns = Turns(sys.argv[1], 20)
assert turns.take()
print("there", flush=True)
time.sleep(60)
"""


@pytest.fixture(params=["with bells", "without"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Once with bells, and once as on a machine whose futex is not known; whether there are any."""
    if request.param == "without":
        monkeypatch.setattr(bells, "FUTEX", {})
        bells._call.cache_clear()
    return bool(request.param != "without")


@pytest.fixture(autouse=True)
def _calls_are_looked_up_anew() -> Iterator[None]:
    yield
    bells._call.cache_clear()


def given_out(line: Path) -> int:
    return int.from_bytes(line.read_bytes()[:8], "little")


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("found", [b"\xff" * 16, "谁写了这些字？".encode(), b"\0" * 3, (2**40).to_bytes(8, "little")])
def test_a_file_that_somebody_wrote_over_still_keeps_the_order(tmp_path: Path, found: bytes) -> None:
    line = tmp_path / "turns"
    line.write_bytes(found)
    first, second = Turns(str(line), 20), Turns(str(line), 0.05)
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()
    first.close()
    second.close()


@pytest.mark.usefixtures("either")
def test_whoever_came_first_is_served_first(tmp_path: Path) -> None:
    line = str(tmp_path / "turns")
    first, served = Turns(line, 20), []
    assert first.take()

    def wait(number: int) -> None:
        mine = Turns(line, 20)
        assert mine.take()
        served.append(number)
        time.sleep(0.002)
        mine.give_back()

    waiting = [threading.Thread(target=wait, args=[number]) for number in range(12)]
    for number, one in enumerate(waiting):
        one.start()
        while given_out(tmp_path / "turns") < number + 2:
            time.sleep(0.001)  # until it has its number
    assert served == []
    first.give_back()
    for one in waiting:
        one.join()
    assert served == list(range(12))


@pytest.mark.usefixtures("either")
def test_a_killed_process_leaves_the_line_at_once(tmp_path: Path) -> None:
    line = str(tmp_path / "turns")
    for _again in range(3):
        behind = Turns(line, 0.1)
        with subprocess.Popen([sys.executable, "-c", HOLDER, line], stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout
            assert holder.stdout.readline() == "there\n"
            assert not behind.take()
            holder.kill()
        assert behind.take()
        behind.give_back()


@pytest.mark.usefixtures("either")
def test_whoever_gives_up_does_not_hold_up_those_behind(tmp_path: Path) -> None:
    line = str(tmp_path / "turns")
    first, second, third = Turns(line, 20), Turns(line, 0.05), Turns(line, 20)
    assert first.take()
    assert not second.take()
    first.give_back()
    assert third.take()


def waiter(line: Path, served: list[float]) -> threading.Thread:
    """A thread that stands in the line, and says when it was served."""

    def wait() -> None:
        mine = Turns(str(line), 20)
        assert mine.take()
        served.append(time.monotonic())
        mine.close()

    standing = given_out(line)
    thread = threading.Thread(target=wait)
    thread.start()
    while given_out(line) == standing:
        time.sleep(0.001)
    time.sleep(0.02)  # until it sleeps
    return thread


def handed_over(line: Path) -> float:
    """Seconds from the end of a turn to the beginning of the next."""
    first, served = Turns(str(line), 20), list[float]()
    assert first.take()
    thread = waiter(line, served)
    first.give_back()
    ended = time.monotonic()
    thread.join()
    return served[0] - ended


def test_the_next_one_is_woken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sooner than it would look by itself; also when its predecessor closes its connection in place of giving back."""
    monkeypatch.setattr(turns, "BY_ITSELF", 30.0)
    assert max(handed_over(tmp_path / "turns") for _again in range(5)) < 10
    first, served = Turns(str(tmp_path / "turns"), 20), list[float]()
    assert first.take()
    thread = waiter(tmp_path / "turns", served)
    first.close()
    thread.join(10)
    assert served


def test_a_bell_that_nobody_rings_is_missed_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells.Bells, "ring", lambda *_given: None)
    assert handed_over(tmp_path / "turns") < 5


def test_a_file_of_before_gets_bells(tmp_path: Path) -> None:
    (tmp_path / "turns").write_bytes((7).to_bytes(8, "little") + b"\0" * 8)
    one = Turns(str(tmp_path / "turns"), 20)
    assert one._bells is not None
    assert one.take()
    assert given_out(tmp_path / "turns") == 8


def test_a_ring_between_the_look_and_the_sleep_is_heard(tmp_path: Path) -> None:
    with (tmp_path / "bells").open("w+b") as file:
        mine, theirs = bells.Bells(file.fileno()), bells.Bells(file.fileno())
    seen, began = mine.seen(5), time.monotonic()
    theirs.ring(5)
    mine.wait(5, seen, 20)
    assert time.monotonic() - began < 10
    mine.wait(5, mine.seen(5), 0.05)  # and without one it sleeps
    assert time.monotonic() - began >= 0.05


@pytest.mark.usefixtures("either")
def test_a_wait_ends_in_time_behind_somebody_who_stays(tmp_path: Path) -> None:
    first, second = Turns(str(tmp_path / "turns"), 20), Turns(str(tmp_path / "turns"), 0.12)
    assert first.take()
    began = time.monotonic()
    assert not second.take()
    assert 0.12 <= time.monotonic() - began < 5


def test_a_disk_that_cannot_be_mapped_has_a_line_without_bells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    first, second = Turns(str(tmp_path / "turns"), 20), Turns(str(tmp_path / "turns"), 0.05)
    assert first._bells is None
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()


def test_without_a_file_to_write_there_is_no_line(tmp_path: Path) -> None:
    turns = Turns(str(tmp_path / "nowhere" / "turns"), 20)
    assert turns.take()
    turns.give_back()
    turns.close()


@pytest.mark.usefixtures("either")
def test_a_wait_that_is_interrupted_gives_its_place_up(tmp_path: Path) -> None:
    class Stop(BaseException):
        pass

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stop

    line = str(tmp_path / "turns")
    first, second, third = Turns(line, 20), Turns(line, 20), Turns(line, 0.2)
    assert first.take()
    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(Stop):
            second.take()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    first.give_back()
    assert third.take()
    third.give_back()
    assert second.take()  # and it may come again


def test_the_file_has_the_owner_and_the_rights_of_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, line, given = tmp_path / "place", tmp_path / "place-turns", []
    database.touch()
    database.chmod(0o640)
    monkeypatch.setattr(os, "fchown", lambda file, *owner: given.append((os.fstat(file).st_ino, *owner)))
    for _again in range(2):  # what lies there already is left as it is
        Turns(str(line), 20, str(database)).close()
        assert line.stat().st_mode & 0o777 == 0o640
        assert given == [(line.stat().st_ino, database.stat().st_uid, database.stat().st_gid)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_command_of_root_leaves_the_file_to_the_owner_of_the_database(tmp_path: Path) -> None:
    database, line = tmp_path / "place", tmp_path / "place-turns"
    database.touch()
    os.chown(database, 12345, 12346)
    Turns(str(line), 20, str(database)).close()
    assert (line.stat().st_uid, line.stat().st_gid) == (12345, 12346)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    database, other = tmp_path / "place", tmp_path / "other"
    database.touch()
    other.write_bytes(b"kept")
    (tmp_path / "place-turns").symlink_to(other)
    turns = Turns(str(tmp_path / "place-turns"), 20, str(database))
    assert turns.take()
    assert other.read_bytes() == b"kept"


def test_a_file_that_cannot_be_used_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database, line = tmp_path / "place", tmp_path / "place-turns"
    line.mkdir()  # shut for everybody, also for root
    with caplog.at_level(logging.WARNING):
        assert Turns(str(line), 20, str(database)).take()  # no database, no writers, no word
        assert caplog.messages == []
        database.touch()
        for _again in range(3):
            assert Turns(str(line), 20, str(database)).take()
    assert len(caplog.messages) == 1
    assert str(line) in caplog.messages[0]


def open_files(path: Path) -> int:
    return sum(os.path.realpath(one) == str(path.resolve()) for one in Path("/proc/self/fd").iterdir())


def place(folder: Path, **options: Any) -> dict[str, Any]:
    said = dict(connections["default"].settings_dict) | {"NAME": folder / "place.sqlite3", "ENGINE": "x"}
    usual = {"transaction_mode": "IMMEDIATE", "timeout": 1, "init_command": "PRAGMA journal_mode=WAL"}
    return said | {"OPTIONS": usual | options}


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")  # Python 3.13 says it of SQLite's own file
def test_a_thread_that_ends_leaves_no_file_open(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    def use() -> None:
        one = DatabaseWrapper(place(tmp_path), "default")
        begin(one)
        one.commit()
        seen.append(open_files(tmp_path / "place.sqlite3-turns"))

    seen: list[int] = []
    with django_db_blocker.unblock():
        for _again in range(5):
            thread = threading.Thread(target=use)
            thread.start()
            thread.join()
    gc.collect()
    assert len(seen) == 5
    assert min(seen) >= 1
    assert open_files(tmp_path / "place.sqlite3-turns") == 0


def test_a_connection_that_was_not_made_leaves_no_file_open(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    one = DatabaseWrapper(place(tmp_path, init_command="PRAGMA journal_mode=WAL; NONSENSE"), "default")
    with django_db_blocker.unblock():
        for _again in range(3):
            with pytest.raises(OperationalError, match="syntax error"):
                one.ensure_connection()
    assert open_files(tmp_path / "place.sqlite3-turns") == 0


@pytest.fixture
def two(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[list[DatabaseWrapper]]:
    with django_db_blocker.unblock():
        made = [DatabaseWrapper(place(tmp_path), "default") for _ in range(2)]
        for one in made:
            one.inc_thread_sharing()
        yield made
        for one in made:
            one.close()


def begin(wrapper: Any) -> None:
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_transaction_keeps_its_turn_until_it_ends(two: list[DatabaseWrapper], end: str) -> None:
    one, other = two
    begin(one)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(other)
    getattr(one, end)()
    begin(other)
    other.rollback()


def test_a_transaction_that_could_not_begin_gives_its_turn_back(two: list[DatabaseWrapper], tmp_path: Path) -> None:
    one, other = two
    one.ensure_connection()
    stranger = sqlite3.connect(tmp_path / "place.sqlite3", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        begin(one)
    stranger.close()
    began = time.monotonic()
    begin(other)
    assert time.monotonic() - began < 0.5
    other.rollback()


def test_nobody_waits_longer_than_the_one_time(two: list[DatabaseWrapper], tmp_path: Path) -> None:
    """Also whoever comes past the holder because the one in front gave up, and then waits for SQLite's own lock."""
    holder, waiting = two
    begin(holder)
    waiting.ensure_connection()
    in_front = Turns(str(tmp_path / "place.sqlite3-turns"), 0.9)
    thread = threading.Thread(target=in_front.take)
    thread.start()
    while given_out(tmp_path / "place.sqlite3-turns") < 2:
        time.sleep(0.001)  # until it has its number
    began = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    assert 0.9 < time.monotonic() - began < 1.6  # and not 1.9
    thread.join()
    holder.rollback()
    begin(waiting)
    assert waiting.connection.execute("PRAGMA busy_timeout").fetchone() == (1000,)
    waiting.rollback()
