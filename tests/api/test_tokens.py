"""A token stands for one desk of its owner, in some areas, until a day; it is lost with the desk within one request."""

import logging
from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from xuezuo.accounts import actions
from xuezuo.accounts.models import Token, User
from xuezuo.accounts.queries import scope_for
from xuezuo.audit.models import Event
from xuezuo.organizations import sealing
from xuezuo.people.actions import end_post, enter_post
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

ME = "/api/v1/me"


def bearer(text: str) -> Client:
    return Client(headers={"authorization": f"Bearer {text}"})


def test_what_is_kept_is_a_hash(place, token):
    text = token(place["carol"])

    kept = Token.objects.get()
    assert text.startswith("xz_")
    assert bytes(kept.key_index) == sealing.index(text)
    assert text not in str(list(Event.objects.values())) + str(list(Token.objects.values()))
    assert [one.action for one in Event.objects.all()] == ["token.make"]


def test_a_token_needs_no_cookie_and_leaves_none(place, ask):
    answer = ask(place["carol"]).get(ME)

    assert (answer.status_code, answer.json()["role"], answer.cookies) == (200, "secretary", {})
    assert Token.objects.get().last_used_on == today()


def test_it_acts_at_the_desk_it_was_made_for(place, ask):
    factories.RoleAssignment.objects.create(user=place["carol"], role="inspector", organization=place["county"])

    desk = f"role-{place['carol'].assignments.latest('pk').pk}"
    found = ask(place["carol"], desk=desk).get(ME).json()
    assert (found["role"], [desk["organization"]["code"] for desk in found["desks"]]) == ("inspector", ["099001"])


@pytest.mark.parametrize("lost", ["role", "token", "account", "day", "own"])
def test_it_is_lost_within_one_request(place, token, lost, settings):
    carol = place["carol"]
    program = bearer(token(carol))
    assert program.get(ME).status_code == 200

    if lost == "role":
        actions.end_role(by=operator(), assignment=carol.assignments.get())
    elif lost == "token":
        actions.end_token(by=operator(), token=Token.objects.get())
    elif lost == "own":
        actions.end_token(by=scope_for(carol), token=Token.objects.get())
    elif lost == "account":
        actions.close_account(by=operator(), user=carol, reason="调离")
    else:
        settings.TODAY = (today() + timedelta(days=30)).isoformat()
    answer = program.get(ME)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_it_is_lost_with_the_post(place, token):
    person = factories.member(place["branch"])
    nina = factories.user(member=person)
    held = enter_post(
        by=operator(),
        organization_id=place["branch"].pk,
        member=person,
        post="secretary",
        way="elected",
        since=today() - timedelta(days=9),
    )
    program = bearer(token(nina))
    assert program.get(ME).json()["role"] == "secretary"

    end_post(by=operator(), holding=held, on=today(), reason="改任")
    assert program.get(ME).status_code == 401


def test_a_session_loses_its_role_within_one_request_too(place, client):
    client.force_login(place["carol"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ME).json()["role"] == "secretary"

    actions.end_role(by=operator(), assignment=place["carol"].assignments.get())
    assert client.get(ME).json()["role"] == "nobody"


def test_it_is_good_for_its_areas_only(place, ask):
    program = ask(place["bob"], areas=["figures"], writes=False)

    assert program.get("/api/v1/figures").status_code == 200
    refused = program.get("/api/v1/organizations")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert "organizations" in refused.json()["detail"]


def test_one_to_read_writes_nothing(place, ask):
    program = ask(place["carol"], writes=False)
    address = f"/api/v1/organizations/{place['branch'].code}/records"

    assert program.get(address).status_code == 200
    assert program.post(address, {}, content_type="application/json").status_code == 403


@pytest.mark.parametrize("days", [0, 366])
def test_it_expires(place, token, days):
    with pytest.raises(Refusal) as refused:
        token(place["carol"], expires_on=today() + timedelta(days=days))
    assert refused.value.code == "token_days"


def test_a_desk_that_was_lent_makes_no_token(place, token):
    nina = factories.user("", place["branch"])
    actions.delegate(
        by=scope_for(place["carol"]),
        receiver=nina,
        organization_id=place["branch"].pk,
        until=today() + timedelta(days=3),
        reason="外出",
    )
    with pytest.raises(NotVisible):
        actions.make_token(
            by=scope_for(nina),
            user=nina,
            name="程序",
            desk="delegation-1",
            areas=["figures"],
            expires_on=today() + timedelta(days=3),
        )


def test_a_program_gets_its_token_from_the_system_administrator(place):
    sam, adam = factories.user("security", place["county"]), factories.user("administrator", place["county"])
    program = actions.create_user(
        by=operator(), username="board", organization_id=place["township"].pk, is_program=True
    )
    role = actions.assign_role(by=scope_for(sam), user=program, role="inspector", organization_id=place["township"].pk)
    made = {
        "user": program,
        "name": "大屏",
        "desk": f"role-{role.pk}",
        "areas": ["figures"],
        "expires_on": today() + timedelta(days=9),
    }
    for other in (place["bob"], sam, factories.user("administrator", place["other"])):
        with pytest.raises(NotVisible):
            actions.make_token(by=scope_for(other), **made)
    _, text = actions.make_token(by=scope_for(adam), **made)

    assert bearer(text).get(ME).json()["role"] == "inspector"
    assert not User.objects.get(pk=program.pk).has_usable_password()


def test_nobody_makes_a_token_for_somebody_else(place):
    with pytest.raises(NotVisible):
        actions.make_token(
            by=scope_for(place["bob"]),
            user=place["carol"],
            name="程序",
            desk="role-1",
            areas=["figures"],
            expires_on=today() + timedelta(days=9),
        )


def test_wrong_tokens_close_the_door_for_a_while(place, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = bearer("xz_wrong")
    answers = [wrong.get(ME).status_code for _ in range(12)]

    assert answers == [401] * 10 + [429] * 2
    assert "xz_wrong" not in caplog.text


def test_what_a_program_does_says_by_which_token(place, ask):
    program = ask(place["carol"])
    answer = program.post(
        f"/api/v1/organizations/{place['branch'].code}/records",
        {
            "client_id": "6f1c24a8-9fd0-4a3c-9a53-1d9a3c3f6a10",
            "held_on": "2016-06-20",
            "kinds": ["general"],
            "attended": 2,
        },
        content_type="application/json",
    )

    assert answer.status_code == 201
    assert Event.objects.get(action="record.enter").detail["token_id"] == Token.objects.get().pk
