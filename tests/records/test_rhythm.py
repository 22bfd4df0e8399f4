"""Which meetings the running month and quarter still ask of a branch (三会一课)."""

from dataclasses import replace
from datetime import date

from tests import factories
from tests.records.conftest import Place
from xuezuo.organizations.models import Organization, Placement
from xuezuo.records import queries


def still(place: Place, day: date = date(2016, 10, 20)) -> list[tuple[str, str]]:
    return [(one.kind.value, one.period.code) for one in queries.still_to_hold(place.carol, place.branch.pk, day)]


def test_a_quarter_asks_for_a_general_meeting_and_a_lecture(place: Place) -> None:
    assert still(place) == [("general", "2016Q4"), ("lecture", "2016Q4")]
    factories.record(place.branch, date(2016, 9, 30), kinds=("general", "lecture"))
    assert still(place) == [("general", "2016Q4"), ("lecture", "2016Q4")]
    factories.record(place.branch, date(2016, 10, 1), kinds=("general", "lecture"))
    assert still(place) == []


def test_seven_full_members_have_a_committee_that_meets_monthly(place: Place) -> None:
    factories.member(place.branch)
    factories.member(place.branch, category="probationary")
    assert ("committee", "2016-10") not in still(place)
    factories.member(place.branch)
    assert ("committee", "2016-10") in still(place)
    factories.record(place.branch, date(2016, 10, 31), kinds=("committee",))
    assert ("committee", "2016-10") not in still(place)


def test_nothing_is_owed_for_a_period_in_which_the_duties_began(place: Place) -> None:
    Organization.objects.filter(pk=place.branch.pk).update(duties_from=date(2016, 10, 2))
    assert still(place) == []
    assert still(place, date(2017, 1, 1)) == [("general", "2017Q1"), ("lecture", "2017Q1")]


def test_the_theme_day_is_owed_since_the_rules_of_2018(place: Place) -> None:
    assert ("theme_day", "2018-10") not in still(place, date(2018, 10, 31))
    assert ("theme_day", "2018-11") in still(place, date(2018, 11, 1))


def test_an_office_has_no_rhythm_of_its_own(place: Place) -> None:
    assert queries.still_to_hold(place.bob, place.township.pk) == []


def test_a_move_to_another_superior_ends_no_duty(place: Place) -> None:
    moved = Placement.objects.get(organization=place.branch)
    Placement.objects.filter(pk=moved.pk).update(valid_to=date(2016, 10, 12))
    Placement.objects.create(
        organization=place.branch, parent=place.township, path=moved.path[:-4] + "0009", valid_from=date(2016, 10, 12)
    )
    carol = replace(place.carol, path=moved.path[:-4] + "0009")
    found = queries.still_to_hold(carol, place.branch.pk, date(2016, 10, 20))
    assert [one.kind.value for one in found] == ["general", "lecture"]
