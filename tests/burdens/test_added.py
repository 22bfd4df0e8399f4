"""What a level adds to what came from above is counted and shown, to itself before sending and to everybody after (层层加码)."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from tests import factories
from xuezuo.burdens import actions
from xuezuo.burdens.queries import levels_of
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.models import Campaign
from xuezuo.organizations.models import Organization
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(settings: LazySettings) -> dict[str, Organization]:
    settings.TODAY = "2016-05-20"
    province = factories.organization("099", name="云川省委")
    town = factories.organization("099001", province, kind="committee", name="松溪镇党委")
    branches = [
        factories.organization(f"09900100{n}", town, sector="village" if n == 1 else "organ") for n in (1, 2, 3)
    ]
    factories.organization("099002", province)
    return {"province": province, "town": town, "branch": branches[0]}


@pytest.fixture
def bob(tree: dict[str, Organization]) -> Scope:
    return factories.scope(factories.user("officer", tree["town"], username="bob"))


@pytest.fixture
def above(tree: dict[str, Organization]) -> Campaign:
    lines = [
        factories.requirement("RQ1", title="专题学习", minutes=30, audience={"sectors": ["village"]}),
        factories.requirement("RQ2", title="讲党课", minutes=60),
    ]
    return factories.campaign(tree["province"], code="above", requirements=lines)


def test_hours_from_above_and_hours_added(tree: dict[str, Organization], bob: Scope, above: Campaign) -> None:
    draft = actions.pass_on(by=bob, above=above, code="ours")
    actions.add(
        by=bob, campaign=draft, tightens="RQ1", title="专题学习", opens_on=date(2016, 5, 1), due_on=date(2016, 6, 10),
        minutes=50, fields_asked=6, purpose="早部署",
    )  # fmt: skip
    actions.add(
        by=bob, campaign=draft, title="写心得", opens_on=date(2016, 5, 1), due_on=date(2016, 6, 1), minutes=40,
        purpose="检查",
    )  # fmt: skip

    top, ours = levels_of(bob, draft)
    assert (top.issuer, top.added.minutes) == (tree["province"], 1 * 30 + 4 * 60)
    assert (ours.issuer, ours.from_above.minutes, ours.added.minutes) == (tree["town"], 1 * 30 + 3 * 60, 3 * (50 + 40))
    assert ours.branches == 3
    (harder,) = ours.harder
    assert (harder.days_earlier, harder.more_fields, harder.more_minutes, harder.wider_by) == (
        20,
        6 - 4,
        50 - 30,
        3 - 1,
    )


def test_shown_before_sending_and_to_everybody_below_after(
    tree: dict[str, Organization], bob: Scope, above: Campaign, client: Client
) -> None:
    draft = actions.pass_on(by=bob, above=above, code="ours")
    asked = {"opens_on": date(2016, 5, 1), "due_on": date(2016, 6, 1), "minutes": 40, "purpose": "检查"}
    actions.add(by=bob, campaign=draft, title="写心得", **asked)
    carol = factories.user("secretary", tree["branch"])
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/campaigns/ours/added/").status_code == 404

    from_bob = Client()
    user = type(carol).objects.get(username="bob")
    from_bob.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "本级附加：1项，2.0小时" in from_bob.get("/campaigns/ours/rehearsal/").content.decode()
    assert from_bob.get("/campaigns/ours/additions/new/").status_code == 200

    campaigns.issue(by=bob, campaign=draft)
    assert "本级附加：1项，2.0小时" in client.get("/campaigns/ours/added/").content.decode()
    assert from_bob.get("/campaigns/ours/additions/new/").status_code == 404


def test_only_what_came_from_above_is_passed_on(tree: dict[str, Organization], bob: Scope, above: Campaign) -> None:
    own = factories.campaign(tree["town"], code="own", requirements=[factories.requirement()])
    with pytest.raises(Refusal) as refusal:
        actions.pass_on(by=bob, above=own, code="ours")
    assert refusal.value.code == "pass_on_nothing"
    carol = factories.scope(factories.user("secretary", tree["branch"]))
    with pytest.raises(NotVisible):
        actions.pass_on(by=carol, above=above, code="ours")
    assert not Campaign.objects.filter(code="ours").exists()
