"""A county with two townships; the first has two branches with members, the second one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests import factories
from xuezuo.organizations.models import Organization
from xuezuo.reorganizations.actions import carry_out
from xuezuo.reorganizations.models import Act
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import Scope, operator

TODAY = date(2016, 10, 20)
MAY = date(2016, 5, 1)


@dataclass
class County:
    province: Organization
    county: Organization
    other: Organization
    first: Organization
    second: Organization
    a: Organization
    b: Organization
    c: Organization
    carol: Scope  # officer of the first township
    erin: Scope  # officer of the county


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY.isoformat()


@pytest.fixture
def county(db: None) -> County:
    province = factories.organization("099", name="云川省委")
    county = factories.organization("099001", province, kind="local_committee", name="青石县委")
    other = factories.organization("099002", province, kind="local_committee", name="白水县委")
    first = factories.organization("099001001", county, kind="committee", name="东乡党委")
    second = factories.organization("099001002", county, kind="committee", name="西乡党委")
    a = factories.organization("099001001001", first, name="甲村党支部", sector="village")
    b = factories.organization("099001001002", first, name="乙村党支部", sector="village")
    c = factories.organization("099001002001", second, name="丙村党支部", sector="village")
    for branch, number in ((a, 3), (b, 2), (c, 4)):
        for _ in range(number):
            factories.member(branch)
    desks = [factories.scope(factories.user("officer", one)) for one in (first, county)]
    return County(province, county, other, first, second, a, b, c, *desks)


def act(
    kind: str, code: str, by: Scope | None = None, *, day: date = MAY, reason: str = "县委决定", **more: Any
) -> Act:
    return carry_out(by=by or operator(), wish=Wish(kind=kind, code=code, day=day, reason=reason, **more))
