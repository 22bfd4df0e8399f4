"""The database that `settings` names in place of `django.db.backends.sqlite3`."""

import time
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from xuezuo.config.sqlite3.schema import DatabaseSchemaEditor
from xuezuo.config.sqlite3.turns import Turns

AT_ONCE = 0.1
"""Seconds: whoever waited less in the line may wait as long more for the lock, and is spared telling SQLite twice."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its turn before a transaction begins and gives it back when that has ended, however it ended.

    Waiting for the turn and then for SQLite's lock takes no longer than the one `timeout` of the settings: when somebody in
    front gives up, the next comes to the lock while it is still held, and has only what is left of its own time. That is
    for a `transaction_mode` that takes the lock at the beginning, as the settings have it.

    Whatever writes outside of a transaction, and every other program, waits as SQLite itself lets it: the line keeps the
    order, SQLite's own lock keeps the rows.
    """

    SchemaEditorClass = DatabaseSchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns: Turns | None = None
        self._timeout = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)  # first: it makes the database, whose owner the line's file gets
        if not self.is_in_memory_db():
            self._timeout = conn_params.get("timeout", 5)
            database = str(conn_params["database"])
            self._turns = Turns(f"{database}-turns", self._timeout, database)
        return made

    def _start_transaction_under_autocommit(self) -> None:
        try:
            self._begin(self._in_line())
        except BaseException:
            self._give_back()
            raise

    def _in_line(self) -> float:
        """Wait for the turn; returns the seconds that it took. Raises OperationalError when the time is over."""
        came = time.monotonic()
        if self._turns and not self._turns.take():
            raise OperationalError("database is locked")  # what SQLite says after as long a time
        return time.monotonic() - came

    def _begin(self, waited: float) -> None:
        """Take SQLite's own lock, in what is left of the time after so many seconds in the line."""
        if waited < AT_ONCE:
            self._begin_now()
            return
        self._wait_for_lock(max(self._timeout - waited, 0))
        try:
            self._begin_now()
        finally:
            self._wait_for_lock(self._timeout)

    def _begin_now(self) -> None:
        """As Django does it; past its cursor, unless somebody looks on."""
        if self.queries_logged or self.execute_wrappers:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's, without types
            return
        with self.wrap_database_errors:
            self.connection.execute(f"BEGIN {self.transaction_mode or ''}")  # type: ignore[attr-defined]  # Django's

    def _wait_for_lock(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # Django's, without types
        finally:
            self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # Django's, without types
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # Django's, without types
        finally:
            if self._turns:
                self._turns.close()

    def _give_back(self) -> None:
        if self._turns:
            self._turns.give_back()
