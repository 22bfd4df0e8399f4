"""The secretary's day, a record with its corrections, and the make-up list, as their users meet them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from tests.web.branch.test_recording import values
from xuezuo.records import actions
from xuezuo.records.models import Claim, MakeUp, MakeUpPlan, Record

TODAY = "/organizations/099001001/today/"
RECORDS = "/organizations/099001001/records/"
MAKE_UPS = "/organizations/099001001/make-ups/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def meeting(place: Place) -> Record:
    """A meeting that 丁一 and 丁二 missed, with a lecture."""
    absent = [(place.members[0].pk, "leave"), (place.members[1].pk, "duty")]
    return actions.enter(
        **place.entry(
            kinds=["general", "lecture"],
            attended=3,
            absent=absent,
            readings=[place.readings["RD01"].pk],
            summary="只在支部说的话",
            claims=[place.requirements["LECTURE"].pk],
        )
    )


def test_today_says_what_is_due_what_waits_and_what_was_done(carol: Client, place: Place, meeting: Record) -> None:
    html = page(carol, TODAY)
    due, rest = html.split("1 thing can wait")
    assert "要求TALK" in due
    assert "past its date" in due
    assert "要求LECTURE" not in html
    assert "要求ANY" in rest
    assert "丁一" in rest
    assert "All 2 absences" in rest
    assert "3 of 5 present" in rest
    assert f'href="/records/{meeting.pk}/#absent"' in rest


def test_what_can_wait_is_not_called_due_by_the_meeting_that_would_settle_it(carol: Client, place: Place) -> None:
    actions.enter(**place.entry(kinds=["lecture", "topic_discussion"], readings=[place.readings["RD01"].pk]))
    for code in ("TALK", "LECTURE"):
        place.requirements[code].due_on = date(2016, 12, 1)
        place.requirements[code].opens_on = date(2016, 10, 19)
        place.requirements[code].save()
    html = page(carol, TODAY)
    assert "things of this page" not in html
    assert "that can still wait" in html
    assert "Nothing else is due within a month." in html  # meetings of past quarters are late
    assert "4 things can wait" in html


def test_what_a_record_meets_already_is_settled_with_one_tap(carol: Client, place: Place) -> None:
    record = actions.enter(**place.entry(kinds=["lecture"]))
    assert "The meeting of Oct. 18, 2016 meets it." in page(carol, TODAY)
    answer = carol.post(f"/records/{record.pk}/claims/{place.requirements['LECTURE'].pk}/")
    assert answer.status_code == 302
    assert "meets it" not in page(carol, TODAY)


def test_a_branch_with_nothing_yet_is_told_so(carol: Client, place: Place) -> None:
    html = page(carol, TODAY)
    assert "No meeting has been recorded yet." in html
    assert "Nobody has missed anything" in html
    assert "No meeting has been recorded yet." in page(carol, RECORDS)
    assert "Nobody has missed anything" in page(carol, MAKE_UPS)


def test_an_office_two_levels_up_sees_duties_without_names(signed_in: SignedIn, place: Place, meeting: Record) -> None:
    alice = signed_in("alice")
    html = page(alice, TODAY) + page(alice, f"/records/{meeting.pk}/") + page(alice, RECORDS)
    assert "要求TALK" in html
    assert "2 people. Names are seen by the branch" in html
    assert not any(member.name in html for member in place.members)
    assert "只在支部说的话" not in html
    assert "Record a meeting" not in html
    assert "Correct the record" not in html
    assert alice.get(MAKE_UPS).status_code == 404


def test_an_inspector_sees_no_names_reasons_or_summary(signed_in: SignedIn, place: Place, meeting: Record) -> None:
    factories.user("inspector", place.township, username="irene")
    html = page(signed_in("irene"), f"/records/{meeting.pk}/")
    assert "2 people. Names are seen by the branch and its direct superior only." in html
    assert [word for word in ("丁一", "on duty", "只在支部说的话") if word in html] == []
    assert "丁一" in page(signed_in("bob"), f"/records/{meeting.pk}/")


def test_a_claim_is_taken_back_and_made_again(carol: Client, place: Place, meeting: Record) -> None:
    lecture = place.requirements["LECTURE"].pk
    carol.post(f"/records/{meeting.pk}/claims/{lecture}/withdrawal/")
    assert not Claim.objects.exists()
    assert "It would meet as well" in page(carol, f"/records/{meeting.pk}/")
    carol.post(f"/records/{meeting.pk}/claims/{lecture}/")
    assert Claim.objects.get().requirement_id == lecture
    assert carol.post(f"/records/{meeting.pk}/claims/{place.requirements['TALK'].pk}/").status_code == 404


def correction(place: Place, **changes: Any) -> dict[str, Any]:
    """The correction form as it opens for `meeting`."""
    first, second = place.members[:2]
    return {
        "held_on": "2016-10-18",
        "kinds": ["general", "lecture"],
        "attended": "3",
        "absent": [str(first.pk), str(second.pk)],
        f"reason-{first.pk}": "leave",
        f"reason-{second.pk}": "duty",
        "readings": [str(place.readings["RD01"].pk)],
        "summary": "只在支部说的话",
        "reason": "丁二到了",
    } | changes


def test_a_correction_shows_what_it_was(carol: Client, place: Place, meeting: Record) -> None:
    address = f"/records/{meeting.pk}/corrections/new/"
    opened = page(carol, address)
    assert 'value="3"' in opened
    assert opened.count('name="absent"') == 5
    answer = carol.post(address, correction(place, attended="4", absent=[str(place.members[0].pk)]))
    assert answer.status_code == 302
    html = page(carol, answer["Location"])
    assert "丁二到了" in html
    assert "was 3, is 4" in html
    assert "was 丁一 leave, 丁二 on duty, is 丁一 leave" in html


def test_a_correction_that_is_wrong_keeps_what_was_typed(carol: Client, place: Place, meeting: Record) -> None:
    address = f"/records/{meeting.pk}/corrections/new/"
    answer = carol.post(address, correction(place, attended="5", subject="改过的题"))
    assert answer.status_code == 422
    assert "are 2 more than the 5 on the roster" in answer.content.decode()
    assert "改过的题" in answer.content.decode()
    assert carol.post(address, correction(place)).status_code == 422  # nothing differs
    assert carol.post(address, correction(place, attended="4", reason="")).status_code == 422
    assert Record.objects.get().attended == 3


def test_a_correction_does_not_write_over_one_that_was_made_meanwhile(
    carol: Client, place: Place, meeting: Record
) -> None:
    address = f"/records/{meeting.pk}/corrections/new/"
    seen = values(page(carol, address), "seen")[0]
    actions.correct(by=place.bob, record=meeting, reason="核对", subject="办公室改的题")
    mine = correction(place, subject="我改的题")
    answer = carol.post(address, mine | {"seen": seen})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else corrected this record" in html
    assert [word in html for word in ("核对", "<dd>办公室改的题</dd>", "我改的题")] == [True, True, True]
    assert Record.objects.get().subject == "办公室改的题"
    assert carol.post(address, mine | {"seen": values(html, "seen")[0]}).status_code == 302
    assert Record.objects.get().subject == "我改的题"


def test_named_guests_stay_through_a_correction(carol: Client, place: Place) -> None:
    visitor = factories.member(place.sibling, "戊二")
    record = actions.enter(**place.entry(by=place.bob, guests=1, guest_members=[visitor.pk]))
    form = {
        "held_on": "2016-10-18",
        "kinds": "general",
        "attended": "5",
        "guests": "1",
        "subject": "题",
        "reason": "补",
    }
    assert carol.post(f"/records/{record.pk}/corrections/new/", form).status_code == 302
    assert record.guest_attendances.get().member == visitor
    assert "戊二" in page(carol, f"/records/{record.pk}/")


def test_one_tap_makes_up_one_person(carol: Client, place: Place, meeting: Record) -> None:
    first, second = meeting.absences.order_by("pk")
    answer = carol.post(
        MAKE_UPS, {"way": "door", "done_on": "2016-10-19", "one": str(first.pk), "absences": [str(second.pk)]}
    )
    assert answer.status_code == 302
    assert MakeUp.objects.get().absence == first
    html = page(carol, MAKE_UPS)
    assert "1 make-up entered." in html
    carol.post(f"/make-ups/{MakeUp.objects.get().pk}/withdrawal/")
    assert not MakeUp.objects.exists()


def test_several_are_made_up_at_once(carol: Client, place: Place, meeting: Record) -> None:
    ids = [str(absence.pk) for absence in meeting.absences.all()]
    carol.post(MAKE_UPS, {"way": "gather", "done_on": "2016-10-19", "absences": ids})
    assert MakeUp.objects.count() == 2
    assert "Nobody has missed anything" in page(carol, MAKE_UPS)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"done_on": "2016-10-21"}, "has not come yet"),
        ({"done_on": "2016-10-01"}, "lies before the meeting"),
        ({"done_on": ""}, "This field is required"),
        ({"absences": []}, "Nobody is chosen"),
        ({"way": "telepathy"}, "Select a valid choice"),
    ],
)
def test_a_make_up_that_cannot_be_keeps_the_ticks(
    carol: Client, place: Place, meeting: Record, changes: dict[str, Any], told: str
) -> None:
    ids = [str(absence.pk) for absence in meeting.absences.all()]
    answer = carol.post(MAKE_UPS, {"way": "door", "done_on": "2016-10-19", "absences": ids} | changes)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert told in html
    assert html.count(" checked") == len(changes.get("absences", ids))
    assert not MakeUp.objects.exists()


def test_somebody_else_s_absence_is_not_there(carol: Client, place: Place) -> None:
    other = factories.record(place.sibling, date(2016, 10, 1), absent=(factories.member(place.sibling),))
    form = {"way": "door", "done_on": "2016-10-19", "absences": [str(other.absences.get().pk)]}
    assert carol.post(MAKE_UPS, form).status_code == 404


def test_a_plan_is_drafted_from_the_list_and_confirmed(carol: Client, place: Place, meeting: Record) -> None:
    carol.post("/organizations/099001001/make-up-plans/", {"reading": str(place.readings["RD01"].pk)})
    plan = MakeUpPlan.objects.get()
    assert (plan.people, plan.planned_on) == (2, date(2016, 11, 3))
    assert "Make-up of 章程 for 2 people" in page(carol, TODAY)
    name = f"plan{plan.pk}"
    form = {f"{name}-way": "door", f"{name}-planned_on": "2016-10-25"}
    carol.post(f"/make-up-plans/{plan.pk}/confirmation/", form)
    plan.refresh_from_db()
    assert (plan.way, plan.planned_on, plan.confirmed_by) == ("door", date(2016, 10, 25), place.carol.viewer_id)
    html = page(carol, TODAY)
    assert "planned for Oct. 25, 2016" in html
    carol.post(f"/make-up-plans/{plan.pk}/confirmation/", form | {f"{name}-planned_on": "2016-10-19"})
    assert "choose today or a later day" in page(carol, MAKE_UPS)


@pytest.mark.parametrize(("address", "most"), [(TODAY, 57), (RECORDS, 27), (MAKE_UPS, 40)])
def test_a_longer_list_asks_no_more_queries(
    carol: Client, place: Place, django_assert_max_num_queries: Any, address: str, most: int
) -> None:
    def meetings(how_many: int) -> None:
        for day in range(1, how_many + 1):
            factories.record(
                place.branch,
                date(2016, 9, day),
                readings=tuple(place.readings.values())[:2],
                absent=tuple(place.members[:day]),
            )

    def queries() -> int:
        with django_assert_max_num_queries(most) as counted:
            page(carol, address)
        return len(counted)

    page(carol, address)  # the first request of a browser also notes from where it came
    meetings(1)
    one = queries()
    Record.objects.all().delete()
    meetings(3)
    assert queries() == one


def test_what_is_taken_back_or_put_back_twice_leads_to_its_page(carol, place):
    """A second tab, or a form sent once more: what stands is shown, and nothing happens twice."""
    record = factories.record(place.branch, date(2016, 10, 18))
    address = f"/records/{record.pk}/"
    for _twice in range(2):
        answer = carol.post(f"{address}withdrawal/", {"reason": "记错了"})
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    for _twice in range(2):
        answer = carol.post(f"{address}restoration/")
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert carol.get(address).status_code == 200
    assert carol.post("/records/999999/withdrawal/", {"reason": "记错了"}).status_code == 404
    assert carol.post("/records/999999/restoration/").status_code == 404
