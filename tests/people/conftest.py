"""A county with two townships, their branches, and who sits where."""

from dataclasses import dataclass

import pytest

from tests import factories
from xuezuo.organizations.models import Organization
from xuezuo.scopes import Scope


@dataclass
class County:
    """`a` and `b` are branches of two townships of one county; `elsewhere` a branch of another county."""

    county: Organization
    first: Organization
    second: Organization
    a: Organization
    b: Organization
    elsewhere: Organization
    bob: Scope  # secretary of a
    carol: Scope  # officer of the first township
    david: Scope  # officer of the second township
    erin: Scope  # officer of the county
    frank: Scope  # secretary of b


@pytest.fixture
def county(db: None) -> County:
    province = factories.organization("099")
    county = factories.organization("099001", province, kind="local_committee")
    other = factories.organization("099002", province, kind="local_committee")
    first = factories.organization("099001001", county, kind="committee")
    second = factories.organization("099001002", county, kind="committee")
    far = factories.organization("099002001", other, kind="committee")
    a = factories.organization("099001001001", first, name="甲村党支部")
    b = factories.organization("099001002001", second, name="乙村党支部")
    elsewhere = factories.organization("099002001001", far, name="丙村党支部")
    desks = [("secretary", a), ("officer", first), ("officer", second), ("officer", county), ("secretary", b)]
    scopes = [factories.scope(factories.user(role, where)) for role, where in desks]
    return County(county, first, second, a, b, elsewhere, *scopes)
