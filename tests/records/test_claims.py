"""What a meeting may count for, across campaigns, and what stays outstanding."""

from datetime import date

import pytest

from tests import factories
from tests.records.conftest import TODAY, Place
from xuezuo.audit.models import Event
from xuezuo.campaigns.actions import amend_requirement
from xuezuo.indicators.queries import figures
from xuezuo.records import actions, queries
from xuezuo.records.models import Claim
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator


def matching(place: Place, *kinds: str, readings: tuple[str, ...] = (), held_on: date = TODAY) -> list[str]:
    ids = [place.readings[code].pk for code in readings]
    found = queries.matching_requirements(place.carol, place.branch.pk, held_on=held_on, kinds=kinds, readings=ids)
    return sorted(one.code for one in found)


def outstanding(place: Place) -> list[str]:
    return [due.requirement.code for due in queries.outstanding_for(place.carol, place.branch.pk)]


def test_outstanding_is_what_is_open_minus_what_is_claimed(place: Place) -> None:
    assert outstanding(place) == ["TALK", "LECTURE", "ANY"]
    actions.enter(**place.entry(kinds=["lecture"], claims=[place.requirements["LECTURE"].pk]))
    assert outstanding(place) == ["TALK", "ANY"]


def test_late_and_waiting_are_told_apart(place: Place) -> None:
    dues = {due.requirement.code: due for due in queries.outstanding_for(place.carol, place.branch.pk)}
    assert {code: (due.late, due.waits) for code, due in dues.items()} == {
        "TALK": (True, False),
        "LECTURE": (False, False),
        "ANY": (False, True),
    }
    assert [reading.code for reading in dues["ANY"].missing] == ["RD01", "RD02"]


def test_a_meeting_matches_by_kind_date_and_readings(place: Place) -> None:
    assert matching(place, "lecture") == ["LECTURE"]
    assert matching(place, "topic_discussion") == []
    assert matching(place, "topic_discussion", readings=("RD01",)) == ["TALK"]
    assert matching(place, "lecture", "topic_discussion", readings=("RD01", "RD02")) == ["ANY", "LECTURE", "TALK"]
    assert matching(place, "lecture", held_on=date(2016, 3, 31)) == []
    assert matching(place, "lecture", held_on=date(2016, 4, 1)) == ["LECTURE"]


def test_two_clicks_at_once_are_one_claim(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    record = actions.enter(**place.entry(kinds=["lecture"]))
    lecture = place.requirements["LECTURE"]
    matching_requirements, acts = queries.matching_requirements, Event.objects.count()

    def with_the_other_click(*args: object, **more: object) -> object:
        found = matching_requirements(*args, **more)
        Claim.objects.create(record=record, requirement=lecture, claimed_by=7)
        return found

    monkeypatch.setattr(queries, "matching_requirements", with_the_other_click)
    assert actions.claim(by=place.carol, record=record, requirement=lecture).claimed_by == 7
    assert Event.objects.count() == acts


def test_readings_of_earlier_meetings_count_and_of_later_ones_do_not(place: Place) -> None:
    actions.enter(**place.entry(held_on=date(2016, 9, 1), kinds=["group_study"], readings=[place.readings["RD01"].pk]))
    assert matching(place, "topic_discussion") == ["TALK"]
    assert matching(place, "topic_discussion", held_on=date(2016, 8, 31)) == []


def test_one_record_claims_in_several_campaigns(place: Place) -> None:
    own = factories.campaign(
        place.township, requirements=[factories.requirement("OWN", due_on=date(2016, 12, 1))]
    ).requirements.get()
    record = actions.enter(**place.entry(kinds=["lecture"], claims=[place.requirements["LECTURE"].pk, own.pk]))
    assert [one.requirement.code for one in record.claims.order_by("requirement__due_on")] == ["LECTURE", "OWN"]
    assert outstanding(place) == ["TALK", "ANY"]


def test_a_claim_must_be_met(place: Place) -> None:
    record = actions.enter(**place.entry(kinds=["general"]))
    with pytest.raises(Refusal, match="要求LECTURE"):
        actions.claim(by=place.carol, record=record, requirement=place.requirements["LECTURE"])
    actions.correct(by=place.carol, record=record, reason="也讲了党课", kinds=["general", "lecture"])
    claim = actions.claim(by=place.carol, record=record, requirement=place.requirements["LECTURE"])
    assert actions.claim(by=place.carol, record=record, requirement=place.requirements["LECTURE"]) == claim
    assert Event.objects.filter(action="claim.make").count() == 1


def test_a_claim_taken_back_is_outstanding_again(place: Place) -> None:
    lecture = place.requirements["LECTURE"]
    record = actions.enter(**place.entry(kinds=["lecture"], claims=[lecture.pk]))
    assert "LECTURE" not in outstanding(place)
    actions.withdraw_claim(by=place.carol, record=record, requirement=lecture)
    actions.withdraw_claim(by=place.carol, record=record, requirement=lecture)
    assert "LECTURE" in outstanding(place)
    assert Event.objects.filter(action="claim.withdraw").count() == 1


def met(place: Place) -> tuple[int, int]:
    """Requirements met and due of the township, as the figure counts them."""
    figure = figures(place.bob, place.township.code, ["requirements_met"])["figures"][0]
    return figure["settled"], figure["expected"]


def test_a_new_date_takes_nothing_from_those_who_met_it(place: Place) -> None:
    lecture = amend_requirement(by=operator(), requirement=place.requirements["LECTURE"], due_on=TODAY)
    actions.enter(**place.entry(kinds=["lecture"], claims=[lecture.pk]))
    before = met(place)
    later = amend_requirement(by=operator(), requirement=lecture, title="要求改称")
    assert "LECTURE" not in outstanding(place)
    assert met(place) == before
    assert before[0] == 1
    amend_requirement(by=operator(), requirement=later, activity_kinds=["training"])
    assert "LECTURE" in outstanding(place)
    assert met(place) == (before[0] - 1, before[1])


def test_only_the_branch_and_its_direct_superior_claim(place: Place) -> None:
    record = actions.enter(**place.entry(kinds=["lecture"]))
    for stranger in (place.alice, place.chelsea):
        with pytest.raises(NotVisible):
            actions.claim(by=stranger, record=record, requirement=place.requirements["LECTURE"])


def test_a_meeting_entered_before_the_requirement_came_is_not_entered_again(place: Place) -> None:
    record = actions.enter(**place.entry(kinds=["lecture"]))
    dues = {due.requirement.code: due for due in queries.outstanding_for(place.carol, place.branch.pk)}
    assert {code: due.met_by for code, due in dues.items()} == {"TALK": None, "LECTURE": record, "ANY": None}
    suggestion = queries.suggestion_for(place.carol, place.branch.pk, dues.values())
    assert [one.code for one in suggestion.clears] == ["TALK"]
    actions.claim(by=place.carol, record=record, requirement=place.requirements["LECTURE"])
    assert outstanding(place) == ["TALK", "ANY"]


def test_the_form_opens_with_what_one_meeting_would_clear(place: Place) -> None:
    dues = queries.outstanding_for(place.carol, place.branch.pk)
    suggestion = queries.suggestion_for(place.carol, place.branch.pk, dues)
    assert suggestion.kinds == ("topic_discussion", "lecture")
    assert [reading.code for reading in suggestion.readings] == ["RD01"]
    assert [one.code for one in suggestion.clears] == ["TALK", "LECTURE"]
    assert suggestion.subject == "要求TALK"


def test_with_nothing_due_soon_it_opens_with_what_comes_first(place: Place) -> None:
    waiting = [due for due in queries.outstanding_for(place.carol, place.branch.pk) if due.waits]
    suggestion = queries.suggestion_for(place.carol, place.branch.pk, waiting)
    assert [one.code for one in suggestion.clears] == ["ANY"]
    assert [reading.code for reading in suggestion.readings] == ["RD01", "RD02"]


def test_with_nothing_asked_it_opens_with_the_rhythm_of_branch_life(place: Place) -> None:
    suggestion = queries.suggestion_for(place.carol, place.branch.pk, [])
    assert (suggestion.kinds, suggestion.clears, suggestion.subject) == (("general",), (), "")


def test_what_names_neither_kind_nor_text_is_left_to_a_person(place: Place) -> None:
    factories.campaign(place.township, requirements=[factories.requirement("VAGUE")])
    dues = queries.outstanding_for(place.carol, place.branch.pk)
    assert "VAGUE" in [due.requirement.code for due in dues]
    suggestion = queries.suggestion_for(place.carol, place.branch.pk, dues)
    assert [one.code for one in suggestion.clears] == ["TALK", "LECTURE"]


def test_readings_come_from_easy_to_deep(place: Place) -> None:
    turned = factories.campaign(
        place.province,
        readings=[
            {"code": "DEEP", "title": "深", "after": ["EASY"]},
            {"code": "EASY", "title": "浅"},
        ],
        requirements=[factories.requirement()],
    )
    readings = list(turned.readings.all())
    assert [one.code for one in readings] == ["DEEP", "EASY"]
    assert [one.code for one in queries.in_order(readings, set())] == ["EASY", "DEEP"]
    easy = next(one for one in readings if one.code == "EASY")
    assert [one.code for one in queries.in_order(readings, {easy.pk})] == ["DEEP", "EASY"]


@pytest.mark.parametrize("branches", [1, 3])
def test_what_is_due_costs_the_same_however_much_it_is(
    place: Place, django_assert_num_queries: object, branches: int
) -> None:
    for number in range(branches):
        factories.campaign(place.province, requirements=[factories.requirement(f"MORE{number}")])
    with django_assert_num_queries(10):  # type: ignore[operator]
        queries.outstanding_for(place.carol, place.branch.pk)


def test_a_branch_owes_nothing_that_was_due_before_it_was_founded(place: Place) -> None:
    """A branch split off in July is asked for what is due from then on; the figure and its own page agree."""
    before = met(place)
    founded = factories.organization("099001009", place.township, name="新设党支部", since=date(2016, 7, 1))
    factories.member(founded)
    amend_requirement(by=operator(), requirement=place.requirements["LECTURE"], due_on=TODAY)
    on_time = met(place)

    due = [one.requirement.code for one in queries.outstanding_for(place.bob, founded.pk)]
    assert due == ["LECTURE", "ANY"]
    # TALK was due in June: asked of the two that stood then; LECTURE is asked of all three
    assert (before[1], on_time[1]) == (2, 2 + 3)
