"""Where I am signed in: seen by oneself only, ended at the next request, and never longer than allowed."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from axes.utils import reset
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests import factories
from xuezuo.accounts import actions
from xuezuo.accounts.models import SignIn
from xuezuo.audit.models import Event
from xuezuo.periods import today
from xuezuo.scopes import NotVisible
from xuezuo.web.account.sessions import device_of

PASSWORD = "correct horse"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def fresh(db):
    reset()
    cache.clear()


@pytest.fixture
def branch():
    return factories.organization("901001", factories.organization("901", kind="local_committee"))


@pytest.fixture
def carol(branch):
    return factories.user("secretary", branch, username="carol", organization=branch)


def signed_in(name="carol", password=PASSWORD, **environment):
    client = Client(**environment)
    assert client.post("/sign-in/", {"login": name, "password": password}).status_code == 302
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (PHONE, "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) … MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120) Gecko Firefox/120", "Firefox · Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_told_in_words(agent, shown):
    assert device_of(agent) == shown


def test_the_list_shows_my_browsers_and_nobody_else_s(carol, branch):
    phone = signed_in(headers={"user-agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    signed_in(REMOTE_ADDR="203.0.113.8")
    factories.user("secretary", branch, username="dan")
    signed_in("dan", REMOTE_ADDR="198.51.100.3")

    page = phone.get("/account/sessions/")

    assert [(row.device, row.address) for row in page.context["rows"]] == [
        ("", "203.0.113.8"),
        ("Chrome · Android", "203.0.113.7"),
    ] or [(row.device, row.address) for row in page.context["rows"]] == [
        ("Chrome · Android", "203.0.113.7"),
        ("", "203.0.113.8"),
    ]
    assert "198.51.100.3" not in page.content.decode()


def test_one_that_is_ended_is_dead_at_its_next_request(carol):
    here, there = signed_in(), signed_in()
    other = SignIn.objects.exclude(pk=here.session["sign_in"]).get()

    assert here.post("/account/sessions/endings/", {"sign_in": other.pk})["Location"] == "/account/sessions/"

    assert is_in(here)
    assert not is_in(there)
    event = Event.objects.get(action="session.end")
    assert (event.viewer_id, event.object_id, event.detail) == (carol.pk, carol.pk, {"count": 1})


def test_all_others_are_ended_at_once(carol):
    here, *others = [signed_in() for _ in range(4)]
    here.post("/account/sessions/endings/")
    assert is_in(here)
    assert [is_in(one) for one in others] == [False] * 3


def test_nobody_ends_the_session_of_somebody_else(carol, branch):
    factories.user("secretary", branch, username="dan")
    dan = signed_in("dan")
    foreign = SignIn.objects.get().pk
    here = signed_in()
    for number in (foreign, 10**30, "x", "-1"):
        here.post("/account/sessions/endings/", {"sign_in": number})
    assert is_in(dan)
    assert not Event.objects.filter(action="session.end").exists()


def test_signing_out_takes_the_row_away(carol):
    client = signed_in()
    client.post("/sign-out/")
    assert not SignIn.objects.exists()


def test_a_copied_cookie_is_dead_after_signing_out(carol):
    client, thief = signed_in(), Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(thief)
    client.post("/sign-out/")
    assert not is_in(thief)


def test_a_session_that_rested_too_long_is_over(carol):
    client = signed_in()
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=119))
    assert is_in(client)
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=121))
    assert not is_in(client)


def test_no_session_outlives_the_longest_even_in_use(carol):
    client = signed_in()
    SignIn.objects.update(began_at=timezone.now() - timedelta(minutes=721))
    assert not is_in(client)


def test_use_is_noted_no_finer_than_to_five_minutes(carol):
    client = signed_in()
    before = timezone.now() - timedelta(minutes=4)
    SignIn.objects.update(seen_at=before)
    client.get("/me/")
    assert SignIn.objects.get().seen_at == before
    SignIn.objects.update(seen_at=before - timedelta(minutes=2))
    client.get("/me/")
    assert SignIn.objects.get().seen_at > before


def test_a_new_password_ends_the_others_and_keeps_this_one(carol):
    here, there = signed_in(), signed_in()
    new = "a longer horse indeed"
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(here)
    assert not is_in(there)
    assert SignIn.objects.count() == 1


def test_the_list_does_not_grow_for_ever(carol):
    for _ in range(23):
        signed_in()
    assert SignIn.objects.count() == 20
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    signed_in()
    assert Session.objects.count() == 1


def test_the_security_administrator_ends_all_of_somebody_s_with_a_reason(carol, branch):
    client = signed_in()
    by = factories.scope(factories.user("security", factories.organization("902", kind="local_committee")))
    with pytest.raises(NotVisible):
        actions.end_sessions(by=by, user=carol, reason="手机被盗")
    assert is_in(client)
    above = SignIn.objects.get().user.organization.placements.get().parent
    by = factories.scope(factories.user("security", above))

    assert actions.end_sessions(by=by, user=carol, reason="手机被盗") == 1

    assert not is_in(client)
    assert Event.objects.get(action="session.end").detail == {"count": 1, "reason": "手机被盗"}


def test_an_account_that_is_closed_is_out_at_its_next_request(carol):
    client = signed_in()
    carol.is_active = False
    carol.save()
    assert not is_in(client)


def test_a_role_that_is_lost_is_lost_at_the_next_request(carol, branch):
    client = signed_in()
    assert client.get("/organizations/901001/today/").status_code == 200
    carol.assignments.update(valid_to=today())
    assert client.get("/organizations/901001/today/").status_code == 404


class Counting(MD5PasswordHasher):
    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        Counting.hashed += 1
        return super().encode(password, salt)


def test_a_known_name_costs_as_many_hashes_as_one_that_nobody_has(branch, settings):
    settings.PASSWORD_HASHERS = ["tests.web.account.test_sessions.Counting"]
    factories.user("secretary", branch, username="known")
    factories.user("secretary", branch, username="closed", is_active=False)
    waiting = factories.user("secretary", branch, username="waiting")
    waiting.set_unusable_password()
    waiting.save()
    counts = {}
    for name in ("known", "waiting", "closed", "stranger"):
        Counting.hashed = 0
        Client().post("/sign-in/", {"login": name, "password": "wrong"})
        counts[name] = Counting.hashed
    assert counts == dict.fromkeys(counts, counts["stranger"])
    assert counts["stranger"] > 0


def test_a_closed_door_says_until_when_also_for_names_nobody_has(carol):
    for name in ("carol", "stranger"):
        client = Client()
        client.cookies["django_language"] = "en"
        for _ in range(10):
            client.post("/sign-in/", {"login": name, "password": "wrong"})
        last = AccessAttempt.objects.get(username=name).attempt_time
        until = timezone.localtime(last + timedelta(minutes=15)).strftime("%H:%M")

        answer = client.post("/sign-in/", {"login": name, "password": PASSWORD})

        assert answer.status_code == 429
        assert f"closed until {until}." in answer.content.decode()
