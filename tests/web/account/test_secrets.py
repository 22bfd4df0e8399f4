"""What guards an account at its edges: session keys, codes that are good once, fields for passwords, the way out."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt, AccessLog
from axes.utils import reset
from django.core.cache import cache
from django.test import Client

from tests import factories
from xuezuo.accounts.models import User

PASSWORD = "correct horse"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh(db):
    reset()
    cache.clear()


@pytest.fixture
def carol() -> User:
    branch = factories.organization("901001", factories.organization("901"))
    return factories.user("secretary", branch, username="carol")


def sign_in(client: Client) -> str:
    client.post("/sign-in/", {"login": "carol", "password": PASSWORD})
    return client.cookies["sessionid"].value


def test_nobody_is_there_before_somebody_was_made():
    assert User.objects.count() == 0


def test_signing_in_and_confirming_give_the_session_a_new_key(carol, client):
    planted = client.session.session_key
    first = sign_in(client)
    assert planted != first
    assert len(first) >= 32

    answer = client.post("/account/confirm/", {"password": PASSWORD})

    assert answer.status_code == 302
    second = client.cookies["sessionid"].value
    assert second != first
    assert client.get("/me/").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = first
    assert thief.get("/me/")["Location"].startswith("/sign-in/")


def test_a_code_of_the_app_is_good_once(carol):
    TOTP.activate(carol, SECRET)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    answers = []
    for client in (Client(), Client()):
        assert client.post("/sign-in/", {"login": "carol", "password": PASSWORD})["Location"].startswith(
            "/sign-in/code/"
        )
        answers.append(client.post("/sign-in/code/", {"code": code}).status_code)

    assert answers == [302, 200]


@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/activate/", "/account/password/", "/account/confirm/"])
def test_passwords_are_masked_and_may_be_pasted_and_filled_in(address, carol, client):
    if address.startswith("/account/"):
        sign_in(client)
    page = client.get(address).content.decode()

    fields = [
        tag for tag in re.findall(r"<input[^>]*>", page) if re.search(r'name="\w*(password|again)|type="password"', tag)
    ]
    assert fields
    for tag in fields:
        assert 'type="password"' in tag
        assert re.search(r'autocomplete="(current|new)-password"', tag)
        assert "onpaste" not in tag
        assert "maxlength" not in tag


def test_every_page_of_a_desk_offers_to_sign_out(carol, client):
    sign_in(client)
    for address in (
        "/organizations/901001/today/",
        "/me/",
        "/account/sessions/",
        "/account/second-factor/",
        "/portal/",
    ):
        assert 'action="/sign-out/"' in client.get(address).content.decode(), address


def test_changing_what_one_signs_in_with_asks_again_who_one_is(carol, client, settings):
    sign_in(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    for address in ("/account/second-factor/on/", "/account/second-factor/keys/new/"):
        assert client.get(address)["Location"].startswith("/account/confirm/"), address


def test_signing_in_is_logged_right_and_wrong(carol, client):
    client.post("/sign-in/", {"login": "carol", "password": "not this one"}, REMOTE_ADDR="192.0.2.7")
    (wrong,) = AccessAttempt.objects.all()
    assert (wrong.username, wrong.ip_address, wrong.failures_since_start) == ("carol", "192.0.2.7", 1)
    assert "not this one" not in wrong.post_data

    client.post("/sign-in/", {"login": "carol", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    (right,) = AccessLog.objects.all()
    assert (right.username, right.ip_address) == ("carol", "192.0.2.7")
