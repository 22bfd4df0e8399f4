"""The audience is judged in several ways, and all agree (architecture section 4)."""

import random
from datetime import date
from typing import Any

import pytest

from tests import factories
from xuezuo.campaigns.audiences import VOCABULARY, Audience, addressed, audience_of, members_in, rows
from xuezuo.campaigns.queries import place_of
from xuezuo.campaigns.reach import Reached, reached
from xuezuo.organizations.kinds import Sector
from xuezuo.organizations.models import GroupMembership, Membership, Placement
from xuezuo.refusals import Refusal

DAY = date(2016, 10, 20)
pytestmark = pytest.mark.django_db


def some_place(dice: random.Random) -> list[Placement]:
    root = factories.organization("099")
    towns = [factories.organization(f"09900{n}", root, kind="committee") for n in range(3)]
    for number in range(20):
        branch = factories.organization(
            f"b{number}",
            dice.choice(towns),
            kind=dice.choice(["branch", "joint_branch", "general_branch"]),
            sector=dice.choice(Sector.values),
            since=dice.choice([date(2015, 1, 1), date(2016, 10, 20), date(2016, 10, 21)]),
        )
        for _ in range(dice.randrange(3)):
            factories.member(branch, groups=tuple(dice.sample(VOCABULARY["groups"], dice.randrange(3))))
    return list(Placement.objects.select_related("organization"))


def any_audience(dice: random.Random) -> Audience:
    def some(part: str) -> tuple[str, ...]:
        return tuple(dice.sample(VOCABULARY[part], dice.choice([0, 0, 1, 3])))

    return Audience(some("kinds"), some("sectors"), some("groups"))


@pytest.mark.parametrize("seed", range(6))
def test_one_by_one_and_all_at_once_agree(seed: int) -> None:
    dice = random.Random(seed)
    placements = [one for one in some_place(dice) if one.valid_from <= DAY]
    for _ in range(12):
        audience, top = any_audience(dice), dice.choice(placements).path
        alone = [one.path for one in placements if addressed(audience, place_of(one, DAY), top)]
        assert [one.path for one in rows(audience, top, DAY)] == sorted(alone)


@pytest.mark.parametrize("seed", range(8))
def test_all_of_several_audiences_are_counted_as_each_alone(seed: int) -> None:
    dice = random.Random(seed)
    placements = some_place(dice)
    gone, left = dice.sample(list(Membership.objects.all()), 2)
    Membership.objects.filter(pk=gone.pk).update(valid_to=DAY)
    Membership.objects.filter(pk=left.pk).update(valid_from=date(2016, 10, 21))
    GroupMembership.objects.filter(pk__in=GroupMembership.objects.order_by("pk")[:2]).update(valid_to=DAY)
    for many in (0, 1, 5, 30):
        heads = [(any_audience(dice), dice.choice([*placements, None])) for _ in range(many)]
        asked = {(audience, place.path if place else "") for audience, place in heads}
        counted, together = reached(asked, DAY)
        alone = {head: {one.organization_id for one in rows(*head, DAY)} for head in asked}
        people = {
            head: members_in(head[0], DAY).filter(organization_id__in=there).count() for head, there in alone.items()
        }
        assert counted == {head: Reached(len(there), people[head]) for head, there in alone.items()}
        assert together == len(set().union(*alone.values()))


def test_counting_many_audiences_asks_no_more_than_counting_one(django_assert_num_queries: Any) -> None:
    placements = some_place(random.Random(1))
    groups = [Audience(groups=(group,)) for group in VOCABULARY["groups"]]
    heads = {(one, place.path) for one in (Audience(), Audience(sectors=("village",)), *groups) for place in placements}
    with django_assert_num_queries(2):
        counted, _ = reached(heads, DAY)
    assert len(counted) == len(heads)
    assert any(one.members for (audience, _), one in counted.items() if audience.groups)


def test_an_empty_audience_is_every_branch() -> None:
    root = factories.organization("099")
    town = factories.organization("099001", root, kind="committee")
    branch = factories.organization("099001001", town)
    top = Placement.objects.get(organization=root).path
    assert [one.organization for one in rows(Audience(), top, DAY)] == [branch]


def test_groups_leave_in_their_own_members_only() -> None:
    branch = factories.organization("099001", factories.organization("099"))
    factories.member(branch)
    away = factories.member(branch, groups=("floating",))
    assert [one.member for one in members_in(Audience(groups=("floating",)), DAY)] == [away]


@pytest.mark.parametrize(
    ("stored", "word"), [({"sectors": ["moon"]}, "moon"), ({"age": ["old"]}, "age"), ({"groups": ["rich"]}, "rich")]
)
def test_a_word_outside_the_vocabulary_is_named(stored: dict[str, list[str]], word: str) -> None:
    with pytest.raises(Refusal) as refused:
        audience_of(stored)
    assert refused.value.where["word"] == word
