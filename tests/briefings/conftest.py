"""A township of two branches with ten members, of whom one missed the reading; and who looks at it."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories
from xuezuo.organizations.models import Term

DAY = date(2016, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def place(db) -> SimpleNamespace:
    province = factories.organization("099", name="中共云岭省委")
    town = factories.organization("099001", province, name="中共青杉镇委", kind="committee")
    other = factories.organization("099002", province, name="中共白桦镇委", kind="committee")
    first = factories.organization("099001001", town, name="东村党支部")
    second = factories.organization("099001002", town, name="西村党支部")
    people = [factories.member(first) for _ in range(6)] + [factories.member(second) for _ in range(4)]
    campaign = factories.campaign(
        province,
        readings=[{"code": "RD01", "title": "章程", "group": "constitution"}],
        requirements=[factories.requirement("RQ1", readings=["RD01"], activity_kinds=["general"])],
    )
    reading = campaign.readings.get()
    for branch, absent in ((first, ()), (second, (people[-1],))):
        factories.record(branch, date(2016, 5, 10), readings=(reading,), absent=absent)
        factories.record(branch, date(2016, 6, 1), kinds=("lecture",), speaker_tier="cadre")
    Term.objects.create(
        organization=first, elected_on=date(2013, 3, 1), ends_on=date(2016, 3, 1), renewed_on=date(2016, 2, 25)
    )
    alice = factories.user("officer", province, username="alice", display_name="林望舒")
    bob = factories.user("officer", town, username="bob", display_name="周启明")
    carol = factories.user("secretary", first, username="carol")
    dave = factories.user("officer", other, username="dave")
    chelsea = factories.user(username="chelsea")
    return SimpleNamespace(
        province=province,
        town=town,
        other=other,
        first=first,
        second=second,
        alice=alice,
        bob=bob,
        carol=carol,
        dave=dave,
        chelsea=chelsea,
        reading=reading,
    )


@pytest.fixture
def by(place):
    return factories.scope(place.bob)
