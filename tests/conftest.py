"""Fixtures that any test may use."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests import blank, house
from tests.browsing import _one_request_at_a_time, axe, browse, browser, live_page

__all__ = ["_one_request_at_a_time", "axe", "browse", "browser", "live_page"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's, which carries out every migration in every worker."""
    with django_db_blocker.unblock():
        plain = blank.copy()
    yield
    with django_db_blocker.unblock():
        blank.drop(plain)


@pytest.fixture(scope="session", autouse=True)
def _what_was_committed_is_put_back() -> Iterator[None]:
    """Django would empty every table and write its own rows again: some tenths of a second after each such test."""
    plain = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda test: blank.put_back()
    yield
    TransactionTestCase._fixture_teardown = plain


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
