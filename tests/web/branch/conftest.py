"""The branch of the records tests, and browsers signed in as its people."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.records.conftest import Place, place
from xuezuo.accounts.models import User

__all__ = ["place"]

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(place: Place) -> SignedIn:
    """`signed_in("carol")`: a client that speaks English pages, so that tests read."""

    def client(username: str) -> Client:
        made = Client(headers={"accept-language": "en"})
        made.cookies["django_language"] = "en"
        made.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return client


@pytest.fixture
def carol(signed_in: SignedIn) -> Client:
    return signed_in("carol")
