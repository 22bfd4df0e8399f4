"""A make-up plan as the branch meets it: the people, one entry for many, one person changed, the sheet for the doors."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.campaigns.actions import withdraw_requirement
from xuezuo.commitments.models import Commitment, Deed
from xuezuo.organizations.models import Floating, GroupMembership, Member
from xuezuo.records import actions
from xuezuo.records.models import GuestNote, MakeUpPlan, TextBrought

DOOR = "?way=door"


@pytest.fixture
def plan(place: Place) -> MakeUpPlan:
    """Three missed the constitution; two of them are housebound."""
    for member in place.members[:2]:
        GroupMembership.objects.create(member=member, group="housebound")
    absent = tuple(place.members[:3])
    factories.record(place.branch, date(2016, 10, 18), readings=(place.readings["RD01"],), absent=absent)
    return actions.draft_make_up(
        by=place.carol, organization=place.branch, reading=place.readings["RD01"], planned_on=date(2016, 11, 3)
    )


def test_those_at_the_door_are_ticked_and_settled_together(carol: Client, plan: MakeUpPlan) -> None:
    address = f"/make-up-plans/{plan.pk}/"
    html = carol.get(address + DOOR).content.decode()
    assert html.count(" checked") == 2
    assert "丁三" not in html
    lines = list(plan.lines.filter(way="door").values_list("pk", flat=True))
    answer = carol.post(address, {"lines": lines, "done_on": "2016-10-19", "way": ""}, follow=True)
    assert "The text reached 2 people." in answer.content.decode()
    assert set(TextBrought.objects.values_list("way", "done_on")) == {("door", date(2016, 10, 19))}
    carol.post(f"/make-up-lines/{lines[0]}/withdrawal/")
    assert TextBrought.objects.count() == 1


def test_a_day_to_come_is_refused_beside_its_field_and_keeps_the_ticks(carol: Client, plan: MakeUpPlan) -> None:
    line = plan.lines.first().pk
    answer = carol.post(f"/make-up-plans/{plan.pk}/", {"lines": [line], "done_on": "2016-10-21", "way": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 1
    assert TextBrought.objects.count() == 0


def test_one_person_gets_a_partner_or_a_reason(carol: Client, place: Place, plan: MakeUpPlan) -> None:
    line = plan.lines.get(member=place.members[2])
    address = f"/make-up-lines/{line.pk}/"
    form = {"way": "buddy", "planned_on": "2016-10-25"}
    assert carol.post(address, form | {"partner": place.members[2].pk}).status_code == 422  # not with oneself
    html = carol.post(address, form | {"partner": place.members[4].pk}, follow=True).content.decode()
    assert "丁五" in html
    assert carol.post(address, {"reason": ""}).status_code == 422
    html = carol.post(address, {"reason": "外出未归"}, follow=True).content.decode()
    assert "外出未归" in html


def test_the_sheet_for_the_doors_names_them_and_asks_no_signature(carol: Client, plan: MakeUpPlan) -> None:
    html = carol.get("/organizations/099001001/make-ups/sheet/").content.decode()
    assert ("丁一" in html, "丁二" in html, "丁三" in html) == (True, True, False)
    assert "no signature" in html


def test_a_text_that_nobody_asks_for_any_longer_says_so(
    carol: Client, place: Place, plan: MakeUpPlan, as_alice_withdraws: None
) -> None:
    assert "nobody asks for this text any longer" in carol.get(f"/make-up-plans/{plan.pk}/").content.decode()


@pytest.fixture
def as_alice_withdraws(place: Place) -> None:
    for code in ("TALK", "ANY"):
        withdraw_requirement(by=place.alice, requirement=place.requirements[code], reason="改学新准则")


def test_an_office_sees_numbers_of_plans_and_opens_only_those_right_below(
    signed_in: SignedIn, plan: MakeUpPlan
) -> None:
    seen = {}
    for who in ("alice", "bob"):
        seen[who] = signed_in(who).get("/make-up-plans/").content.decode()
        assert 'data-number="3"' in seen[who]
        assert "丁一" not in seen[who]
    assert f"/make-up-plans/{plan.pk}/" in seen["bob"]
    assert f"/make-up-plans/{plan.pk}/" not in seen["alice"]


def test_drafting_again_says_that_no_plan_is_new(carol: Client, place: Place) -> None:
    text = place.readings["RD01"]
    factories.record(place.branch, date(2016, 10, 18), readings=(text,), absent=(place.members[0],))
    address = f"/organizations/{place.branch.code}/make-up-plans/"
    told = [carol.post(address, {"reading": text.pk}, follow=True).content.decode() for _twice in range(2)]
    assert ["Drafted. Choose" in page for page in told] == [True, False]
    assert ["no new one was drafted" in page for page in told] == [False, True]


def test_who_missed_it_is_told_apart_from_whoever_has_the_same_name(carol: Client, place: Place) -> None:
    """On every page that names them: the record, the list of make-ups, the plan, its sheet and the roster."""
    both = [factories.member(place.branch, "王芳", birth_on=date(year, 5, 1)) for year in (1970, 1988)]
    text = place.readings["RD01"]
    record = factories.record(place.branch, date(2016, 10, 18), readings=(text,), absent=(both[1],))
    plan = actions.draft_make_up(by=place.carol, organization=place.branch, reading=text, planned_on=date(2016, 11, 3))
    plan.lines.update(way="door")
    pages = (
        f"/records/{record.pk}/",
        "/organizations/099001001/make-ups/",
        f"/make-up-plans/{plan.pk}/",
        f"/make-up-lines/{plan.lines.get().pk}/",
        "/organizations/099001001/make-ups/sheet/",
    )
    for address in pages:
        html = carol.get(address).content.decode()
        assert "王芳 (born 1988)" in html, address
    members = carol.get("/organizations/099001001/members/").content.decode()
    assert "王芳 (born 1970)" in members
    assert "王芳 (born 1988)" in members
    carol.post(
        "/organizations/099001001/make-ups/", {"one": record.absences.get().pk, "way": "door", "done_on": "2016-10-19"}
    )
    html = carol.get("/organizations/099001001/make-ups/").content.decode()
    assert "王芳 (born 1988)" in html.partition("Made up lately")[2]


def test_every_list_of_the_branch_tells_namesakes_apart(carol: Client, place: Place) -> None:
    both = [factories.member(place.branch, "王芳", birth_on=date(year, 5, 1)) for year in (1970, 1988)]
    gone = factories.member(place.branch, "丁二", birth_on=date(1950, 5, 1))
    gone.memberships.update(valid_to=date(2016, 9, 1))
    Member.objects.filter(pk=both[0].pk).update(category="probationary", joined_on=date(2015, 11, 1))
    text, unit = place.readings["RD01"], place.branch
    record = factories.record(unit, date(2016, 10, 18), readings=(text,), absent=(*both, place.members[2]))
    plan = actions.draft_make_up(by=place.carol, organization=unit, reading=text, planned_on=date(2016, 11, 3))
    GuestNote.objects.create(
        record=factories.record(place.sibling, date(2016, 10, 17)), name="王芳", home=unit, noted_by=0
    )
    actions.leave_out(
        by=place.carol,
        record=record,
        member=both[1].pk,
        reason="will",
        approved_by_name="镇党委",
        approved_on=date(2016, 10, 11),
    )
    taken = {"what": "看护老人", "due_on": date(2016, 12, 1), "made_on": date(2016, 10, 1), "vehicle": "pledge"}
    pledge = Commitment.objects.create(organization=unit, member=both[0], record=record, entered_by=0, **taken)
    Deed.objects.create(organization=unit, member=both[1], what="修路", done_on=date(2016, 10, 2), entered_by=0)
    line = plan.lines.exclude(member__in=both).first()
    assert line
    organization = "/organizations/099001001"
    pages = {
        f"/make-up-lines/{line.pk}/": both,
        f"{organization}/elsewhere/": both,
        f"/records/{record.pk}/minutes/": both[1:],
        f"/commitments/{pledge.pk}/": both[:1],
        f"{organization}/commitments/": both,
        f"/records/{record.pk}/": both,
    }
    for address, people in pages.items():
        html = carol.get(address).content.decode()
        for one in people:
            assert f"王芳 (born {one.birth_on.year})" in html, address
    members = carol.get(f"{organization}/members/").content.decode()
    assert "王芳 (born 1970)" in members.partition("The year of probation ends")[2]
    assert "丁二 (born 1950)" in carol.get(f"{organization}/members/former/").content.decode()
    asked = carol.get(f"{organization}/elsewhere/").content.decode()
    assert (
        " selected>" not in asked.partition("Who that was")[2].partition("</select>")[0]
    )  # of two neither is proposed
    book = load_workbook(BytesIO(carol.get(f"{organization}/records/export/").content))
    cells = {str(cell.value) for sheet in book for cells in sheet for cell in cells}
    assert {"王芳 (born 1970)", "王芳 (born 1988)"} <= cells


def test_guests_with_one_name_have_their_branch_and_no_year(carol: Client, place: Place) -> None:
    third = factories.organization("099001003", place.township, name="桃园村党支部")
    guests = []
    for home, year in ((place.sibling, 1970), (third, 1988)):
        guests.append(factories.member(home, "王芳", birth_on=date(year, 5, 1)))
        grouped = GroupMembership.objects.create(member=guests[-1], group="floating", valid_from=date(2016, 1, 1))
        Floating.objects.create(
            grouped=grouped, receiving=place.branch, destination="松溪", entered_by=0, entered_at=timezone.now()
        )
    record = factories.record(place.branch, date(2016, 10, 18))
    addresses = (
        "/organizations/099001001/records/new/",
        "/organizations/099001001/members/",
        f"/records/{record.pk}/minutes/",
    )
    for _twice in range(2):
        for address in addresses:
            html = carol.get(address).content.decode()
            assert "王芳 (竹坪村党支部)" in html, address
            assert "王芳 (桃园村党支部)" in html, address
            assert "born" not in html, address
        carol.post(f"/records/{record.pk}/guests/", {"here": [one.pk for one in guests]})
        addresses = (*addresses[:2], f"/records/{record.pk}/minutes/", f"/records/{record.pk}/")
