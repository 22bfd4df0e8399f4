"""Briefings on screen: officers of the organization and above; every number is an address."""

import json
import re

import pytest
from django.test import Client

from tests import factories
from tests.briefings.conftest import DAY
from xuezuo.briefings import actions, queries


@pytest.fixture
def draft(by):
    return actions.draft(by=by, organization="099001", as_of=DAY)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def bob(place) -> Client:
    return signed_in(place.bob)


def test_drafting_reading_editing_and_signing(bob, place):
    made = bob.post("/briefings/new/", {"organization": "099001", "as_of": "2016-10-20", "template": "study-progress"})
    address = made.headers["Location"]
    held = queries.briefing(factories.scope(place.bob), int(address.split("/")[2])).paragraphs.last()
    edited = bob.post(
        f"{address}paragraphs/{held.pk}/", {"heading": "下一步", "text": "抓好补课，覆盖率达到95%。"}, follow=True
    )
    stopped = bob.post(f"{address}signature/")
    bob.post(f"{address}paragraphs/{held.pk}/", {"heading": "下一步", "text": "抓好补课。"})
    signed = bob.post(f"{address}signature/", follow=True)

    assert "95%" in edited.content.decode()
    assert stopped.status_code == 422
    assert "95%" in stopped.content.decode()
    assert "签发：周启明" in signed.content.decode()
    assert address in bob.get("/briefings/").content.decode()


def test_numbers_of_a_draft_open_the_live_list(bob, draft):
    page = bob.get(f"/briefings/{draft.pk}/").content.decode()

    assert re.search(
        r'<a href="/figures/lectures_given/list/\?organization=099001&amp;as_of=2016-10-20[^"]*"[^>]*>2人次</a>', page
    )
    assert re.search(r'<a href="/figures/study_coverage/list/[^"]*part=outstanding"[^>]*>1人</a>', page)


def test_numbers_of_a_signed_briefing_open_the_rows_kept_with_it(bob, place, by, draft):
    actions.sign(by=by, briefing_id=draft.pk)

    page = bob.get(f"/briefings/{draft.pk}/").content.decode()
    address = re.search(rf'"(/briefings/{draft.pk}/figures/study_coverage/\?part=outstanding)"', page)[1]
    rows = bob.get(address).content.decode()

    assert "/figures/lectures_given/list/" not in page
    assert "西村党支部" in rows
    assert "东村党支部" not in rows


def test_the_rows_of_a_figure_are_listed_page_by_page_at_the_same_cost(
    bob, place, by, draft, django_assert_max_num_queries
):
    actions.sign(by=by, briefing_id=draft.pk)
    with django_assert_max_num_queries(20):
        answer = bob.get(f"/briefings/{draft.pk}/figures/organizations/")

    assert answer.context["page"].paginator.count == 3


def test_a_frozen_lecture_opens_its_record(bob, by, draft):
    actions.sign(by=by, briefing_id=draft.pk)

    page = bob.get(f"/briefings/{draft.pk}/figures/lectures_given/").content.decode()

    assert re.search(r'href="/records/\d+/"', page)


@pytest.mark.parametrize("who", ["carol", "dave", "chelsea"])
def test_others_find_nothing(who, place, draft):
    client = signed_in(getattr(place, who))

    for address in (f"/briefings/{draft.pk}/", f"/briefings/{draft.pk}/download/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/briefings/{draft.pk}/signature/").status_code == 404
    assert not hasattr(queries.briefing(factories.scope(place.bob), draft.pk), "signature")


def test_the_superior_office_sees_it_and_strangers_sign_in_first(place, draft):
    assert signed_in(place.alice).get(f"/briefings/{draft.pk}/").status_code == 200
    assert Client().get(f"/briefings/{draft.pk}/").headers["Location"].startswith("/sign-in/")


def test_an_office_cannot_draft_for_another(place):
    answer = signed_in(place.dave).post(
        "/briefings/new/", {"organization": "099001", "as_of": "2016-10-20", "template": "study-progress"}
    )

    assert answer.status_code == 422
    assert "099001" in answer.content.decode()


def test_a_paragraph_of_another_briefing_is_not_found(bob, place, draft):
    alice = factories.scope(place.alice)
    other = actions.draft(by=alice, organization="099", as_of=DAY)
    held = other.paragraphs.first()

    assert bob.get(f"/briefings/{draft.pk}/paragraphs/{held.pk}/").status_code == 404
    assert bob.post(f"/briefings/{draft.pk}/paragraphs/{held.pk}/removal/").status_code == 404


def test_paragraphs_are_added_and_taken_out(bob, draft):
    bob.post(f"/briefings/{draft.pk}/paragraphs/new/", {"heading": "附言", "text": "共有{organizations}。"})
    added = draft.paragraphs.last()
    page = bob.get(f"/briefings/{draft.pk}/").content.decode()
    bob.post(f"/briefings/{draft.pk}/paragraphs/{added.pk}/removal/")

    assert "附言" in page
    assert not draft.paragraphs.filter(heading="附言").exists()


def test_a_draft_is_thrown_away(bob, draft):
    assert bob.post(f"/briefings/{draft.pk}/removal/").headers["Location"] == "/briefings/"
    assert bob.get(f"/briefings/{draft.pk}/").status_code == 404


def test_a_wrong_place_is_refused_beside_the_field(bob, draft):
    held = draft.paragraphs.first()

    answer = bob.post(f"/briefings/{draft.pk}/paragraphs/{held.pk}/", {"heading": "", "text": "{nothing}"})

    assert answer.status_code == 422
    assert "lectures_given" in answer.context["form"].errors["text"][0]


def test_the_form_lists_the_places_with_what_they_mean(bob, draft):
    held = draft.paragraphs.first()

    page = bob.get(f"/briefings/{draft.pk}/paragraphs/{held.pk}/").content.decode()

    assert "{study_coverage.outstanding}" in page
    assert "学习覆盖 · 未完成数" in page


def test_downloads(bob, draft):
    word = bob.get(f"/briefings/{draft.pk}/download/?format=docx")
    data = json.loads(bob.get(f"/briefings/{draft.pk}/download/?format=json").content)

    assert word.content[:2] == b"PK"
    assert {one["indicator"]: one["printed"] for one in data["figures"]}["lectures_given"] == "2人次"
    assert bob.get(f"/briefings/{draft.pk}/download/?format=exe").status_code == 404
