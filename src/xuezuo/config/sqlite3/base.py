"""The database that `settings` names in place of `django.db.backends.sqlite3`."""

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from xuezuo.config.sqlite3.turns import Turns


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its turn before a transaction begins and gives it back when that has ended, however it ended.

    Whatever writes outside of a transaction, and every other program, waits as SQLite itself lets it: the line keeps the
    order, SQLite's own lock keeps the rows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns: Turns | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            self._turns = Turns(f"{conn_params['database']}-turns", conn_params.get("timeout", 5))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        if self._turns and not self._turns.take():
            raise OperationalError("database is locked")  # what SQLite says after as long a time
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's, without types
        except BaseException:
            self._give_back()
            raise

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
