"""One branch of five with its secretary carol, her township's officer bob, alice of the province, chelsea of nowhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests import factories
from xuezuo.campaigns.models import Campaign, Reading, Requirement
from xuezuo.organizations.models import Member, Organization
from xuezuo.scopes import Scope

TODAY = date(2016, 10, 20)


@dataclass
class Place:
    province: Organization
    township: Organization
    branch: Organization
    sibling: Organization
    members: list[Member]
    carol: Scope
    bob: Scope
    alice: Scope
    chelsea: Scope
    campaign: Campaign
    readings: dict[str, Reading]
    requirements: dict[str, Requirement]

    def entry(self, **changes: Any) -> dict[str, Any]:
        """What carol enters when everybody came to a general meeting on 18 October."""
        return {
            "by": self.carol,
            "organization": self.branch,
            "held_on": date(2016, 10, 18),
            "kinds": ["general"],
            "attended": 5,
        } | changes


@pytest.fixture
def place(db: None, settings: Any) -> Place:
    settings.TODAY = TODAY.isoformat()
    province = factories.organization("099", name="东屿省委")
    township = factories.organization("099001", province, kind="committee", name="松溪镇党委")
    branch = factories.organization("099001001", township, name="松溪村党支部", since=date(2015, 1, 1))
    sibling = factories.organization("099001002", township, name="竹坪村党支部")
    members = [factories.member(branch, name) for name in ("丁一", "丁二", "丁三", "丁四", "丁五")]
    factories.member(sibling, "戊一")
    campaign = factories.campaign(
        province,
        readings=[
            {"code": "RD01", "title": "章程", "group": "constitution", "basic": True},
            {"code": "RD02", "title": "准则", "group": "rules", "after": ["RD01"]},
            {"code": "RD32", "title": "新准则", "group": "added", "available_from": date(2016, 10, 27)},
        ],
        requirements=[
            factories.requirement("TALK", activity_kinds=["topic_discussion"], readings=["RD01"]),
            factories.requirement("LECTURE", activity_kinds=["lecture"], due_on=date(2016, 10, 31)),
            factories.requirement("ANY", readings=["RD01", "RD02"], due_on=date(2016, 12, 31)),
            factories.requirement("LATER", opens_on=date(2016, 11, 1), due_on=date(2016, 12, 31)),
        ],
    )

    def scope(role: str, where: Organization | None, name: str) -> Scope:
        return factories.scope(factories.user(role, where, username=name))

    return Place(
        province=province,
        township=township,
        branch=branch,
        sibling=sibling,
        members=members,
        carol=scope("secretary", branch, "carol"),
        bob=scope("officer", township, "bob"),
        alice=scope("officer", province, "alice"),
        chelsea=scope("", None, "chelsea"),
        campaign=campaign,
        readings={one.code: one for one in campaign.readings.all()},
        requirements={one.code: one for one in campaign.requirements.all()},
    )
