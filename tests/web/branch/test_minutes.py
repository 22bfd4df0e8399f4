"""Votes, guests by name and a record taken back, as their users meet them."""

import csv
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from tests.web.branch.test_recording import NEW, as_opened
from xuezuo.audit.models import Event
from xuezuo.records import actions
from xuezuo.records.models import GuestAttendance, Record, Resolution


@pytest.fixture
def meeting(place: Place) -> Record:
    return actions.enter(**place.entry(attended=4, absent=[(place.members[0].pk, "illness")]))


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_vote_is_entered_with_the_meeting_and_told_where_it_does_not_hold(carol: Client, place: Place) -> None:
    vote = {"text": "同意接收丁六", "matter": "admission", "in_favour": "2"}
    answer = carol.post(NEW, as_opened(carol, attended="5", **vote))
    assert answer.status_code == 302
    page = html(carol, answer["Location"])
    assert "With a vote: 5 expected, 5 present." in page
    assert "By the rule of that day (D3.21) too few were in favour for it to pass." in page


def test_a_vote_that_cannot_be_keeps_the_whole_form_and_enters_nothing(carol: Client, place: Place) -> None:
    answer = carol.post(NEW, as_opened(carol, attended="5", text="同意", in_favour="6", place="村部"))
    assert answer.status_code == 422
    assert "6 votes are more than the 5 present" in answer.content.decode()
    assert "村部" in answer.content.decode()
    assert not Record.objects.exists()
    assert carol.post(NEW, as_opened(carol, attended="5", in_favour="3")).status_code == 422  # of what?


def test_the_minutes_page_takes_votes_exclusions_and_guests(
    carol: Client, signed_in: SignedIn, place: Place, meeting: Record
) -> None:
    address = f"/records/{meeting.pk}/"
    assert (
        carol.post(address + "resolutions/", {"text": "换届", "matter": "election", "in_favour": "4"}).status_code
        == 302
    )
    assert "too few were present for this decision" in html(carol, address)  # 4 of 5 are not more than four fifths
    left_out = {
        "member": place.members[0].pk,
        "reason": "will",
        "approved_by_name": "松溪镇党委",
        "approved_on": "2016-10-11",
    }
    assert carol.post(address + "exclusions/", left_out | {"approved_by_name": ""}).status_code == 422
    assert carol.post(address + "exclusions/", left_out).status_code == 302
    assert "too few" not in html(carol, address)
    assert "consent of 松溪镇党委" in html(carol, address + "minutes/")
    carol.post(f"/exclusions/{meeting.exclusions.get().pk}/withdrawal/")
    carol.post(f"/resolutions/{Resolution.objects.get().pk}/withdrawal/", {"reason": "看错"})
    page = html(carol, address)
    assert "看错" in page
    assert "换届" in page  # kept among the corrections
    assert signed_in("alice").get(address + "minutes/").status_code == 404


def test_a_guest_is_asked_about_at_home(carol: Client, signed_in: SignedIn, place: Place, meeting: Record) -> None:
    visitor = factories.member(place.sibling, "戊二")
    factories.user("secretary", place.sibling, username="sister")
    sister = signed_in("sister")
    guests = f"/records/{meeting.pk}/guests/"
    assert carol.post(guests, {"name": "戊二", "home": "没有这个支部"}).status_code == 422
    assert carol.post(guests, {"name": "戊二", "home": "竹坪村党支部"}).status_code == 302
    assert "their branch has not answered yet" in html(carol, f"/records/{meeting.pk}/minutes/")
    assert "asks whether 1 guest is yours" in html(sister, "/organizations/099001002/today/")
    asked = html(sister, "/organizations/099001002/elsewhere/")
    assert f'<option value="{visitor.pk}" selected>戊二</option>' in asked
    note = meeting.guest_notes.get()
    assert carol.post(f"/guests/{note.pk}/answer/", {"member": visitor.pk}).status_code == 404
    sister.post(f"/guests/{note.pk}/answer/", {"member": ""})
    assert not GuestAttendance.objects.exists()
    sister.post(f"/guests/{note.pk}/answer/", {"member": str(visitor.pk)})
    assert GuestAttendance.objects.get().member == visitor
    assert "松溪村党支部" in html(sister, "/organizations/099001002/elsewhere/")
    assert "known to their branch" in html(carol, f"/records/{meeting.pk}/minutes/")


def test_a_record_is_taken_back_and_put_back(carol: Client, signed_in: SignedIn, place: Place, meeting: Record) -> None:
    address = f"/records/{meeting.pk}/"
    assert "within 30 days" in html(carol, address + "withdrawal/")
    assert carol.post(address + "withdrawal/", {"reason": ""}).status_code == 422
    assert carol.post(address + "withdrawal/", {"reason": "重复录入"}).status_code == 302
    assert "重复录入" in html(carol, address)
    assert "重复录入" not in html(signed_in("alice"), address)
    assert address not in html(carol, "/organizations/099001001/today/")
    assert signed_in("alice").post(address + "restoration/").status_code == 404
    carol.post(address + "restoration/")
    assert "4 of 5" in html(carol, address)


def test_a_branch_takes_all_it_entered_with_it(
    carol: Client, signed_in: SignedIn, place: Place, meeting: Record
) -> None:
    """AF19, and whoever took names stands in the log."""
    actions.correct(by=place.carol, record=meeting, reason="补", subject="=1+1", summary="记了三点")
    address = "/organizations/099001001/records/export/"
    text = b"".join(carol.get(address, {"format": "csv"})).decode("utf-8-sig")  # type: ignore[arg-type]
    head, row = csv.reader(text.splitlines())
    said = dict(zip(head, row, strict=True))
    assert (said["Day"], said["Expected"], said["Headcount present"]) == ("2016-10-18", "5", "4")
    assert (said["Who was absent"], said["Summary"], said["Corrected times"]) == ("丁一 illness", "记了三点", "1")
    assert said["Subject"] == "'=1+1"
    book = load_workbook(BytesIO(carol.get(address).content))
    assert [cell.value for cell in book.active[2]][:3] == ["2016-10-18", "general membership meeting", "=1+1"]
    assert book.active["C2"].data_type == "s"
    assert signed_in("alice").get(address).status_code == 404
    assert Event.objects.filter(action="record.export").count() == 2
