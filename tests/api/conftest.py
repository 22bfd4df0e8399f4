"""A small place, people at its desks, and clients that carry their tokens."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests import factories
from xuezuo.accounts import actions
from xuezuo.accounts.models import User
from xuezuo.accounts.queries import own_seats_of, scope_for
from xuezuo.accounts.rules import AREAS
from xuezuo.periods import today

Ask = Callable[..., Client]


@pytest.fixture
def place(db: None) -> dict:
    county = factories.organization("099001", name="云川县委")
    township = factories.organization("099001001", county, kind="committee", name="柳溪镇党委")
    branch = factories.organization("099001001001", township, name="东村党支部")
    other = factories.organization("099001001002", township, name="西村党支部")
    factories.member(branch, "周杰")
    factories.member(branch, "吴芳")
    factories.member(other, "郑强")
    factories.record(branch, date(2016, 5, 20))
    return {
        "county": county,
        "township": township,
        "branch": branch,
        "other": other,
        "alice": factories.user("officer", county),
        "bob": factories.user("officer", township),
        "carol": factories.user("secretary", branch),
    }


@pytest.fixture
def token() -> Callable[..., str]:
    """The text of a token of somebody at their first desk, for every area unless told otherwise."""

    def made(person: User, **more: object) -> str:
        given = {"areas": list(AREAS), "writes": True, "expires_on": today() + timedelta(days=30), "name": "程序"}
        given["desk"] = own_seats_of(person)[0].key
        return actions.make_token(by=scope_for(person), user=person, **(given | more))[1]

    return made


@pytest.fixture
def ask(token: Callable[..., str]) -> Ask:
    """A client without cookies that carries such a token."""

    def client(person: User, **more: object) -> Client:
        return Client(headers={"authorization": f"Bearer {token(person, **more)}", "accept-language": "zh-hans"})

    return client
