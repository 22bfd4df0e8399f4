"""A branch below a county, its secretary, its member with a number, and the county's officer."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories
from xuezuo.organizations import sealing

NUMBER, PHONE = "990101198001010017", "10012345678"


@pytest.fixture
def branch(db: None, settings: object) -> SimpleNamespace:
    settings.TODAY = "2016-10-20"
    top = factories.organization("901", kind="local_committee", name="清河县委员会")
    town = factories.organization("901001", top, kind="committee", name="柳溪镇委员会")
    here = factories.organization("901001001", town, name="柳溪村党支部")
    there = factories.organization("901001002", town, name="杨树村党支部")
    member = factories.member(
        here,
        "郭朵拉",
        since=date(2001, 7, 1),
        joined_on=date(2001, 7, 1),
        id_number=sealing.seal(NUMBER, "member.id_number"),
        id_index=sealing.index(NUMBER),
        phone=sealing.seal(PHONE, "member.phone"),
        groups=("housebound",),
    )
    return SimpleNamespace(
        top=top,
        town=town,
        here=here,
        there=there,
        member=member,
        secretary=factories.user("secretary", here),
        neighbour=factories.user("secretary", there),
        officer=factories.user("officer", town),
        above=factories.user("officer", top),
        own=factories.user("member", here, member=member),
        administrator=factories.user("administrator", top),
    )
