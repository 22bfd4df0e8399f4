"""Make-up plans: drafted from a blank spot with a line for everybody, edited, confirmed, followed to done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.records.conftest import TODAY, Place
from xuezuo.audit.models import Event
from xuezuo.campaigns.models import Requirement
from xuezuo.cases.models import Case
from xuezuo.cases.queries import lost_members
from xuezuo.indicators.queries import figures
from xuezuo.organizations.models import GroupMembership
from xuezuo.records import actions, queries
from xuezuo.records.models import MakeUpPlan, Record, TextBrought
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

DONE = date(2016, 10, 19)
SOON = date(2016, 11, 3)


@pytest.fixture
def meeting(place: Place) -> Record:
    """A meeting on the constitution that 丁一 and 丁二 missed."""
    absent = [(place.members[0].pk, "leave"), (place.members[1].pk, "duty")]
    return actions.enter(**place.entry(attended=3, absent=absent, readings=_rd01(place)))


def _rd01(place: Place) -> list[int]:
    return [place.readings["RD01"].pk]


def drafted(place: Place) -> MakeUpPlan:
    return actions.draft_make_up(
        by=place.carol, organization=place.branch, reading=place.readings["RD01"], planned_on=SOON
    )


def reached(place: Place) -> tuple[int, int]:
    """Due and reached by the texts due on the last day of the year, as every level above counts them."""
    [found] = figures(place.alice, place.branch.code, ["study_coverage"], as_of=TODAY)["figures"]
    return found["expected"], found["settled"]


def test_a_text_for_some_groups_lacks_nobody_else(place: Place, meeting: Record) -> None:
    """Both requirements that ask it ask it of leading cadres; three of five heard it, and one of the two others is one."""
    leading = place.members[1]
    GroupMembership.objects.create(member=leading, group="leading_cadre")
    Requirement.objects.filter(readings=place.readings["RD01"]).update(audience={"groups": ["leading_cadre"]})

    [spot] = [one for one in queries.blank_spots(place.carol, place.branch.pk) if one.reading.code == "RD01"]
    assert (spot.people, spot.members) == (1, 1)
    assert [one.absence.member for one in queries.make_up_list(place.carol, place.branch.pk)] == [leading]
    plan = drafted(place)
    assert [one.member for one in plan.lines.all()] == [leading]
    page = queries.plan_page(place.carol, plan)
    assert (page.new, [(one.group, one.people, one.members) for one in page.groups]) == (0, [("leading_cadre", 1, 1)])
    assert [one.people for one in queries.plans_of(place.carol, place.branch.pk)] == [1]


def test_an_office_drafts_a_plan_and_the_branch_confirms_it(place: Place, meeting: Record) -> None:
    reading = place.readings["RD01"]
    plan = actions.draft_make_up(
        by=place.alice, organization=place.branch, reading=reading, planned_on=date(2016, 11, 1)
    )
    assert (plan.people, plan.way, plan.confirmed_by) == (2, "gather", None)
    with pytest.raises(NotVisible):
        actions.confirm_make_up_plan(by=place.alice, plan=plan, planned_on=TODAY, way="door")
    confirmed = actions.confirm_make_up_plan(by=place.carol, plan=plan, planned_on=date(2016, 11, 3), way="door")
    assert (confirmed.confirmed_by, confirmed.way) == (place.carol.viewer_id, "door")
    again = actions.draft_make_up(
        by=place.bob, organization=place.branch, reading=reading, planned_on=date(2016, 12, 1)
    )
    assert (again.pk, again.planned_on) == (plan.pk, date(2016, 11, 3))
    assert [(one.plan.pk, one.people) for one in queries.plans_of(place.carol, place.branch.pk)] == [(plan.pk, 2)]
    ids = [absence.pk for absence in meeting.absences.all()]
    actions.make_up(by=place.carol, absences=ids, done_on=TODAY, way="door")
    assert queries.plans_of(place.carol, place.branch.pk) == []


def test_a_plan_for_nobody_or_for_yesterday_is_refused(place: Place, meeting: Record) -> None:
    actions.enter(**place.entry(held_on=DONE, readings=_rd01(place)))
    with pytest.raises(Refusal, match="章程"):
        actions.draft_make_up(
            by=place.carol, organization=place.branch, reading=place.readings["RD01"], planned_on=TODAY
        )
    with pytest.raises(Refusal, match="2016-10-19"):
        actions.draft_make_up(
            by=place.carol, organization=place.branch, reading=place.readings["RD02"], planned_on=DONE
        )


def test_everybody_not_reached_has_a_line_with_a_way_that_suits_them(place: Place, meeting: Record) -> None:
    GroupMembership.objects.create(member=place.members[1], group="housebound")
    late = factories.member(place.branch, "丁六", since=date(2016, 10, 19), groups=("floating", "abroad"))
    page = queries.plan_page(place.carol, drafted(place), lost={place.members[0].pk})
    told = [(one.line.member.name, one.line.way, one.groups, one.lost) for one in page.lines]
    assert told == [
        ("丁一", "gather", (), True),
        (late.name, "remote", ("floating",), False),  # what is told on their own page only is left out
        ("丁二", "door", ("housebound",), False),
    ]
    assert [(one.group, one.people, one.members) for one in page.groups] == [("floating", 1, 1), ("housebound", 1, 1)]


def test_who_comes_to_lack_the_text_later_is_offered(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    factories.member(place.branch, "丁六", since=TODAY)
    assert queries.plan_page(place.carol, plan).new == 1
    assert actions.add_to_plan(by=place.carol, plan=plan) == 1
    assert actions.add_to_plan(by=place.carol, plan=plan) == 0
    assert queries.plan_page(place.carol, plan).new == 0


def test_one_entry_settles_the_three_at_the_door_and_every_figure_follows(place: Place, meeting: Record) -> None:
    factories.member(place.branch, "丁六", since=TODAY)
    assert reached(place) == (6, 3)
    plan = drafted(place)
    lines = [one.line.pk for one in queries.plan_page(place.carol, plan).lines]
    for _ in range(2):
        made = actions.bring_text(by=place.carol, plan=plan, lines=lines, done_on=DONE, way="door")
    assert [one.way for one in made] == ["door"] * 3
    assert reached(place) == (6, 6)
    assert queries.plans_of(place.carol, place.branch.pk) == []
    assert queries.blank_spots(place.carol, place.branch.pk) == []
    assert queries.make_up_list(place.carol, place.branch.pk) == []
    assert Event.objects.filter(action="make_up.bring").count() == 3
    with pytest.raises(Refusal, match="2016-10-19"):
        actions.bring_text(by=place.carol, plan=plan, lines=lines, done_on=TODAY)


def test_a_line_is_opened_again_within_a_day(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    line = plan.lines.first()
    actions.bring_text(by=place.carol, plan=plan, lines=[line.pk], done_on=DONE)
    assert reached(place) == (5, 4)
    actions.reopen_line(by=place.carol, line=line)
    assert reached(place) == (5, 3)
    actions.bring_text(by=place.carol, plan=plan, lines=[line.pk], done_on=DONE)
    TextBrought.objects.update(entered_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refusal, match="24"):
        actions.reopen_line(by=place.carol, line=line)


def test_what_cannot_be_done_says_why_and_settles_nothing(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    line = plan.lines.first()
    with pytest.raises(Refusal) as caught:
        actions.say_out_of_reach(by=place.carol, line=line, reason=" ")
    assert caught.value.code == "line_reason_missing"
    actions.say_out_of_reach(by=place.carol, line=line, reason="住院，医生不让探视")
    assert reached(place) == (5, 3)
    assert [one.people for one in queries.plans_of(place.carol, place.branch.pk)] == [2]
    actions.bring_text(by=place.carol, plan=plan, lines=[line.pk], done_on=TODAY)
    assert not hasattr(queries.line(place.carol, line.pk), "out_of_reach")
    with pytest.raises(Refusal) as caught:
        actions.say_out_of_reach(by=place.carol, line=line, reason="还是不行")
    assert caught.value.code == "line_done_already"


def test_a_partner_is_somebody_else_of_the_branch(place: Place, meeting: Record) -> None:
    line = drafted(place).lines.first()
    outsider = factories.member(place.sibling, "戊二")
    for partner, code in ((None, "missing"), (line.member, "missing"), (outsider, "elsewhere")):
        with pytest.raises(Refusal) as caught:
            actions.change_line(by=place.carol, line=line, way="buddy", planned_on=SOON, partner=partner)
        assert caught.value.code == f"plan_partner_{code}"
    actions.change_line(by=place.carol, line=line, way="buddy", planned_on=SOON, partner=place.members[3])
    assert queries.line(place.carol, line.pk).partner == place.members[3]


def test_what_was_said_of_one_person_stays_when_the_plan_changes(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    first, _second = plan.lines.order_by("pk")
    actions.change_line(by=place.carol, line=first, way="remote", planned_on=date(2016, 11, 9))
    actions.confirm_make_up_plan(by=place.carol, plan=plan, planned_on=date(2016, 11, 5), way="read_aloud")
    lines = plan.lines.order_by("pk").values_list("way", "planned_on")
    assert list(lines) == [("remote", date(2016, 11, 9)), ("read_aloud", date(2016, 11, 5))]


def test_a_meeting_in_between_settles_the_line_by_itself(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    actions.enter(**place.entry(held_on=DONE, readings=_rd01(place)))
    page = queries.plan_page(place.carol, plan)
    assert [one.elsewhere for one in page.of(still_open=False)] == [True, True]
    assert queries.still_waiting([plan]) == {plan.pk: 0}


def test_the_sheet_names_each_person_once_with_all_their_texts(place: Place, meeting: Record) -> None:
    GroupMembership.objects.create(member=place.members[1], group="housebound")
    absent = [(place.members[1].pk, "illness")]
    actions.enter(**place.entry(held_on=DONE, attended=4, absent=absent, readings=[place.readings["RD02"].pk]))
    for code in ("RD01", "RD02"):
        actions.draft_make_up(by=place.carol, organization=place.branch, reading=place.readings[code], planned_on=SOON)
    [errand] = queries.errands(place.carol, place.branch.pk)
    assert (errand.member.name, [one.plan.reading.code for one in errand.lines]) == ("丁二", ["RD01", "RD02"])
    assert [one.member.name for one in queries.errands(place.carol, place.branch.pk, "gather")] == ["丁一"]


def test_offices_see_counts_and_only_the_one_right_above_names(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    line = plan.lines.first()
    [seen] = queries.plans_below(place.alice, "0001")
    assert (seen.pk, seen.planned, seen.done, seen.cannot, seen.waiting) == (plan.pk, 2, 0, 0, 2)
    assert len(queries.plan_page(place.bob, plan).lines) == 2
    neighbour = factories.scope(factories.user("secretary", place.sibling))
    for stranger in (place.alice, place.chelsea, neighbour):
        with pytest.raises(NotVisible):
            queries.plan_page(stranger, plan)
        with pytest.raises(NotVisible):
            queries.line(stranger, line.pk)
        with pytest.raises(NotVisible):
            actions.bring_text(by=stranger, plan=plan, lines=[line.pk], done_on=DONE)
    assert list(queries.plans_below(neighbour, neighbour.path)) == []


def test_lines_of_another_plan_are_not_settled_with_this_one(place: Place, meeting: Record) -> None:
    plan = drafted(place)
    absent = [(place.members[2].pk, "leave")]
    actions.enter(**place.entry(attended=4, absent=absent, readings=[place.readings["RD02"].pk]))
    other = actions.draft_make_up(
        by=place.carol, organization=place.branch, reading=place.readings["RD02"], planned_on=SOON
    )
    with pytest.raises(NotVisible):
        actions.bring_text(by=place.carol, plan=plan, lines=[other.lines.get().pk], done_on=DONE)
    assert TextBrought.objects.count() == 0


def test_contact_lost_is_read_from_the_open_cases(place: Place) -> None:
    Case.objects.create(
        organization=place.branch, kind="lost_contact", member=place.members[4], found_on=DONE, raised_by=0
    )
    assert lost_members(place.carol, place.branch.pk) == {place.members[4].pk}
