"""New members in an SQLite file of their own: filled by the process that seals them, and taken into the database by a few
statements (`newcomers.take_over`). So an SQLite database's one writer is held for seconds, and not row by row.

Needs no database of Django's, for the process that fills it has none.
"""

import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path

from xuezuo.organizations.entries import MEMBER_FACTS, NewMembers

Met = Mapping[int, tuple[str, str]]
"""By branch, the day of its latest recorded meeting, and since when somebody may be new there if they joined before it."""

COLUMNS = ", ".join(MEMBER_FACTS)
TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE newcomer (id INTEGER PRIMARY KEY, organization_id, since, {COLUMNS});
CREATE TABLE grouped (newcomer INTEGER, "group");
CREATE TEMP TABLE left_out (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE met (organization_id INTEGER PRIMARY KEY, latest, since);
BEGIN;
"""
ENDING = """
DELETE FROM newcomer WHERE id IN (SELECT id FROM left_out);
DELETE FROM grouped WHERE newcomer IN (SELECT id FROM left_out);
UPDATE newcomer SET since = met.since FROM met
WHERE met.organization_id = newcomer.organization_id AND met.latest >= newcomer.since;
"""


class Filling:
    def __init__(self, file: Path) -> None:
        self._link = sqlite3.connect(file, isolation_level=None)
        self._link.executescript(TABLES)

    def add(self, ordinals: list[int], new: NewMembers) -> None:
        """A member is known by the place in the roster."""
        places = ", ".join("?" * (3 + len(MEMBER_FACTS)))
        columns = (ordinals, new.organization_ids, new.since, *new.facts)
        self._link.executemany(f"INSERT INTO newcomer VALUES ({places})", zip(*columns, strict=True))  # noqa: S608
        told = zip(ordinals, new.groups, strict=True)
        grouped = ((ordinal, group) for ordinal, groups in told for group in groups)
        self._link.executemany("INSERT INTO grouped VALUES (?, ?)", grouped)

    def finish(self, left_out: Collection[int], met: Met) -> None:
        self._link.executemany("INSERT INTO left_out VALUES (?)", ((ordinal,) for ordinal in left_out))
        self._link.executemany("INSERT INTO met VALUES (?, ?, ?)", ((at, *days) for at, days in met.items()))
        self._link.executescript(ENDING)  # which ends the transaction first
        self._link.close()
