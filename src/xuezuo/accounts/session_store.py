"""Django's sessions in the database, read and changed by statements whose plan is kept: every page does the one, every
form that was taken the other.
"""

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from xuezuo.statements import read

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
CHANGE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s RETURNING 1"


class SessionStore(DatabaseStore):
    """The same rows and the same words as `django.contrib.sessions.backends.db`, which still makes and removes them."""

    @classmethod
    def get_model_class(cls) -> Any:
        return DatabaseStore.get_model_class()

    def load(self) -> dict[str, Any]:
        found = read(READ, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return {}
        said: dict[str, Any] = self.decode(found[0][0])
        return said

    def save(self, must_create: bool = False) -> None:
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        said = self.encode(dict(self.items()))
        given = [said, self.get_expiry_date(), self.session_key]
        try:
            found = _changed(given)
        except DatabaseError as failed:
            raise UpdateError from failed
        if not found:  # it was ended meanwhile
            raise UpdateError


def _changed(given: list[Any]) -> list[tuple[Any, ...]]:
    if connection.vendor == "postgresql":  # one statement is one transaction
        return read(CHANGE, given)
    with transaction.atomic():  # so that it waits in the line of those who write
        return read(CHANGE, given)
