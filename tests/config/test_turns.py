"""Writers of one SQLite file are served in the order in which they came, and nobody who died holds up the line."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from pytest_django import DjangoDbBlocker

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
        while int.from_bytes((tmp_path / "turns").read_bytes()[:8], "little") < number + 2:
            time.sleep(0.001)  # until it has its number
    assert served == []
    first.give_back()
    for one in waiting:
        one.join()
    assert served == list(range(12))


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


def test_whoever_gives_up_does_not_hold_up_those_behind(tmp_path: Path) -> None:
    line = str(tmp_path / "turns")
    first, second, third = Turns(line, 20), Turns(line, 0.05), Turns(line, 20)
    assert first.take()
    assert not second.take()
    first.give_back()
    assert third.take()


def test_without_a_file_to_write_there_is_no_line(tmp_path: Path) -> None:
    turns = Turns(str(tmp_path / "nowhere" / "turns"), 20)
    assert turns.take()
    turns.give_back()
    turns.close()


@pytest.fixture
def two(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[list[DatabaseWrapper]]:
    said = dict(connections["default"].settings_dict) | {"NAME": tmp_path / "place.sqlite3", "ENGINE": "x"}
    said["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 1, "init_command": "PRAGMA journal_mode=WAL"}
    with django_db_blocker.unblock():
        made = [DatabaseWrapper(dict(said), "default") for _ in range(2)]
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
