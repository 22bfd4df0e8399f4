"""The register of problems on its pages: entered, stepped, closed, directed from above, locked where guidance is missing."""

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.cases.models import Case

REGISTER = "/organizations/099001001/cases/"
pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_branch_enters_a_problem_works_on_it_and_closes_it(carol: Client, place: Place) -> None:
    assert "Nothing is open" in text(carol, REGISTER)
    sent = {
        "organization": "099001001",
        "kind": "problem",
        "title": "路灯不亮",
        "found_on": "2016-10-01",
        "source": "self_check",
    }
    page = carol.post(f"{REGISTER}new/", sent)["Location"]
    carol.post(f"{page}steps/", {"kind": "cause", "taken_on": "2016-10-02", "note": "线路老化"})
    carol.post(f"{page}steps/", {"kind": "measure", "taken_on": "2016-10-03", "note": "换线"})
    carol.post(f"{page}arrangements/", {"owner": "组织委员", "due_on": "2016-10-15", "reason": "分了工"})

    told = text(carol, page)
    for words in ("线路老化", "换线", "组织委员", "分了工", "open, past its day"):
        assert words in told
    assert "past its day" in text(carol, f"{REGISTER}?late=on")
    assert "1 problem is open, 1 past its day" in text(carol, "/organizations/099001001/today/")

    carol.post(f"{page}closure/", {"closed_on": "2016-10-19", "reason": "亮了"})
    assert "路灯不亮" not in text(carol, REGISTER)
    assert "路灯不亮" in text(carol, f"{REGISTER}?state=closed")


def test_a_wrong_day_is_said_on_the_page_and_keeps_the_words(carol: Client, place: Place) -> None:
    case = factories.problem(place.branch)
    answer = carol.post(f"/cases/{case.pk}/steps/", {"kind": "note", "taken_on": "2016-04-01", "note": "问了电工"})
    assert answer.status_code == 422
    assert "lies before the case was found" in answer.content.decode()
    assert "问了电工" in answer.content.decode()


def test_an_office_directs_a_task_at_one_of_its_units(signed_in: SignedIn, place: Place) -> None:
    bob = signed_in("bob")
    sent = {"organization": "099001001", "kind": "directed", "title": "查清底数", "found_on": "2016-10-01"}
    refused = bob.post("/organizations/099001/cases/new/", sent)
    assert "A directed task says by when" in refused.content.decode()
    page = bob.post("/organizations/099001/cases/new/", sent | {"due_on": "2016-11-01", "owner": "支部书记"})[
        "Location"
    ]

    assert "查清底数" in text(signed_in("carol"), page)
    assert "查清底数" in text(signed_in("alice"), "/organizations/099/cases/?kind=directed&source=above")
    assert signed_in("carol").post(f"{page}closure/", {"closed_on": "2016-10-19", "reason": "好"}).status_code == 404


def test_far_above_a_problem_of_a_branch_has_no_words_and_a_person_no_name(signed_in: SignedIn, place: Place) -> None:
    own = factories.problem(place.branch, "路灯不亮")
    lost = Case.objects.create(
        organization=place.branch, kind="lost_contact", member=place.members[0], cause="外出", found_on=date(2016, 5, 1),
        raised_by=0,
    )  # fmt: skip
    alice = signed_in("alice")
    for address in ("/organizations/099/cases/", f"/cases/{own.pk}/", f"/cases/{lost.pk}/"):
        page = text(alice, address)
        assert [word for word in ("路灯不亮", "丁一", "外出") if word in page] == []
    assert "丁一" in text(signed_in("carol"), f"/cases/{lost.pk}/")


def test_the_locked_step_is_not_offered_until_guidance_is_published(signed_in: SignedIn, place: Place) -> None:
    lost = Case.objects.create(
        organization=place.branch, kind="lost_contact", member=place.members[0], found_on=date(2016, 5, 1), raised_by=0
    )
    carol, page = signed_in("carol"), f"/cases/{lost.pk}/"
    assert "Locked: decision of the organization." in text(carol, page)
    assert 'value="decision"' not in text(carol, page)

    said = {"step": "decision", "reference": "某〔2016〕9号", "holds_from": "2016-10-01"}
    assert signed_in("bob").post("/cases/guidance/", said).status_code == 404
    assert signed_in("alice").post("/cases/guidance/", said).status_code == 302
    assert 'value="decision"' in text(carol, page)
    assert "某〔2016〕9号" in text(carol, "/cases/guidance/")


def test_a_notice_leads_to_the_register(carol: Client, place: Place) -> None:
    assert "Where it came from" in text(carol, f"{REGISTER}new/?notice=5")
