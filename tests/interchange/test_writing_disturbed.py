"""What others do while the first roster of a place is written by a process of its own: members, roles, locks, full disks."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.house import on_postgres
from tests.interchange.own_place import Place
from tests.interchange.rosters import write
from tests.interchange.test_writing import HEADER, ROWS, imported, people, standing
from xuezuo.interchange import imports

pytestmark = pytest.mark.django_db
IMPORTING = """
from pathlib import Path
from xuezuo.interchange import imports
from xuezuo.scopes import operator

def members(path):
    return imports.import_members(Path(path), by=operator()).document()
"""
ENTERING_MEANWHILE = """
asked = imports.has_rosters

def and_then_somebody_is_entered(by):
    found = asked(by)
    imports.has_rosters = asked
    members(sys.argv[2])
    return found

imports.has_rosters = and_then_somebody_is_entered
told = members(sys.argv[1])
print(json.dumps([told["file_outcome"], told["created"], told["updated"]]))
"""
LOSING_THE_ROLE = """
from django.contrib.auth.models import AnonymousUser
from xuezuo.accounts.models import RoleAssignment, User
from xuezuo.interchange import jobs, uploads
from xuezuo.organizations.models import Organization

jobs.ASKED_EVERY = 3600
found, asked = jobs.scope_for, []

def scope_for(person, desk):
    asked.append(person)
    return found(person if len(asked) < int(sys.argv[2]) else AnonymousUser(), desk)

jobs.scope_for = scope_for
person, _ = User.objects.get_or_create(username="alice")
RoleAssignment.objects.get_or_create(user=person, role="officer", organization=Organization.objects.get(code="099"))
upload = uploads.keep(found(person), "members", "roster.csv", [Path(sys.argv[1]).read_bytes()])
told = jobs.work(uploads.started(upload, "write", None).token).document
print(json.dumps([told["file_outcome"], told.get("refused", ""), len(asked)]))
"""
WITH_A_NUMBER = """
from xuezuo.audit import requests

requests.current.set("of-this-request")
print(json.dumps(members(sys.argv[1])["file_outcome"]))
"""
ANSWERED = """
from django.test import RequestFactory
from xuezuo.config import faults

try:
    members(sys.argv[1])
except Exception as problem:
    print(json.dumps([type(problem).__name__, str(problem), faults.broken(RequestFactory().get("/api/")).status_code]))
"""
NO_ROOM = """
import resource

resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
"""
IMPATIENT = """
from xuezuo.config.settings import *

DATABASES["default"]["OPTIONS"]["timeout"] = 1
"""


@pytest.fixture
def roster(tmp_path: Path) -> str:
    path = write(tmp_path / "m.csv", [HEADER, *people(ROWS)])
    assert path.stat().st_size >= imports.LONG  # so that its writer gets ready before it is read
    return str(path)


def test_who_is_entered_while_a_first_roster_begins_is_updated_by_it(place: Place, roster: str, tmp_path: Path) -> None:
    one = next(people(1))
    entered = write(tmp_path / "one.csv", [HEADER, [*one[:2], "旧名字", *one[3:]]])
    assert place.program(IMPORTING + ENTERING_MEANWHILE, roster, str(entered)) == ["imported", ROWS - 1, 1]
    assert place.counted() == (ROWS, ROWS, 2)
    assert not any("旧名字" in row for row in standing(place))
    details = [
        detail
        for (detail,) in place.asked("SELECT detail FROM audit_event WHERE action = 'members.import' ORDER BY id")
    ]
    told = [detail if place.server else json.loads(detail) for detail in details]
    assert [(one["created"], one["updated"]) for one in told] == [(1, 0), (ROWS - 1, 1)]


def test_a_role_lost_when_only_the_commit_is_left_takes_everything_back(place: Place, roster: str) -> None:
    """Asked twice: when its turn has come, and after its last row, while its writer holds the tables that it fills."""
    assert place.program(IMPORTING + LOSING_THE_ROLE, roster, "2") == ["refused", "import_not_allowed", 2]
    assert place.counted() == (0, 0, 0)
    assert place.program(IMPORTING + LOSING_THE_ROLE, roster, "3") == ["imported", "", 2]
    assert place.counted() == (ROWS, ROWS, 1)


def test_the_event_of_a_first_roster_has_the_number_of_its_request(place: Place, roster: str) -> None:
    assert place.program(IMPORTING + WITH_A_NUMBER, roster) == "imported"
    asked = "SELECT request_id FROM audit_event WHERE action = 'members.import'"
    assert place.asked(asked) == [("of-this-request",)]


@contextmanager
def somebody_else_writes(place: Place) -> Iterator[None]:
    """For longer than anybody waits, as this place is set up meanwhile."""
    if place.server:
        import psycopg  # reason: an optional dependency

        with psycopg.connect(f"{place.server}/{place.full}") as server:
            server.execute(f"ALTER DATABASE {place.full} SET lock_timeout = '500ms'")
            server.commit()
            server.execute("LOCK TABLE organizations_member IN ROW EXCLUSIVE MODE")
            yield
    else:
        with closing(sqlite3.connect(place.folder / "xuezuo.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


def test_a_busy_database_is_told_as_busy(place: Place, roster: str, tmp_path: Path) -> None:
    settings = "xuezuo.config.settings"
    if not place.server:
        (tmp_path / "impatient.py").write_text(IMPATIENT)
        settings = "impatient"
    with somebody_else_writes(place):
        kind, told, status = place.program(
            IMPORTING + ANSWERED, roster, DJANGO_SETTINGS_MODULE=settings, PYTHONPATH=str(tmp_path)
        )
    assert kind == "OperationalError"
    if place.server:
        assert told.startswith("canceling statement due to lock timeout")
    else:
        assert (told, status) == ("database is locked", 503)
    assert place.counted() == (0, 0, 0)


@pytest.mark.skipif(on_postgres(), reason="the server's disk is not ours to fill")
def test_a_disk_that_takes_no_more_is_told(place: Place, roster: str) -> None:
    kind, told, status = place.program(IMPORTING + NO_ROOM + ANSWERED, roster)
    assert (kind, status) == ("OperationalError", 500)
    assert told in ("disk I/O error", "database or disk is full")
    assert place.counted() == (0, 0, 0)
    assert imported(place, list(people(ROWS)))["created"] == ROWS
