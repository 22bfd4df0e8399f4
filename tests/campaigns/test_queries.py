"""Who sees which campaign, what one branch owes, and what a campaign would cost."""

from datetime import date

import pytest

from tests import factories
from xuezuo.campaigns import queries
from xuezuo.organizations.models import Organization, Placement
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
DAY = date(2016, 10, 20)


@pytest.fixture
def tree() -> dict[str, Organization]:
    province = factories.organization("099")
    east = factories.organization("099001", province, kind="committee")
    west = factories.organization("099002", province, kind="committee")
    return {
        "province": province,
        "east": east,
        "west": west,
        "village": factories.organization("099001001", east, sector="village"),
        "firm": factories.organization("099002001", west, sector="private_enterprise"),
    }


def owed(branch: Organization) -> list[str]:
    placement = Placement.objects.get(organization=branch)
    return [one.code for one in queries.requirements_for(operator(), placement, DAY)]


def test_a_branch_owes_what_superiors_ask_of_its_kind_and_sector(tree: dict[str, Organization]) -> None:
    factories.campaign(
        tree["province"],
        requirements=[
            factories.requirement("ALL"),
            factories.requirement("FIRMS", audience={"sectors": ["private_enterprise"]}),
            factories.requirement("EAST", audience={"subtree": "099001"}),
            factories.requirement("HEADS", audience={"kinds": ["committee"]}),
        ],
    )
    factories.campaign(tree["west"], requirements=[factories.requirement("WEST")])
    assert sorted(owed(tree["village"])) == ["ALL", "EAST"]
    assert sorted(owed(tree["firm"])) == ["ALL", "FIRMS", "WEST"]
    assert owed(tree["east"]) == ["HEADS"]


def test_a_draft_is_owed_by_nobody_and_seen_by_its_office_only(tree: dict[str, Organization]) -> None:
    draft = factories.campaign(tree["province"], issued=False, requirements=[factories.requirement()])
    assert owed(tree["village"]) == []
    assert queries.campaign_by_code(factories.scope(factories.user("officer", tree["province"])), draft.code) == draft
    for person in (
        factories.user("officer", tree["east"]),
        factories.user("secretary", tree["village"]),
        factories.user(),
    ):
        with pytest.raises(NotVisible):
            queries.campaign_by_code(factories.scope(person), draft.code)


def test_a_neighbours_campaign_is_not_seen(tree: dict[str, Organization]) -> None:
    west = factories.campaign(tree["west"], requirements=[factories.requirement()])
    with pytest.raises(NotVisible):
        queries.campaign_by_code(factories.scope(factories.user("officer", tree["east"])), west.code)
    assert queries.campaign_by_code(factories.scope(factories.user("secretary", tree["firm"])), west.code) == west


def test_the_cost_is_told_before_issuing(tree: dict[str, Organization]) -> None:
    for _ in range(3):
        factories.member(tree["village"])
    factories.member(tree["firm"], groups=("floating",))
    draft = factories.campaign(
        tree["province"],
        issued=False,
        requirements=[
            factories.requirement("A", minutes=30, fields_asked=4),
            factories.requirement("B", minutes=60, fields_asked=1, audience={"groups": ["floating"]}),
        ],
    )
    told = queries.rehearse(operator(), draft, DAY)
    lines = {line["code"]: (line["branches"], line["members"], line["hours"]) for line in told["requirements"]}
    assert lines == {"A": (2, 3 + 1, 1.0), "B": (1, 1, 1.0)}
    assert (told["branches"], told["fields"], told["hours"], told["hours_per_branch"]) == (2, 2 * 4 + 1, 2.0, 1.0)
