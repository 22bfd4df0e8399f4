"""Fixtures that any test may use."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import house
from tests.browsing import _one_request_at_a_time, axe, browse, browser, live_page
from tests.unlocking import _flushes_may_empty_the_audit

__all__ = ["_flushes_may_empty_the_audit", "_one_request_at_a_time", "axe", "browse", "browser", "live_page"]


@pytest.fixture(scope="session", autouse=True)
def _nobody_stays_in_the_database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL removes no database that somebody is in, and a process that a test has killed is noticed late."""
    if not house.on_postgres():
        yield
        return
    request.getfixturevalue("django_db_setup")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"  # waits until it is gone
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
