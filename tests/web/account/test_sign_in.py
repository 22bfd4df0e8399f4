"""Signing in, being locked out, the second factor, and the two switches in the head of every page."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.utils import reset
from django.core.cache import cache
from django.test import Client

from tests import factories
from xuezuo.accounts.models import RoleAssignment

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def fresh(db):
    reset()
    cache.clear()


@pytest.fixture
def carol():
    branch = factories.organization("901001", factories.organization("901"), name="柳溪村党支部")
    return factories.user("secretary", branch, username="carol")


def sign_in(client: Client, name="carol", password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": name, "password": password, **more})


def test_the_right_password_leads_home_and_from_there_to_the_branch(carol, client):
    assert sign_in(client)["Location"] == "/"
    assert client.get("/")["Location"] == "/organizations/901001/today/"


def test_a_wrong_password_says_no_more_than_that(carol, client):
    known = sign_in(client, password="wrong")
    unknown = sign_in(client, name="stranger", password="wrong")

    assert known.status_code == unknown.status_code == 200
    said = [answer.context["form"].non_field_errors() for answer in (known, unknown)]
    assert said[0] == said[1]
    assert said[0]


def test_too_many_wrong_passwords_close_the_door_with_a_sentence(carol, client):
    client.cookies["django_language"] = "en"
    for _ in range(9):
        assert sign_in(client, password="wrong").status_code == 200

    closed = sign_in(client, password="wrong")
    assert closed.status_code == 429
    assert "15 minutes" in closed.content.decode()
    assert sign_in(client).status_code == 429  # not even the right one now
    assert "_auth_user_id" not in client.session


def test_another_spelling_of_the_name_is_counted_with_the_others(carol, client):
    for name in ("carol", "Carol", "CAROL", " carol ", "cArol") * 2:
        closed = sign_in(client, name=name, password="wrong")
    assert closed.status_code == 429
    assert sign_in(client, name="CaRoL").status_code == 429


def test_signing_in_takes_the_count_back_under_every_spelling(carol, client):
    carol.username = "Carol"
    carol.save()
    for _ in range(2):
        for _ in range(9):
            assert sign_in(client, name="caroL", password="wrong").status_code == 200
        assert sign_in(client, name="carol").status_code == 302
        client.post("/sign-out/")


def test_nobody_signs_up(client):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_out_needs_a_press_of_a_button(carol, client):
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/sign-out/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/me/").status_code == 302


def test_the_address_asked_for_is_reached_after_signing_in_but_no_other_site(carol, client):
    assert sign_in(client, next="/me/")["Location"] == "/me/"
    client.post("/sign-out/")
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_a_second_factor_is_asked_for_once_it_is_on(carol, client):
    sign_in(client)
    asked = client.get("/account/second-factor/on/")["Location"]
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/account/second-factor/on/"
    secret = client.get("/account/second-factor/on/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/account/second-factor/on/", {"code": code})["Location"] == "/account/second-factor/codes/"
    assert client.get("/account/second-factor/codes/").context["unused_codes"]
    client.post("/sign-out/")

    assert sign_in(client)["Location"] == "/sign-in/code/"
    assert client.get("/me/").status_code == 302
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    recovery = carol.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/sign-in/code/", {"code": recovery})
    assert client.get("/me/").status_code == 200


def test_the_password_can_be_changed(carol, client):
    sign_in(client)
    new = "a longer horse indeed"
    assert (
        client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code
        == 302
    )
    client.post("/sign-out/")
    assert sign_in(client, password=new)["Location"] == "/"


def test_the_role_switch_takes_only_one_s_own_desks(carol, client):
    town = factories.organization("902", kind="local_committee", name="柳溪镇委员会")
    other = RoleAssignment.objects.create(user=carol, role="officer", organization=town)
    foreign = factories.user("officer", town).assignments.get()
    sign_in(client)
    assert client.get("/me/").context["scope"].role == "secretary"

    client.post("/desk/", {"assignment": f"role-{foreign.pk}"})
    assert client.get("/me/").context["scope"].role == "secretary"
    client.post("/desk/", {"assignment": f"role-{other.pk}"})
    assert client.get("/me/").context["scope"].role == "officer"
    page = client.get("/me/").content.decode()
    assert f'name="assignment" value="role-{other.pk}" aria-current="true"' in page


def test_the_language_is_the_installation_s_until_one_is_chosen(client):
    assert 'lang="zh-Hans"' in client.get("/portal/", headers={"accept-language": "en"}).content.decode()

    answer = client.post("/language/", {"language": "en", "next": "/portal/"})

    assert answer["Location"] == "/portal/"
    assert 'lang="en"' in client.get("/portal/").content.decode()
    assert client.post("/language/", {"language": "en", "next": "//elsewhere.example/"})["Location"] == "/"
    assert client.post("/language/", {"language": "xx"}).status_code == 400


@pytest.mark.parametrize("role", ["auditor", "administrator", ""])
def test_people_without_a_desk_read_why(role, client):
    person = factories.user(role, factories.organization("901") if role else None)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/")

    assert page.status_code == 200
    assert "/me/" in page.content.decode()


def test_an_old_form_is_answered_in_words(carol):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "Nothing was stored" in answer.content.decode()


def test_our_own_faults_show_no_trace(carol, client, monkeypatch):
    def breaks(*_args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("xuezuo.web.account.me.seats_of", breaks)
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False

    answer = client.get("/me/")

    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "Something broke on our side" in answer.content.decode()


def test_a_page_that_asks_for_nothing_of_a_scope_still_has_its_head(carol) -> None:
    """The answer to a form without its protection is such a page."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/language/", {"language": "en"})
    assert (answer.status_code, "柳溪村党支部" in answer.content.decode()) == (403, True)
