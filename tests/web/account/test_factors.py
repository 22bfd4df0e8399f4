"""The second factor: demanded from county level up before anything else, counted when wrong, reset by another person."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.utils import reset
from django.core.cache import cache
from django.test import Client

from tests import factories
from xuezuo.accounts import actions
from xuezuo.accounts.models import RoleAssignment, SignIn, WrongCode
from xuezuo.audit.models import Event
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

PASSWORD = "correct horse"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP = "/account/second-factor/"


@pytest.fixture(autouse=True)
def fresh(db, settings):
    settings.FACTOR_DEMANDED = True
    settings.FACTOR_KINDS = {"local_committee", "working_committee"}
    reset()
    cache.clear()


@pytest.fixture
def tree():
    county = factories.organization("901", kind="local_committee")
    town = factories.organization("901001", county, kind="committee")
    return county, town, factories.organization("901001001", town)


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed_in(person):
    client = Client()
    answer = client.post("/sign-in/", {"login": person.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def with_app(person, secret=SECRET):
    TOTP.activate(person, secret)
    return person


@pytest.mark.parametrize(
    ("role", "level", "asked"),
    [
        ("officer", 0, True),
        ("inspector", 0, True),
        ("officer", 1, False),
        ("inspector", 1, False),
        ("secretary", 2, False),
        ("member", 0, False),
        ("auditor", 2, True),
        ("administrator", 1, True),
        ("security", 1, True),
    ],
)
def test_who_must_set_one_up_before_anything_else(role, level, asked, tree):
    client = signed_in(factories.user(role, tree[level]))

    answers = {address: client.get(address) for address in ("/", "/me/", "/account/sessions/", "/portal/")}

    if asked:
        assert {one.status_code for one in answers.values()} == {302}
        assert {one["Location"] for one in answers.values()} == {SET_UP}
        assert client.get(SET_UP).status_code == 200
    else:
        assert SET_UP not in {one.get("Location") for one in answers.values()}


def test_every_role_that_is_held_counts_not_only_the_desk_one_sits_at(tree):
    person = factories.user("secretary", tree[2])
    RoleAssignment.objects.create(user=person, role="officer", organization=tree[0])

    assert signed_in(person).get("/me/")["Location"] == SET_UP


def test_a_role_given_while_somebody_is_signed_in_asks_at_the_next_request(tree):
    person = factories.user("secretary", tree[2])
    client = signed_in(person)
    assert client.get("/me/").status_code == 200

    RoleAssignment.objects.create(user=person, role="officer", organization=tree[0])

    assert client.get("/me/")["Location"] == SET_UP


def test_fragments_and_programs_are_told_instead_of_sent(tree):
    client = signed_in(factories.user("officer", tree[0]))

    fragment = client.get("/me/", headers={"hx-request": "true"})
    program = client.get("/me/", headers={"accept": "application/json"})

    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, SET_UP)
    assert (program.status_code, json.loads(program.content)["status"]) == (403, 403)
    assert client.post("/feedback/new/", {"kind": "complaint", "text": "x"})["Location"] == SET_UP


def test_signing_out_and_the_language_answer(tree):
    client = signed_in(factories.user("officer", tree[0]))

    assert client.post("/language/", {"language": "en", "next": SET_UP})["Location"] == SET_UP
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"


@pytest.mark.django_db(transaction=True)  # the session learns of the new factor at the commit
def test_once_set_up_everything_opens_and_the_next_sign_in_asks_for_it(tree):
    person = factories.user("officer", tree[0])
    client = signed_in(person)
    confirm = client.get("/account/second-factor/on/")["Location"]
    client.post(confirm, {"password": PASSWORD})
    secret = client.get("/account/second-factor/on/").context["form"].secret
    client.post("/account/second-factor/on/", {"code": code_now(secret)})
    assert client.get("/me/").status_code == 200

    other = Client()
    assert other.post("/sign-in/", {"login": person.username, "password": PASSWORD})["Location"] == "/sign-in/code/"
    assert other.get("/me/")["Location"] == "/sign-in/?next=/me/"
    cache.clear()  # the code was used a moment ago, and works once
    other.post("/sign-in/code/", {"code": code_now(secret)})
    assert other.get("/me/").status_code == 200


def test_the_key_of_an_app_is_sealed_in_the_database(tree):
    person = with_app(factories.user("officer", tree[0]))

    kept = Authenticator.objects.get(user=person)

    assert SECRET not in json.dumps(kept.data)
    assert kept.wrap().validate_code(code_now())


def test_a_session_that_never_saw_the_factor_can_show_it_but_not_add_another(tree):
    person = factories.user("secretary", tree[2])
    client = signed_in(person)
    with_app(person)
    RoleAssignment.objects.create(user=person, role="officer", organization=tree[0])

    show = "/account/confirm/code/?next=%2Fme%2F"
    assert client.get("/me/")["Location"] == show
    for address in ("/account/second-factor/keys/new/", "/account/second-factor/on/", SET_UP, "/account/confirm/"):
        assert client.get(address)["Location"].startswith("/account/confirm/code/")
    assert client.get(show).status_code == 200
    assert client.post(show, {"code": code_now(), "next": "/me/"})["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_switched_off_it_is_demanded_again(tree):
    person = with_app(factories.user("officer", tree[0]))
    client = signed_in(person)
    client.post("/sign-in/code/", {"code": code_now()})
    confirm = client.get("/account/second-factor/off/")["Location"]
    client.post(confirm, {"password": PASSWORD})
    client.post("/account/second-factor/off/")

    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/me/")["Location"] == SET_UP


def test_an_installation_may_only_offer_it(tree, settings):
    settings.FACTOR_DEMANDED = False
    assert signed_in(factories.user("officer", tree[0])).get("/me/").status_code == 200


def test_other_kinds_may_be_named(tree, settings):
    settings.FACTOR_KINDS = {"committee"}
    assert signed_in(factories.user("officer", tree[0])).get("/me/").status_code == 200
    assert signed_in(factories.user("officer", tree[1])).get("/me/")["Location"] == SET_UP


def test_ten_wrong_codes_close_the_door_for_the_name_from_everywhere(tree):
    person = with_app(factories.user("officer", tree[0]))
    client = signed_in(person)
    client.cookies["django_language"] = "en"
    for _ in range(10):
        answer = client.post("/sign-in/code/", {"code": "000000"})
    assert "Too many" not in answer.content.decode()

    right = client.post("/sign-in/code/", {"code": code_now()})
    assert "Too many wrong tries. Wait until" in right.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    elsewhere.post("/sign-in/", {"login": person.username.upper(), "password": PASSWORD})
    elsewhere.post("/sign-in/code/", {"code": code_now()})
    assert elsewhere.get("/me/")["Location"] == "/sign-in/?next=/me/"


def test_a_right_password_in_between_does_not_take_wrong_codes_back(tree):
    person = with_app(factories.user("officer", tree[0]))
    for _ in range(2):
        client = signed_in(person)
        for _ in range(5):
            client.post("/sign-in/code/", {"code": "000000"})

    client.post("/sign-in/code/", {"code": code_now()})

    assert client.get("/me/").status_code == 302
    assert WrongCode.objects.count() == 5 + 5


def test_recovery_codes_and_confirming_are_counted_with_them(tree):
    person = with_app(factories.user("officer", tree[0]))
    client = signed_in(person)
    client.post("/sign-in/code/", {"code": code_now()})
    for _ in range(5):
        client.post("/account/confirm/code/", {"code": "11111111"})
    later = signed_in(person)
    for _ in range(5):
        later.post("/sign-in/code/", {"code": "11111111"})
    cache.clear()

    later.post("/sign-in/code/", {"code": code_now()})

    assert later.get("/me/").status_code == 302


def test_the_old_password_is_not_guessed_at_the_form_for_a_new_one(settings):
    settings.FACTOR_DEMANDED = False
    client = signed_in(factories.user())
    new = {"password1": "a longer horse indeed", "password2": "a longer horse indeed"}
    for _ in range(10):
        client.post("/account/password/", {"oldpassword": "wrong", **new})
        cache.clear()  # allauth's own count, of a minute only

    assert client.post("/account/password/", {"oldpassword": PASSWORD, **new}).status_code == 200  # not changed


def security(where):
    return factories.scope(factories.user("security", where))


def test_a_lost_factor_is_taken_away_by_the_security_administrator_with_a_reason(tree):
    county, town, _ = tree
    person = with_app(factories.user("officer", town, organization=town))
    client = signed_in(person)
    client.post("/sign-in/code/", {"code": code_now()})
    by = security(county)

    assert actions.reset_factors(by=by, user=person, reason=" 手机丢失 ") == 1

    assert not Authenticator.objects.filter(user=person).exists()
    assert not SignIn.objects.filter(user=person).exists()
    assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"
    event = Event.objects.get(action="factor.reset")
    assert (event.viewer_id, event.object_id, event.detail) == (
        by.viewer_id,
        person.pk,
        {"kinds": ["totp"], "reason": "手机丢失"},
    )


def test_who_may_not_take_it_away(tree):
    county, town, _ = tree
    person = with_app(factories.user("officer", town, organization=town))
    elsewhere = factories.organization("902", kind="local_committee")
    for role, where in (("administrator", county), ("officer", county), ("auditor", county), ("security", elsewhere)):
        with pytest.raises(NotVisible):
            actions.reset_factors(by=factories.scope(factories.user(role, where)), user=person, reason="x")
    own = factories.user("security", county, organization=county)
    with pytest.raises(Refusal, match=r".") as refused:
        actions.reset_factors(by=factories.scope(own), user=own, reason="x")
    assert refused.value.code == "factor_of_oneself"
    with pytest.raises(Refusal) as refused:
        actions.reset_factors(by=operator(), user=person, reason="  ")
    assert refused.value.code == "reason_missing_security"
    assert Authenticator.objects.filter(user=person).count() == 1
