"""Questions of every request that are written out in SQL: they find what the ORM finds, on the days that matter."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.utils import timezone

from tests import factories
from xuezuo.accounts.models import Delegation, RoleAssignment, SignIn
from xuezuo.accounts.queries import NOBODY, assignments_of, own_seats_of, scope_for, seats_of
from xuezuo.accounts.queries.sign_ins import living_sign_in
from xuezuo.indicators.queries import ask
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import children_of, placement_by_code, placement_of, placements
from xuezuo.reorganizations.models import Naming
from xuezuo.reorganizations.queries import names_on
from xuezuo.row_policies import sights
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db

TODAY = date(2016, 10, 20)
DAY = timedelta(days=1)
SPANS = [(TODAY, TODAY + DAY), (TODAY - DAY, TODAY), (TODAY + DAY, TODAY + 2 * DAY), (TODAY - DAY, TODAY + DAY)]
"""Begins today, ended today, begins tomorrow, in the middle."""


@pytest.fixture
def tree(settings: LazySettings) -> SimpleNamespace:
    settings.TODAY = TODAY.isoformat()
    root = factories.organization("099")
    towns = [factories.organization(f"09900{n}", root, kind="committee", name=f"镇{n}") for n in range(1, 6)]
    for town, (since, until) in zip(towns, SPANS, strict=False):
        Placement.objects.filter(organization=town).update(valid_from=since, valid_to=until)
        Naming.objects.create(organization=town, name=f"旧名{town.code}", valid_from=since, valid_to=until)
    return SimpleNamespace(root=root, towns=towns)


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY, TODAY + DAY])
def test_places_children_and_names_of_a_day(tree: SimpleNamespace, day: date) -> None:
    everything, bob = operator(), scope_for(factories.user("officer", tree.towns[4]))
    for scope in (everything, bob, NOBODY):
        standing = {one.organization.code: one for one in placements(scope, day)}
        for one in (tree.root, *tree.towns):
            expected = standing.get(one.code)
            if expected is None:
                for asked, named in ((placement_by_code, one.code), (placement_of, one.pk)):
                    with pytest.raises(NotVisible):
                        asked(scope, named, day)
                continue
            for found in (placement_by_code(scope, one.code, day), placement_of(scope, one.pk, day)):
                assert {**vars(found), "_state": None} == {**vars(expected), "_state": None}
                assert {**vars(found.organization), "_state": None} == {**vars(one), "_state": None}
    renamed = {one.organization_id: one.name for one in Naming.objects.filter(valid_from__lte=day, valid_to__gt=day)}
    ids = [one.pk for one in (tree.root, *tree.towns)]
    assert names_on(ids, day) == renamed
    assert names_on([], day) == {}
    if day <= TODAY:
        asked = ask(everything, "099", day)
        below = children_of(everything, asked.placement, day)
        named = [
            (one.organization.code, renamed.get(one.organization_id, one.organization.name), one.path) for one in below
        ]
        assert asked.children == sorted(named)


def test_desks_given_by_name_and_those_lent(tree: SimpleNamespace) -> None:
    user, giver = factories.user(), factories.user("officer", tree.root)
    for number, town in enumerate([tree.root, *tree.towns]):
        for since, until in (SPANS[0], SPANS[2], SPANS[1 + number % 2 * 2]):
            RoleAssignment.objects.create(
                user=user, role="inspector", organization=town, valid_from=since, valid_to=until
            )
            Delegation.objects.create(
                giver=giver,
                receiver=user,
                role="officer",
                organization=town,
                valid_from=since,
                valid_to=until,
                reason="出差",
            )
    paths = dict(placements(operator()).values_list("organization_id", "path"))
    given = [
        (f"role-{one.pk}", one.role, one.organization, one.valid_from, one.valid_to, paths[one.organization_id])
        for one in assignments_of(user)
        if one.organization_id in paths
    ]
    assert len(given) >= 3
    found = [(one.key, one.role, one.organization, one.since, one.until, one.path) for one in own_seats_of(user)]
    assert found == given
    held = Delegation.objects.filter(receiver=user, valid_from__lte=TODAY, valid_to__gt=TODAY).order_by("pk")
    lent = [f"delegation-{one.pk}" for one in held if one.organization_id in paths]
    assert len(lent) >= 3
    assert [one.key for one in seats_of(user) if not one.is_own] == lent
    giver.is_active = False
    giver.save()
    assert all(one.is_own for one in seats_of(user))


def test_a_sign_in_lives_for_its_own_person_and_as_long_as_it_may(settings: LazySettings) -> None:
    user, other, now = factories.user(), factories.user(), timezone.now()
    settings.SESSION_IDLE, settings.SESSION_LONGEST = timedelta(hours=1), timedelta(hours=2)

    def lives(began: int, seen: int) -> bool:
        made = SignIn.objects.create(
            user=user,
            began_at=now - timedelta(minutes=began),
            seen_at=now - timedelta(minutes=seen),
            address="10.0.0.1",
        )
        assert living_sign_in(other, made.pk) is None
        return living_sign_in(user, made.pk) == made

    assert lives(119, 59)
    assert not lives(121, 1)
    assert not lives(90, 61)
    assert living_sign_in(user, 0) is None
    assert living_sign_in(user, "1") is None


def test_while_it_is_found_out_who_asks_everything_shows_and_afterwards_what_is_theirs() -> None:
    some = sights.Sight(path="0001", until="0002", names=8)
    try:
        sights.begin()
        with sights.finding_out() as see:
            see(some)
            assert sights.now() == sights.EVERYTHING
        assert sights.now() == some
        with pytest.raises(RuntimeError), sights.finding_out():
            raise RuntimeError
        assert sights.now() == some
    finally:
        sights.end()
