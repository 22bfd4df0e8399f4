"""The outbox over the wire: a batch whose envelopes are answered one by one, cut, forged or late."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from xuezuo.accounts.phones import mark_of
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment
from xuezuo.organizations.models import Floating, Organization
from xuezuo.records.models import Received, Record

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def phone(place: dict, settings: Any) -> Client:
    settings.TODAY = "2016-10-20"
    client = Client()
    client.force_login(place["carol"], backend=BACKEND)
    return client


def envelope(code: str = "099001001001", **parts: Any) -> dict[str, Any]:
    body = {"held_on": "2016-10-18", "kinds": ["general"], "attended": 2} | parts.pop("body", {})
    return {"client_id": str(uuid.uuid4()), "organization": code, "kind": "enter", "body": body} | parts


def post(client: Client, *envelopes: Any) -> list[dict[str, Any]]:
    answer = client.post("/api/v1/outbox", {"envelopes": list(envelopes)}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()["answers"]


def test_each_envelope_is_answered_by_itself(phone: Client) -> None:
    good, future, elsewhere = envelope(), envelope(body={"held_on": "2016-10-23"}), envelope("099001001002")
    unreadable, strange = envelope(body={"attended": "viele"}), {"client_id": 7, "kind": "dance"}

    answers = post(phone, good, future, elsewhere, unreadable, strange, good)

    assert [one["answer"] for one in answers] == ["taken", "refused", "gone", "refused", "refused", "already"]
    assert answers[1]["code"] == "record_in_future"
    assert "2016-10-23" in answers[1]["sentence"]
    assert (answers[3]["code"], answers[3]["field"]) == ("envelope_unreadable", "attended")
    assert "viele" not in json.dumps(answers)
    assert Record.objects.filter(organization__code="099001001001", held_on="2016-10-18").count() == 1


def test_what_was_voiced_arrives_with_its_meeting_and_once(place: dict, phone: Client) -> None:
    goal = factories.goal(place["township"], "修通机耕路")
    pack = phone.get("/api/v1/organizations/099001001001/pack").json()
    assert pack["goals"] == [[goal.pk, "修通机耕路"]]
    member = pack["roster"][0][0]
    problems = [{"text": "路灯不亮", "owner": "组织委员", "due_on": "2016-11-30"}, {"text": "桥面破损"}]
    taken = {"text": "看护三户老人", "due_on": "2016-12-31", "member": member, "goal": goal.pk}
    one = envelope(body={"problems": problems, "taken_on": [taken]})
    early = one | {"body": one["body"] | {"taken_on": [taken | {"due_on": "2016-10-01"}]}}

    assert [each["answer"] for each in post(phone, early)] == ["refused"]
    assert not Case.objects.exists()
    assert [each["answer"] for each in post(phone, one, one) + post(phone, one)] == ["taken", "already", "already"]

    record = Record.objects.get(client_id=one["client_id"])
    raised = Case.objects.filter(record=record).order_by("pk")
    assert [(each.title, each.owner, str(each.due_on)) for each in raised] == [
        ("路灯不亮", "组织委员", "2016-11-30"),
        ("桥面破损", "", "None"),
    ]
    made = Commitment.objects.get(record=record)
    assert (made.what, made.member_id, made.goal_id, str(made.due_on)) == (
        "看护三户老人",
        member,
        goal.pk,
        "2016-12-31",
    )
    other = one | {"body": one["body"] | {"problems": problems[:1]}}
    assert [each["why"] for each in post(phone, other)] == ["other_content"]


def test_votes_and_guests_arrive_with_their_meeting_and_once(place: dict, phone: Client) -> None:
    neighbour = factories.organization("099001001009", place["township"])
    guest = factories.member(neighbour, "游一", groups=("floating",))
    branch = Organization.objects.get(code="099001001001")
    said = {"entered_by": 0, "entered_at": timezone.now()}
    Floating.objects.create(grouped=guest.groups.get(), receiving=branch, **said)
    pack = phone.get("/api/v1/organizations/099001001001/pack").json()
    assert pack["living_here"] == [[guest.pk, "游一"]]
    assert pack["matters"][0] == "general"
    vote = {"matter": "general", "text": "修路方案", "in_favour": 1}
    one = envelope(body={"guests": 1, "guest_members": [guest.pk], "resolutions": [vote]})

    too_many = one | {"body": one["body"] | {"resolutions": [vote | {"in_favour": 99}]}}
    assert [each["code"] for each in post(phone, too_many)] == ["votes_over"]
    assert not Record.objects.filter(client_id=one["client_id"]).exists()
    assert [each["answer"] for each in post(phone, one, one) + post(phone, one)] == ["taken", "already", "already"]

    record = Record.objects.get(client_id=one["client_id"])
    assert [(each.text, each.in_favour, each.voters) for each in record.resolutions.all()] == [("修路方案", 1, None)]
    assert [each.member_id for each in record.guest_attendances.all()] == [guest.pk]
    other = one | {"body": one["body"] | {"resolutions": [vote | {"text": "别的"}]}}
    assert [each["why"] for each in post(phone, other)] == ["other_content"]


def test_a_vote_is_not_lost_when_its_meeting_came_another_way(place: dict, phone: Client) -> None:
    """The page sent the meeting without the vote; the phone has it with one: a person chooses, nothing is dropped."""
    one = envelope()
    post(phone, one)
    Received.objects.all().delete()  # as if the page had entered it
    vote = {"matter": "general", "text": "修路方案", "in_favour": 1}
    with_vote = one | {"body": one["body"] | {"resolutions": [vote]}}
    assert [each.get("why") for each in post(phone, with_vote)] == ["other_content"]
    assert [each["answer"] for each in post(phone, one)] == ["already"]


def test_what_was_voiced_comes_by_the_door_for_one_record_too(place: dict, phone: Client) -> None:
    said = envelope()["body"] | {"client_id": str(uuid.uuid4()), "problems": [{"text": "路灯不亮"}]}

    for _ in range(2):
        sent = phone.post("/api/v1/organizations/099001001001/records", said, content_type="application/json")
        assert sent.status_code == 201, sent.content

    assert Case.objects.get().record.client_id == uuid.UUID(said["client_id"])


def test_a_body_cut_on_the_way_changes_nothing(phone: Client) -> None:
    whole = json.dumps({"envelopes": [envelope(), envelope(body={"held_on": "2016-10-11"})]})
    before = Record.objects.count()

    for length in range(1, len(whole), 37):
        answer = phone.post("/api/v1/outbox", whole[:length], content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")

    assert Record.objects.count() == before


def test_a_session_that_ended_is_told_so_and_nothing_is_lost(place: dict, phone: Client) -> None:
    one = envelope()
    phone.cookies.clear()

    refused = phone.post("/api/v1/outbox", {"envelopes": [one]}, content_type="application/json")
    assert (refused.status_code, phone.get("/api/v1/outbox").status_code) == (401, 401)

    phone.force_login(place["carol"], backend=BACKEND)
    assert [answer["answer"] for answer in post(phone, one)] == ["taken"]


def test_a_batch_needs_the_protection_that_the_door_hands_out(place: dict, settings: Any) -> None:
    settings.TODAY = "2016-10-20"
    client = Client(enforce_csrf_checks=True)
    client.force_login(place["carol"], backend=BACKEND)
    sent = {"envelopes": [envelope()]}

    assert client.post("/api/v1/outbox", sent, content_type="application/json").status_code == 403
    door = client.get("/api/v1/outbox").json()
    headers = {"X-CSRFToken": door["protection"]}
    assert client.post("/api/v1/outbox", sent, content_type="application/json", headers=headers).status_code == 200
    assert door["owner"] == mark_of(place["carol"]) != mark_of(place["bob"])
    assert door["day"] == "2016-10-20"


def test_a_pack_is_sent_again_only_when_it_changed(phone: Client) -> None:
    first = phone.get("/api/v1/organizations/099001001001/pack")
    again = phone.get("/api/v1/organizations/099001001001/pack", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "no-store"

    post(phone, envelope())
    changed = phone.get("/api/v1/organizations/099001001001/pack", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.json()["records"][0]["content"]["held_on"] == "2016-10-18"


def test_a_role_that_ended_finds_no_pack_and_sends_nothing(place: dict, phone: Client) -> None:
    place["carol"].assignments.update(valid_to="2016-10-01")

    assert phone.get("/api/v1/organizations/099001001001/pack").status_code == 404
    assert [one["answer"] for one in post(phone, envelope())] == ["gone"]
    assert phone.get("/api/v1/outbox").status_code == 200


def test_an_entry_goes_through_the_desk_of_its_branch_whichever_desk_is_open(place: dict, phone: Client) -> None:
    """Carol is secretary of two branches; the one of the other desk is sent from the same phone."""
    factories.RoleAssignment.objects.create(user=place["carol"], role="secretary", organization=place["other"])

    answers = post(phone, envelope(), envelope("099001001002", body={"attended": 1}))

    assert [one["answer"] for one in answers] == ["taken", "taken"]


def test_no_phone_keeps_a_pack_where_that_is_switched_off(phone: Client, settings: Any) -> None:
    settings.OFFLINE_DAYS = 0

    assert phone.get("/api/v1/organizations/099001001001/pack").status_code == 404
    assert phone.get("/api/v1/outbox").json()["keep_days"] == 0
