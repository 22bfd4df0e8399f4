"""Calendar links: what is due, in one's own calendar, by a secret that is shown once and dies with the role."""

import re
from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from tests.records.conftest import Place, place
from xuezuo.accounts.actions import end_role
from xuezuo.accounts.models import RoleAssignment, Token, User
from xuezuo.campaigns.actions import amend_requirement
from xuezuo.records import actions
from xuezuo.scopes import operator

__all__ = ["place"]

SECRET = re.compile(r"/calendars/(xzc_[\w-]+)\.ics")


def client_of(username: str) -> Client:
    made = Client()
    made.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return made


def link_of(username: str) -> str:
    client, desk = client_of(username), f"role-{RoleAssignment.objects.get(user__username=username).pk}"
    found = SECRET.search(client.post("/account/calendars/", {"desk": desk}).content.decode())
    assert found
    assert not SECRET.search(client.get("/account/calendars/").content.decode())
    return f"/calendars/{found[1]}.ics"


def entries(address: str) -> dict[str, tuple[date, int]]:
    """UID, day and sequence of everything in the feed."""
    answer = Client().get(address)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {
        str(part["uid"]): ((part.get("due") or part["dtstart"]).dt, part["sequence"]) for part in calendar.subcomponents
    }


def uid(place: Place, code: str) -> str:
    return f"requirement:{place.campaign.code}:{code}@099001001.xuezuo"


def test_an_amended_requirement_moves_and_stays_the_same_entry(place: Place) -> None:
    address = link_of("carol")
    before = entries(address)
    assert before[uid(place, "LECTURE")] == (date(2016, 10, 31), 0)
    assert before[uid(place, "LATER")] == (date(2016, 12, 31), 0)
    assert before["rhythm:general:2016Q4@099001001.xuezuo"] == (date(2016, 12, 31), 0)
    lecture = place.requirements["LECTURE"]
    amend_requirement(by=operator(), requirement=lecture, due_on=date(2016, 11, 20))
    after = entries(address)
    assert after.keys() == before.keys()
    assert after[uid(place, "LECTURE")] == (date(2016, 11, 20), 1)
    tasks = entries(f"{address}?form=tasks")
    assert tasks[uid(place, "LECTURE").replace("@", ":task@")] == (date(2016, 11, 20), 1)


def test_what_is_settled_leaves_and_no_person_is_named(place: Place) -> None:
    address = link_of("carol")
    assert uid(place, "LECTURE") in entries(address)
    lecture = place.requirements["LECTURE"].pk
    actions.enter(
        **place.entry(kinds=["lecture"], claims=[lecture], attended=4, absent=[(place.members[0].pk, "leave")])
    )
    assert uid(place, "LECTURE") not in entries(address)
    body = Client().get(address).content.decode()
    assert [name for name in ("carol", *(one.name for one in place.members)) if name in body] == []
    assert "VALARM" not in body


def test_an_unchanged_calendar_is_not_sent_again(place: Place) -> None:
    address = link_of("carol")
    first = Client().get(address)
    by_tag = Client().get(address, headers={"if-none-match": first["ETag"]})
    by_time = Client().get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_time.status_code, by_tag.content) == (304, 304, b"")
    actions.enter(**place.entry(kinds=["general"]))
    changed = Client().get(
        address, headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}
    )
    assert changed.status_code == 200
    assert changed["Last-Modified"] > first["Last-Modified"] or changed["ETag"] != first["ETag"]


def test_a_link_dies_with_the_role_with_a_new_link_and_by_its_owner(place: Place) -> None:
    old = link_of("carol")
    new = link_of("carol")
    unknown = Client().get("/calendars/xzc_nobody.ics")
    assert Client().get(old).content == unknown.content
    assert entries(new)
    held = Token.objects.get(user__username="carol", ended_at__isnull=True)
    assert client_of("bob").post(f"/account/tokens/{held.pk}/end/").status_code == 404
    client_of("carol").post(f"/account/tokens/{held.pk}/end/", {"back": "calendars"})
    assert Client().get(new).status_code == 404
    third = link_of("carol")
    end_role(by=operator(), assignment=RoleAssignment.objects.get(user__username="carol"))
    dead = Client().get(third)
    assert (dead.status_code, dead.content) == (404, unknown.content)


@pytest.mark.parametrize("desk", ["", "role-0", "post-1"])
def test_nobody_makes_a_link_of_a_desk_that_is_not_theirs(place: Place, desk: str) -> None:
    assert client_of("carol").post("/account/calendars/", {"desk": desk}).status_code == 422
    bobs = RoleAssignment.objects.get(user__username="bob").pk
    assert client_of("carol").post("/account/calendars/", {"desk": f"role-{bobs}"}).status_code == 422
    assert Token.objects.count() == 0


def test_the_secret_opens_the_calendar_and_nothing_else(place: Place) -> None:
    """Neither does a token of a program open a calendar."""
    secret = SECRET.search(link_of("carol"))
    assert secret
    asked = Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret[1]}"})
    assert asked.status_code == 401
    Token.objects.update(areas=["figures"])
    assert Client().get(f"/calendars/{secret[1]}.ics").status_code == 404
