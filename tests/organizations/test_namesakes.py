"""People with one name, told apart in every list of their branch."""

from datetime import date

import pytest
from django.utils import translation

from tests import factories
from tests.records.conftest import Place, place
from xuezuo.organizations.models import Member, Membership
from xuezuo.organizations.namesakes import by_branch, marks_typed, told_apart
from xuezuo.organizations.queries import tell_apart
from xuezuo.scopes import NotVisible
from xuezuo.web.branch.batch_names import named, names_typed

__all__ = ["place"]


@pytest.fixture
def people(place: Place) -> list[Member]:
    born, joined = date(1980, 1, 1), date(1999, 1, 1)
    facts = [
        ("李娜", {"birth_on": date(1975, 1, 1)}),
        ("李娜", {"birth_on": date(1988, 1, 1)}),
        ("周杰", {"birth_on": born, "joined_on": joined}),
        ("周杰", {"birth_on": born}),
        ("赵敏", {"birth_on": born, "joined_on": joined}),
        ("赵敏", {"birth_on": born, "joined_on": joined}),
        ("吴勇", {}),
    ]
    return [factories.member(place.branch, name, **more) for name, more in facts]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hans", "李娜（1975年生） 李娜（1988年生） 周杰（1999年入党） 周杰 赵敏（1） 赵敏（2） 吴勇"),
        ("en", "李娜 (born 1975)|李娜 (born 1988)|周杰 (joined 1999)|周杰|赵敏 (1)|赵敏 (2)|吴勇"),
    ],
)
def test_by_year_or_number_in_both_languages(place: Place, people: list[Member], language: str, expected: str) -> None:
    with translation.override(language):
        found = list(told_apart(people, place.branch.pk).values())
    assert found == expected.split("|" if language == "en" else " ")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_shown_can_be_typed(place: Place, people: list[Member], language: str) -> None:
    """All but the one of whom nothing is known: the bare name may mean either, 0 stands behind it."""
    marks = marks_typed(people, place.branch.pk)
    with translation.override(language):
        shown = told_apart(people, place.branch.pk)
    for one in people:
        words = shown[one.pk] if marks.get(one.pk) != "0" else one.name + "0"
        assert named(names_typed(words), people, marks, place.branch.pk) == one
        assert named(names_typed(one.name + marks.get(one.pk, "")), people, marks, place.branch.pk) == one


def test_a_number_is_the_place_among_all_who_were_ever_of_the_branch(place: Place, people: list[Member]) -> None:
    late = factories.member(place.branch, "赵敏", birth_on=date(1980, 1, 1), joined_on=date(1999, 1, 1))
    people[4].memberships.update(valid_to=date(2016, 9, 1))
    for there in ([*people[4:6], late], [people[5], late], [late, people[5]]):
        tell_apart(place.carol, place.branch.pk, there)
        labels = {one.pk: one.label for one in there}
        assert (labels[people[5].pk], labels[late.pk]) == ("赵敏（2）", "赵敏（3）")


def test_who_comes_from_elsewhere_takes_nobody_s_number(place: Place) -> None:
    """Also an older entry of the roster of all: an old sheet still names the same people."""
    older = factories.member(place.sibling, "赵敏")
    two = [factories.member(place.branch, "赵敏") for _twice in range(2)]
    before = marks_typed(two, place.branch.pk)
    Membership.objects.create(member=older, organization=place.branch, valid_from=date(2016, 10, 18))
    after = marks_typed([older, *two], place.branch.pk)
    assert {one.pk: after[one.pk] for one in two} == before
    assert after[older.pk] == "3"


def test_labels_are_for_those_who_see_names(place: Place, people: list[Member]) -> None:
    with pytest.raises(NotVisible):
        tell_apart(place.alice, place.branch.pk, people)


def test_of_a_guest_the_branch_is_told_where_it_is_known() -> None:
    found = by_branch([(1, "王芳"), (2, "王芳"), (3, "丁一")], {1: "竹坪村党支部", 3: "竹坪村党支部"})
    assert found == {1: "王芳（竹坪村党支部）", 2: "王芳", 3: "丁一"}
